// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.model.Column;
import dev.sluice.model.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rules of the changes that are about whole tables. Each gives what is wrong, or null after it
/// has added its rows to the plan.
final class TableRules {
    private static final String NAME_IN_USE = "table name already in use";

    private TableRules() {}

    static @Nullable Problem create(ChangePlan plan, CatalogChange.CreateTable create) {
        DatabaseEntry database = DatabaseRules.find(plan, create.databaseName());
        if (database == null) {
            return DatabaseRules.notFound(create.databaseName());
        }
        if (plan.after().findTable(database.id(), create.tableName()).isPresent()) {
            return exists();
        }
        Problem limit = SchemaRules.tableLimit(plan, database, 1);
        if (limit != null) {
            return limit;
        }
        plan.add(
                new CatalogRow.NewTable(
                        new TableEntry(
                                plan.takeId(),
                                database.id(),
                                create.tableName(),
                                List.of(Column.ofTime()),
                                database.columnsPerTableMax(),
                                create.template() == null
                                        ? database.template()
                                        : create.template())));
        return null;
    }

    static @Nullable Problem rename(ChangePlan plan, CatalogChange.RenameTable rename) {
        DatabaseEntry database = DatabaseRules.find(plan, rename.databaseName());
        if (database == null) {
            return DatabaseRules.notFound(rename.databaseName());
        }
        TableEntry table = findByPresentName(plan, database, rename.tableName());
        if (table == null) {
            return notFound(rename.tableName());
        }
        TableEntry other = plan.after().findTable(database.id(), rename.newName()).orElse(null);
        if (other != null && (other.id() != table.id() || other.name().equals(rename.newName()))) {
            return exists();
        }
        List<String> former =
                Stream.concat(table.formerNames().stream(), Stream.of(table.name()))
                        .filter(name -> !name.equals(rename.newName()))
                        .toList();
        plan.add(new CatalogRow.TableChanged(table.named(rename.newName(), former)));
        return null;
    }

    static @Nullable Problem delete(ChangePlan plan, CatalogChange.DeleteTable delete) {
        DatabaseEntry database = DatabaseRules.find(plan, delete.databaseName());
        if (database == null) {
            return DatabaseRules.notFound(delete.databaseName());
        }
        TableEntry table = findByPresentName(plan, database, delete.tableName());
        if (table == null) {
            return notFound(delete.tableName());
        }
        plan.add(
                new CatalogRow.TableChanged(
                        table.deleted(delete.deletedAt().truncatedTo(ChronoUnit.MILLIS))));
        return null;
    }

    static @Nullable Problem undelete(ChangePlan plan, CatalogChange.UndeleteTable undelete) {
        DatabaseEntry database = DatabaseRules.find(plan, undelete.databaseName());
        if (database == null) {
            return DatabaseRules.notFound(undelete.databaseName());
        }
        TableEntry table =
                plan.after()
                        .findTable(undelete.tableId())
                        .filter(found -> found.databaseId() == database.id())
                        .orElse(null);
        if (table == null) {
            return notFound(String.valueOf(undelete.tableId()));
        }
        if (table.isLive()) {
            return Problem.invalid(
                    "table_not_deleted", "table " + table.name() + " is not deleted");
        }
        if (isTaken(plan, database, table.name())) {
            return Problem.invalid("table_exists", NAME_IN_USE);
        }
        Problem limit = SchemaRules.tableLimit(plan, database, 1);
        if (limit != null) {
            return limit;
        }
        List<String> former =
                table.formerNames().stream()
                        .filter(name -> !isTaken(plan, database, name))
                        .toList();
        plan.add(new CatalogRow.TableChanged(table.named(table.name(), former).deleted(null)));
        return null;
    }

    static @Nullable Problem renumber(ChangePlan plan, CatalogChange.RenumberTable renumber) {
        TableEntry table = plan.after().findTable(renumber.tableId()).orElse(null);
        if (table == null) {
            return notFound(String.valueOf(renumber.tableId()));
        }
        if (table.columns().size() > 1 || !plan.after().files(table.id()).isEmpty()) {
            return Problem.conflict("table_in_use", "table " + table.name() + " is in use");
        }
        TableEntry made =
                new TableEntry(
                        plan.takeId(),
                        table.databaseId(),
                        table.name(),
                        table.columns(),
                        table.columnsMax(),
                        table.template());
        plan.add(new CatalogRow.TableForgotten(table));
        plan.add(
                new CatalogRow.NewTable(
                        made.named(table.name(), table.formerNames()).deleted(table.deletedAt())));
        return null;
    }

    static @Nullable Problem forget(ChangePlan plan, CatalogChange.ForgetTable forget) {
        TableEntry table = plan.after().findTable(forget.tableId()).orElse(null);
        if (table == null) {
            return notFound(String.valueOf(forget.tableId()));
        }
        Instant deletedAt = table.deletedAt();
        if (deletedAt == null || deletedAt.isAfter(forget.until())) {
            return Problem.conflict(
                    "table_not_due",
                    "table " + table.name() + " is not to be removed for good yet");
        }
        plan.add(new CatalogRow.TableForgotten(table));
        return null;
    }

    private static boolean isTaken(ChangePlan plan, DatabaseEntry database, String name) {
        return plan.after().findTable(database.id(), name).isPresent();
    }

    private static @Nullable TableEntry findByPresentName(
            ChangePlan plan, DatabaseEntry database, String name) {
        return plan.after()
                .findTable(database.id(), name)
                .filter(table -> table.name().equals(name))
                .orElse(null);
    }

    private static Problem notFound(String table) {
        return Problem.notFound("table_not_found", "table " + table + " not found");
    }

    private static Problem exists() {
        return Problem.conflict("table_exists", NAME_IN_USE);
    }
}
