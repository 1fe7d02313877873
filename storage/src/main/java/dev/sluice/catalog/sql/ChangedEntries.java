// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.DeletedFile;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.SkippedPartition;
import dev.sluice.catalog.TableEntry;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Puts what the store has of some entries in the place of what a snapshot has of them, by the rows
/// that commits are made of.
///
/// First all of them are taken out of whatever index has them, and then put in. So no name and no
/// path belongs to two of them in between, in whatever order they came by it.
final class ChangedEntries {
    /// When things were deleted that are taken out: for as long as this takes.
    private static final Instant MEANWHILE = Instant.EPOCH;

    private ChangedEntries() {}

    /// The snapshot with these entries as they are stored, under the old state.
    ///
    /// @param stored rows of the entries that are there; the others are gone
    static TreeSnapshot replaced(
            TreeSnapshot held, Set<EntryKey> changed, List<CatalogRow> stored) {
        Set<EntryKey> there = stored.stream().map(EntryKey::of).collect(Collectors.toSet());
        TreeSnapshot next = held;
        for (EntryKey key : changed) {
            next = without(next, key, !there.contains(key));
        }
        for (CatalogRow row : stored) {
            next = next.with(row);
        }
        return next;
    }

    /// @param gone whether what belongs to the entry goes with it
    private static TreeSnapshot without(TreeSnapshot held, EntryKey key, boolean gone) {
        return switch (key) {
            case EntryKey.OfDatabase(long id) ->
                    held.findDatabase(id)
                            .map(database -> without(held, database, gone))
                            .orElse(held);
            case EntryKey.OfTable(long id) ->
                    held.findTable(id).map(table -> without(held, table, gone)).orElse(held);
            case EntryKey.OfFile(long tableId, FileTree.Place place) ->
                    without(held, tableId, place);
            case EntryKey.SkippedOfTable(long tableId) -> withoutSkipped(held, tableId);
            // They are never removed, and what tells them apart never changes.
            case EntryKey.OfToken _, EntryKey.OfUser _, EntryKey.OfManagementToken _ -> held;
        };
    }

    private static TreeSnapshot without(TreeSnapshot held, DatabaseEntry database, boolean gone) {
        DatabaseEntry deleted = database.deleted(MEANWHILE);
        TreeSnapshot next = held.with(new CatalogRow.DatabaseChanged(deleted));
        return gone ? next.with(new CatalogRow.DatabaseForgotten(deleted)) : next;
    }

    private static TreeSnapshot without(TreeSnapshot held, TableEntry table, boolean gone) {
        TableEntry deleted = table.deleted(MEANWHILE);
        TreeSnapshot next = held.with(new CatalogRow.TableChanged(deleted));
        return gone ? next.with(new CatalogRow.TableForgotten(deleted)) : next;
    }

    private static TreeSnapshot without(TreeSnapshot held, long tableId, FileTree.Place place) {
        TreeSnapshot next = held;
        FileEntry live = next.findLive(tableId, place);
        if (live != null) {
            next = next.with(new CatalogRow.FileDeleted(new DeletedFile(live, MEANWHILE)));
        }
        DeletedFile deleted = next.findDeleted(tableId, place.id());
        return deleted == null ? next : next.with(new CatalogRow.FileForgotten(deleted));
    }

    private static TreeSnapshot withoutSkipped(TreeSnapshot held, long tableId) {
        TreeSnapshot next = held;
        for (SkippedPartition skipped : held.skippedPartitions(tableId)) {
            next = next.with(new CatalogRow.PartitionRetried(skipped));
        }
        return next;
    }
}
