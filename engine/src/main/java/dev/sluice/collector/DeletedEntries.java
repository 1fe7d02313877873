// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.collector;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CommitOutcome;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.config.CollectorConfig.Removal;
import dev.sluice.model.Problem;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Removes databases or tables for good that were deleted longer ago than they can be brought back
/// (admin.md 5.2). Each goes whole, in one commit, so nobody ever brings back a part of one. Their
/// objects are then of no file, which [UnknownObjects] takes. Tokens stay: they are about names.
final class DeletedEntries implements Sweep {
    private final SweepKind kind;
    private final Function<CatalogSnapshot, Stream<Entry>> deleted;
    private final Catalog catalog;
    private final InstantSource clock;
    private final Removal rules;

    /// A deleted thing.
    private record Entry(Instant deletedAt, Function<Instant, CatalogChange> removal) {
        static Entry of(@Nullable Instant deletedAt, Function<Instant, CatalogChange> removal) {
            return new Entry(Objects.requireNonNull(deletedAt), removal);
        }
    }

    private DeletedEntries(
            SweepKind kind,
            Function<CatalogSnapshot, Stream<Entry>> deleted,
            Catalog catalog,
            InstantSource clock,
            Removal rules) {
        this.kind = kind;
        this.deleted = deleted;
        this.catalog = catalog;
        this.clock = clock;
        this.rules = rules;
    }

    /// Deleted databases.
    static DeletedEntries databases(Catalog catalog, InstantSource clock, Removal rules) {
        return new DeletedEntries(
                SweepKind.DELETED_DATABASES,
                snapshot -> snapshot.deletedDatabases().stream().map(DeletedEntries::entry),
                catalog,
                clock,
                rules);
    }

    /// Deleted tables of live databases; those of a deleted one go with it.
    static DeletedEntries tables(Catalog catalog, InstantSource clock, Removal rules) {
        return new DeletedEntries(
                SweepKind.DELETED_TABLES,
                snapshot ->
                        snapshot.databases().stream()
                                .flatMap(database -> snapshot.deletedTables(database.id()).stream())
                                .map(DeletedEntries::entry),
                catalog,
                clock,
                rules);
    }

    private static Entry entry(DatabaseEntry database) {
        return Entry.of(
                database.deletedAt(),
                until -> new CatalogChange.ForgetDatabase(database.id(), until));
    }

    private static Entry entry(TableEntry table) {
        return Entry.of(
                table.deletedAt(), until -> new CatalogChange.ForgetTable(table.id(), until));
    }

    @Override
    public SweepKind kind() {
        return kind;
    }

    @Override
    public Batch next() {
        Instant until = clock.instant().minus(rules.cutoff());
        long removed =
                deleted.apply(catalog.snapshot())
                        .filter(entry -> !entry.deletedAt().isAfter(until))
                        .sorted(Comparator.comparing(Entry::deletedAt))
                        .limit(rules.limit())
                        .map(entry -> entry.removal().apply(until))
                        .filter(this::isRemovedBy)
                        .count();
        return new Batch(removed, false);
    }

    private boolean isRemovedBy(CatalogChange removal) {
        CommitOutcome outcome = catalog.commit(removal);
        if (outcome instanceof CommitOutcome.Refused(Problem problem)
                && problem.kind() == Problem.Kind.CONFLICT) {
            // Somebody brought it back in between.
            return false;
        }
        outcome.require();
        return true;
    }
}
