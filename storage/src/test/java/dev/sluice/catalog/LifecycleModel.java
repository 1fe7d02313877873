// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What becomes of databases and tables, said once more in plain lists (admin.md 4.4, 5.2, 5.4):
/// nothing is quick here, and nothing is shared with the catalog.
final class LifecycleModel {
    private final List<Database> databases = new ArrayList<>();
    private long idMax;

    private static final class Database {
        private final long id;
        private String name;
        private long retentionNanos;
        private int tablesMax;
        private int columnsMax;
        private @Nullable Instant deletedAt;
        private final List<Table> tables = new ArrayList<>();

        Database(long id, CatalogChange.CreateDatabase create) {
            this.id = id;
            this.name = create.name().value();
            this.retentionNanos = create.retentionNanos();
            this.tablesMax = create.tablesMax();
            this.columnsMax = create.columnsPerTableMax();
        }

        Optional<Table> findPresent(String tableName) {
            return live().filter(table -> table.name.equals(tableName)).findFirst();
        }

        Optional<Table> findByAnyName(String tableName) {
            return live().filter(table -> table.names().contains(tableName)).findFirst();
        }

        Stream<Table> live() {
            return tables.stream().filter(table -> table.deletedAt == null);
        }

        boolean isFull() {
            return live().count() >= tablesMax;
        }

        String text() {
            return "%d %s %d %d %d %s %s"
                    .formatted(
                            id,
                            name,
                            retentionNanos,
                            tablesMax,
                            columnsMax,
                            deletedAt,
                            inOrder(tables, table -> table.name, table -> table.deletedAt).stream()
                                    .map(Table::text)
                                    .toList());
        }
    }

    private static final class Table {
        private final long id;
        private final int columnsMax;
        private String name;
        private List<String> formerNames = List.of();
        private @Nullable Instant deletedAt;

        Table(long id, String name, int columnsMax) {
            this.id = id;
            this.name = name;
            this.columnsMax = columnsMax;
        }

        List<String> names() {
            return Stream.concat(Stream.of(name), formerNames.stream()).toList();
        }

        String text() {
            return "%d %s %s %d %s".formatted(id, name, formerNames, columnsMax, deletedAt);
        }
    }

    /// The live ones by name, then the deleted ones by name and time.
    private static <T> List<T> inOrder(
            List<T> things, Function<T, String> name, Function<T, @Nullable Instant> deletedAt) {
        Comparator<T> byDeletion =
                Comparator.comparing(
                        thing -> Objects.requireNonNullElse(deletedAt.apply(thing), Instant.MIN));
        Comparator<T> liveFirst = Comparator.comparing(thing -> deletedAt.apply(thing) != null);
        return things.stream()
                .sorted(liveFirst.thenComparing(name).thenComparing(byDeletion))
                .toList();
    }

    /// Everything there is, a line a database.
    List<String> text() {
        return inOrder(databases, database -> database.name, database -> database.deletedAt)
                .stream()
                .map(Database::text)
                .toList();
    }

    /// The same of a catalog.
    static List<String> textOf(CatalogSnapshot snapshot) {
        return Stream.concat(snapshot.databases().stream(), snapshot.deletedDatabases().stream())
                .map(database ->
                        "%d %s %d %d %d %s %s"
                                .formatted(
                                        database.id(),
                                        database.name(),
                                        database.retentionNanos(),
                                        database.tablesMax(),
                                        database.columnsPerTableMax(),
                                        database.deletedAt(),
                                        tablesOf(snapshot, database.id())))
                .toList();
    }

    private static List<String> tablesOf(CatalogSnapshot snapshot, long databaseId) {
        return Stream.concat(
                        snapshot.tables(databaseId).stream(),
                        snapshot.deletedTables(databaseId).stream())
                .map(table ->
                        "%d %s %s %d %s"
                                .formatted(
                                        table.id(),
                                        table.name(),
                                        table.formerNames(),
                                        table.columnsMax(),
                                        table.deletedAt()))
                .toList();
    }

    /// The largest id that was given.
    long idMax() {
        return idMax;
    }

    /// Makes the change.
    ///
    /// @param id what a new object gets
    /// @return `done`, or by which code it is refused
    String apply(CatalogChange change, long id) {
        return switch (change) {
            case CatalogChange.CreateDatabase create -> createDatabase(create, id);
            case CatalogChange.UpdateDatabase update ->
                    find(update.name())
                            .map(database -> limit(database, update))
                            .orElse(noDatabase());
            case CatalogChange.RenameDatabase rename -> rename(rename);
            case CatalogChange.DeleteDatabase delete ->
                    find(delete.name())
                            .map(database -> {
                                database.deletedAt = delete.deletedAt();
                                return "done";
                            })
                            .orElse(noDatabase());
            case CatalogChange.UndeleteDatabase undelete -> undelete(undelete);
            case CatalogChange.ForgetDatabase forget -> forget(forget);
            case CatalogChange.ForgetTable forget -> forget(forget);
            case CatalogChange.CreateTable create ->
                    find(create.databaseName())
                            .map(database -> createTable(database, create.tableName(), id))
                            .orElse(noDatabase());
            case CatalogChange.RenameTable rename ->
                    find(rename.databaseName())
                            .map(database -> rename(database, rename))
                            .orElse(noDatabase());
            case CatalogChange.DeleteTable delete ->
                    find(delete.databaseName())
                            .map(database -> delete(database, delete))
                            .orElse(noDatabase());
            case CatalogChange.UndeleteTable undelete ->
                    find(undelete.databaseName())
                            .map(database -> undelete(database, undelete.tableId()))
                            .orElse(noDatabase());
            case CatalogChange.ExtendSchema _,
                    CatalogChange.AddFiles _,
                    CatalogChange.ReplaceFiles _,
                    CatalogChange.DeleteFiles _,
                    CatalogChange.ForgetFiles _,
                    CatalogChange.SkipPartition _,
                    CatalogChange.RetryPartition _,
                    CatalogChange.PassIdentifier _,
                    CatalogChange.RenumberTable _,
                    CatalogChange.CreateToken _,
                    CatalogChange.UpdateToken _,
                    CatalogChange.RevokeToken _,
                    CatalogChange.ReplaceUsers _,
                    CatalogChange.CreateManagementToken _,
                    CatalogChange.RevokeManagementToken _ ->
                    throw new IllegalArgumentException("not of this model: " + change);
        };
    }

    private static String noDatabase() {
        return "database_not_found";
    }

    private Optional<Database> find(String name) {
        return databases.stream()
                .filter(database -> database.deletedAt == null && database.name.equals(name))
                .findFirst();
    }

    private String createDatabase(CatalogChange.CreateDatabase create, long id) {
        if (find(create.name().value()).isPresent()) {
            return "database_exists";
        }
        databases.add(new Database(id, create));
        idMax = id;
        return "done";
    }

    private static String limit(Database database, CatalogChange.UpdateDatabase update) {
        database.retentionNanos =
                Objects.requireNonNullElse(update.retentionNanos(), database.retentionNanos);
        database.tablesMax = Objects.requireNonNullElse(update.tablesMax(), database.tablesMax);
        database.columnsMax =
                Objects.requireNonNullElse(update.columnsPerTableMax(), database.columnsMax);
        return "done";
    }

    private String rename(CatalogChange.RenameDatabase rename) {
        Optional<Database> database = find(rename.name());
        if (database.isEmpty()) {
            return noDatabase();
        }
        if (find(rename.newName().value()).isPresent()) {
            return "database_exists";
        }
        database.get().name = rename.newName().value();
        return "done";
    }

    private String undelete(CatalogChange.UndeleteDatabase undelete) {
        for (Database database : databases) {
            if (database.id == undelete.databaseId()) {
                if (database.deletedAt == null) {
                    return "database_not_deleted";
                }
                if (find(database.name).isPresent()) {
                    return "database_exists";
                }
                database.deletedAt = null;
                return "done";
            }
        }
        return noDatabase();
    }

    private String forget(CatalogChange.ForgetDatabase forget) {
        for (Database database : databases) {
            if (database.id == forget.databaseId()) {
                if (!isDue(database.deletedAt, forget.until())) {
                    return "database_not_due";
                }
                databases.remove(database);
                return "done";
            }
        }
        return noDatabase();
    }

    private String forget(CatalogChange.ForgetTable forget) {
        for (Database database : databases) {
            for (Table table : database.tables) {
                if (table.id == forget.tableId()) {
                    if (!isDue(table.deletedAt, forget.until())) {
                        return "table_not_due";
                    }
                    database.tables.remove(table);
                    return "done";
                }
            }
        }
        return "table_not_found";
    }

    private static boolean isDue(@Nullable Instant deletedAt, Instant until) {
        return deletedAt != null && !deletedAt.isAfter(until);
    }

    private String createTable(Database database, String name, long id) {
        if (database.findByAnyName(name).isPresent()) {
            return "table_exists";
        }
        if (database.isFull()) {
            return "table_limit";
        }
        database.tables.add(new Table(id, name, database.columnsMax));
        idMax = id;
        return "done";
    }

    private static String rename(Database database, CatalogChange.RenameTable rename) {
        Optional<Table> found = database.findPresent(rename.tableName());
        if (found.isEmpty()) {
            return "table_not_found";
        }
        Table table = found.get();
        Optional<Table> holder = database.findByAnyName(rename.newName());
        if (table.name.equals(rename.newName())
                || holder.filter(other -> other != table).isPresent()) {
            return "table_exists";
        }
        List<String> former = new ArrayList<>(table.formerNames);
        former.add(table.name);
        former.remove(rename.newName());
        table.formerNames = former;
        table.name = rename.newName();
        return "done";
    }

    private static String delete(Database database, CatalogChange.DeleteTable delete) {
        return database.findPresent(delete.tableName())
                .map(table -> {
                    table.deletedAt = delete.deletedAt();
                    return "done";
                })
                .orElse("table_not_found");
    }

    private static String undelete(Database database, long tableId) {
        for (Table table : database.tables) {
            if (table.id == tableId) {
                if (table.deletedAt == null) {
                    return "table_not_deleted";
                }
                if (database.findByAnyName(table.name).isPresent()) {
                    return "table_exists";
                }
                if (database.isFull()) {
                    return "table_limit";
                }
                table.formerNames =
                        table.formerNames.stream()
                                .filter(name -> database.findByAnyName(name).isEmpty())
                                .toList();
                table.deletedAt = null;
                return "done";
            }
        }
        return "table_not_found";
    }
}
