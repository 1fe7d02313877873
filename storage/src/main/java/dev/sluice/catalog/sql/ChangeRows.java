// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jspecify.annotations.Nullable;

/// Which entries each of the last commits has changed, a row a commit, so that whoever holds an
/// earlier snapshot reads those entries and no others.
///
/// What was held is an ancestor of what the store has only if the mark of its commit is found among
/// the rows, at its version: a catalog that was restored to an earlier state and went on from there
/// has other marks at the versions that come again.
final class ChangeRows {
    /// How many commits somebody may be behind, at least, and need not read everything.
    static final int COMMITS_KEPT = 1_000;

    /// How many commits there are between two of those that remove the rows before.
    static final int COMMITS_PER_TIDYING = 100;

    /// How many entries are written down for a commit, and read one by one. Of more than that
    /// nothing is written down, and everything is read.
    static final int ENTRIES_MAX = 10_000;

    /// How many rows the server sends at a time.
    private static final int FETCHED = 32;

    private ChangeRows() {}

    private record Commit(long version, String mark, @Nullable String changed) {
        static Commit read(ResultSet row) throws SQLException {
            return new Commit(
                    row.getLong("version"), row.getString("last_commit"), row.getString("changed"));
        }
    }

    /// Writes inside the caller's transaction what a commit has changed.
    ///
    /// @param after the state that it makes
    static void write(Handle handle, CatalogState after, List<CatalogRow> rows) {
        Set<EntryKey> changed =
                rows.stream()
                        .map(EntryKey::of)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        handle.execute(
                """
                INSERT INTO catalog_change (version, last_commit, changed) VALUES (?, ?, ?)
                ON CONFLICT (version) DO UPDATE
                SET last_commit = excluded.last_commit, changed = excluded.changed\
                """,
                after.version(),
                after.lastCommit(),
                changed.size() > ENTRIES_MAX
                        ? null
                        : changed.stream().map(EntryKey::text).collect(Collectors.joining(" ")));
        if (after.version() % COMMITS_PER_TIDYING == 0) {
            handle.execute(
                    "DELETE FROM catalog_change WHERE version < ?", after.version() - COMMITS_KEPT);
        }
    }

    /// What has changed between two states, inside the caller's transaction.
    ///
    /// @param now what the store has
    /// @return null where nobody can say, or it is too much
    static @Nullable Set<EntryKey> between(Handle handle, CatalogState held, CatalogState now) {
        Set<EntryKey> changed = new LinkedHashSet<>();
        long next = held.version();
        String mark = held.lastCommit();
        try (ResultIterator<Commit> commits =
                handle.createQuery(
                                """
                                SELECT version, last_commit, changed FROM catalog_change
                                WHERE version BETWEEN :held AND :now ORDER BY version\
                                """)
                        .bind("held", held.version())
                        .bind("now", now.version())
                        .setFetchSize(FETCHED)
                        .map((row, _) -> Commit.read(row))
                        .iterator()) {
            while (commits.hasNext()) {
                Commit commit = commits.next();
                boolean known =
                        next == held.version()
                                ? commit.mark().equals(mark)
                                : add(commit.changed(), changed);
                if (commit.version() != next || !known) {
                    return null;
                }
                mark = commit.mark();
                next++;
            }
        }
        return next > held.version() && now.isSame(next - 1, mark) ? changed : null;
    }

    /// Whether the store is not what became of a state: it was put back to one before, whatever
    /// others have committed since. Where a thousand commits have followed, nobody can say.
    static boolean hasForgotten(Handle handle, CatalogState held) {
        return handle.createQuery(
                        """
                        SELECT EXISTS (SELECT 1 FROM catalog_state WHERE version < :version)
                            OR EXISTS (SELECT 1 FROM catalog_change
                                WHERE version = :version AND last_commit <> :mark)\
                        """)
                .bind("version", held.version())
                .bind("mark", held.lastCommit())
                .mapTo(Boolean.class)
                .one();
    }

    private static boolean add(@Nullable String texts, Set<EntryKey> changed) {
        if (texts == null) {
            return false;
        }
        for (String text : texts.isEmpty() ? new String[0] : texts.split(" ", -1)) {
            changed.add(EntryKey.parse(text));
        }
        return changed.size() <= ENTRIES_MAX;
    }
}
