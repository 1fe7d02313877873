// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The catalog's own tables in a PostgreSQL database, as statements that make them. What else is
/// there is none of the catalog.
///
/// @param schema where they are, quoted where it must be
/// @param tables as [Schema#TABLES] has them
record PostgresTables(String schema, List<Table> tables) {
    private static final String COLUMNS =
            """
            SELECT quote_ident(a.attname),
                   format_type(a.atttypid, a.atttypmod)
                   || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
                   || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
            FROM pg_attribute a
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum\
            """;

    private static final String CONSTRAINTS =
            """
            SELECT quote_ident(conname) || ' ' || pg_get_constraintdef(oid)
            FROM pg_constraint
            WHERE conrelid = ?::regclass AND strpos(?, contype::text) > 0
            ORDER BY contype, conname\
            """;

    private static final String INDEXES =
            """
            SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i
            WHERE i.indrelid = ?::regclass
              AND NOT EXISTS (SELECT FROM pg_constraint c
                              WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u'))
            ORDER BY 1\
            """;

    /// A table.
    ///
    /// @param name with its schema
    record Table(String name, List<Column> columns) {
        /// What makes it, without constraints.
        String statement() {
            return "CREATE TABLE "
                    + name
                    + " (\n    "
                    + String.join(
                            ",\n    ",
                            columns.stream().map(each -> each.name + " " + each.type).toList())
                    + "\n);\n\n";
        }

        String nameAndColumns() {
            return name
                    + " ("
                    + String.join(", ", columns.stream().map(Column::name).toList())
                    + ")";
        }
    }

    /// A column.
    ///
    /// @param type with its default, and whether it may be null
    record Column(String name, String type) {}

    /// Reads them in the caller's transaction, from where it finds tables; afterwards everything is
    /// named with its schema.
    ///
    /// @throws SQLException also when one is missing
    static PostgresTables read(Connection connection) throws SQLException {
        String schema;
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("SELECT quote_ident(current_schema())")) {
                schema = row.next() ? row.getString(1) : null;
            }
            statement.execute("SET LOCAL search_path = ''");
        }
        if (schema == null) {
            throw new SQLException("there is no schema");
        }
        List<Table> tables = new ArrayList<>();
        for (String name : Schema.TABLES) {
            String qualified = schema + "." + name;
            List<Column> columns = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
                statement.setString(1, qualified);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        columns.add(new Column(rows.getString(1), rows.getString(2)));
                    }
                }
            }
            tables.add(new Table(qualified, columns));
        }
        return new PostgresTables(schema, tables);
    }

    String qualified(String name) {
        return schema + "." + name;
    }

    /// What makes the schema; nothing where each database has it.
    String schemaStatement() {
        return schema.equals("public") ? "" : "CREATE SCHEMA IF NOT EXISTS " + schema + ";\n\n";
    }

    /// Statements for keys and rules of one table each.
    List<String> constraints(Connection connection) throws SQLException {
        return added(connection, "puc");
    }

    /// Statements for what refers to another table; those come last.
    List<String> references(Connection connection) throws SQLException {
        return added(connection, "f");
    }

    /// Statements for indexes that belong to no key.
    List<String> indexes(Connection connection) throws SQLException {
        List<String> found = new ArrayList<>();
        for (Table table : tables) {
            found.addAll(texts(connection, INDEXES, table.name, null));
        }
        return found;
    }

    private List<String> added(Connection connection, String kinds) throws SQLException {
        List<String> found = new ArrayList<>();
        for (Table table : tables) {
            for (String text : texts(connection, CONSTRAINTS, table.name, kinds)) {
                found.add("ALTER TABLE ONLY " + table.name + " ADD CONSTRAINT " + text);
            }
        }
        return found;
    }

    private static List<String> texts(
            Connection connection, String sql, String table, @Nullable String kinds)
            throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table);
            if (kinds != null) {
                statement.setString(2, kinds);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
        }
        return found;
    }
}
