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

/// What a change comes down to. Folding it into a snapshot and writing it to the store are two
/// readings of the same list.
sealed interface CatalogRow {

    /// A new database.
    record NewDatabase(DatabaseEntry database) implements CatalogRow {}

    /// A database with other limits, another name, deleted or live again.
    ///
    /// @param database as it is afterwards
    record DatabaseChanged(DatabaseEntry database) implements CatalogRow {}

    /// A new table with all its columns.
    record NewTable(TableEntry table) implements CatalogRow {}

    /// More columns of a table.
    ///
    /// @param table as it is afterwards
    /// @param firstPlace where the new columns begin, counted from 0
    record MoreColumns(TableEntry table, int firstPlace) implements CatalogRow {}

    /// A table under other names, deleted or live again.
    ///
    /// @param table as it is afterwards
    record TableChanged(TableEntry table) implements CatalogRow {}

    /// The last of a deleted table, with the rows of its files.
    record TableForgotten(TableEntry table) implements CatalogRow {}

    /// The last of a deleted database, with its tables and the rows of their files.
    record DatabaseForgotten(DatabaseEntry database) implements CatalogRow {}

    /// A new file.
    record NewFile(FileEntry file) implements CatalogRow {}

    /// A file that is deleted from now on, or was when it was read from the store.
    record FileDeleted(DeletedFile file) implements CatalogRow {}

    /// The last of a deleted file.
    record FileForgotten(DeletedFile file) implements CatalogRow {}

    /// A partition that compaction leaves as it is, or left and now does for another reason.
    record PartitionSkipped(SkippedPartition partition) implements CatalogRow {}

    /// A partition that it looks at again.
    record PartitionRetried(SkippedPartition partition) implements CatalogRow {}

    /// A new token.
    record NewToken(TokenEntry token) implements CatalogRow {}

    /// The end of a token.
    ///
    /// @param token as it is afterwards
    record TokenRevoked(TokenEntry token) implements CatalogRow {}

    /// A token with another description or other rights.
    ///
    /// @param token as it is afterwards
    record TokenChanged(TokenEntry token) implements CatalogRow {}

    /// A user, new or changed.
    ///
    /// @param user as it is afterwards
    record UserRecorded(UserEntry user) implements CatalogRow {}

    /// A new management token.
    record NewManagementToken(ManagementTokenEntry token) implements CatalogRow {}

    /// The end of a management token.
    ///
    /// @param token as it is afterwards
    record ManagementTokenRevoked(ManagementTokenEntry token) implements CatalogRow {}
}
