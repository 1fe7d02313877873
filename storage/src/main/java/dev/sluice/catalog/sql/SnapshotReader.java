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

/// Reads the catalog from the store inside the caller's transaction, the whole of it or some
/// entries.
final class SnapshotReader {
    /// How many entries one statement names.
    private static final int NAMED_MAX = 500;

    private static final Source DATABASES =
            new Source("database_entry", "id", "", List.of(EntryKey.OfDatabase.class));
    private static final Source TABLES =
            new Source("table_entry", "id", "", List.of(EntryKey.OfTable.class));
    private static final Source TEMPLATES =
            new Source(
                    "template_part",
                    "owner_id",
                    "ORDER BY owner_id, place",
                    List.of(EntryKey.OfDatabase.class, EntryKey.OfTable.class));
    private static final Source COLUMNS =
            new Source(
                    "column_entry",
                    "table_id",
                    "ORDER BY table_id, place",
                    List.of(EntryKey.OfTable.class));
    private static final Source FORMER_NAMES =
            new Source(
                    "table_former_name",
                    "table_id",
                    "ORDER BY table_id, place",
                    List.of(EntryKey.OfTable.class));
    private static final Source FILES =
            new Source("file_entry", "id", "", List.of(EntryKey.OfFile.class));
    private static final Source SKIPPED =
            new Source(
                    "skipped_compaction", "table_id", "", List.of(EntryKey.SkippedOfTable.class));
    private static final Source TOKENS =
            new Source("token_entry", "id", "", List.of(EntryKey.OfToken.class));
    private static final Source PERMISSIONS =
            new Source(
                    "token_permission",
                    "token_id",
                    "ORDER BY token_id, place",
                    List.of(EntryKey.OfToken.class));
    private static final Source USERS =
            new Source("user_entry", "id", "", List.of(EntryKey.OfUser.class));
    private static final Source MANAGEMENT_TOKENS =
            new Source(
                    "management_token_entry", "id", "", List.of(EntryKey.OfManagementToken.class));

    private final Handle handle;
    private final @Nullable Set<EntryKey> entries;

    private SnapshotReader(Handle handle, @Nullable Set<EntryKey> entries) {
        this.handle = handle;
        this.entries = entries;
    }

    /// A table of the store.
    ///
    /// @param idColumn whose rows they are
    /// @param keys of whom that column tells
    private record Source(
            String table, String idColumn, String order, List<Class<? extends EntryKey>> keys) {}

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
        TreeSnapshot snapshot = TreeSnapshot.empty(state);
        for (CatalogRow row : new SnapshotReader(handle, null).rows()) {
            snapshot = snapshot.with(row);
        }
        return snapshot;
    }

    /// What is there of some entries, as rows that put it into a snapshot which has nothing of
    /// them.
    static List<CatalogRow> read(Handle handle, Set<EntryKey> entries) {
        return new SnapshotReader(handle, entries).rows();
    }

    private List<CatalogRow> rows() {
        List<CatalogRow> rows = new ArrayList<>();
        Map<Long, PartitionTemplate> templates = readTemplates();
        rows.addAll(readDatabases(templates));
        rows.addAll(readTables(templates));
        rows.addAll(readFiles());
        rows.addAll(
                list(SKIPPED, row -> new CatalogRow.PartitionSkipped(FileRows.readSkipped(row))));
        rows.addAll(readTokens());
        rows.addAll(readUsers());
        rows.addAll(readManagementTokens());
        return rows;
    }

    private Map<Long, PartitionTemplate> readTemplates() {
        Map<Long, List<TemplatePart>> parts =
                list(TEMPLATES, row -> new Owned<>(row.getLong("owner_id"), TemplateRows.read(row)))
                        .stream()
                        .collect(Owned.byOwner());
        Map<Long, PartitionTemplate> templates = new HashMap<>();
        parts.forEach((owner, all) -> templates.put(owner, new PartitionTemplate(all)));
        return templates;
    }

    private List<CatalogRow> readDatabases(Map<Long, PartitionTemplate> templates) {
        return list(
                DATABASES,
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

    private List<CatalogRow> readTables(Map<Long, PartitionTemplate> templates) {
        Map<Long, List<Column>> columns =
                list(
                                COLUMNS,
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
                                FORMER_NAMES,
                                row -> new Owned<>(row.getLong("table_id"), row.getString("name")))
                        .stream()
                        .collect(Owned.byOwner());
        return list(
                TABLES,
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

    private List<CatalogRow> readFiles() {
        return list(
                FILES,
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

    private List<CatalogRow> readTokens() {
        Map<String, List<Permission>> permissions =
                list(PERMISSIONS, row -> new Owned<>(row.getString("token_id"), permission(row)))
                        .stream()
                        .collect(Owned.byOwner());
        return list(
                TOKENS,
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

    private List<CatalogRow> readUsers() {
        return list(
                USERS,
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

    private List<CatalogRow> readManagementTokens() {
        return list(
                MANAGEMENT_TOKENS,
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

    private <T> List<T> list(Source source, RowReader<T> reader) {
        String sql = "SELECT * FROM " + source.table + " ";
        if (entries == null) {
            return handle.createQuery(sql + source.order).map((row, _) -> reader.read(row)).list();
        }
        List<Object> ids =
                entries.stream()
                        .filter(key -> source.keys.contains(key.getClass()))
                        .map(EntryKey::storedId)
                        .toList();
        List<T> found = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += NAMED_MAX) {
            found.addAll(
                    handle.createQuery(
                                    sql
                                            + "WHERE "
                                            + source.idColumn
                                            + " IN (<ids>) "
                                            + source.order)
                            .bindList(
                                    "ids",
                                    ids.subList(from, Math.min(ids.size(), from + NAMED_MAX)))
                            .map((row, _) -> reader.read(row))
                            .list());
        }
        return found;
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
