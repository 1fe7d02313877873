// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.catalog.TableEntry;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.SqlFunctions;
import dev.sluice.query.sql.SqlType;
import dev.sluice.query.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The views of `information_schema`, made from the catalog (data.md 5.12).
final class InformationSchema {
    static final String CATALOG = "public";
    static final String NAME = "information_schema";

    /// The schema of the user's tables.
    static final String USER_SCHEMA = "iox";

    private static final String VIEW = "VIEW";
    private static final String BASE_TABLE = "BASE TABLE";

    /// The views in the order in which they are listed.
    private static final List<String> VIEWS =
            List.of(
                    "tables",
                    "views",
                    "columns",
                    "df_settings",
                    "schemata",
                    "routines",
                    "parameters");

    /// What holds for every query, by the reference's names.
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "datafusion.catalog.default_catalog", CATALOG,
                    "datafusion.catalog.default_schema", USER_SCHEMA,
                    "datafusion.catalog.information_schema", "true",
                    "datafusion.execution.batch_size", "16384",
                    "datafusion.execution.time_zone", "+00:00",
                    "datafusion.explain.format", "indent",
                    "datafusion.sql_parser.dialect", "generic",
                    "datafusion.sql_parser.enable_ident_normalization", "true");

    private final List<TableEntry> tables;
    private final boolean debug;

    /// @param tables the database's tables
    /// @param debug whether the system tables are there too
    InformationSchema(List<TableEntry> tables, boolean debug) {
        this.tables = tables;
        this.debug = debug;
    }

    /// Whether there is a setting with this name.
    static boolean isSetting(String name) {
        return SETTINGS.containsKey(name);
    }

    /// The view with this name.
    Optional<View> find(String name) {
        return VIEWS.contains(name)
                ? Optional.of(new View(columnsOf(name), rowsOf(name)))
                : Optional.empty();
    }

    private static List<View.Column> columnsOf(String view) {
        return switch (view) {
            case "tables" ->
                    View.texts("table_catalog", "table_schema", "table_name", "table_type");
            case "views" -> View.texts("table_catalog", "table_schema", "table_name", "definition");
            case "columns" -> columnsOfColumns();
            case "df_settings" -> View.texts("name", "value", "description");
            case "schemata" ->
                    View.texts(
                            "catalog_name",
                            "schema_name",
                            "schema_owner",
                            "default_character_set_catalog",
                            "default_character_set_schema",
                            "default_character_set_name",
                            "sql_path");
            case "routines" ->
                    View.texts(
                            "specific_catalog",
                            "specific_schema",
                            "specific_name",
                            "routine_catalog",
                            "routine_schema",
                            "routine_name",
                            "routine_type",
                            "function_type",
                            "description");
            default -> columnsOfParameters();
        };
    }

    private static List<View.Column> columnsOfColumns() {
        List<View.Column> columns =
                View.texts("table_catalog", "table_schema", "table_name", "column_name");
        columns.add(new View.Column("ordinal_position", SqlType.BIGINT));
        columns.addAll(View.texts("column_default", "is_nullable", "data_type"));
        for (String name :
                List.of(
                        "character_maximum_length",
                        "character_octet_length",
                        "numeric_precision",
                        "numeric_precision_radix",
                        "numeric_scale",
                        "datetime_precision")) {
            columns.add(new View.Column(name, SqlType.BIGINT));
        }
        columns.addAll(View.texts("interval_type"));
        return columns;
    }

    private static List<View.Column> columnsOfParameters() {
        List<View.Column> columns =
                View.texts("specific_catalog", "specific_schema", "specific_name");
        columns.add(new View.Column("ordinal_position", SqlType.BIGINT));
        columns.addAll(
                View.texts("parameter_mode", "parameter_name", "data_type", "parameter_default"));
        columns.add(new View.Column("is_variadic", SqlType.BOOLEAN));
        return columns;
    }

    private List<List<@Nullable Object>> rowsOf(String view) {
        return switch (view) {
            case "tables" -> tables();
            case "views" -> views();
            case "columns" -> columns();
            case "df_settings" -> settings();
            case "schemata" -> schemata();
            case "routines" -> routines();
            default -> List.of();
        };
    }

    private List<List<@Nullable Object>> tables() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (TableEntry table : tables) {
            rows.add(View.row(CATALOG, USER_SCHEMA, table.name(), BASE_TABLE));
        }
        for (String view : VIEWS) {
            rows.add(View.row(CATALOG, NAME, view, VIEW));
        }
        if (debug) {
            for (String table : SystemTables.NAMES) {
                rows.add(View.row(CATALOG, SystemTables.SCHEMA, table, BASE_TABLE));
            }
        }
        return rows;
    }

    private static List<List<@Nullable Object>> views() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (String view : VIEWS) {
            rows.add(View.row(CATALOG, NAME, view, null));
        }
        return rows;
    }

    private List<List<@Nullable Object>> columns() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (TableEntry table : tables) {
            long position = 0;
            for (Column column : TableSources.ordered(table.columns())) {
                boolean time = column.type() == ColumnType.TIME;
                rows.add(
                        column(
                                USER_SCHEMA,
                                table.name(),
                                column.name(),
                                position++,
                                time ? "NO" : "YES",
                                arrowName(column.type())));
            }
        }
        for (String view : VIEWS) {
            addColumns(rows, NAME, view, columnsOf(view));
        }
        if (debug) {
            for (String table : SystemTables.NAMES) {
                addColumns(rows, SystemTables.SCHEMA, table, SystemTables.columnsOf(table));
            }
        }
        return rows;
    }

    private static void addColumns(
            List<List<@Nullable Object>> rows,
            String schema,
            String table,
            List<View.Column> columns) {
        long position = 0;
        for (View.Column column : columns) {
            rows.add(
                    column(
                            schema,
                            table,
                            column.name(),
                            position++,
                            "YES",
                            arrowName(column.type())));
        }
    }

    private static List<@Nullable Object> column(
            String schema,
            String table,
            String column,
            long position,
            String nullable,
            String type) {
        return View.row(
                CATALOG, schema, table, column, position, null, nullable, type, null, null, null,
                null, null, null, null);
    }

    private static List<List<@Nullable Object>> settings() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        SETTINGS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(setting -> rows.add(View.row(setting.getKey(), setting.getValue(), null)));
        return rows;
    }

    private List<List<@Nullable Object>> schemata() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (String schema : List.of(USER_SCHEMA, NAME, SystemTables.SCHEMA)) {
            if (debug || !schema.equals(SystemTables.SCHEMA)) {
                rows.add(View.row(CATALOG, schema, null, null, null, null, null));
            }
        }
        return rows;
    }

    private static List<List<@Nullable Object>> routines() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        SqlFunctions.inventory()
                .forEach((family, names) -> {
                    String kind =
                            switch (family) {
                                case "Aggregates", "Selectors" -> "AGGREGATE";
                                case "Windows" -> "WINDOW";
                                default -> "SCALAR";
                            };
                    for (String name : names) {
                        rows.add(
                                View.row(
                                        CATALOG,
                                        USER_SCHEMA,
                                        name,
                                        CATALOG,
                                        USER_SCHEMA,
                                        name,
                                        "FUNCTION",
                                        kind,
                                        family));
                    }
                });
        return rows;
    }

    /// The Arrow type that the reference shows (data.md 5.10).
    private static String arrowName(ColumnType type) {
        SqlType value = Types.of(type);
        return type == ColumnType.TAG || value == null
                ? "Dictionary(Int32, Utf8)"
                : arrowName(value);
    }

    private static String arrowName(SqlType type) {
        return switch (type) {
            case BIGINT -> "Int64";
            case UBIGINT -> "UInt64";
            case DOUBLE -> "Float64";
            case BOOLEAN -> "Boolean";
            case TIMESTAMP -> "Timestamp(Nanosecond, None)";
            default -> "Utf8";
        };
    }
}
