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
import dev.sluice.config.UserGroup;
import dev.sluice.model.Column;
import dev.sluice.model.Permission;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/// Writes rows inside the caller's transaction.
final class RowStore {
    private RowStore() {}

    /// Writes the state of a new catalog, unless somebody has just made it.
    static void insert(Handle handle, CatalogState state) {
        handle.execute(
                """
                INSERT INTO catalog_state
                    (id, cluster_id, account_id, version, next_id, persisted_through, created_at)
                VALUES (1, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO NOTHING\
                """,
                state.clusterId().toString(),
                state.accountId().toString(),
                state.version(),
                state.nextId(),
                state.persistedThrough().value(),
                millis(state.createdAt()));
    }

    /// Writes rows and the state after them.
    ///
    /// @param server who has to be alone with the store; empty for who has not
    /// @return false when the store no longer holds `before`, because somebody else has written, or
    ///   has changed the schema, or when another server has it
    static boolean write(
            Handle handle,
            CatalogState before,
            CatalogState after,
            List<CatalogRow> rows,
            String server) {
        int updated =
                handle.createUpdate(
                                """
                                UPDATE catalog_state
                                SET version = :version, next_id = :nextId,
                                    persisted_through = :persistedThrough,
                                    last_commit = :commit
                                WHERE version = :versionBefore AND last_commit = :commitBefore
                                    AND (:server = '' OR server = :server) AND :changes =
                                """
                                        + Schema.CHANGES_SEEN)
                        .bind("version", after.version())
                        .bind("nextId", after.nextId())
                        .bind("persistedThrough", after.persistedThrough().value())
                        .bind("commit", after.lastCommit())
                        .bind("versionBefore", before.version())
                        .bind("commitBefore", before.lastCommit())
                        .bind("server", server)
                        .bind("changes", Schema.CHANGES)
                        .execute();
        if (updated != 1) {
            return false;
        }
        rows.forEach(row -> write(handle, row));
        return true;
    }

    private static void write(Handle handle, CatalogRow row) {
        switch (row) {
            case CatalogRow.NewDatabase(DatabaseEntry database) -> insert(handle, database);
            case CatalogRow.DatabaseChanged(DatabaseEntry database) -> update(handle, database);
            case CatalogRow.NewTable(TableEntry table) -> insert(handle, table);
            case CatalogRow.TableChanged(TableEntry table) -> update(handle, table);
            case CatalogRow.MoreColumns(TableEntry table, int firstPlace) ->
                    insertColumns(handle, table, firstPlace);
            case CatalogRow.TableForgotten(TableEntry table) -> LastRows.delete(handle, table);
            case CatalogRow.DatabaseForgotten(DatabaseEntry database) ->
                    LastRows.delete(handle, database);
            case CatalogRow.NewFile(FileEntry file) -> FileRows.insert(handle, file);
            case CatalogRow.FileDeleted(DeletedFile file) -> FileRows.delete(handle, file);
            case CatalogRow.FileForgotten(DeletedFile file) -> FileRows.forget(handle, file);
            case CatalogRow.PartitionSkipped(SkippedPartition skipped) ->
                    FileRows.put(handle, skipped);
            case CatalogRow.PartitionRetried(SkippedPartition skipped) ->
                    FileRows.delete(handle, skipped);
            case CatalogRow.NewToken(TokenEntry token) -> insert(handle, token);
            case CatalogRow.TokenRevoked(TokenEntry token) -> revoke(handle, token);
            case CatalogRow.TokenChanged(TokenEntry token) -> update(handle, token);
            case CatalogRow.UserRecorded(UserEntry user) -> put(handle, user);
            case CatalogRow.NewManagementToken(ManagementTokenEntry token) -> insert(handle, token);
            case CatalogRow.ManagementTokenRevoked(ManagementTokenEntry token) ->
                    revoke(handle, token);
        }
    }

    private static void insert(Handle handle, DatabaseEntry database) {
        handle.execute(
                """
                INSERT INTO database_entry
                    (id, name, retention_nanos, tables_max, columns_per_table_max)
                VALUES (?, ?, ?, ?, ?)\
                """,
                database.id(),
                database.name(),
                database.retentionNanos(),
                database.tablesMax(),
                database.columnsPerTableMax());
        TemplateRows.insert(handle, database.id(), database.template());
    }

    private static void update(Handle handle, DatabaseEntry database) {
        handle.createUpdate(
                        """
                        UPDATE database_entry
                        SET name = :name, retention_nanos = :retention, tables_max = :tables,
                            columns_per_table_max = :columns, deleted_at = :deletedAt
                        WHERE id = :id\
                        """)
                .bind("name", database.name())
                .bind("retention", database.retentionNanos())
                .bind("tables", database.tablesMax())
                .bind("columns", database.columnsPerTableMax())
                .bind("deletedAt", millis(database.deletedAt()))
                .bind("id", database.id())
                .execute();
    }

    private static void insert(Handle handle, TableEntry table) {
        handle.execute(
                """
                INSERT INTO table_entry (id, database_id, name, columns_max, deleted_at)
                VALUES (?, ?, ?, ?, ?)\
                """,
                table.id(),
                table.databaseId(),
                table.name(),
                table.columnsMax(),
                millis(table.deletedAt()));
        insertFormerNames(handle, table);
        insertColumns(handle, table, 0);
        TemplateRows.insert(handle, table.id(), table.template());
    }

    private static void update(Handle handle, TableEntry table) {
        handle.createUpdate(
                        "UPDATE table_entry SET name = :name, deleted_at = :deletedAt WHERE id = :id")
                .bind("name", table.name())
                .bind("deletedAt", millis(table.deletedAt()))
                .bind("id", table.id())
                .execute();
        handle.execute("DELETE FROM table_former_name WHERE table_id = ?", table.id());
        insertFormerNames(handle, table);
    }

    private static void insertFormerNames(Handle handle, TableEntry table) {
        if (table.formerNames().isEmpty()) {
            return;
        }
        try (PreparedBatch batch =
                handle.prepareBatch(
                        "INSERT INTO table_former_name (table_id, place, name) VALUES (?, ?, ?)")) {
            for (int place = 0; place < table.formerNames().size(); place++) {
                batch.add(table.id(), place, table.formerNames().get(place));
            }
            int[] _ = batch.execute();
        }
    }

    private static void insertColumns(Handle handle, TableEntry table, int firstPlace) {
        List<Column> columns = table.columns();
        try (PreparedBatch batch =
                handle.prepareBatch(
                        "INSERT INTO column_entry (table_id, place, name, type_code)"
                                + " VALUES (?, ?, ?, ?)")) {
            for (int place = firstPlace; place < columns.size(); place++) {
                Column column = columns.get(place);
                batch.add(table.id(), place, column.name(), column.type().code());
            }
            int[] _ = batch.execute();
        }
    }

    private static void insert(Handle handle, TokenEntry token) {
        handle.createUpdate(
                        """
                        INSERT INTO token_entry (id, description, sha512, created_at, expires_at)
                        VALUES (:id, :description, :sha512, :createdAt, :expiresAt)\
                        """)
                .bind("id", token.id().toString())
                .bind("description", token.description())
                .bind("sha512", token.sha512())
                .bind("createdAt", token.createdAt().toEpochMilli())
                .bind("expiresAt", millis(token.expiresAt()))
                .execute();
        insertPermissions(handle, token);
    }

    private static void update(Handle handle, TokenEntry token) {
        handle.execute(
                "UPDATE token_entry SET description = ? WHERE id = ?",
                token.description(),
                token.id().toString());
        handle.execute("DELETE FROM token_permission WHERE token_id = ?", token.id().toString());
        insertPermissions(handle, token);
    }

    private static void insertPermissions(Handle handle, TokenEntry token) {
        if (token.permissions().isEmpty()) {
            return;
        }
        try (PreparedBatch batch =
                handle.prepareBatch(
                        "INSERT INTO token_permission (token_id, place, action, resource)"
                                + " VALUES (?, ?, ?, ?)")) {
            for (int place = 0; place < token.permissions().size(); place++) {
                Permission permission = token.permissions().get(place);
                batch.add(
                        token.id().toString(),
                        place,
                        permission.action().word(),
                        permission.resource());
            }
            int[] _ = batch.execute();
        }
    }

    private static void revoke(Handle handle, TokenEntry token) {
        handle.createUpdate("UPDATE token_entry SET revoked_at = :revokedAt WHERE id = :id")
                .bind("revokedAt", millis(token.revokedAt()))
                .bind("id", token.id().toString())
                .execute();
    }

    private static void put(Handle handle, UserEntry user) {
        handle.createUpdate(
                        """
                        INSERT INTO user_entry
                            (id, provider, external_id, first_name, last_name, email, user_groups,
                             active)
                        VALUES (:id, :provider, :externalId, :firstName, :lastName, :email,
                                :groups, :active)
                        ON CONFLICT (id) DO UPDATE
                        SET provider = excluded.provider, external_id = excluded.external_id,
                            first_name = excluded.first_name, last_name = excluded.last_name,
                            email = excluded.email, user_groups = excluded.user_groups,
                            active = excluded.active\
                        """)
                .bind("id", user.id().toString())
                .bind("provider", user.provider())
                .bind("externalId", user.externalId())
                .bind("firstName", user.firstName())
                .bind("lastName", user.lastName())
                .bind("email", user.email())
                .bind(
                        "groups",
                        user.groups().stream()
                                .map(UserGroup::word)
                                .collect(Collectors.joining(" ")))
                .bind("active", user.active() ? 1 : 0)
                .execute();
    }

    private static void insert(Handle handle, ManagementTokenEntry token) {
        UUID createdBy = token.createdBy();
        handle.createUpdate(
                        """
                        INSERT INTO management_token_entry
                            (id, description, prefix, sha512, created_at, expires_at, created_by)
                        VALUES (:id, :description, :prefix, :sha512, :createdAt, :expiresAt,
                                :createdBy)\
                        """)
                .bind("id", token.id().toString())
                .bind("description", token.description())
                .bind("prefix", token.prefix())
                .bind("sha512", token.sha512())
                .bind("createdAt", token.createdAt().toEpochMilli())
                .bind("expiresAt", millis(token.expiresAt()))
                .bind("createdBy", createdBy == null ? null : createdBy.toString())
                .execute();
    }

    private static void revoke(Handle handle, ManagementTokenEntry token) {
        handle.createUpdate(
                        "UPDATE management_token_entry SET revoked_at = :revokedAt WHERE id = :id")
                .bind("revokedAt", millis(token.revokedAt()))
                .bind("id", token.id().toString())
                .execute();
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }
}
