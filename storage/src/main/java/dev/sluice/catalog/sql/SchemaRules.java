// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.model.Column;
import dev.sluice.model.Excerpt;
import dev.sluice.model.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rules of tables and columns that a write brings with it; texts of data.md 1.10.
final class SchemaRules {
    private SchemaRules() {}

    static @Nullable Problem extend(ChangePlan plan, CatalogChange.ExtendSchema extend) {
        Optional<DatabaseEntry> database =
                plan.after().findDatabase(extend.databaseId()).filter(DatabaseEntry::isLive);
        if (database.isEmpty()) {
            return Problem.notFound(
                    "database_not_found", "database " + extend.databaseId() + " not found");
        }
        Problem broken =
                tableLimit(plan, database.get(), newTables(plan, database.get(), extend.tables()));
        for (CatalogChange.TableColumns wanted : extend.tables()) {
            if (broken == null) {
                broken = extendTable(plan, database.get(), wanted);
            }
        }
        return broken;
    }

    private static long newTables(
            ChangePlan plan, DatabaseEntry database, List<CatalogChange.TableColumns> wanted) {
        return wanted.stream()
                .map(CatalogChange.TableColumns::tableName)
                .distinct()
                .filter(name -> plan.after().findTable(database.id(), name).isEmpty())
                .count();
    }

    /// What is wrong with more tables in a database, or null.
    static @Nullable Problem tableLimit(ChangePlan plan, DatabaseEntry database, long added) {
        int existing = plan.after().tableCount(database.id());
        if (added == 0 || existing + added <= database.tablesMax()) {
            return null;
        }
        return Problem.invalid(
                "table_limit",
                "dml handler error: service limit reached: couldn't create new table; namespace"
                        + " contains "
                        + existing
                        + " existing tables, applying this write would result in "
                        + (existing + added)
                        + " tables, limit is "
                        + database.tablesMax());
    }

    private static @Nullable Problem extendTable(
            ChangePlan plan, DatabaseEntry database, CatalogChange.TableColumns wanted) {
        Optional<TableEntry> existing = plan.after().findTable(database.id(), wanted.tableName());
        Map<String, Column> columns = new LinkedHashMap<>();
        existing.ifPresent(
                table -> table.columns().forEach(column -> columns.put(column.name(), column)));
        int before = columns.size();
        columns.putIfAbsent(Column.TIME, Column.ofTime());
        for (Column column : wanted.columns()) {
            Column known = columns.putIfAbsent(column.name(), column);
            if (known != null && known.type() != column.type()) {
                return typeConflict(wanted.tableName(), known, column);
            }
        }
        if (columns.size() == before) {
            return null;
        }
        int columnsMax = existing.map(TableEntry::columnsMax).orElse(database.columnsPerTableMax());
        if (columns.size() > columnsMax) {
            return columnLimit(wanted.tableName(), before, columns.size(), columnsMax);
        }
        List<Column> all = new ArrayList<>(columns.values());
        plan.add(
                existing.isPresent()
                        ? new CatalogRow.MoreColumns(existing.get().withColumns(all), before)
                        : new CatalogRow.NewTable(
                                new TableEntry(
                                        plan.takeId(),
                                        database.id(),
                                        wanted.tableName(),
                                        all,
                                        columnsMax,
                                        database.template())));
        return null;
    }

    private static Problem typeConflict(String tableName, Column known, Column wanted) {
        return Problem.conflict(
                "column_type_conflict",
                "schema conflict: table "
                        + Excerpt.of(tableName)
                        + ", column "
                        + Excerpt.of(known.name())
                        + " is type "
                        + known.type().shortName()
                        + " but write has type "
                        + wanted.type().shortName());
    }

    private static Problem columnLimit(String tableName, int existing, int wanted, int columnsMax) {
        return Problem.invalid(
                "column_limit",
                "dml handler error: service limit reached: couldn't create columns in table `"
                        + Excerpt.of(tableName)
                        + "`; table contains "
                        + existing
                        + " existing columns, applying this write would result in "
                        + wanted
                        + " columns, limit is "
                        + columnsMax);
    }
}
