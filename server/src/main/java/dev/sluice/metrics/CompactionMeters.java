// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.metrics;

import dev.sluice.compaction.CompactionObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// Counts what compaction merged, left as it is and failed to merge.
public final class CompactionMeters implements CompactionObserver {
    private final Counter files;
    private final Counter rows;
    private final Counter skips;
    private final Counter failures;

    CompactionMeters(MeterRegistry registry) {
        files =
                Counter.builder("sluice.compaction.files")
                        .description("Data files that were merged into others")
                        .register(registry);
        rows =
                Counter.builder("sluice.compaction.rows")
                        .description("Rows of the files that took their place")
                        .register(registry);
        skips =
                Counter.builder("sluice.compaction.skips")
                        .description("Partitions that are left as they are, being too large")
                        .register(registry);
        failures =
                Counter.builder("sluice.compaction.failures")
                        .description("Partitions whose files could not be merged at a look")
                        .register(registry);
    }

    @Override
    public void merged(int fileCount, long rowCount) {
        files.increment(fileCount);
        rows.increment((double) rowCount);
    }

    @Override
    public void skipped() {
        skips.increment();
    }

    @Override
    public void failed() {
        failures.increment();
    }
}
