// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.DumpContract;
import dev.sluice.catalog.EveryKind;
import dev.sluice.catalog.StoredCatalog;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.ProblemException;
import dev.sluice.testkit.PostgresServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A copy of a catalog in PostgreSQL is what `pg_dump` would give, for `psql DSN < FILE`.
final class PostgresDumpTest implements DumpContract {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    @RegisterExtension static final PostgresFixture postgres = new PostgresFixture();

    @TempDir private Path directory;
    private SqlCatalog catalog;

    @BeforeEach
    void open() {
        catalog = SqlCatalog.openMigrated(postgres.store(), InstantSource.system());
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    @Override
    public StoredCatalog catalog() {
        return catalog;
    }

    @Override
    public Path scratch() {
        return directory;
    }

    @Override
    public Catalog restored(byte[] copy) throws Exception {
        String name = emptyDatabase();
        restore(name, copy);
        return PostgresCatalog.open(
                postgres.named(name),
                null,
                Patience.of(Duration.ofMinutes(2)),
                InstantSource.system());
    }

    private static String emptyDatabase() throws Exception {
        String name = "restored" + DATABASES.incrementAndGet();
        String _ = postgres.server().createDatabase(name);
        return name;
    }

    private static void restore(String database, byte[] copy) throws Exception {
        String _ =
                postgres.server()
                        .psqlFrom(postgres.server().dsn(database), new String(copy, UTF_8));
    }

    /// What the real program says of a database; its lines with random words left out.
    private static String dump(String database) throws Exception {
        return postgres.server()
                .dump(postgres.server().dsn(database))
                .lines()
                .filter(line -> !line.matches("\\\\(un)?restrict .*"))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void isNamedAfterWhatItIs() {
        assertThat(catalog.dump().name()).isEqualTo("pg_dump");
    }

    @Test
    void whatIsRestoredIsTheSameToTheRealProgram() throws Exception {
        new EveryKind(catalog).fill();
        String name = emptyDatabase();

        restore(name, copied(() -> {}).copy());

        assertThat(dump(name)).isEqualTo(dump("catalog"));
    }

    @Test
    void aSchemaOfAnotherNameIsMade() throws Exception {
        String name = emptyDatabase();
        String dsn = postgres.server().dsn(name);
        String path = "ALTER DATABASE %s SET search_path = 'Plant Öl'";
        String _ =
                postgres.server().psql(dsn, "CREATE SCHEMA \"Plant Öl\";\n" + path.formatted(name));
        try (PostgresCatalog other =
                PostgresCatalog.open(
                        postgres.named(name),
                        null,
                        Patience.of(Duration.ofMinutes(2)),
                        InstantSource.system())) {
            other.commit(new CatalogChange.CreateDatabase(new DatabaseName("a"), 0, 5, 50))
                    .require();
            ByteArrayOutputStream copy = new ByteArrayOutputStream();
            long _ = other.dump().write(scratch(), copy, OutputStream.nullOutputStream());

            String second = emptyDatabase();
            String _ =
                    postgres.server().psql(postgres.server().dsn(second), path.formatted(second));
            restore(second, copy.toByteArray());

            assertThat(dump(second)).isEqualTo(dump(name));
        }
    }

    @Test
    void everyTableOfTheCatalogIsInIt() throws Exception {
        assertThat(
                        postgres.server()
                                .psql(
                                        postgres.server().dsn("catalog"),
                                        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
                                .lines())
                .containsExactlyInAnyOrderElementsOf(Schema.TABLES);
    }

    @Test
    void whatElseIsInTheDatabaseIsLeftOut() throws Exception {
        String dsn = postgres.server().dsn("catalog");
        String _ =
                postgres.server()
                        .psql(
                                dsn,
                                "CREATE TABLE theirs (id SERIAL);\n"
                                        + "CREATE VIEW names AS SELECT name FROM database_entry");
        try {
            byte[] copy = copied(() -> {}).copy();

            assertThat(new String(copy, UTF_8)).doesNotContain("theirs", "names AS");
        } finally {
            String _ = postgres.server().psql(dsn, "DROP VIEW names;\nDROP TABLE theirs");
        }
    }

    // --- restoring over a catalog ------------------------------------------------------------

    @Test
    void aDatabaseThatHoldsACatalogStaysAsItWas() throws Exception {
        new EveryKind(catalog).fill();
        byte[] copy = copied(() -> {}).copy();
        catalog.commit(new CatalogChange.CreateDatabase(new DatabaseName("later"), 0, 5, 50))
                .require();
        String before = dump("catalog");

        catalog.close();
        assertThatThrownBy(() -> restore("catalog", copy))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("already exists");

        assertThat(dump("catalog")).isEqualTo(before);
    }

    @Test
    void theLineThatDropsMakesRoom() throws Exception {
        new EveryKind(catalog).fill();
        String before = dump("catalog");
        String copy = new String(copied(() -> {}).copy(), UTF_8);
        catalog.commit(new CatalogChange.CreateDatabase(new DatabaseName("later"), 0, 5, 50))
                .require();

        catalog.close();
        // sed 's/^-- DROP TABLE/DROP TABLE/'
        restore("catalog", copy.replaceFirst("\n-- DROP TABLE", "\nDROP TABLE").getBytes(UTF_8));

        assertThat(dump("catalog")).isEqualTo(before);
        catalog = SqlCatalog.openMigrated(postgres.store(), InstantSource.system());
        assertThat(catalog.snapshot().databases())
                .extracting(DatabaseEntry::name)
                .containsExactly("plant");
    }

    @Test
    void nothingIsRestoredUnderAServer() throws Exception {
        byte[] copy = copied(() -> {}).copy();
        String name = emptyDatabase();
        try (Catalog _ =
                PostgresCatalog.open(
                        postgres.named(name),
                        null,
                        Patience.of(Duration.ofMinutes(2)),
                        InstantSource.system())) {
            String before = dump(name);

            assertThatThrownBy(() ->
                            restore(
                                    name,
                                    new String(copy, UTF_8)
                                            .replaceFirst("\n-- DROP", "\nDROP")
                                            .getBytes(UTF_8)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("a server has this catalog open: stop it first");

            assertThat(dump(name)).isEqualTo(before);
        }
    }

    // --- failures ----------------------------------------------------------------------------

    @Test
    void saysThatTheDatabaseIsAway() throws Exception {
        postgres.server().stop();
        try {
            assertThatThrownBy(() -> copied(() -> {}))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("catalog in PostgreSQL at 127.0.0.1:")
                    .hasMessageContaining("could not be copied: ")
                    .hasMessageNotContaining(PostgresServer.PASSWORD);
        } finally {
            postgres.server().resume();
        }
    }

    @Test
    void aTableThatIsMissingIsToldByName() throws Exception {
        String name = emptyDatabase();
        SqlStore store = PostgresCatalog.store(postgres.named(name), null, false);

        assertThatThrownBy(() ->
                        new PostgresDump(store)
                                .write(
                                        scratch(),
                                        OutputStream.nullOutputStream(),
                                        OutputStream.nullOutputStream()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("\"public.flyway_schema_history\" does not exist");
    }
}
