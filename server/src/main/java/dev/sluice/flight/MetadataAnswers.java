// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import dev.sluice.query.ResultStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.arrow.flight.sql.FlightSqlProducer.Schemas;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// Answers of Flight SQL about a database (data.md 4.6).
///
/// @param allocator memory of the answers
/// @param debug whether the schema `system` is shown
/// @param baseTableType what the user's tables are called
/// @param ask asks an SQL query of the database
record MetadataAnswers(
        BufferAllocator allocator,
        boolean debug,
        String baseTableType,
        Function<String, ResultStream> ask) {
    private static final String CATALOG = "public";
    private static final List<String> SCHEMATA = List.of("information_schema", "iox");
    private static final String SYSTEM = "system";

    /// No length that anybody knows.
    private static final int MAX = Integer.MAX_VALUE;

    private static final int NULLABLE = 1;
    private static final int SEARCHABLE_FULL = 3;
    private static final int XDBC_INTEGER = 4;
    private static final int XDBC_FLOAT = 6;
    private static final int XDBC_DATETIME = 9;
    private static final int XDBC_INTERVAL = 10;
    private static final int XDBC_VARCHAR = 12;
    private static final int XDBC_TIMESTAMP = 93;
    private static final int SUBCODE_TIMESTAMP = 3;

    /// The types of values, by number.
    private static final List<@Nullable Object[]> TYPES =
            List.of(
                    type("INTEGER", XDBC_INTEGER, 32, null, List.of(), XDBC_INTEGER, null),
                    type("FLOAT", XDBC_FLOAT, 24, null, List.of(), XDBC_FLOAT, null),
                    type("INTERVAL", XDBC_INTERVAL, MAX, "'", List.of(), XDBC_INTERVAL, null),
                    type("VARCHAR", XDBC_VARCHAR, MAX, "'", List.of("length"), XDBC_VARCHAR, null),
                    type(
                            "TIMESTAMP",
                            XDBC_TIMESTAMP,
                            MAX,
                            "'",
                            List.of(),
                            XDBC_DATETIME,
                            SUBCODE_TIMESTAMP));

    /// The columns of an answer.
    static Schema schema(SqlCommand command) {
        return switch (command) {
            case SqlCommand.SqlInfo _ -> Schemas.GET_SQL_INFO_SCHEMA;
            case SqlCommand.Catalogs _ -> Schemas.GET_CATALOGS_SCHEMA;
            case SqlCommand.Schemata _ -> Schemas.GET_SCHEMAS_SCHEMA;
            case SqlCommand.Tables tables ->
                    tables.withSchema()
                            ? Schemas.GET_TABLES_SCHEMA
                            : Schemas.GET_TABLES_SCHEMA_NO_SCHEMA;
            case SqlCommand.TableTypes _ -> Schemas.GET_TABLE_TYPES_SCHEMA;
            case SqlCommand.TypeInfo _ -> Schemas.GET_TYPE_INFO_SCHEMA;
            case SqlCommand.Keys keys -> keys.schema();
            case SqlCommand.Statement _, SqlCommand.Prepared _ ->
                    throw new IllegalArgumentException("a query's columns are its own");
        };
    }

    /// The catalog's name.
    ResultStream catalogs() {
        return rows(Schemas.GET_CATALOGS_SCHEMA, List.<@Nullable Object[]>of(row(CATALOG)));
    }

    /// The schemas that fit.
    ResultStream schemata(SqlCommand.Schemata wanted) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (String schema : schemata()) {
            if (fits(wanted, schema)) {
                rows.add(row(CATALOG, schema));
            }
        }
        return rows(Schemas.GET_SCHEMAS_SCHEMA, rows);
    }

    private List<String> schemata() {
        List<String> all = new ArrayList<>(SCHEMATA);
        if (debug) {
            all.add(SYSTEM);
        }
        return all;
    }

    private static boolean fits(SqlCommand.Schemata wanted, String schema) {
        return (wanted.catalog() == null || wanted.catalog().equals(CATALOG))
                && (wanted.pattern() == null || wanted.pattern().matches(schema));
    }

    /// The tables that fit.
    ResultStream tables(SqlCommand.Tables wanted) {
        Map<List<String>, Schema> columns =
                wanted.withSchema() ? TableListing.columns(ask) : Map.of();
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (TableListing.Table table : TableListing.tables(ask)) {
            String type =
                    table.type().equals(TableListing.BASE_TABLE) ? baseTableType : table.type();
            if (fits(wanted.schemata(), table.schema())
                    && (wanted.pattern() == null || wanted.pattern().matches(table.name()))
                    && (wanted.types().isEmpty() || wanted.types().contains(type))) {
                // A table that was made between the two questions has no columns yet.
                Schema schema =
                        columns.getOrDefault(
                                List.of(table.schema(), table.name()), new Schema(List.of()));
                rows.add(
                        wanted.withSchema()
                                ? row(
                                        CATALOG,
                                        table.schema(),
                                        table.name(),
                                        type,
                                        TableListing.bytes(schema))
                                : row(CATALOG, table.schema(), table.name(), type));
            }
        }
        return rows(schema(wanted), rows);
    }

    /// The types of tables.
    ResultStream tableTypes() {
        return rows(
                Schemas.GET_TABLE_TYPES_SCHEMA,
                List.<@Nullable Object[]>of(row(baseTableType), row(TableListing.VIEW)));
    }

    /// The types of values.
    ResultStream typeInfo(SqlCommand.TypeInfo wanted) {
        return rows(
                Schemas.GET_TYPE_INFO_SCHEMA,
                TYPES.stream()
                        .filter(row ->
                                wanted.dataType() == null || wanted.dataType().equals(row[1]))
                        .toList());
    }

    /// No keys.
    ResultStream keys(SqlCommand.Keys wanted) {
        return rows(wanted.schema(), List.of());
    }

    private ResultStream rows(Schema schema, List<@Nullable Object[]> rows) {
        return FixedResult.of(allocator, schema, rows);
    }

    private static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }

    /// @param quote what stands before and after a literal, or null
    private static @Nullable Object[] type(
            String name,
            int number,
            int size,
            @Nullable String quote,
            List<String> createParameters,
            int sqlType,
            @Nullable Integer datetimeSubcode) {
        boolean counts = number == XDBC_INTEGER || number == XDBC_FLOAT;
        return row(
                name,
                number,
                size,
                quote,
                quote,
                createParameters,
                NULLABLE,
                number == XDBC_VARCHAR,
                SEARCHABLE_FULL,
                counts ? Boolean.FALSE : null,
                false,
                counts ? Boolean.FALSE : null,
                name,
                null,
                null,
                sqlType,
                datetimeSubcode,
                counts ? 2 : null,
                null);
    }
}
