// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ColumnType;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Any rows of any file come back as they were written. Takes `-Dseed=`.
final class RowReaderTest {
    private static final int TABLES = 120;
    private static final int BENT = 600;
    private static final int ABSENT = 2;

    @TempDir private Path directory;

    /// Keeps every chunk.
    private static final class AllChunks implements RowReader.ChunkCache {
        private final Map<Long, ChunkContent> chunks = new HashMap<>();

        @Override
        public @Nullable ChunkContent find(long offset) {
            return chunks.get(offset);
        }

        @Override
        public void keep(long offset, ChunkContent content) {
            chunks.put(offset, content);
        }
    }

    @Test
    void someRowsAreAsTheyWereWritten() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("RowReaderTest -Dseed=" + seed);
        Random random = new Random(seed);
        RandomTables tables = new RandomTables(random);
        for (int number = 0; number < TABLES; number++) {
            SampleTable table = tables.table();
            Path file = table.write(directory.resolve(number + ".parquet"), tables.options());
            FileLayout layout = FileLayout.read(file);
            assertThat(layout.rowCount()).isEqualTo(table.rowCount());
            AllChunks chunks = new AllChunks();
            for (int place = 0; place < table.columns().size(); place++) {
                String about = "column " + place + " of table " + number + " of seed " + seed;
                SampleColumn column = table.columns().get(place);
                for (int question = 0; question < 3; question++) {
                    RowRanges ranges = ranges(table.rowCount(), random);
                    Shown shown = new Shown(column.type(), new ArrayList<>());
                    try (RowReader reader = new RowReader(() -> file, layout, chunks)) {
                        reader.read(table.fieldId(place), column.type(), ranges, shown);
                    }
                    assertThat(shown.values()).as(about).isEqualTo(expected(column, ranges));
                }
                if (column.isText()) {
                    Shown shown = new Shown(column.type(), new ArrayList<>());
                    try (RowReader reader = new RowReader(() -> file, layout, chunks)) {
                        reader.readRuns(table.fieldId(place), shown);
                    }
                    RowRanges all = new RowRanges();
                    all.add(0, table.rowCount());
                    assertThat(shown.values()).as(about).isEqualTo(expected(column, all));
                }
            }
        }
    }

    @Test
    void aColumnThatTheFileLacksIsNull() throws IOException {
        Path file =
                SampleTable.of(SampleColumn.words(ColumnType.INTEGER, 1L, 2L))
                        .write(directory.resolve("a.parquet"), ParquetOptions.STANDARD);
        RowRanges all = new RowRanges();
        all.add(0, 2);
        Shown shown = new Shown(ColumnType.TAG, new ArrayList<>());
        try (RowReader reader = new RowReader(() -> file, FileLayout.read(file), new AllChunks())) {
            reader.read(ABSENT, ColumnType.TAG, all, shown);
            reader.readRuns(ABSENT, shown);
        }
        assertThat(shown.values()).containsExactly("null", "null", "null", "null");
    }

    /// A file that cannot be had is another fault than one that is bent, and only matters to
    /// whoever needs more of it than is kept.
    @Test
    void whereAFileIsIsAskedForWhatIsNotKept() throws IOException {
        Path file =
                SampleTable.of(SampleColumn.words(ColumnType.INTEGER, 1L, 2L))
                        .write(directory.resolve("a.parquet"), ParquetOptions.STANDARD);
        FileLayout layout = FileLayout.read(file);
        int fieldId = 1;
        RowRanges all = new RowRanges();
        all.add(0, 2);
        ProblemException away = Problem.unavailable("object_store", "away").asException();
        RowReader.Place nowhere =
                () -> {
                    throw away;
                };
        AllChunks kept = new AllChunks();
        Shown shown = new Shown(ColumnType.INTEGER, new ArrayList<>());
        try (RowReader first = new RowReader(() -> file, layout, kept);
                RowReader again = new RowReader(nowhere, layout, kept);
                RowReader anew = new RowReader(nowhere, layout, new AllChunks())) {
            first.read(fieldId, ColumnType.INTEGER, all, shown);
            again.read(fieldId, ColumnType.INTEGER, all, shown);
            assertThatThrownBy(() -> anew.read(fieldId, ColumnType.INTEGER, all, shown))
                    .isSameAs(away);
            assertThatThrownBy(() -> anew.readRuns(fieldId, shown)).isSameAs(away);
        }
        assertThat(shown.values()).containsExactly("1", "2", "1", "2");
    }

    /// Whoever reads can tell the file's fault from one of ours.
    @Test
    void aFileThatIsBentIsRefusedOrRead() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("RowReaderTest -Dseed=" + seed);
        Random random = new Random(seed);
        RandomTables tables = new RandomTables(random);
        int refused = 0;
        SampleTable table = tables.table();
        for (int number = 0; number < BENT; number++) {
            if (number % 50 == 0) {
                table = tables.table();
            }
            Path file = directory.resolve(number + ".parquet");
            table.write(file, tables.options());
            byte[] bytes = Files.readAllBytes(file);
            // Most of the bytes are in the footer.
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            Files.write(file, bytes);
            try {
                List<List<String>> _ = Shown.columns(file, table);
            } catch (UnfamiliarFileException _) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    /// What is behind the checksum of a page is bent, so that our decoders meet it.
    @Test
    void aPageThatIsBentIsRefusedOrRead() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("RowReaderTest -Dseed=" + seed);
        Random random = new Random(seed);
        RandomTables tables = new RandomTables(random);
        int refused = 0;
        for (int number = 0; number < BENT; number++) {
            SampleTable table = tables.table();
            Path file = table.write(directory.resolve("bent" + number), tables.options());
            FileLayout layout = FileLayout.read(file);
            for (int place = 0; place < table.columns().size(); place++) {
                SampleColumn column = table.columns().get(place);
                Shown shown = new Shown(column.type(), new ArrayList<>());
                try (RowReader reader = new RowReader(() -> file, layout, new Bending(random))) {
                    if (column.isText() && random.nextBoolean()) {
                        reader.readRuns(table.fieldId(place), shown);
                    } else {
                        RowRanges ranges = ranges(table.rowCount(), random);
                        reader.read(table.fieldId(place), column.type(), ranges, shown);
                    }
                } catch (UnfamiliarFileException _) {
                    refused++;
                }
            }
        }
        assertThat(refused).isPositive();
    }

    /// Changes some bytes of what was read.
    private record Bending(Random random) implements RowReader.ChunkCache {
        @Override
        public @Nullable ChunkContent find(long offset) {
            return null;
        }

        @Override
        public void keep(long offset, ChunkContent content) {
            content.pages().forEach(page -> bend(page.bytes()));
            if (content.dictionary() != null) {
                bend(content.dictionary());
            }
        }

        /// Most of what matters is at the start.
        private void bend(byte[] bytes) {
            int within = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 16);
            for (int bends = random.nextInt(4); bends > 0 && within > 0; bends--) {
                int bent = random.nextInt(within);
                bytes[bent] =
                        random.nextBoolean()
                                ? (byte) random.nextInt()
                                : (byte) (bytes[bent] ^ (1 << random.nextInt(Byte.SIZE)));
            }
        }
    }

    /// Nothing is looked for outside the file, nor room made for it.
    @Test
    void aFooterThatTellsOfWhatIsNotThereIsRefused() throws IOException {
        assertThatFooter(footer -> footer.setNum_rows(1)).hasMessageContaining("have 2 of 1 rows");
        assertThatFooter(footer -> footer.setNum_rows(-2)).hasMessageContaining("of -2 rows");
        assertThatFooter(footer -> chunk(footer).setTotal_compressed_size(1 << 26))
                .hasMessageContaining("not within the file");
        assertThatFooter(footer -> chunk(footer).setTotal_compressed_size(-1))
                .hasMessageContaining("not within the file");
        assertThatFooter(footer -> place(footer, Long.MAX_VALUE))
                .hasMessageContaining("not within the file");
        assertThatFooter(footer -> place(footer, -1)).hasMessageContaining("not within the file");
    }

    private static void place(FileMetaData footer, long offset) {
        chunk(footer).setDictionary_page_offset(offset);
    }

    private static ColumnMetaData chunk(FileMetaData footer) {
        return Objects.requireNonNull(
                Objects.requireNonNull(
                                Objects.requireNonNull(footer.getRow_groups())
                                        .getFirst()
                                        .getColumns())
                        .getFirst()
                        .getMeta_data());
    }

    @Test
    void whatIsNoFileOfOursIsRefused() throws IOException {
        Path empty = Files.write(directory.resolve("empty"), new byte[0]);
        Path text = Files.writeString(directory.resolve("text"), "no file of ours, but as long");

        assertThatThrownBy(() -> FileLayout.read(empty))
                .isInstanceOf(UnfamiliarFileException.class);
        assertThatThrownBy(() -> FileLayout.read(text)).isInstanceOf(UnfamiliarFileException.class);
    }

    /// By nothing else are columns known.
    @Test
    void columnsWithoutFieldIdsAreRefused() throws IOException {
        assertThatFooter(footer ->
                        Objects.requireNonNull(footer.getSchema())
                                .forEach(SchemaElement::unsetField_id))
                .hasMessageContaining("no field id");
    }

    /// How a file with another footer is refused.
    private AbstractThrowableAssert<?, ? extends Throwable> assertThatFooter(
            Consumer<FileMetaData> change) throws IOException {
        Path file = directory.resolve("changed.parquet");
        Files.deleteIfExists(file);
        SampleTable.of(SampleColumn.words(ColumnType.INTEGER, 1L, 2L))
                .write(file, ParquetOptions.STANDARD);
        byte[] all = Files.readAllBytes(file);
        ByteBuffer tail = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
        int start = all.length - 8 - tail.getInt(all.length - 8);
        FileMetaData footer =
                Util.readFileMetaData(new ByteArrayInputStream(all, start, all.length - 8 - start));
        change.accept(footer);
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        changed.write(all, 0, start);
        Util.writeFileMetaData(footer, changed);
        byte[] end = new byte[8];
        ByteBuffer.wrap(end)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(changed.size() - start)
                .put(all, all.length - 4, 4);
        changed.write(end);
        Files.write(file, changed.toByteArray());

        return assertThatThrownBy(() -> FileLayout.read(file))
                .isInstanceOf(UnfamiliarFileException.class);
    }

    private static RowRanges ranges(int rowCount, Random random) {
        RowRanges ranges = new RowRanges();
        int step = 1 + random.nextInt(1 + rowCount);
        int row = random.nextInt(step);
        while (row < rowCount) {
            int end = Math.min(rowCount, row + 1 + random.nextInt(step));
            ranges.add(row, end);
            row = end + random.nextInt(step);
        }
        return ranges;
    }

    private static List<String> expected(SampleColumn column, RowRanges ranges) {
        List<String> expected = new ArrayList<>();
        for (int range = 0; range < ranges.count(); range++) {
            for (int row = ranges.from(range); row < ranges.to(range); row++) {
                expected.add(column.shown(row));
            }
        }
        return expected;
    }
}
