// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.wal.LogPosition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The one row about the catalog itself.
///
/// @param clusterId made at first open
/// @param accountId made at first open
/// @param version grows by each commit that changes something
/// @param nextId the next identifier that nothing had yet
/// @param persistedThrough every batch up to and with this one is in files
/// @param lastCommit the mark of the commit that made it; empty where nobody wrote it down
/// @param createdAt of the first open, in whole milliseconds; null where nobody wrote it down
record CatalogState(
        UUID clusterId,
        UUID accountId,
        long version,
        long nextId,
        LogPosition persistedThrough,
        String lastCommit,
        @Nullable Instant createdAt) {

    /// The state of a catalog that has just been made.
    static CatalogState first(UUID clusterId, UUID accountId, Instant now) {
        return new CatalogState(
                clusterId,
                accountId,
                1,
                1,
                LogPosition.NONE,
                "",
                now.truncatedTo(ChronoUnit.MILLIS));
    }

    /// The state after a commit that used the identifiers below `nextIdAfter`.
    CatalogState after(long nextIdAfter, LogPosition persistedThroughAfter, CommitMark mark) {
        return new CatalogState(
                clusterId,
                accountId,
                version + 1,
                nextIdAfter,
                persistedThroughAfter,
                mark.text(),
                createdAt);
    }

    /// Whether the store holds just this.
    boolean isSame(long storedVersion, String storedCommit) {
        return version == storedVersion && lastCommit.equals(storedCommit);
    }
}
