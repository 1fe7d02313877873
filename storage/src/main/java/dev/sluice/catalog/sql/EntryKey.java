// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.DeletedFile;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.ManagementTokenEntry;
import dev.sluice.catalog.SkippedPartition;
import dev.sluice.catalog.TableEntry;
import dev.sluice.catalog.TokenEntry;
import dev.sluice.catalog.UserEntry;
import java.util.UUID;

/// Which entry of the catalog a row of a change is about. It says where the entry is in the store
/// and in a snapshot, whatever became of it. The store keeps it as a short text: a letter, and then
/// numbers or a UUID.
sealed interface EntryKey {

    /// A database, with its template.
    record OfDatabase(long id) implements EntryKey {}

    /// A table, with its columns, former names and template.
    record OfTable(long id) implements EntryKey {}

    /// A file, live or deleted.
    record OfFile(long tableId, FileTree.Place place) implements EntryKey {}

    /// All partitions of a table that compaction leaves as they are.
    record SkippedOfTable(long tableId) implements EntryKey {}

    /// A token, with its permissions.
    record OfToken(UUID id) implements EntryKey {}

    /// A user.
    record OfUser(UUID id) implements EntryKey {}

    /// A management token.
    record OfManagementToken(UUID id) implements EntryKey {}

    /// What a row is about.
    static EntryKey of(CatalogRow row) {
        return switch (row) {
            case CatalogRow.NewDatabase(DatabaseEntry database) -> of(database);
            case CatalogRow.DatabaseChanged(DatabaseEntry database) -> of(database);
            case CatalogRow.DatabaseForgotten(DatabaseEntry database) -> of(database);
            case CatalogRow.NewTable(TableEntry table) -> of(table);
            case CatalogRow.MoreColumns(TableEntry table, int _) -> of(table);
            case CatalogRow.TableChanged(TableEntry table) -> of(table);
            case CatalogRow.TableForgotten(TableEntry table) -> of(table);
            case CatalogRow.NewFile(FileEntry file) -> of(file);
            case CatalogRow.FileDeleted(DeletedFile deleted) -> of(deleted.file());
            case CatalogRow.FileForgotten(DeletedFile deleted) -> of(deleted.file());
            case CatalogRow.PartitionSkipped(SkippedPartition skipped) -> of(skipped);
            case CatalogRow.PartitionRetried(SkippedPartition skipped) -> of(skipped);
            case CatalogRow.NewToken(TokenEntry token) -> of(token);
            case CatalogRow.TokenRevoked(TokenEntry token) -> of(token);
            case CatalogRow.TokenChanged(TokenEntry token) -> of(token);
            case CatalogRow.UserRecorded(UserEntry user) -> new OfUser(user.id());
            case CatalogRow.NewManagementToken(ManagementTokenEntry token) -> of(token);
            case CatalogRow.ManagementTokenRevoked(ManagementTokenEntry token) -> of(token);
        };
    }

    private static EntryKey of(DatabaseEntry database) {
        return new OfDatabase(database.id());
    }

    private static EntryKey of(TableEntry table) {
        return new OfTable(table.id());
    }

    private static EntryKey of(FileEntry file) {
        return new OfFile(file.tableId(), FileTree.Place.of(file));
    }

    private static EntryKey of(SkippedPartition skipped) {
        return new SkippedOfTable(skipped.tableId());
    }

    private static EntryKey of(TokenEntry token) {
        return new OfToken(token.id());
    }

    private static EntryKey of(ManagementTokenEntry token) {
        return new OfManagementToken(token.id());
    }

    /// What the rows of the entry have in the column that tells whose they are.
    default Object storedId() {
        return switch (this) {
            case OfDatabase(long id) -> id;
            case OfTable(long id) -> id;
            case OfFile(long _, FileTree.Place place) -> place.id();
            case SkippedOfTable(long tableId) -> tableId;
            case OfToken(UUID id) -> id.toString();
            case OfUser(UUID id) -> id.toString();
            case OfManagementToken(UUID id) -> id.toString();
        };
    }

    /// What [#parse] reads; without spaces.
    default String text() {
        return switch (this) {
            case OfDatabase(long id) -> "d" + id;
            case OfTable(long id) -> "t" + id;
            case OfFile(long tableId, FileTree.Place place) ->
                    "f" + tableId + "/" + place.first() + "/" + place.id();
            case SkippedOfTable(long tableId) -> "s" + tableId;
            case OfToken(UUID id) -> "k" + id;
            case OfUser(UUID id) -> "u" + id;
            case OfManagementToken(UUID id) -> "m" + id;
        };
    }

    /// The key that [#text] has written so.
    ///
    /// @throws IllegalArgumentException when it is no text of a key
    static EntryKey parse(String text) {
        String id = text.substring(Math.min(1, text.length()));
        return switch (text.isEmpty() ? ' ' : text.charAt(0)) {
            case 'd' -> new OfDatabase(Long.parseLong(id));
            case 't' -> new OfTable(Long.parseLong(id));
            case 'f' -> parseFile(id);
            case 's' -> new SkippedOfTable(Long.parseLong(id));
            case 'k' -> new OfToken(UUID.fromString(id));
            case 'u' -> new OfUser(UUID.fromString(id));
            case 'm' -> new OfManagementToken(UUID.fromString(id));
            default -> throw new IllegalArgumentException("no key of an entry: " + text);
        };
    }

    private static EntryKey parseFile(String numbers) {
        int first = numbers.indexOf('/');
        int last = numbers.lastIndexOf('/');
        if (first == last) {
            throw new IllegalArgumentException("no key of a file: " + numbers);
        }
        return new OfFile(
                Long.parseLong(numbers.substring(0, first)),
                new FileTree.Place(
                        Long.parseLong(numbers.substring(first + 1, last)),
                        Long.parseLong(numbers.substring(last + 1))));
    }
}
