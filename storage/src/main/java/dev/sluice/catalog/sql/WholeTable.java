// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of one table of the catalog, whatever its columns are: they are asked of the store. All
/// of them are texts and whole numbers, as the migrations have it, which every store gives back as
/// they were. A few rows are in memory at a time.
///
/// @param table its name
/// @param columns their names
record WholeTable(String table, List<String> columns) {
    /// How many rows are sent or fetched at a time.
    static final int ROWS_AT_ONCE = 500;

    /// The table as a store has it.
    static WholeTable of(String table, Connection store) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (Statement statement = store.createStatement();
                ResultSet none = statement.executeQuery("SELECT * FROM " + table + " LIMIT 0")) {
            for (int i = 1; i <= none.getMetaData().getColumnCount(); i++) {
                columns.add(none.getMetaData().getColumnName(i));
            }
        }
        return new WholeTable(table, columns);
    }

    /// What is in a table, in any order.
    ///
    /// @param rows how many
    /// @param sum of the digests of all rows
    record Content(long rows, BigInteger sum) {}

    /// Takes one row; they are counted from 1.
    @FunctionalInterface
    private interface Sink {
        void take(List<@Nullable Object> values, long number) throws SQLException;
    }

    /// Writes every row of one store into another, inside the caller's transaction there.
    ///
    /// @return what the first one has
    Content copy(Connection from, Connection to) throws SQLException {
        String insert =
                "INSERT INTO "
                        + table
                        + " ("
                        + names()
                        + ") VALUES ("
                        + String.join(", ", Collections.nCopies(columns.size(), "?"))
                        + ")";
        try (PreparedStatement statement = to.prepareStatement(insert)) {
            Content all =
                    each(
                            from,
                            (values, number) -> {
                                for (int i = 0; i < values.size(); i++) {
                                    bind(statement, i + 1, values.get(i));
                                }
                                statement.addBatch();
                                if (number % ROWS_AT_ONCE == 0) {
                                    int[] _ = statement.executeBatch();
                                }
                            });
            int[] _ = statement.executeBatch();
            return all;
        }
    }

    /// What a store has. Two that have the same rows have the same content.
    Content content(Connection store) throws SQLException {
        return each(store, (_, _) -> {});
    }

    private String names() {
        return String.join(", ", columns);
    }

    private Content each(Connection store, Sink sink) throws SQLException {
        MessageDigest digest = sha256();
        BigInteger sum = BigInteger.ZERO;
        long count = 0;
        try (Statement statement = store.createStatement()) {
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows = statement.executeQuery("SELECT " + names() + " FROM " + table)) {
                while (rows.next()) {
                    List<@Nullable Object> values = values(rows);
                    values.forEach(value -> update(digest, value));
                    sum = sum.add(new BigInteger(1, digest.digest()));
                    count++;
                    sink.take(values, count);
                }
            }
        }
        return new Content(count, sum);
    }

    private List<@Nullable Object> values(ResultSet row) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>(columns.size());
        for (int i = 1; i <= columns.size(); i++) {
            values.add(value(row, i));
        }
        return values;
    }

    /// A [Long], a [String], or null.
    private @Nullable Object value(ResultSet row, int column) throws SQLException {
        return switch (row.getObject(column)) {
            case null -> null;
            case Number number -> number.longValue();
            case String text -> text;
            case Object other ->
                    throw new SQLException(
                            "%s.%s is neither a text nor a whole number but %s"
                                    .formatted(
                                            table,
                                            columns.get(column - 1),
                                            other.getClass().getSimpleName()));
        };
    }

    private static void bind(PreparedStatement statement, int place, @Nullable Object value)
            throws SQLException {
        switch (value) {
            case null -> statement.setNull(place, Types.NULL);
            case Long number -> statement.setLong(place, number);
            case Object text -> statement.setString(place, text.toString());
        }
    }

    /// No two values give the same bytes, wherever one ends.
    private static void update(MessageDigest digest, @Nullable Object value) {
        switch (value) {
            case null -> digest.update((byte) 0);
            case Long number -> {
                digest.update((byte) 1);
                digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
            }
            case Object text -> {
                byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
                digest.update((byte) 2);
                digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
                digest.update(bytes);
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
