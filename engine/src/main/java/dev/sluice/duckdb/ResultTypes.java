// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import dev.sluice.model.ColumnType;
import dev.sluice.query.OutputColumn;
import dev.sluice.query.sql.Identifiers;
import dev.sluice.query.sql.SqlType;
import java.sql.ParameterMetaData;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// Gives a result only types that clients read (data.md 5.3): the engine's wide and narrow integers
/// become 64-bit ones, its instants nanoseconds. A value that does not fit is an error, never a
/// wrong number.
final class ResultTypes {
    private ResultTypes() {}

    /// The statement to run: the same, or the same with casts around it.
    static String adapted(String sql, ResultSetMetaData columns) throws SQLException {
        return areRight(columns) ? sql : wrapped(sql, casts(columns), names(columns));
    }

    /// Whether clients read the types as they are.
    static boolean areRight(ResultSetMetaData columns) throws SQLException {
        return casts(columns).stream().allMatch(String::isEmpty);
    }

    /// A statement that needs not be [#adapted], of one all of whose columns are known: with casts
    /// around it where whole numbers and instants may be wider or narrower.
    ///
    /// @param columns as far as they are known
    /// @return null where one is not
    static @Nullable String known(String sql, @Nullable List<OutputColumn> columns) {
        if (columns == null) {
            return null;
        }
        List<String> casts = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (OutputColumn column : columns) {
            SqlType value = column.value();
            if (value == null) {
                return null;
            }
            casts.add(column.type() == null ? cast(value) : "");
            names.add(Identifiers.toEngine(column.name()));
        }
        return casts.stream().allMatch(String::isEmpty) ? sql : wrapped(sql, casts, names);
    }

    /// Of what is known by one name the engine has several types.
    private static String cast(SqlType known) {
        return switch (known) {
            case BIGINT, UBIGINT, TIMESTAMP, TIMESTAMPTZ -> known.engineName();
            case BOOLEAN,
                    TINYINT,
                    SMALLINT,
                    INTEGER,
                    FLOAT,
                    DOUBLE,
                    VARCHAR,
                    DATE,
                    TIME,
                    INTERVAL ->
                    "";
        };
    }

    /// A statement of the columns that [#adapted] has, and of no rows.
    static String withoutRows(String sql, ResultSetMetaData columns) throws SQLException {
        return wrapped(sql, casts(columns), names(columns)) + " LIMIT 0";
    }

    private static List<String> casts(ResultSetMetaData columns) throws SQLException {
        List<String> casts = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            casts.add(cast(columns.getColumnTypeName(i)));
        }
        return casts;
    }

    private static List<String> names(ResultSetMetaData columns) throws SQLException {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            names.add(columns.getColumnName(i));
        }
        return names;
    }

    /// @param casts by column; empty for none
    /// @param names by column, as the engine has them
    private static String wrapped(String sql, List<String> casts, List<String> names) {
        StringJoiner list = new StringJoiner(", ");
        StringJoiner places = new StringJoiner(", ");
        for (int i = 0; i < casts.size(); i++) {
            String cast = casts.get(i);
            String place = "\"c" + (i + 1) + "\"";
            String name = '"' + names.get(i).replace("\"", "\"\"") + '"';
            places.add(place);
            list.add(
                    (cast.isEmpty() ? place : "CAST(" + place + " AS " + cast + ")")
                            + " AS "
                            + name);
        }
        return "SELECT " + list + " FROM (" + sql + ") AS \"r\"(" + places + ")";
    }

    /// Whether some values may be long: texts but those of tags, and what has parts.
    ///
    /// @param told what is known of the columns, or null
    static boolean haveLong(ResultSetMetaData columns, @Nullable List<OutputColumn> told)
            throws SQLException {
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            boolean tag =
                    told != null
                            && told.size() == columns.getColumnCount()
                            && told.get(i - 1).type() == ColumnType.TAG;
            if (!tag && isLong(columns.getColumnTypeName(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLong(String type) {
        return type.equals("VARCHAR")
                || type.equals("BLOB")
                || type.endsWith("]")
                || type.startsWith("STRUCT")
                || type.startsWith("MAP");
    }

    /// What the engine found out about the parameters of a statement, in a type that clients know;
    /// null where it found nothing.
    static List<@Nullable SqlType> ofParameters(ParameterMetaData parameters) throws SQLException {
        List<@Nullable SqlType> types = new ArrayList<>();
        for (int i = 1; i <= parameters.getParameterCount(); i++) {
            String type = parameters.getParameterTypeName(i);
            types.add(SqlType.find(cast(type).isEmpty() ? type : cast(type)));
        }
        return types;
    }

    private static String cast(String type) {
        return switch (type) {
            case "TINYINT", "SMALLINT", "INTEGER", "HUGEINT" -> "BIGINT";
            case "UTINYINT", "USMALLINT", "UINTEGER", "UHUGEINT" -> "UBIGINT";
            case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS" -> "TIMESTAMP_NS";
            case "\"NULL\"", "NULL", "UUID", "BIT" -> "VARCHAR";
            default -> "";
        };
    }

    /// The name as the user wrote it.
    static String userName(String engineName) {
        return Identifiers.fromEngine(engineName);
    }
}
