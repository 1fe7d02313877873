// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.catalog.DeletedFile;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.SkippedPartition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
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

    static void put(Handle handle, SkippedPartition skipped) {
        handle.execute(
                """
                INSERT INTO skipped_compaction
                    (table_id, partition_key, reason, file_count, row_count, size_bytes, skipped_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (table_id, partition_key) DO UPDATE
                SET reason = excluded.reason, file_count = excluded.file_count,
                    row_count = excluded.row_count, size_bytes = excluded.size_bytes,
                    skipped_at = excluded.skipped_at\
                """,
                skipped.tableId(),
                skipped.partition(),
                skipped.reason(),
                skipped.fileCount(),
                skipped.rowCount(),
                skipped.sizeBytes(),
                skipped.skippedAt().toEpochMilli());
    }

    static void delete(Handle handle, SkippedPartition skipped) {
        handle.execute(
                "DELETE FROM skipped_compaction WHERE table_id = ? AND partition_key = ?",
                skipped.tableId(),
                skipped.partition());
    }

    static SkippedPartition readSkipped(ResultSet row) throws SQLException {
        return new SkippedPartition(
                row.getLong("table_id"),
                row.getString("partition_key"),
                row.getString("reason"),
                row.getInt("file_count"),
                row.getLong("row_count"),
                row.getLong("size_bytes"),
                Instant.ofEpochMilli(row.getLong("skipped_at")));
    }
}
