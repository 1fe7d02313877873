@NullMarked
package dev.sluice.bench.parquet;

import org.jspecify.annotations.NullMarked;
