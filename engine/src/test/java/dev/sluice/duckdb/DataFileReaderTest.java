// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.model.Column;
import dev.sluice.query.DataFileReader;
import dev.sluice.query.SqlEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files are read without the engine, and as the engine reads them. Takes `-Dseed=`.
final class DataFileReaderTest {
    private static final int DATABASES = 20;

    /// Some have more values of a tag than are remembered while a file is read.
    private static final int LARGE_EVERY = 5;

    private static final int RANGES = 5;
    private static final long DAY_NANOS = 86_400_000_000_000L;

    @TempDir private Path directory;

    /// Readers over one engine.
    ///
    /// @param asked how often it was asked
    private record Readers(DuckDbEngine engine, AtomicInteger asked) {
        Readers(DuckDbEngine engine) {
            this(engine, new AtomicInteger());
        }

        DataFileReader reader() {
            SqlEngine counting =
                    timeLimit -> {
                        asked.incrementAndGet();
                        return engine.begin(timeLimit);
                    };
            return new DataFileReader(counting, QueryFixture.LONG);
        }

        @Nullable List<String> read(
                TableEntry table, FileEntry file, Path path, long from, long to, long rowsMax)
                throws IOException {
            TableRows rows = reader().read(table, file, path, from, to, rowsMax, Long.MAX_VALUE);
            return rows == null ? null : shown(rows);
        }
    }

    /// Rows as text, in their order, columns by name.
    private static List<String> shown(TableRows rows) {
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < rows.rowCount(); row++) {
            List<String> values = new ArrayList<>();
            for (ColumnData column : rows.columns()) {
                int place = rows.placeOf(column, row);
                if (!column.isNull(place)) {
                    String value =
                            column.isText()
                                    ? column.textAt(place)
                                    : String.valueOf(column.longAt(place));
                    values.add(column.column() + "=" + value);
                }
            }
            values.sort(null);
            lines.add(String.join(",", values));
        }
        return lines;
    }

    /// The same file as the catalog would have it if it were another one's: the engine reads it.
    private static FileEntry doubtful(FileEntry file) {
        return new FileEntry(
                file.id(),
                file.path(),
                file.tableId(),
                file.timeNanosMin(),
                file.timeNanosMax(),
                file.rowCount() + 1,
                file.sizeBytes(),
                file.sequence(),
                file.level(),
                file.partition(),
                file.columns());
    }

    @Test
    void readsAsTheEngineDoes() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("DataFileReaderTest -Dseed=" + seed);
        Random random = new Random(seed);
        try (QueryFixture db = QueryFixture.open(directory)) {
            Readers own = new Readers(db.engine);
            Readers engines = new Readers(db.engine);
            int asked = 0;
            for (int number = 0; number < DATABASES; number++) {
                db.nextDatabase();
                boolean large = number % LARGE_EVERY == 0;
                new RandomPoints(random, large ? 700 : 4, large ? 4_000 : 60, random.nextBoolean())
                        .fill(db);
                TableEntry table = db.tableEntry("t");
                for (FileEntry file : db.files(table)) {
                    for (int range = 0; range < RANGES; range++) {
                        long from = random.nextInt(2) * DAY_NANOS + random.nextInt(20);
                        long to = from + random.nextInt(2) * DAY_NANOS + random.nextInt(20);
                        Path path = db.path(file);
                        assertThat(own.read(table, file, path, from, to, 10_000))
                                .as("database %s of %s", number, seed)
                                .isEqualTo(
                                        engines.read(
                                                table, doubtful(file), path, from, to, 10_000));
                        asked++;
                    }
                }
            }
            assertThat(own.asked()).hasValue(0);
            assertThat(engines.asked()).hasValue(asked);
        }
    }

    @Test
    void tellsThatThereAreMoreRowsThanThereMayBe() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.file("t,k=a x=1 1", "t,k=a x=2 2", "t,k=b x=3 1", "t,k=b x=4 9");
            TableEntry table = db.tableEntry("t");
            FileEntry file = db.files(table).getFirst();
            Readers readers = new Readers(db.engine);

            assertThat(readers.read(table, file, db.path(file), 1, 2, 2)).isNull();
            assertThat(readers.read(table, file, db.path(file), 1, 2, 3)).hasSize(3);
        }
    }

    @Test
    void tellsThatThereIsMoreTextThanThereMayBe() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.file("t,k=a s=\"pq\" 1", "t,k=a s=\"pq\" 2", "t,k=b s=\"pq\" 3");
            TableEntry table = db.tableEntry("t");
            FileEntry file = db.files(table).getFirst();
            DataFileReader reader = new DataFileReader(db.engine, QueryFixture.LONG);
            for (FileEntry either : List.of(file, doubtful(file))) {
                assertThat(reader.read(table, either, db.path(file), 1, 3, 9, 7)).isNull();
                assertThat(reader.read(table, either, db.path(file), 1, 3, 9, 8)).isNotNull();
                assertThat(reader.read(table, either, db.path(file), 1, 2, 9, 6)).isNotNull();
            }
        }
    }

    @Test
    void leavesToTheEngineAFileWithMoreRowsThanMayBeInMemory() throws IOException {
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.file("t,k=a x=1 1", "t,k=a x=2 2", "t,k=b x=3 1");
            TableEntry table = db.tableEntry("t");
            FileEntry file = db.files(table).getFirst();
            Readers readers = new Readers(db.engine);

            assertThat(readers.read(table, file, db.path(file), 2, 2, 3)).hasSize(1);
            assertThat(readers.asked()).hasValue(0);
            assertThat(readers.read(table, file, db.path(file), 2, 2, 2)).hasSize(1);
            assertThat(readers.asked()).hasValue(1);
        }
    }

    private static String fieldIds(TableEntry table) {
        List<String> ids = new ArrayList<>();
        for (Column column : table.columns()) {
            ids.add(column.name() + ": " + (ids.size() + 1));
        }
        return String.join(", ", ids);
    }

    @Test
    void leavesToTheEngineWhatSomebodyElseWrote() throws Exception {
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.file("t,k=a x=1,s=\"p\" 1", "t,k=a x=2 2", "t,k=b x=3,s=\"q\" 1");
            TableEntry table = db.tableEntry("t");
            FileEntry file = db.files(table).getFirst();
            Path path = directory.resolve("objects/copy.parquet");
            try (Connection other = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = other.createStatement()) {
                statement.execute(
                        "COPY (FROM '%s') TO '%s' (FORMAT parquet, FIELD_IDS {%s})"
                                .formatted(db.path(file), path, fieldIds(table)));
            }
            Readers readers = new Readers(db.engine);

            assertThat(readers.read(table, file, path, 1, 9, 9))
                    .isEqualTo(readers.read(table, file, db.path(file), 1, 9, 9))
                    .hasSize(3);
            assertThat(readers.asked()).hasValue(1);
        }
    }
}
