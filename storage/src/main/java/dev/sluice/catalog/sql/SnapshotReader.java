// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.catalog.ColumnSet;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.DeletedFile;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.ManagementTokenEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.catalog.TokenEntry;
import dev.sluice.catalog.UserEntry;
import dev.sluice.config.UserGroup;
import dev.sluice.model.Action;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.model.Permission;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.partition.PartitionTemplate;
import dev.sluice.partition.TemplatePart;
import dev.sluice.wal.LogPosition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Reads the whole catalog from the store, inside the caller's transaction.
final class SnapshotReader {
    private SnapshotReader() {}

    /// The state, or nothing when the store was never opened before.
    static Optional<CatalogState> readState(Handle handle) {
        return handle.createQuery("SELECT * FROM catalog_state")
                .map((row, _) ->
                        new CatalogState(
                                UUID.fromString(row.getString("cluster_id")),
                                UUID.fromString(row.getString("account_id")),
                                row.getLong("version"),
                                row.getLong("next_id"),
                                new LogPosition(row.getLong("persisted_through")),
                                row.getString("last_commit"),
                                findInstant(row, "created_at")))
                .findOne();
    }

    /// Everything, under `state`.
    static TreeSnapshot read(Handle handle, CatalogState state) {
        List<CatalogRow> rows = new ArrayList<>();
        Map<Long, PartitionTemplate> templates = readTemplates(handle);
        rows.addAll(readDatabases(handle, templates));
        rows.addAll(readTables(handle, templates));
        rows.addAll(readFiles(handle));
        rows.addAll(
                list(
                        handle,
                        "SELECT * FROM skipped_compaction",
                        row -> new CatalogRow.PartitionSkipped(FileRows.readSkipped(row))));
        rows.addAll(readTokens(handle));
        rows.addAll(readUsers(handle));
        rows.addAll(readManagementTokens(handle));
        TreeSnapshot snapshot = TreeSnapshot.empty(state);
        for (CatalogRow row : rows) {
            snapshot = snapshot.with(row);
        }
        return snapshot;
    }

    private static Map<Long, PartitionTemplate> readTemplates(Handle handle) {
        Map<Long, List<TemplatePart>> parts =
                list(
                                handle,
                                "SELECT * FROM template_part ORDER BY owner_id, place",
                                row -> new Owned<>(row.getLong("owner_id"), TemplateRows.read(row)))
                        .stream()
                        .collect(Owned.byOwner());
        Map<Long, PartitionTemplate> templates = new HashMap<>();
        parts.forEach((owner, all) -> templates.put(owner, new PartitionTemplate(all)));
        return templates;
    }

    private static List<CatalogRow> readDatabases(
            Handle handle, Map<Long, PartitionTemplate> templates) {
        return list(
                handle,
                "SELECT * FROM database_entry",
                row ->
                        new CatalogRow.NewDatabase(
                                new DatabaseEntry(
                                        row.getLong("id"),
                                        row.getString("name"),
                                        row.getLong("retention_nanos"),
                                        row.getInt("tables_max"),
                                        row.getInt("columns_per_table_max"),
                                        templates.get(row.getLong("id")),
                                        findInstant(row, "deleted_at"))));
    }

    private static List<CatalogRow> readTables(
            Handle handle, Map<Long, PartitionTemplate> templates) {
        Map<Long, List<Column>> columns =
                list(
                                handle,
                                "SELECT * FROM column_entry ORDER BY table_id, place",
                                row ->
                                        new Owned<>(
                                                row.getLong("table_id"),
                                                new Column(
                                                        row.getString("name"),
                                                        ColumnType.ofCode(
                                                                row.getInt("type_code")))))
                        .stream()
                        .collect(Owned.byOwner());
        Map<Long, List<String>> formerNames =
                list(
                                handle,
                                "SELECT * FROM table_former_name ORDER BY table_id, place",
                                row -> new Owned<>(row.getLong("table_id"), row.getString("name")))
                        .stream()
                        .collect(Owned.byOwner());
        return list(
                handle,
                "SELECT * FROM table_entry",
                row -> {
                    long id = row.getLong("id");
                    String name = row.getString("name");
                    return new CatalogRow.NewTable(
                            new TableEntry(
                                            id,
                                            row.getLong("database_id"),
                                            name,
                                            columns.getOrDefault(id, List.of()),
                                            row.getInt("columns_max"),
                                            templates.get(id))
                                    .named(name, formerNames.getOrDefault(id, List.of()))
                                    .deleted(findInstant(row, "deleted_at")));
                });
    }

    private static List<CatalogRow> readFiles(Handle handle) {
        return list(
                handle,
                "SELECT * FROM file_entry",
                row -> {
                    FileEntry file =
                            new FileEntry(
                                    row.getLong("id"),
                                    new ObjectPath(row.getString("path")),
                                    row.getLong("table_id"),
                                    row.getLong("time_nanos_min"),
                                    row.getLong("time_nanos_max"),
                                    row.getLong("row_count"),
                                    row.getLong("size_bytes"),
                                    row.getLong("sequence"),
                                    row.getInt("level"),
                                    row.getString("partition_key"),
                                    columns(row.getString("columns")));
                    Instant deletedAt = findInstant(row, "deleted_at");
                    return deletedAt == null
                            ? new CatalogRow.NewFile(file)
                            : new CatalogRow.FileDeleted(new DeletedFile(file, deletedAt));
                });
    }

    private static @Nullable ColumnSet columns(@Nullable String text) {
        return text == null ? null : ColumnSet.parse(text);
    }

    private static List<CatalogRow> readTokens(Handle handle) {
        Map<String, List<Permission>> permissions =
                list(
                                handle,
                                "SELECT * FROM token_permission ORDER BY token_id, place",
                                row -> new Owned<>(row.getString("token_id"), permission(row)))
                        .stream()
                        .collect(Owned.byOwner());
        return list(
                handle,
                "SELECT * FROM token_entry",
                row -> {
                    String id = row.getString("id");
                    return new CatalogRow.NewToken(
                            new TokenEntry(
                                    UUID.fromString(id),
                                    row.getString("description"),
                                    permissions.getOrDefault(id, List.of()),
                                    row.getString("sha512"),
                                    Instant.ofEpochMilli(row.getLong("created_at")),
                                    findInstant(row, "expires_at"),
                                    findInstant(row, "revoked_at")));
                });
    }

    private static List<CatalogRow> readUsers(Handle handle) {
        return list(
                handle,
                "SELECT * FROM user_entry",
                row ->
                        new CatalogRow.UserRecorded(
                                new UserEntry(
                                        UUID.fromString(row.getString("id")),
                                        row.getString("provider"),
                                        row.getString("external_id"),
                                        row.getString("first_name"),
                                        row.getString("last_name"),
                                        row.getString("email"),
                                        groups(row.getString("user_groups")),
                                        row.getInt("active") == 1)));
    }

    private static Set<UserGroup> groups(String words) throws SQLException {
        Set<UserGroup> groups = EnumSet.noneOf(UserGroup.class);
        for (String word : words.split(" ", -1)) {
            groups.add(
                    UserGroup.ofWord(word)
                            .orElseThrow(() -> new SQLException("no group is called " + word)));
        }
        return groups;
    }

    private static List<CatalogRow> readManagementTokens(Handle handle) {
        return list(
                handle,
                "SELECT * FROM management_token_entry",
                row -> {
                    String createdBy = row.getString("created_by");
                    return new CatalogRow.NewManagementToken(
                            new ManagementTokenEntry(
                                    UUID.fromString(row.getString("id")),
                                    row.getString("description"),
                                    row.getString("prefix"),
                                    row.getString("sha512"),
                                    Instant.ofEpochMilli(row.getLong("created_at")),
                                    findInstant(row, "expires_at"),
                                    findInstant(row, "revoked_at"),
                                    createdBy == null ? null : UUID.fromString(createdBy)));
                });
    }

    private static Permission permission(ResultSet row) throws SQLException {
        String word = row.getString("action");
        return new Permission(
                Action.ofWord(word)
                        .orElseThrow(() -> new SQLException("no action is called " + word)),
                row.getString("resource"));
    }

    private static @Nullable Instant findInstant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static <T> List<T> list(Handle handle, String sql, RowReader<T> reader) {
        return handle.createQuery(sql).map((row, _) -> reader.read(row)).list();
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private record Owned<O, P>(O owner, P part) {
        static <O, P> Collector<Owned<O, P>, ?, Map<O, List<P>>> byOwner() {
            return Collectors.groupingBy(
                    Owned::owner, Collectors.mapping(Owned::part, Collectors.toList()));
        }
    }
}
