// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

/// What came of a load.
public final class Loaded {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double BYTES_PER_MEGABYTE = 1e6;

    private final long[] latenciesNanos;
    private final long elapsedNanos;
    private final long refusals;

    /// @param latenciesNanos of each batch, sorted; the caller's no more
    /// @param elapsedNanos from the first request to the last answer
    /// @param refusals how often the server asked to come again later
    Loaded(long[] latenciesNanos, long elapsedNanos, long refusals) {
        this.latenciesNanos = latenciesNanos;
        this.elapsedNanos = elapsedNanos;
        this.refusals = refusals;
    }

    /// The latency that a share of the batches does not exceed.
    double quantileMillis(double share) {
        int count = latenciesNanos.length;
        return latenciesNanos[(int) Math.min(count - 1L, (long) (count * share))] / NANOS_PER_MILLI;
    }

    /// From the first request to the last answer.
    double seconds() {
        return elapsedNanos / NANOS_PER_SECOND;
    }

    /// Lines a second.
    double linesPerSecond(long lines) {
        return lines / seconds();
    }

    /// Millions of bytes a second.
    double megabytesPerSecond(long bytes) {
        return bytes / BYTES_PER_MEGABYTE / seconds();
    }

    /// How often the server asked to come again later.
    long refusals() {
        return refusals;
    }
}
