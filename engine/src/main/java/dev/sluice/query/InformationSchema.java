// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.catalog.TableEntry;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.Literal;
import dev.sluice.query.sql.Relation;
import dev.sluice.query.sql.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The views of `information_schema`, made from the catalog (data.md 5.12).
final class InformationSchema {
    static final String CATALOG = "public";
    static final String NAME = "information_schema";

    /// The schema of the user's tables.
    static final String USER_SCHEMA = "iox";

    private static final List<String> TABLES =
            List.of("table_catalog", "table_schema", "table_name", "table_type");
    private static final List<String> COLUMNS =
            List.of(
                    "table_catalog",
                    "table_schema",
                    "table_name",
                    "column_name",
                    "ordinal_position",
                    "column_default",
                    "is_nullable",
                    "data_type");
    private static final List<String> SCHEMATA = List.of("catalog_name", "schema_name");
    private static final List<String> VIEWS = List.of("tables", "columns", "schemata");

    private InformationSchema() {}

    /// A view as a relation.
    ///
    /// @param relation its rows
    /// @param columns names of its columns
    record View(Relation relation, List<String> columns) {}

    /// The view with this name.
    ///
    /// @param tables the database's tables
    /// @param alias its name in the query
    static Optional<View> find(String name, List<TableEntry> tables, String alias) {
        return switch (name) {
            case "tables" -> Optional.of(view(tables(tables), alias, TABLES));
            case "columns" -> Optional.of(view(columns(tables), alias, COLUMNS));
            case "schemata" -> Optional.of(view(schemata(), alias, SCHEMATA));
            default -> Optional.empty();
        };
    }

    private static View view(List<List<Expression>> rows, String alias, List<String> columns) {
        return new View(new Relation.Values(rows, alias, columns), columns);
    }

    private static List<List<Expression>> tables(List<TableEntry> tables) {
        List<List<Expression>> rows = new ArrayList<>();
        for (TableEntry table : tables) {
            rows.add(texts(CATALOG, USER_SCHEMA, table.name(), "BASE TABLE"));
        }
        for (String view : VIEWS) {
            rows.add(texts(CATALOG, NAME, view, "VIEW"));
        }
        return rows;
    }

    private static List<List<Expression>> columns(List<TableEntry> tables) {
        List<List<Expression>> rows = new ArrayList<>();
        for (TableEntry table : tables) {
            int position = 0;
            for (Column column : TableSources.ordered(table.columns())) {
                boolean time = column.type() == ColumnType.TIME;
                rows.add(
                        row(
                                USER_SCHEMA,
                                table.name(),
                                column.name(),
                                position++,
                                time ? "NO" : "YES",
                                arrowName(column.type())));
            }
        }
        for (String view : VIEWS) {
            int position = 0;
            for (String column : columnsOf(view)) {
                boolean number = column.equals("ordinal_position");
                rows.add(row(NAME, view, column, position++, "YES", number ? "Int64" : "Utf8"));
            }
        }
        return rows;
    }

    private static List<String> columnsOf(String view) {
        return switch (view) {
            case "tables" -> TABLES;
            case "columns" -> COLUMNS;
            default -> SCHEMATA;
        };
    }

    private static List<Expression> row(
            String schema,
            String table,
            String column,
            int position,
            String nullable,
            String type) {
        return List.of(
                Literal.ofText(CATALOG),
                Literal.ofText(schema),
                Literal.ofText(table),
                Literal.ofText(column),
                Literal.ofLong(position),
                new Expression.Cast(new Literal(Literal.Kind.NULL, ""), SqlType.VARCHAR, false),
                Literal.ofText(nullable),
                Literal.ofText(type));
    }

    private static List<List<Expression>> schemata() {
        return List.of(texts(CATALOG, USER_SCHEMA), texts(CATALOG, NAME));
    }

    private static List<Expression> texts(String... values) {
        List<Expression> row = new ArrayList<>();
        for (String value : values) {
            row.add(Literal.ofText(value));
        }
        return row;
    }

    /// The Arrow type that the reference shows (data.md 5.10).
    private static String arrowName(ColumnType type) {
        return switch (type) {
            case TAG -> "Dictionary(Int32, Utf8)";
            case STRING -> "Utf8";
            case INTEGER -> "Int64";
            case UINTEGER -> "UInt64";
            case FLOAT -> "Float64";
            case BOOLEAN -> "Boolean";
            case TIME -> "Timestamp(Nanosecond, None)";
        };
    }
}
