// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import java.util.List;

/// What everybody is loaded with, made before any clock runs.
///
/// @param title what it is, for the report
/// @param rows how many
/// @param batches the bodies of the requests, in order
/// @param batchLines how many rows each has, except the last one
public record Dataset(String title, long rows, List<byte[]> batches, int batchLines) {
    /// The seed of all data.
    public static final long SEED = 123;

    /// At most this many rows warm a server up.
    private static final long WARM_UP_ROWS_MAX = 500_000;

    private static final int WARM_UP_SHARE = 4;

    /// Copies the list.
    public Dataset {
        batches = List.copyOf(batches);
    }

    /// Makes it.
    static Dataset make(int hosts, long rows, Values values, int batchLines) {
        return new Dataset(
                "%d hosts, %d rows of %s values"
                        .formatted(hosts, rows, values.name().toLowerCase(java.util.Locale.ROOT)),
                rows,
                new CpuData(SEED, hosts, values).batches(rows, batchLines),
                batchLines);
    }

    /// How many bytes of line protocol it has.
    long bytes() {
        return batches.stream().mapToLong(batch -> batch.length).sum();
    }

    /// Its first quarter or less, which warms a server up.
    List<byte[]> warmUp() {
        int share = Math.ceilDiv(batches.size(), WARM_UP_SHARE);
        return batches.subList(
                0, Math.min(share, (int) Math.ceilDiv(WARM_UP_ROWS_MAX, batchLines)));
    }

    /// How many rows warm a server up.
    long warmUpRows() {
        return Math.min(rows, (long) warmUp().size() * batchLines);
    }
}
