// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.FileEntry;
import dev.sluice.parquet.Footers;
import dev.sluice.partition.PartitionTemplate;
import dev.sluice.partition.TemplatePart;
import dev.sluice.partition.TimeFormat;
import dev.sluice.testkit.Conforms;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is in a file that was persisted, and in one that was compacted, as a reader sees it that
/// knows nothing of us (data.md 7.5).
final class PersistedFileTest {
    private static final long DAY_NANOS = 86_400_000_000_000L;
    private static final PartitionTemplate ROOM_AND_DAY =
            new PartitionTemplate(
                    List.of(
                            new TemplatePart.Tag("room"),
                            new TemplatePart.Time(new TimeFormat("%Y-%m-%d"))));

    @Test
    @Conforms("D-231")
    void rowsAreSortedAndUniqueAndOfOnePartitionInZstd(@TempDir Path directory) throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        try (WholeStorage storage = new WholeStorage(directory, ROOM_AND_DAY, 1 << 26)) {
            for (int flush = 0; flush < 3; flush++) {
                for (int write = 0; write < 20; write++) {
                    storage.write(lines(random));
                }
                storage.flush();
            }
            requireGood(storage, seed, 3 * 4);
            assertThat(storage.compact(true)).isEqualTo(4);
            requireGood(storage, seed, 4);
        }
    }

    /// Late, repeated and unordered points of two rooms and two days.
    private static String lines(Random random) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            lines.add(
                    "m,room=%d%s t=%d %d"
                            .formatted(
                                    random.nextInt(2),
                                    random.nextBoolean() ? ",desk=" + random.nextInt(9) : "",
                                    random.nextInt(99),
                                    random.nextInt(2) * DAY_NANOS + random.nextInt(99)));
        }
        return String.join("\n", lines);
    }

    private static void requireGood(WholeStorage storage, long seed, int fileCount)
            throws Exception {
        List<FileEntry> files = storage.files();
        assertThat(files).as("seed %d", seed).hasSize(fileCount);
        for (FileEntry file : files) {
            Path path = storage.pathOf(file);
            assertThat(query("SELECT DISTINCT compression FROM parquet_metadata('" + path + "')"))
                    .containsExactly("ZSTD");
            List<String> inOrder =
                    query(
                            "SELECT room, desk, epoch_ns(time) FROM read_parquet('%s')"
                                            .formatted(path)
                                    + " ORDER BY file_row_number");
            assertThat(inOrder).as("seed %d", seed).hasSize((int) file.rowCount());
            // The order that the file says it has, with nulls first and each key once.
            String order = String.join(", ", sortingColumns(path));
            assertThat(order).endsWith("time").contains("room", "desk");
            assertThat(
                            query(
                                    "SELECT DISTINCT room, desk, epoch_ns(time) FROM"
                                            + " read_parquet('%s') ORDER BY %s"
                                                    .formatted(
                                                            path,
                                                            order.replace(", ", " NULLS FIRST, ")
                                                                    .replace(
                                                                            "time",
                                                                            "epoch_ns(time)"))))
                    .as("seed %d, %s", seed, order)
                    .isEqualTo(inOrder);
            assertThat(
                            query(
                                    "SELECT DISTINCT room || '|' || strftime(time, '%Y-%m-%d')"
                                            + " FROM read_parquet('"
                                            + path
                                            + "')"))
                    .containsExactly(file.partition());
        }
    }

    private static List<String> sortingColumns(Path file) throws Exception {
        return Footers.sortingColumns(file);
    }

    private static List<String> query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    values.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", values));
            }
            return rows;
        }
    }
}
