@NullMarked
package dev.sluice.bench.ingest;

import org.jspecify.annotations.NullMarked;
