// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.catalog.TableEntry;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The tables of a snapshot. Immutable.
///
/// @param byDatabase the tables of each database
/// @param byId all of them
record TableTree(SortedTree<Long, Siblings> byDatabase, SortedTree<Long, TableEntry> byId) {
    private static final Comparator<TableEntry> NAME_THEN_DELETION =
            Comparator.comparing(TableEntry::name)
                    .thenComparing(
                            TableEntry::deletedAt, Comparator.nullsFirst(Comparator.naturalOrder()))
                    .thenComparingLong(TableEntry::id);

    /// None.
    static final TableTree EMPTY = new TableTree(SortedTree.empty(), SortedTree.empty());

    /// The tables of one database.
    ///
    /// @param liveByName those that are not deleted, by the name that they have now
    /// @param liveByFormerName the same, by each name that they had before
    /// @param deleted the others, by id
    record Siblings(
            SortedTree<String, TableEntry> liveByName,
            SortedTree<String, TableEntry> liveByFormerName,
            SortedTree<Long, TableEntry> deleted) {
        static final Siblings NONE =
                new Siblings(SortedTree.empty(), SortedTree.empty(), SortedTree.empty());

        /// By the name that it has now or had before.
        @Nullable TableEntry findLive(String name) {
            TableEntry now = liveByName.find(name);
            return now == null ? liveByFormerName.find(name) : now;
        }

        /// Live and deleted ones.
        List<TableEntry> all() {
            return Stream.concat(liveByName.values().stream(), deleted.values().stream()).toList();
        }

        private Siblings without(TableEntry table) {
            if (!table.isLive()) {
                return new Siblings(liveByName, liveByFormerName, deleted.without(table.id()));
            }
            SortedTree<String, TableEntry> former = liveByFormerName;
            for (String name : table.formerNames()) {
                former = former.without(name);
            }
            return new Siblings(liveByName.without(table.name()), former, deleted);
        }

        private Siblings with(TableEntry table) {
            if (!table.isLive()) {
                return new Siblings(liveByName, liveByFormerName, deleted.with(table.id(), table));
            }
            SortedTree<String, TableEntry> former = liveByFormerName;
            for (String name : table.formerNames()) {
                former = former.with(name, table);
            }
            return new Siblings(liveByName.with(table.name(), table), former, deleted);
        }
    }

    /// With a table, new or changed.
    TableTree with(TableEntry table) {
        TableEntry before = byId.find(table.id());
        Siblings siblings = siblings(table.databaseId());
        Siblings others = before == null ? siblings : siblings.without(before);
        return new TableTree(
                byDatabase.with(table.databaseId(), others.with(table)),
                byId.with(table.id(), table));
    }

    /// Without a table.
    TableTree without(TableEntry table) {
        return new TableTree(
                byDatabase.with(table.databaseId(), siblings(table.databaseId()).without(table)),
                byId.without(table.id()));
    }

    Siblings siblings(long databaseId) {
        Siblings found = byDatabase.find(databaseId);
        return found == null ? Siblings.NONE : found;
    }

    List<TableEntry> deleted(long databaseId) {
        return siblings(databaseId).deleted().values().stream().sorted(NAME_THEN_DELETION).toList();
    }
}
