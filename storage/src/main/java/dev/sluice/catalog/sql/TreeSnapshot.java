// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.DeletedFile;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.ManagementTokenEntry;
import dev.sluice.catalog.SkippedPartition;
import dev.sluice.catalog.TableEntry;
import dev.sluice.catalog.TokenEntry;
import dev.sluice.catalog.UserEntry;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.wal.LogPosition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A snapshot made of [SortedTree]s, which the next one shares where nothing changed.
final class TreeSnapshot implements CatalogSnapshot {
    private final CatalogState state;
    private final DatabaseTree databases;
    private final TableTree tables;
    private final FileTree files;
    private final Tokens tokens;
    private final AdministrationTree administration;

    private TreeSnapshot(
            CatalogState state,
            DatabaseTree databases,
            TableTree tables,
            FileTree files,
            Tokens tokens,
            AdministrationTree administration) {
        this.state = state;
        this.databases = databases;
        this.tables = tables;
        this.files = files;
        this.tokens = tokens;
        this.administration = administration;
    }

    private record Tokens(
            SortedTree<TokenPlace, TokenEntry> inOrder,
            SortedTree<UUID, TokenEntry> byId,
            SortedTree<String, TokenEntry> bySha512) {
        Tokens with(TokenEntry token) {
            return new Tokens(
                    inOrder.with(TokenPlace.of(token.createdAt(), token.id()), token),
                    byId.with(token.id(), token),
                    bySha512.with(token.sha512(), token));
        }
    }

    /// A catalog with nothing in it.
    static TreeSnapshot empty(CatalogState state) {
        return new TreeSnapshot(
                state,
                DatabaseTree.EMPTY,
                TableTree.EMPTY,
                FileTree.EMPTY,
                new Tokens(SortedTree.empty(), SortedTree.empty(), SortedTree.empty()),
                AdministrationTree.EMPTY);
    }

    /// The snapshot after one more row; the state stays.
    TreeSnapshot with(CatalogRow row) {
        return switch (row) {
            case CatalogRow.NewDatabase(DatabaseEntry database) -> with(database);
            case CatalogRow.DatabaseChanged(DatabaseEntry database) -> with(database);
            case CatalogRow.NewTable(TableEntry table) -> with(table);
            case CatalogRow.TableChanged(TableEntry table) -> with(table);
            case CatalogRow.MoreColumns(TableEntry table, int _) -> with(table);
            case CatalogRow.TableForgotten(TableEntry table) -> without(table);
            case CatalogRow.DatabaseForgotten(DatabaseEntry database) -> without(database);
            case CatalogRow.NewFile(FileEntry file) -> with(files.with(file));
            case CatalogRow.FileDeleted(DeletedFile file) -> with(files.with(file));
            case CatalogRow.FileForgotten(DeletedFile file) -> with(files.without(file));
            case CatalogRow.PartitionSkipped(SkippedPartition skipped) -> with(files.with(skipped));
            case CatalogRow.PartitionRetried(SkippedPartition skipped) ->
                    with(files.without(skipped));
            case CatalogRow.NewToken(TokenEntry token) -> with(token);
            case CatalogRow.TokenRevoked(TokenEntry token) -> with(token);
            case CatalogRow.TokenChanged(TokenEntry token) -> with(token);
            case CatalogRow.UserRecorded(UserEntry user) -> with(administration.with(user));
            case CatalogRow.NewManagementToken(ManagementTokenEntry token) ->
                    with(administration.with(token));
            case CatalogRow.ManagementTokenRevoked(ManagementTokenEntry token) ->
                    with(administration.with(token));
        };
    }

    /// The same content under another state.
    TreeSnapshot with(CatalogState nextState) {
        return new TreeSnapshot(nextState, databases, tables, files, tokens, administration);
    }

    private TreeSnapshot with(DatabaseEntry database) {
        return new TreeSnapshot(
                state, databases.with(database), tables, files, tokens, administration);
    }

    private TreeSnapshot with(TableEntry table) {
        return new TreeSnapshot(
                state, databases, tables.with(table), files, tokens, administration);
    }

    private TreeSnapshot without(TableEntry table) {
        return new TreeSnapshot(
                state,
                databases,
                tables.without(table),
                files.without(table.id()),
                tokens,
                administration);
    }

    private TreeSnapshot without(DatabaseEntry database) {
        TreeSnapshot emptied = this;
        for (TableEntry table : tables.siblings(database.id()).all()) {
            emptied = emptied.without(table);
        }
        return new TreeSnapshot(
                state,
                databases.without(database),
                emptied.tables,
                emptied.files,
                tokens,
                administration);
    }

    private TreeSnapshot with(FileTree next) {
        return new TreeSnapshot(state, databases, tables, next, tokens, administration);
    }

    private TreeSnapshot with(TokenEntry token) {
        return new TreeSnapshot(
                state, databases, tables, files, tokens.with(token), administration);
    }

    private TreeSnapshot with(AdministrationTree next) {
        return new TreeSnapshot(state, databases, tables, files, tokens, next);
    }

    CatalogState state() {
        return state;
    }

    int tableCount(long databaseId) {
        return tables.siblings(databaseId).liveByName().count();
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
    public Optional<Instant> createdAt() {
        return Optional.ofNullable(state.createdAt());
    }

    @Override
    public LogPosition persistedThrough() {
        return state.persistedThrough();
    }

    @Override
    public List<DatabaseEntry> databases() {
        return databases.liveByName().values();
    }

    @Override
    public Optional<DatabaseEntry> findDatabase(String name) {
        return Optional.ofNullable(databases.findLive(name));
    }

    @Override
    public List<DatabaseEntry> deletedDatabases() {
        return databases.deleted();
    }

    @Override
    public Optional<DatabaseEntry> findDatabase(long databaseId) {
        return Optional.ofNullable(databases.byId().find(databaseId));
    }

    @Override
    public List<TableEntry> tables(long databaseId) {
        return tables.siblings(databaseId).liveByName().values();
    }

    @Override
    public List<TableEntry> deletedTables(long databaseId) {
        return tables.deleted(databaseId);
    }

    @Override
    public Optional<TableEntry> findTable(long databaseId, String tableName) {
        return Optional.ofNullable(tables.siblings(databaseId).findLive(tableName));
    }

    @Override
    public Optional<TableEntry> findTable(long tableId) {
        return Optional.ofNullable(tables.byId().find(tableId));
    }

    @Override
    public List<FileEntry> files(long tableId) {
        return files.live(tableId);
    }

    @Override
    public Optional<FileEntry> findFile(ObjectPath path) {
        return Optional.ofNullable(files.byPath().find(path.value()));
    }

    @Override
    public List<DeletedFile> deletedFiles(Instant until, int max) {
        return files.deleted(until, max);
    }

    @Override
    public List<SkippedPartition> skippedPartitions() {
        return files.skipped();
    }

    @Override
    public Optional<SkippedPartition> findSkippedPartition(long tableId, String partition) {
        return Optional.ofNullable(files.findSkipped(tableId, partition));
    }

    /// The partitions of one table that compaction leaves as they are.
    List<SkippedPartition> skippedPartitions(long tableId) {
        return files.skipped(tableId);
    }

    /// The live file at a place among those of its table, or null.
    @Nullable FileEntry findLive(long tableId, FileTree.Place place) {
        return files.findLive(tableId, place);
    }

    /// The deleted file of this id, or null.
    @Nullable DeletedFile findDeleted(long tableId, long fileId) {
        return files.findDeleted(tableId, fileId);
    }

    /// The deleted file that `file` is now, or null.
    @Nullable DeletedFile findDeleted(FileEntry file) {
        return files.findDeleted(file.tableId(), file.id());
    }

    /// Whether this very file is live.
    boolean isLive(FileEntry file) {
        return files.isLive(file);
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

    @Override
    public List<UserEntry> users() {
        return administration.inOrder();
    }

    @Override
    public Optional<UserEntry> findUser(UUID id) {
        return Optional.ofNullable(administration.users().find(id));
    }

    @Override
    public List<ManagementTokenEntry> managementTokens() {
        return administration.tokensInOrder().values();
    }

    @Override
    public Optional<ManagementTokenEntry> findManagementToken(UUID id) {
        return Optional.ofNullable(administration.tokensById().find(id));
    }

    @Override
    public Optional<ManagementTokenEntry> findManagementTokenBySha512(String sha512) {
        return Optional.ofNullable(administration.tokensBySha512().find(sha512));
    }
}
