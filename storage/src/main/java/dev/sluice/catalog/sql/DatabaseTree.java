// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.catalog.DatabaseEntry;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The databases of a snapshot. Immutable.
///
/// @param liveByName those that are not deleted
/// @param byId all of them
record DatabaseTree(
        SortedTree<String, DatabaseEntry> liveByName, SortedTree<Long, DatabaseEntry> byId) {
    private static final Comparator<DatabaseEntry> NAME_THEN_DELETION =
            Comparator.comparing(DatabaseEntry::name)
                    .thenComparing(
                            DatabaseEntry::deletedAt,
                            Comparator.nullsFirst(Comparator.naturalOrder()))
                    .thenComparingLong(DatabaseEntry::id);

    /// None.
    static final DatabaseTree EMPTY = new DatabaseTree(SortedTree.empty(), SortedTree.empty());

    /// With a database, new or changed.
    DatabaseTree with(DatabaseEntry database) {
        DatabaseEntry before = byId.find(database.id());
        SortedTree<String, DatabaseEntry> live =
                before != null && before.isLive() ? liveByName.without(before.name()) : liveByName;
        return new DatabaseTree(
                database.isLive() ? live.with(database.name(), database) : live,
                byId.with(database.id(), database));
    }

    /// Without a deleted database.
    DatabaseTree without(DatabaseEntry database) {
        return new DatabaseTree(liveByName, byId.without(database.id()));
    }

    List<DatabaseEntry> deleted() {
        return byId.values().stream()
                .filter(database -> !database.isLive())
                .sorted(NAME_THEN_DELETION)
                .toList();
    }

    @Nullable DatabaseEntry findLive(String name) {
        return liveByName.find(name);
    }
}
