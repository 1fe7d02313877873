// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.catalog.FileEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Ranks of files that may have the same points: of two such files the later one has the higher
/// rank, and those that share no point may have the same one. So a thousand days that were written
/// twice have two ranks, and are read as two lists of files. Not safe for threads.
final class OverlapRanks {
    private static final int NONE = -1;

    /// By partition, since files of different ones never hold the same point.
    private final Map<String, Highest> byPartition = new HashMap<>();

    private final boolean partitionsKnown;
    private int count;

    /// @param files that will be ranked
    OverlapRanks(List<FileEntry> files) {
        this.partitionsKnown = files.stream().allMatch(file -> file.partition() != null);
    }

    /// The rank of the next file, in order of commit.
    int next(FileEntry file) {
        String partition = file.partition();
        int rank =
                byPartition
                        .computeIfAbsent(
                                partitionsKnown && partition != null ? partition : "",
                                _ -> new Highest())
                        .raise(file.timeNanosMin(), file.timeNanosMax());
        count = Math.max(count, rank + 1);
        return rank;
    }

    /// One more than the highest rank so far.
    int count() {
        return count;
    }

    /// The highest rank at each instant.
    private static final class Highest {
        /// By the first instant of a range, which ends before the next one.
        private final NavigableMap<Long, Integer> ranks = new TreeMap<>();

        Highest() {
            ranks.put(Long.MIN_VALUE, NONE);
        }

        /// Gives all instants of a range a higher rank than any of them has.
        int raise(long minNanos, long maxNanos) {
            cut(minNanos);
            if (maxNanos < Long.MAX_VALUE) {
                cut(maxNanos + 1);
            }
            NavigableMap<Long, Integer> within = ranks.subMap(minNanos, true, maxNanos, true);
            int rank = within.values().stream().mapToInt(Integer::intValue).max().orElse(NONE) + 1;
            within.clear();
            ranks.put(minNanos, rank);
            return rank;
        }

        private void cut(long nanos) {
            ranks.putIfAbsent(nanos, ranks.floorEntry(nanos).getValue());
        }
    }
}
