@NullMarked
package dev.sluice.bench.access;

import org.jspecify.annotations.NullMarked;
