// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.collector;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CommitOutcome;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.FileEntry;
import dev.sluice.model.Problem;
import dev.sluice.model.UnixTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/// Marks files deleted whose last row is older than the retention (data.md 7.8). A file that
/// straddles the bound stays; queries hide what has expired in it.
final class ExpiredFiles implements Sweep {
    private final Catalog catalog;
    private final InstantSource clock;

    ExpiredFiles(Catalog catalog, InstantSource clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    @Override
    public SweepKind kind() {
        return SweepKind.EXPIRED_FILES;
    }

    @Override
    public Batch next() {
        Instant now = clock.instant();
        CatalogSnapshot snapshot = catalog.snapshot();
        List<FileEntry> due =
                snapshot.databases().stream()
                        .filter(database -> database.retentionNanos() > 0)
                        .flatMap(database -> expired(snapshot, database, now))
                        .limit(BATCH_MAX)
                        .toList();
        if (due.isEmpty()) {
            return Batch.NOTHING;
        }
        return switch (catalog.commit(new CatalogChange.DeleteFiles(due, now))) {
            case CommitOutcome.Committed _ -> new Batch(due.size(), due.size() == BATCH_MAX);
            // Something else replaced one of them in between: looks again.
            case CommitOutcome.Refused(Problem problem)
                    when problem.code().equals("file_not_live") ->
                    new Batch(0, true);
            case CommitOutcome outcome -> throw unexpected(outcome);
        };
    }

    private static IllegalStateException unexpected(CommitOutcome outcome) {
        outcome.require();
        return new IllegalStateException("a commit is refused or unknown here");
    }

    private static Stream<FileEntry> expired(
            CatalogSnapshot snapshot, DatabaseEntry database, Instant now) {
        long bound = UnixTime.nanos(now) - database.retentionNanos();
        return snapshot.tables(database.id()).stream()
                .flatMap(table -> snapshot.files(table.id()).stream())
                .filter(file -> file.timeNanosMax() < bound);
    }
}
