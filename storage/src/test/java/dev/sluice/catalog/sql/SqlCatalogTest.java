// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogContract;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.FileContract;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.FileModelContract;
import dev.sluice.catalog.LifecycleModelContract;
import dev.sluice.catalog.RemovalContract;
import dev.sluice.catalog.TableEntry;
import dev.sluice.catalog.TwoWritersContract;
import dev.sluice.model.Column;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.objectstore.ObjectPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The catalog in a SQLite file: the contract, and what only a file can have.
final class SqlCatalogTest
        implements CatalogContract,
                FileContract,
                FileModelContract,
                LifecycleModelContract,
                RemovalContract,
                TwoWritersContract {
    @TempDir private Path directory;
    private Catalog catalog;

    @BeforeEach
    void open() {
        catalog = SqlCatalog.open(file());
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    private Path file() {
        return directory.resolve("catalog.db");
    }

    @Override
    public Catalog catalog() {
        return catalog;
    }

    @Override
    public Catalog another() {
        return SqlCatalog.open(file());
    }

    @Override
    public Catalog reopened() {
        catalog.close();
        catalog = SqlCatalog.open(file());
        return catalog;
    }

    private static CatalogChange database(String name) {
        return new CatalogChange.CreateDatabase(new DatabaseName(name), 0, 500, 200);
    }

    @Test
    void refusesStoreOfNewerVersion() throws SQLException {
        catalog.close();
        history(
                """
                INSERT INTO flyway_schema_history
                    (installed_rank, version, description, type, script, installed_by,
                     execution_time, success)
                VALUES (99, '999', 'Future', 'SQL', 'V999__Future.sql', 'x', 1, 1)
                """);

        assertThatThrownBy(() -> SqlCatalog.open(file()))
                .isInstanceOf(ProblemException.class)
                .hasMessage(
                        "catalog "
                                + file()
                                + " was written by a newer Sluice; start that one or a later");
    }

    /// Flyway, which would refuse this, is not needed where there is nothing to change.
    @Test
    void aSchemaOfThisVersionIsKnownByItsNumbers() throws SQLException {
        catalog.close();
        history("UPDATE flyway_schema_history SET checksum = 1 WHERE version = '1'");

        SqlCatalog.open(file()).close();

        history("DELETE FROM flyway_schema_history WHERE version = '%d'".formatted(Schema.CHANGES));
        assertThatThrownBy(() -> SqlCatalog.open(file()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(file() + " cannot be opened: Validate failed");
    }

    @Test
    void aChangeThatFailedIsTold() throws SQLException {
        catalog.close();
        history("UPDATE flyway_schema_history SET success = 0 WHERE version = '2'");

        assertThatThrownBy(() -> SqlCatalog.open(file()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(file() + " cannot be opened: ");
    }

    private void history(String statement) throws SQLException {
        try (Connection connection = SqliteFile.dataSource(file()).getConnection();
                Statement change = connection.createStatement()) {
            change.execute(statement);
        }
    }

    @Test
    void refusesFileThatIsNoCatalog() throws IOException {
        Path stranger = directory.resolve("stranger.db");
        Files.writeString(stranger, "this is no database, however often one reads it".repeat(50));

        assertThatThrownBy(() -> SqlCatalog.open(stranger))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(stranger.toString())
                .extracting("problem")
                .extracting("kind", "code")
                .containsExactly(Problem.Kind.UNAVAILABLE, "catalog_unreadable");
    }

    @Test
    void onlyItsOwnerReadsItsFiles() throws IOException {
        catalog.commit(database("a")).require();

        try (Stream<Path> files = Files.list(directory)) {
            for (Path path : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as("%s", path)
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void refusesMissingDirectory() {
        assertThatThrownBy(() -> SqlCatalog.open(directory.resolve("none").resolve("catalog.db")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("none");
    }

    @Test
    void takesOverCatalogOfTheFirstSchema() throws SQLException {
        Path old = directory.resolve("old.db");
        DataSource source = SqliteFile.dataSource(old);
        Flyway.configure(SqlCatalogTest.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:dev/sluice/catalog/sql")
                .loggers("slf4j")
                .target("1")
                .load()
                .migrate();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    INSERT INTO catalog_state
                        (id, cluster_id, account_id, version, next_id, persisted_through)
                    VALUES (1, '00000000-0000-0001-0000-000000000002',
                            '00000000-0000-0003-0000-000000000004', 5, 9, 0)
                    """);
            statement.execute(
                    """
                    INSERT INTO database_entry
                        (id, name, retention_nanos, tables_max, columns_per_table_max)
                    VALUES (1, 'plant', 7, 8, 9)
                    """);
            statement.execute("INSERT INTO table_entry (id, database_id, name) VALUES (2, 1, 't')");
            statement.execute(
                    "INSERT INTO column_entry (table_id, place, name, type_code) VALUES (2, 0, 'time', 6)");
            statement.execute(
                    """
                    INSERT INTO file_entry
                        (sequence, path, table_id, time_nanos_min, time_nanos_max, row_count,
                         size_bytes)
                    VALUES (3, 'data/a', 2, -5, 5, 2, 77)
                    """);
        }

        try (Catalog opened = SqlCatalog.open(old)) {
            assertThat(opened.snapshot().clusterId()).isEqualTo(new UUID(1, 2));
            assertThat(opened.snapshot().createdAt()).isEmpty();
            assertThat(opened.commit(new CatalogChange.ReplaceUsers(List.of())).require().version())
                    .isEqualTo(5);
            CatalogSnapshot snapshot = opened.snapshot();
            assertThat(snapshot.databases())
                    .containsExactly(new DatabaseEntry(1, "plant", 7, 8, 9, null, null));
            TableEntry table = snapshot.findTable(1, "t").orElseThrow();
            assertThat(table.columns()).containsExactly(Column.ofTime());
            assertThat(table.columnsMax()).isEqualTo(9);
            assertThat(snapshot.files(2))
                    .containsExactly(new FileEntry(new ObjectPath("data/a"), 2, -5, 5, 2, 77, 3));
            assertThat(snapshot.deletedFiles(Instant.parse("9999-01-01T00:00:00Z"), 9)).isEmpty();
        }
    }

    @Test
    void saysWhenItWasMadeByTheGivenClock() {
        Instant noon = Instant.parse("2026-03-01T12:00:00.123456789Z");

        try (Catalog made =
                SqlCatalog.open(directory.resolve("dated.db"), InstantSource.fixed(noon))) {
            assertThat(made.snapshot().createdAt())
                    .hasValue(Instant.parse("2026-03-01T12:00:00.123Z"));
        }
    }
}
