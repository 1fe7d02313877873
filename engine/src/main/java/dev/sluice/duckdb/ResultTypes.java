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
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            if (!cast(columns.getColumnTypeName(i)).isEmpty()) {
                return wrapped(sql, columns);
            }
        }
        return sql;
    }

    /// A statement of the columns that [#adapted] has, and of no rows.
    static String withoutRows(String sql, ResultSetMetaData columns) throws SQLException {
        return wrapped(sql, columns) + " LIMIT 0";
    }

    private static String wrapped(String sql, ResultSetMetaData columns) throws SQLException {
        StringJoiner list = new StringJoiner(", ");
        StringJoiner names = new StringJoiner(", ");
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            String cast = cast(columns.getColumnTypeName(i));
            String place = "\"c" + i + "\"";
            String name = '"' + columns.getColumnName(i).replace("\"", "\"\"") + '"';
            names.add(place);
            list.add(
                    (cast.isEmpty() ? place : "CAST(" + place + " AS " + cast + ")")
                            + " AS "
                            + name);
        }
        return "SELECT " + list + " FROM (" + sql + ") AS \"r\"(" + names + ")";
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
