// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What queries have spilled of a process that was killed.
final class SpilledFilesTest {
    @TempDir private static Path directory;

    private static List<Path> files(Path of) throws Exception {
        try (Stream<Path> all = Files.list(of)) {
            return all.toList();
        }
    }

    @Test
    void goAtTheNextStart() throws Exception {
        Path spill = Files.createDirectory(directory.resolve("spill"));
        Path other = Files.writeString(spill.resolve("other"), "of somebody else");
        Path killed = Files.createDirectory(directory.resolve("killed"));
        spillInto(killed, spill);
        assertThat(files(spill)).hasSizeGreaterThan(1);

        DuckDbSettings settings =
                new DuckDbSettings(directory, spill, 1L << 30, 1, 1, Duration.ofSeconds(1));
        try (DuckDbEngine _ = DuckDbEngine.start(settings)) {
            assertThat(files(spill)).containsExactly(other);
        }
    }

    /// Copies what the library has spilled while a query runs: when that ends, it is gone.
    private static void spillInto(Path place, Path copies) throws Exception {
        try (Connection engine = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = engine.createStatement()) {
            statement.execute("SET temp_directory = '" + place + "'");
            statement.execute("SET memory_limit = '32MB'");
            statement.execute("SET threads = 1");
            statement.execute(
                    "CREATE TEMP TABLE large AS"
                            + " SELECT hash(i) a, hash(i + 1) b FROM range(4000000) t(i)");
            for (Path file : files(place)) {
                Path _ = Files.copy(file, copies.resolve(file.getFileName()));
            }
        }
    }
}
