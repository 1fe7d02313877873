@NullMarked
package dev.sluice.bench.query;

import org.jspecify.annotations.NullMarked;
