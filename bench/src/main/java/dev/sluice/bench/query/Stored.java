// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.query;

import dev.sluice.bench.ingest.CpuData;
import java.time.Duration;
import java.time.Instant;

/// What every database holds when it is asked.
///
/// @param hosts how many computers report, each ten seconds
/// @param hours how long
/// @param batchLines how many rows a request wrote
public record Stored(int hosts, int hours, int batchLines) {
    /// Written in requests of many rows.
    public Stored(int hosts, int hours) {
        this(hosts, hours, CpuData.BATCH_LINES);
    }

    /// How many rows there are.
    public long rows() {
        return (long) hosts
                * Duration.ofHours(hours).dividedBy(Duration.ofNanos(CpuData.STEP_NANOS));
    }

    /// From the first report to one step after the last.
    Span span() {
        Instant start = Instant.ofEpochSecond(0, CpuData.START_NANOS);
        return new Span(start, start.plus(Duration.ofHours(hours)));
    }
}
