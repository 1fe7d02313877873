// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.catalog.TokenEntry;
import dev.sluice.wal.LogPosition;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A snapshot made of [SortedTree]s, which the next one shares where nothing changed.
final class TreeSnapshot implements CatalogSnapshot {
    private final CatalogState state;
    private final Databases databases;
    private final Tables tables;
    private final SortedTree<Long, SortedTree<Long, FileEntry>> files;
    private final Tokens tokens;

    private TreeSnapshot(
            CatalogState state,
            Databases databases,
            Tables tables,
            SortedTree<Long, SortedTree<Long, FileEntry>> files,
            Tokens tokens) {
        this.state = state;
        this.databases = databases;
        this.tables = tables;
        this.files = files;
        this.tokens = tokens;
    }

    private record Databases(
            SortedTree<String, DatabaseEntry> byName, SortedTree<Long, DatabaseEntry> byId) {
        Databases with(DatabaseEntry database) {
            return new Databases(
                    byName.with(database.name(), database), byId.with(database.id(), database));
        }
    }

    private record Tables(
            SortedTree<Long, SortedTree<String, TableEntry>> byDatabase,
            SortedTree<Long, TableEntry> byId) {
        Tables with(TableEntry table) {
            SortedTree<String, TableEntry> siblings =
                    orEmpty(byDatabase.find(table.databaseId())).with(table.name(), table);
            return new Tables(
                    byDatabase.with(table.databaseId(), siblings), byId.with(table.id(), table));
        }
    }

    private record Tokens(
            SortedTree<TokenPlace, TokenEntry> inOrder,
            SortedTree<UUID, TokenEntry> byId,
            SortedTree<String, TokenEntry> bySha512) {
        Tokens with(TokenEntry token) {
            return new Tokens(
                    inOrder.with(TokenPlace.of(token), token),
                    byId.with(token.id(), token),
                    bySha512.with(token.sha512(), token));
        }
    }

    private record TokenPlace(long createdAtMillis, String id) implements Comparable<TokenPlace> {
        static TokenPlace of(TokenEntry token) {
            return new TokenPlace(token.createdAt().toEpochMilli(), token.id().toString());
        }

        @Override
        public int compareTo(TokenPlace other) {
            int order = Long.compare(createdAtMillis, other.createdAtMillis);
            return order != 0 ? order : id.compareTo(other.id);
        }
    }

    /// A catalog with nothing in it.
    static TreeSnapshot empty(CatalogState state) {
        return new TreeSnapshot(
                state,
                new Databases(SortedTree.empty(), SortedTree.empty()),
                new Tables(SortedTree.empty(), SortedTree.empty()),
                SortedTree.empty(),
                new Tokens(SortedTree.empty(), SortedTree.empty(), SortedTree.empty()));
    }

    /// The snapshot after one more row; the state stays.
    TreeSnapshot with(CatalogRow row) {
        return switch (row) {
            case CatalogRow.NewDatabase(DatabaseEntry database) ->
                    new TreeSnapshot(state, databases.with(database), tables, files, tokens);
            case CatalogRow.NewTable(TableEntry table) -> with(table);
            case CatalogRow.MoreColumns(TableEntry table, int _) -> with(table);
            case CatalogRow.NewFile(FileEntry file) -> with(file);
            case CatalogRow.NewToken(TokenEntry token) -> with(token);
            case CatalogRow.TokenRevoked(TokenEntry token) -> with(token);
        };
    }

    /// The same content under another state.
    TreeSnapshot with(CatalogState nextState) {
        return new TreeSnapshot(nextState, databases, tables, files, tokens);
    }

    private TreeSnapshot with(TableEntry table) {
        return new TreeSnapshot(state, databases, tables.with(table), files, tokens);
    }

    private TreeSnapshot with(FileEntry file) {
        SortedTree<Long, FileEntry> siblings =
                orEmpty(files.find(file.tableId())).with(file.sequence(), file);
        return new TreeSnapshot(
                state, databases, tables, files.with(file.tableId(), siblings), tokens);
    }

    private TreeSnapshot with(TokenEntry token) {
        return new TreeSnapshot(state, databases, tables, files, tokens.with(token));
    }

    private static <K extends Comparable<K>, V> SortedTree<K, V> orEmpty(
            @Nullable SortedTree<K, V> tree) {
        return tree == null ? SortedTree.empty() : tree;
    }

    CatalogState state() {
        return state;
    }

    int tableCount(long databaseId) {
        return orEmpty(tables.byDatabase.find(databaseId)).count();
    }

    Optional<DatabaseEntry> findDatabase(long databaseId) {
        return Optional.ofNullable(databases.byId.find(databaseId));
    }

    @Override
    public long version() {
        return state.version();
    }

    @Override
    public UUID clusterId() {
        return state.clusterId();
    }

    @Override
    public UUID accountId() {
        return state.accountId();
    }

    @Override
    public LogPosition persistedThrough() {
        return state.persistedThrough();
    }

    @Override
    public List<DatabaseEntry> databases() {
        return databases.byName.values();
    }

    @Override
    public Optional<DatabaseEntry> findDatabase(String name) {
        return Optional.ofNullable(databases.byName.find(name));
    }

    @Override
    public List<TableEntry> tables(long databaseId) {
        return orEmpty(tables.byDatabase.find(databaseId)).values();
    }

    @Override
    public Optional<TableEntry> findTable(long databaseId, String tableName) {
        return Optional.ofNullable(orEmpty(tables.byDatabase.find(databaseId)).find(tableName));
    }

    @Override
    public Optional<TableEntry> findTable(long tableId) {
        return Optional.ofNullable(tables.byId.find(tableId));
    }

    @Override
    public List<FileEntry> files(long tableId) {
        return orEmpty(files.find(tableId)).values();
    }

    @Override
    public List<TokenEntry> tokens() {
        return tokens.inOrder.values();
    }

    @Override
    public Optional<TokenEntry> findToken(UUID id) {
        return Optional.ofNullable(tokens.byId.find(id));
    }

    @Override
    public Optional<TokenEntry> findTokenBySha512(String sha512) {
        return Optional.ofNullable(tokens.bySha512.find(sha512));
    }
}
