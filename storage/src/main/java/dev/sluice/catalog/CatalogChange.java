// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import dev.sluice.model.Column;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Permission;
import dev.sluice.objectstore.StoredFile;
import dev.sluice.partition.PartitionTemplate;
import dev.sluice.wal.LogPosition;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One change of the catalog, whole or not at all.
public sealed interface CatalogChange {

    /// Makes a database. Refused (conflict, `database_exists`) when the name is in use.
    ///
    /// @param name unique among live databases
    /// @param retentionNanos how long points stay; 0 is for ever
    /// @param tablesMax limit of tables
    /// @param columnsPerTableMax limit of columns in a table, `time` included
    /// @param template of its tables; null for the default
    record CreateDatabase(
            DatabaseName name,
            long retentionNanos,
            int tablesMax,
            int columnsPerTableMax,
            @Nullable PartitionTemplate template)
            implements CatalogChange {
        /// A database with the default template.
        public CreateDatabase(
                DatabaseName name, long retentionNanos, int tablesMax, int columnsPerTableMax) {
            this(name, retentionNanos, tablesMax, columnsPerTableMax, null);
        }
    }

    /// Gives a live database other limits; tables that are there keep their limit of columns.
    /// Refused (*not found*, `database_not_found`) for a name that no live database has.
    ///
    /// @param name which
    /// @param retentionNanos how long points stay, 0 for ever; null leaves it
    /// @param tablesMax limit of tables; null leaves it
    /// @param columnsPerTableMax limit of columns of new tables; null leaves it
    record UpdateDatabase(
            String name,
            @Nullable Long retentionNanos,
            @Nullable Integer tablesMax,
            @Nullable Integer columnsPerTableMax)
            implements CatalogChange {}

    /// Gives a live database another name. Refused: *not found* `database_not_found`; *conflict*
    /// `database_exists` when a live database has that name, be it this one.
    ///
    /// @param name which
    /// @param newName unique among live databases
    record RenameDatabase(String name, DatabaseName newName) implements CatalogChange {}

    /// Takes a live database and all that is in it out of sight; its name is free from then on.
    /// Refused (*not found*, `database_not_found`) for a name that no live database has.
    ///
    /// @param name which
    /// @param deletedAt when
    record DeleteDatabase(String name, Instant deletedAt) implements CatalogChange {}

    /// Brings a deleted database back as it was. Refused: *not found* `database_not_found` for an
    /// id that none has; *invalid* `database_not_deleted` for a live one; *invalid*
    /// `database_exists` while a live database has its name (admin.md 4.4).
    ///
    /// @param databaseId which
    record UndeleteDatabase(long databaseId) implements CatalogChange {}

    /// Removes a deleted database for good, with its tables and all that is known of their files,
    /// whose objects are nobody's from then on. Refused: *not found* `database_not_found`;
    /// *conflict* `database_not_due` for one that is live or was deleted later than `until`, as
    /// when somebody brought it back meanwhile.
    ///
    /// @param databaseId which
    /// @param until the latest deletion that is due
    record ForgetDatabase(long databaseId, Instant until) implements CatalogChange {}

    /// Makes a table with no columns but `time`. Refused: *not found* `database_not_found`;
    /// *conflict* `table_exists` when a live table has this name, or once had it; *invalid*
    /// `table_limit`.
    ///
    /// @param databaseName a live database
    /// @param tableName byte-exact
    /// @param template by what rows are told apart; null for that of the database
    record CreateTable(String databaseName, String tableName, @Nullable PartitionTemplate template)
            implements CatalogChange {}

    /// Gives a live table another name; it is still found by its former ones. Refused: *not found*
    /// `database_not_found`, `table_not_found` for a name that no live table has now; *conflict*
    /// `table_exists` when the new name is that of a live table, be it this one, or once was that
    /// of another.
    ///
    /// @param databaseName a live database
    /// @param tableName its name now
    /// @param newName its next name
    record RenameTable(String databaseName, String tableName, String newName)
            implements CatalogChange {}

    /// Takes a live table out of sight; its names are free from then on. Refused: *not found*
    /// `database_not_found`, `table_not_found` for a name that no live table has now.
    ///
    /// @param databaseName a live database
    /// @param tableName its name now
    /// @param deletedAt when
    record DeleteTable(String databaseName, String tableName, Instant deletedAt)
            implements CatalogChange {}

    /// Brings a deleted table back as it was, but for former names that are in use by now. Refused:
    /// *not found* `database_not_found`; *not found* `table_not_found` for an id that no table of
    /// the database has; *invalid* `table_not_deleted` for a live one; *invalid* `table_exists`
    /// while another live table is found by its name; *invalid* `table_limit`.
    ///
    /// @param databaseName a live database
    /// @param tableId which
    record UndeleteTable(String databaseName, long tableId) implements CatalogChange {}

    /// Removes a deleted table for good, with all that is known of its files, whose objects are
    /// nobody's from then on. Refused: *not found* `table_not_found`; *conflict* `table_not_due`
    /// for one that is live or was deleted later than `until`.
    ///
    /// @param tableId which
    /// @param until the latest deletion that is due
    record ForgetTable(long tableId, Instant until) implements CatalogChange {}

    /// Makes tables and adds columns so that a write fits. Columns that are there already, with the
    /// same type, are left alone, so two writers can race. Refused: *not found*
    /// `database_not_found`; *conflict* `column_type_conflict` for another type; *invalid*
    /// `table_limit` or `column_limit` with the texts of data.md 1.10.
    ///
    /// @param databaseId which database
    /// @param tables what must be there afterwards
    record ExtendSchema(long databaseId, List<TableColumns> tables) implements CatalogChange {
        /// Copies the list.
        public ExtendSchema {
            tables = List.copyOf(tables);
        }
    }

    /// Columns that a table must have.
    ///
    /// @param tableName made when there is none
    /// @param columns tags and fields; `time` is always there
    record TableColumns(String tableName, List<Column> columns) {
        /// Copies the list.
        public TableColumns {
            columns = List.copyOf(columns);
        }
    }

    /// Adds files of persisted rows, and says how far the log is no longer needed. Refused: *not
    /// found* `table_not_found`; *conflict* `file_exists` for a path that is there already.
    ///
    /// @param files what was stored
    /// @param persistedThrough every batch up to and with this position is in files now; never less
    ///   than before
    record AddFiles(List<AddedFile> files, LogPosition persistedThrough) implements CatalogChange {
        /// Copies the list.
        public AddFiles {
            files = List.copyOf(files);
        }
    }

    /// Puts files in the place of others of the same table, as one change, so that no query sees
    /// both or neither: what compaction does. The new files win over older ones and lose to newer
    /// ones as the newest of the replaced did. Refused: *not found* `table_not_found`; *conflict*
    /// `file_not_live` when one of the replaced is not live any more; *conflict* `file_between`
    /// when a live file that is not replaced may hold a point of one of the replaced and stands
    /// between them in the order, since then no place is right; *conflict* `file_exists` as for
    /// [AddFiles].
    ///
    /// @param replaced live files of one table, at least one
    /// @param added files of that table, none of which holds a point that another holds
    /// @param deletedAt when the replaced are deleted
    record ReplaceFiles(List<FileEntry> replaced, List<AddedFile> added, Instant deletedAt)
            implements CatalogChange {
        /// Copies the lists.
        ///
        /// @throws IllegalArgumentException when nothing is replaced, or more than one table is
        ///   meant
        public ReplaceFiles {
            replaced = List.copyOf(replaced);
            added = List.copyOf(added);
            long tables =
                    Stream.concat(
                                    replaced.stream().map(FileEntry::tableId),
                                    added.stream().map(AddedFile::tableId))
                            .distinct()
                            .count();
            if (replaced.isEmpty() || tables > 1) {
                throw new IllegalArgumentException("files of one table are replaced");
            }
        }
    }

    /// Takes files out of sight for good, of any tables; their objects stay until they are
    /// forgotten. Refused (*conflict*, `file_not_live`) when one is not live any more.
    ///
    /// @param files live ones
    /// @param deletedAt when
    record DeleteFiles(List<FileEntry> files, Instant deletedAt) implements CatalogChange {
        /// Copies the list.
        public DeleteFiles {
            files = List.copyOf(files);
        }
    }

    /// Forgets deleted files; their objects are nobody's from then on. Those that are forgotten
    /// already are passed over. Refused (*conflict*, `file_live`) when one is live.
    ///
    /// @param files deleted ones
    record ForgetFiles(List<FileEntry> files) implements CatalogChange {
        /// Copies the list.
        public ForgetFiles {
            files = List.copyOf(files);
        }
    }

    /// Writes down that compaction leaves a partition as it is, in the place of what was written
    /// down of it before. Refused (*not found*, `table_not_found`) for an unknown table.
    ///
    /// @param skipped which, and why
    record SkipPartition(SkippedPartition skipped) implements CatalogChange {}

    /// Lets compaction look at a partition again. Changes nothing, and is committed, where it is
    /// not skipped.
    ///
    /// @param tableId its table
    /// @param partition its key
    record RetryPartition(long tableId, String partition) implements CatalogChange {}

    /// Gives no identifier any more that is not above this one. A catalog that was restored from a
    /// snapshot has forgotten which identifiers were given after it; what bears one may still be
    /// around. Changes nothing, and is committed, where that is so already.
    ///
    /// @param id of a database or a table
    record PassIdentifier(long id) implements CatalogChange {}

    /// Gives a table that nobody has written to another identifier, since something bears its
    /// present one that is not of it; everything else of it stays. Refused: *not found*
    /// `table_not_found`; *conflict* `table_in_use` when it has files, or other columns than
    /// `time`.
    ///
    /// @param tableId its identifier so far, live or deleted
    record RenumberTable(long tableId) implements CatalogChange {}

    /// A stored file and what is in it.
    ///
    /// @param file the receipt of the object store
    /// @param databaseId its database
    /// @param tableId its table
    /// @param timeNanosMin smallest time in it
    /// @param timeNanosMax largest time in it
    /// @param rowCount rows in it
    /// @param level 0 as persisted, 1 or 2 as compacted
    /// @param partition the key of its one partition; null where it is of several or nobody knows
    /// @param columns which of the table's columns it has; null where nobody knows
    record AddedFile(
            StoredFile file,
            long databaseId,
            long tableId,
            long timeNanosMin,
            long timeNanosMax,
            long rowCount,
            int level,
            @Nullable String partition,
            @Nullable ColumnSet columns) {
        /// Checks the level.
        public AddedFile {
            if (level < 0 || level > FileEntry.LEVEL_MAX) {
                throw new IllegalArgumentException("no level: " + level);
            }
        }

        /// A file as persisted, of a partition that nobody writes down.
        public AddedFile(
                StoredFile file,
                long databaseId,
                long tableId,
                long timeNanosMin,
                long timeNanosMax,
                long rowCount) {
            this(file, databaseId, tableId, timeNanosMin, timeNanosMax, rowCount, 0, null, null);
        }
    }

    /// Makes a database token. Refused (*conflict*, `token_exists`) when id or hash is there
    /// already.
    ///
    /// @param id a fresh UUID
    /// @param description what it is for; never blank
    /// @param permissions in the order that was asked for
    /// @param sha512 of the token's text, in lower-case hex; the text itself is never stored
    /// @param createdAt when
    /// @param expiresAt when it ends, or null for never
    record CreateToken(
            UUID id,
            String description,
            List<Permission> permissions,
            String sha512,
            Instant createdAt,
            @Nullable Instant expiresAt)
            implements CatalogChange {
        /// Copies the list.
        public CreateToken {
            permissions = List.copyOf(permissions);
        }
    }

    /// Gives a database token another description or other rights. Refused: *not found*
    /// `token_not_found`; *conflict* `token_ended` for one that is revoked or expired.
    ///
    /// @param id which
    /// @param description what it is for, never blank; null leaves it
    /// @param permissions in place of all those before; null leaves them
    /// @param now by which it is expired or not
    record UpdateToken(
            UUID id,
            @Nullable String description,
            @Nullable List<Permission> permissions,
            Instant now)
            implements CatalogChange {
        /// Copies the list.
        public UpdateToken {
            permissions = permissions == null ? null : List.copyOf(permissions);
        }
    }

    /// Ends a database token. Revoking a revoked one changes nothing and is committed. Refused
    /// (*not found*, `token_not_found`) for an unknown id.
    ///
    /// @param id which
    /// @param revokedAt when
    record RevokeToken(UUID id, Instant revokedAt) implements CatalogChange {}

    /// Says who administers from now on: each of `users` is recorded as it is here, everybody else
    /// who is recorded becomes inactive. Nobody is ever deleted. Never refused.
    ///
    /// @param users each id once, all of them active
    record ReplaceUsers(List<UserEntry> users) implements CatalogChange {
        /// Copies the list.
        public ReplaceUsers {
            users = List.copyOf(users);
        }
    }

    /// Makes a management token. Refused (*conflict*, `management_token_exists`) when id or hash is
    /// there already.
    ///
    /// @param id a fresh UUID
    /// @param description what it is for; never blank
    /// @param prefix the first characters of its text
    /// @param sha512 of the token's text, in lower-case hex; the text itself is never stored
    /// @param createdAt when
    /// @param expiresAt when it ends, or null for never
    /// @param createdBy the user who made it, or null; need not be recorded yet
    record CreateManagementToken(
            UUID id,
            String description,
            String prefix,
            String sha512,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable UUID createdBy)
            implements CatalogChange {}

    /// Ends a management token. Revoking a revoked one changes nothing and is committed. Refused
    /// (*not found*, `management_token_not_found`) for an unknown id.
    ///
    /// @param id which
    /// @param revokedAt when
    record RevokeManagementToken(UUID id, Instant revokedAt) implements CatalogChange {}
}
