// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.catalog.DeletedFile;
import dev.sluice.catalog.FileEntry;
import org.jdbi.v3.core.Handle;

/// Writes the rows of files inside the caller's transaction.
final class FileRows {
    private FileRows() {}

    static void insert(Handle handle, FileEntry file) {
        handle.execute(
                """
                INSERT INTO file_entry
                    (id, sequence, path, table_id, time_nanos_min, time_nanos_max, row_count,
                     size_bytes, level, partition_key, columns)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
                """,
                file.id(),
                file.sequence(),
                file.path().value(),
                file.tableId(),
                file.timeNanosMin(),
                file.timeNanosMax(),
                file.rowCount(),
                file.sizeBytes(),
                file.level(),
                file.partition(),
                file.columns() == null ? null : file.columns().toString());
    }

    static void delete(Handle handle, DeletedFile deleted) {
        handle.execute(
                "UPDATE file_entry SET deleted_at = ? WHERE id = ?",
                deleted.deletedAt().toEpochMilli(),
                deleted.file().id());
    }

    static void forget(Handle handle, DeletedFile deleted) {
        handle.execute("DELETE FROM file_entry WHERE id = ?", deleted.file().id());
    }
}
