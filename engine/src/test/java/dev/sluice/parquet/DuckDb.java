// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// The engine, alone.
final class DuckDb implements AutoCloseable {
    private final Connection connection;

    private DuckDb(Connection connection) {
        this.connection = connection;
    }

    static DuckDb open() {
        try {
            return new DuckDb(DriverManager.getConnection("jdbc:duckdb:"));
        } catch (SQLException e) {
            throw new IllegalStateException("no engine", e);
        }
    }

    /// Tells a value of the row that the result is at.
    @FunctionalInterface
    interface Shown {
        String value(ResultSet result, int place) throws SQLException;
    }

    /// The rows of a statement, values parted by bars.
    List<String> query(String sql, Shown shown) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 0; i < columns; i++) {
                    values.add(shown.value(result, i));
                }
                rows.add(String.join("|", values));
            }
            return rows;
        }
    }

    List<String> query(String sql) throws SQLException {
        return query(sql, (result, place) -> String.valueOf(result.getString(place + 1)));
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
