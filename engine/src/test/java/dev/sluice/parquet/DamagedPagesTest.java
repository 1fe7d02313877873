// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A bit of a page that has changed on a disk is told by whoever reads it; nobody is given another
/// value. Takes `-Dseed=`.
final class DamagedPagesTest {
    private static final int FILES = 200;

    @TempDir private Path directory;
    private final DuckDb engine = DuckDb.open();

    @AfterEach
    void close() throws SQLException {
        engine.close();
    }

    @Test
    void aChangedBitIsNeverAnswered() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("DamagedPagesTest -Dseed=" + seed);
        Random random = new Random(seed);
        RandomTables tables = new RandomTables(random);
        int told = 0;
        for (int number = 0; number < FILES; number++) {
            SampleTable table = tables.table();
            if (table.rowCount() == 0) {
                continue;
            }
            String about = "table " + number + " of seed " + seed;
            Path file = table.write(directory.resolve(number + ".parquet"), tables.options());
            List<List<String>> before = Shown.columns(file, table);
            List<String> rows = table.rows();
            int place = random.nextInt(table.columns().size());
            if (!change(file, table.fieldId(place), random)) {
                continue;
            }
            try {
                assertThat(Shown.columns(file, table)).as(about).isEqualTo(before);
            } catch (UnfamiliarFileException _) {
                told++;
            }
            try {
                assertThat(Readers.duckDb(engine, file, table)).as(about).isEqualTo(rows);
            } catch (SQLException _) {
                told++;
            }
        }
        assertThat(told).isGreaterThan(FILES);
    }

    /// Changes a bit of what is behind the header of a column's first page.
    ///
    /// @return false where the file has no such column
    private static boolean change(Path file, int fieldId, Random random) throws IOException {
        FileLayout.Chunks column = FileLayout.read(file).find(fieldId);
        if (column == null) {
            return false;
        }
        FileLayout.Chunk chunk = column.chunks().get(random.nextInt(column.chunks().size()));
        byte[] bytes = Files.readAllBytes(file);
        int start = Math.toIntExact(chunk.offset());
        ByteArrayInputStream rest =
                new ByteArrayInputStream(bytes, start, Math.toIntExact(chunk.length()));
        PageHeader header = Util.readPageHeader(rest);
        int content = start + Math.toIntExact(chunk.length()) - rest.available();
        int changed = content + random.nextInt(header.getCompressed_page_size());
        bytes[changed] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        Files.write(file, bytes);
        return true;
    }
}
