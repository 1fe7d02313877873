// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.compaction;

import dev.sluice.background.Trouble;
import dev.sluice.catalog.FileEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What is known of a partition from earlier looks at it. For one thread.
final class KnownPartition {
    /// So many looks at most leave out a partition that failed.
    private static final int RESTS_MAX = 64;

    private final String key;
    private final Trouble trouble = new Trouble();
    private long newestSequence = -1;
    private Instant newestSince = Instant.EPOCH;
    private List<FileEntry> joinedInVain = List.of();
    private int rests;
    private int restsLeft;

    /// @param key of the partition within its table
    KnownPartition(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    /// What the log was told of merging its files.
    Trouble trouble() {
        return trouble;
    }

    /// Takes note of its files, one or more, as they are at a look.
    void look(List<FileEntry> files, Instant now) {
        long sequence = files.stream().mapToLong(FileEntry::sequence).max().orElseThrow();
        if (sequence != newestSequence) {
            newestSequence = sequence;
            newestSince = now;
        }
    }

    /// Whether the newest file was seen first that long ago.
    boolean isCold(Instant now, Duration after) {
        return !now.isBefore(newestSince.plus(after));
    }

    /// Takes note that joining these files makes them no fewer, which is not tried again.
    void joinedInVain(List<FileEntry> files) {
        joinedInVain = List.copyOf(files);
    }

    /// Whether a look should try to merge these files.
    boolean tries(List<FileEntry> files) {
        if (files.equals(joinedInVain)) {
            return false;
        }
        if (restsLeft > 0) {
            restsLeft--;
            return false;
        }
        return true;
    }

    /// Takes note that merging failed. It is left alone then, twice as long after each further
    /// failure: what cannot be read now mostly cannot be read at the next look.
    ///
    /// @return how many looks do not try it
    int failed() {
        rests = rests == 0 ? 1 : Math.min(2 * rests, RESTS_MAX);
        restsLeft = rests;
        return rests;
    }

    /// Takes note that merging went well.
    void merged() {
        rests = 0;
        restsLeft = 0;
    }
}
