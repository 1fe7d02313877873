// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.PostgresServer;
import dev.sluice.testkit.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server whose catalog is in a real PostgreSQL.
final class PostgresServerTest {
    private static final String COUNT = "SELECT count(*), sum(f) FROM m";
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static PostgresServer postgres;

    @TempDir private Path directory;
    private String dsn = "";

    @BeforeAll
    static void start() throws Exception {
        postgres = PostgresServer.start();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @BeforeEach
    void makeDatabase() throws Exception {
        dsn = postgres.createDatabase("plant " + DATABASES.incrementAndGet()).replace(" ", "%20");
    }

    private OneServer open(Path data, String dsn) throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("server.yaml"), "catalog: {dsn: {value: '" + dsn + "'}}");
        return new OneServer(data, OneServer.source(data, 0, file));
    }

    private OneServer open() throws IOException {
        return open(data(), dsn);
    }

    private Path data() {
        return directory.resolve("data");
    }

    private static int create(OneServer server, String name) throws Exception {
        return server.postJson(
                        "/api/v0/databases", server.adminToken(), "{\"name\":\"" + name + "\"}")
                .statusCode();
    }

    @Test
    @Conforms("A-196")
    void keepsItsCatalogInTheDatabaseOfAnEncodedAddress() throws Exception {
        try (OneServer server = open()) {
            assertThat(create(server, "db")).isEqualTo(200);
            assertThat(server.write("db", server.adminToken(), "m f=1 1\nm f=2 2").statusCode())
                    .isEqualTo(204);
        }
        assertThat(data().resolve("catalog.sqlite")).doesNotExist();
        assertThat(postgres.psql(dsn, "SELECT name FROM database_entry")).isEqualTo("db\n");

        try (OneServer server = open(data(), dsn.replace("postgres://", "postgresql://"))) {
            assertThat(server.query("db", server.adminToken(), COUNT)).containsExactly("2|3.0");
        }
    }

    @Test
    @Timeout(180)
    @Conforms("D-249")
    void whileTheDatabaseIsAwayItReadsAndWritesWhatNeedsNoNewColumn() throws Exception {
        try (CapturedLog log = CapturedLog.ofTheProduct();
                OneServer server = open()) {
            String token = server.adminToken();
            create(server, "db");
            server.write("db", token, "m f=1 1");
            postgres.stop();
            try {
                assertThat(server.write("db", token, "m f=2 2").statusCode()).isEqualTo(204);
                assertThat(server.query("db", token, COUNT)).containsExactly("2|3.0");
                assertThat(server.get("/api/v0/databases", token).body()).contains("\"db\"");
                var refused = server.write("db", token, "m g=2 2");
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.body())
                        .contains("the catalog failed, nothing was changed")
                        .doesNotContain("PostgreSQL");
                assertThat(log.text())
                        .containsPattern("catalog in PostgreSQL.* failed, nothing was changed: ");
                var made = server.postJson("/api/v0/databases", token, "{\"name\":\"later\"}");
                assertThat(made.statusCode()).isEqualTo(503);
                assertThat(made.body()).contains("failed, nothing was changed");
            } finally {
                postgres.resume();
            }

            assertThat(create(server, "later")).isEqualTo(200);
            assertThat(server.write("db", token, "m g=2 3").statusCode()).isEqualTo(204);
            assertThat(server.query("db", token, COUNT)).containsExactly("3|3.0");
        }
    }

    /// Somebody has a lock that even readers wait for. A database that is frozen is no other.
    @Test
    @Timeout(120)
    void saysThatItWaitsForTheDatabase() throws Exception {
        try (CapturedLog log = CapturedLog.ofTheProduct();
                OneServer _ = open();
                Connection other = connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            boolean _ = statement.execute("LOCK TABLE catalog_state");
            Waiting.until(
                    "it is told",
                    () -> log.text().contains("the catalog's database gives no answer"));
            other.rollback();
            Waiting.until(
                    "its end is told",
                    () -> log.text().contains("the catalog's database answers again"));
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + dsn.substring(dsn.indexOf("@") + 1),
                PostgresServer.USER,
                PostgresServer.PASSWORD);
    }

    @Test
    void aDirectoryWithItsOwnCatalogIsNotUsedBesideTheDatabase() throws Exception {
        new OneServer(data(), OneServer.source(data(), 0)).close();

        assertThatThrownBy(() -> open().close())
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("the settings name the catalog in PostgreSQL at 127.0.0.1:")
                .hasMessageContaining("which is not moved there")
                .hasMessageNotContaining(PostgresServer.PASSWORD);
    }

    @Test
    void aDirectoryStaysWithItsCatalog() throws Exception {
        open().close();

        assertThatThrownBy(() -> open(data(), postgres.createDatabase("another")).close())
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("the data directory belongs to the cluster ")
                .hasMessageContaining("name the right database");
        assertThatThrownBy(() -> new OneServer(data(), OneServer.source(data(), 0)).close())
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("the data directory belongs to the cluster ")
                .hasMessageContaining("name the database that has it (catalog.dsn)");
        assertThat(DataDirectory.catalogFile(data())).doesNotExist();

        open().close();
    }

    @Test
    void aNewDirectoryGoesOnWhereAnotherEnded() throws Exception {
        try (OneServer server = open()) {
            create(server, "db");
            server.write("db", server.adminToken(), "m f=1 1");
        }
        Path next = directory.resolve("next");
        Path objects = data().resolve("objects");
        Files.createDirectories(next);
        Files.move(objects, next.resolve("objects"));
        try (OneServer server = open(next, dsn)) {
            server.write("db", server.adminToken(), "m f=2 2");
        }

        try (OneServer server = open(next, dsn)) {
            assertThat(server.query("db", server.adminToken(), COUNT)).containsExactly("2|3.0");
        }
    }
}
