// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.config.PostgresConfig;
import dev.sluice.config.PostgresConfig.CertificateFiles;
import dev.sluice.config.PostgresConfig.Host;
import dev.sluice.config.PostgresConfig.Tls;
import dev.sluice.model.Secret;
import dev.sluice.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A database of a real server for a class of tests, empty before each of them; registered in a
/// static field.
final class PostgresFixture implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    static final String DATABASE = "catalog";

    private @Nullable PostgresServer running;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        running = PostgresServer.start();
        String _ = server().createDatabase(DATABASE);
        Schema.migrate(store());
    }

    @Override
    public void beforeEach(ExtensionContext context) throws SQLException {
        empty();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (running != null) {
            running.close();
        }
    }

    PostgresServer server() {
        return Objects.requireNonNull(running);
    }

    SqlStore store() {
        return PostgresCatalog.store(config(), null, false);
    }

    PostgresConfig config() {
        return at(server().port());
    }

    /// The same database behind another port.
    PostgresConfig at(int port) {
        return at(List.of(new Host("127.0.0.1", port)), false);
    }

    /// The same database at one of several hosts.
    static PostgresConfig at(List<Host> hosts, boolean primaryOnly) {
        return new PostgresConfig(
                hosts,
                primaryOnly,
                DATABASE,
                null,
                PostgresServer.USER,
                Secret.of(PostgresServer.PASSWORD),
                Tls.DISABLE,
                CertificateFiles.NONE);
    }

    /// Another database of the same server.
    PostgresConfig named(String database) {
        PostgresConfig config = config();
        return with(database, config.user(), config.password(), config.tls());
    }

    /// The same database, in a schema of its own.
    PostgresConfig in(String schema) {
        PostgresConfig config = config();
        return new PostgresConfig(
                config.hosts(),
                config.primaryOnly(),
                config.database(),
                schema,
                config.user(),
                config.password(),
                config.tls(),
                config.files());
    }

    /// The same server, asked otherwise.
    PostgresConfig with(
            @Nullable String database, @Nullable String user, @Nullable Secret password, Tls tls) {
        PostgresConfig config = config();
        return new PostgresConfig(
                config.hosts(),
                config.primaryOnly(),
                database,
                null,
                user,
                password,
                tls,
                CertificateFiles.NONE);
    }

    /// As if nobody had opened a catalog there yet.
    private void empty() throws SQLException {
        try (Connection connection = store().source().getConnection();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet rows =
                    statement.executeQuery(
                            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                                    + " AND tablename <> 'flyway_schema_history'")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            statement.execute("TRUNCATE " + String.join(", ", tables));
        }
    }

    /// As if a newer version had changed the schema, until [#undoFuture].
    void future() throws SQLException {
        execute(
                "INSERT INTO flyway_schema_history (installed_rank, version, description, type,"
                        + " script, installed_by, execution_time, success) VALUES (999, '999',"
                        + " 'future', 'SQL', 'V999__future.sql', 'x', 1, true)");
    }

    void undoFuture() throws SQLException {
        execute("DELETE FROM flyway_schema_history WHERE installed_rank = 999");
    }

    /// Runs a statement in it.
    void execute(String sql) throws SQLException {
        try (Connection connection = store().source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
