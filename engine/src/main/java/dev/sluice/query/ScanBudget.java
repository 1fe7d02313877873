// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.buffer.BufferedRows;
import dev.sluice.catalog.FileEntry;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Counts the data files that one query reads, and the partitions that they belong to, and stops at
/// the limit. Used by one thread.
final class ScanBudget {
    private final ScanLimits limits;
    private final Set<Long> files = new HashSet<>();
    private final Set<Partition> partitions = new HashSet<>();
    private long bufferedRows;

    ScanBudget(ScanLimits limits) {
        this.limits = limits;
    }

    /// A file whose partition nobody wrote down counts as one of its own.
    private record Partition(long tableId, String key) {
        static Partition of(FileEntry file) {
            String key = file.partition();
            return new Partition(file.tableId(), key == null ? "file " + file.id() : "of " + key);
        }
    }

    /// Counts a file that will be read; one that was counted before counts no more.
    ///
    /// @throws ProblemException *too large* `partition_limit` or `file_limit`
    void take(FileEntry file) {
        if (files.add(file.id()) && limits.filesMax() > 0 && files.size() > limits.filesMax()) {
            throw exceeded("file_limit", "parquet file", limits.filesMax());
        }
        if (partitions.add(Partition.of(file))
                && limits.partitionsMax() > 0
                && partitions.size() > limits.partitionsMax()) {
            throw exceeded("partition_limit", "partition", limits.partitionsMax());
        }
    }

    /// Counts rows that are in no file yet, of which there may be any number.
    void take(List<BufferedRows> batches) {
        for (BufferedRows batch : batches) {
            bufferedRows += batch.rows().rowCount();
        }
    }

    /// What was counted.
    ScanSize size() {
        return new ScanSize(partitions.size(), files.size(), bufferedRows);
    }

    private static ProblemException exceeded(String code, String what, int limit) {
        return Problem.tooLarge(
                        code,
                        "the query would read more than "
                                + limit
                                + " "
                                + what
                                + (limit == 1 ? "" : "s")
                                + " ("
                                + what
                                + " limit: "
                                + limit
                                + "); ask for a shorter time range")
                .asException();
    }
}
