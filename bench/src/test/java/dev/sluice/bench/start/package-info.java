@NullMarked
package dev.sluice.bench.start;

import org.jspecify.annotations.NullMarked;
