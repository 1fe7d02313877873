// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.sqlpeer;

import dev.sluice.sqlpeer.SampleTables.Point;
import dev.sluice.testkit.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A real PostgreSQL with the tables of [SampleTables].
public final class Postgres implements AutoCloseable {
    private static final int NANOS_PER_MICRO = 1000;

    private final PostgresServer server;
    private final Connection connection;

    private Postgres(PostgresServer server, Connection connection) {
        this.server = server;
        this.connection = connection;
    }

    /// Starts one with nothing in it.
    public static Postgres start() throws IOException, InterruptedException, SQLException {
        PostgresServer server = PostgresServer.start();
        try {
            try (Connection first = connect(server, "postgres");
                    Statement statement = first.createStatement()) {
                // Texts in the order of their bytes, and letters of all alphabets.
                statement.execute(
                        "CREATE DATABASE peer TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'");
            }
            Postgres started = new Postgres(server, connect(server, "peer"));
            started.run("SET TimeZone = 'UTC'; SET statement_timeout = '20s'");
            return started;
        } catch (SQLException e) {
            server.close();
            throw e;
        }
    }

    private static Connection connect(PostgresServer server, String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database,
                PostgresServer.USER,
                PostgresServer.PASSWORD);
    }

    /// Has these points and no others.
    public void fill(SampleTables tables) throws SQLException {
        for (SampleTables.Table table : List.of(SampleTables.FIRST, SampleTables.SECOND)) {
            run(
                    "DROP TABLE IF EXISTS %1$s; CREATE TABLE %1$s (time timestamp, h text, %2$s text, i bigint, %3$s float8, s text, b boolean)"
                            .formatted(table.name(), table.tag(), table.number()));
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            "INSERT INTO "
                                    + table.name()
                                    + " VALUES (timestamp '1970-01-01' + ? * interval '1 microsecond',"
                                    + " ?, ?, ?, ?, ?, ?)")) {
                for (Map.Entry<Point, Map<String, Object>> entry : tables.points().entrySet()) {
                    if (entry.getKey().table().equals(table)) {
                        set(insert, entry.getKey(), entry.getValue());
                        insert.addBatch();
                    }
                }
                insert.executeBatch();
            }
            run("ANALYZE " + table.name());
        }
    }

    private static void set(PreparedStatement insert, Point point, Map<String, Object> fields)
            throws SQLException {
        insert.setLong(1, point.nanos() / NANOS_PER_MICRO);
        insert.setString(2, point.host());
        insert.setString(3, point.region());
        insert.setObject(4, fields.get("i"), Types.BIGINT);
        insert.setObject(5, fields.get(point.table().number()), Types.DOUBLE);
        insert.setObject(6, fields.get("s"), Types.VARCHAR);
        insert.setObject(7, fields.get("b"), Types.BOOLEAN);
    }

    private void run(String statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }

    /// The rows of a query.
    ///
    /// @throws SQLException also for one that PostgreSQL does not take
    public List<List<@Nullable Object>> rows(String query) throws SQLException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<@Nullable Object> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    boolean time = result.getMetaData().getColumnType(column) == Types.TIMESTAMP;
                    row.add(
                            time
                                    ? result.getObject(column, LocalDateTime.class)
                                    : result.getObject(column));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    @Override
    public void close() throws SQLException {
        try {
            connection.close();
        } finally {
            server.close();
        }
    }
}
