// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.background.WorkPool;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.SortingColumn;
import org.apache.parquet.format.Statistics;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What stands in a file beside its values, and what is refused.
@NullUnmarked // what is unset in a footer is null, and fails the test
final class ParquetFileTest {
    private static final Column TIME = new Column(Column.TIME, ColumnType.TIME);
    private static final Column TAG = new Column("t", ColumnType.TAG);
    private static final int ROWS = 20_000;

    @TempDir private Path directory;

    private static WordColumn times(int rows) {
        return new WordColumn(TIME, 1, new long[rows], null);
    }

    private FileMetaData written(int rows, ParquetOptions options, ParquetColumn... columns)
            throws IOException {
        Path file = directory.resolve("a.parquet");
        long size = ParquetFile.write(file, List.of(columns), rows, options);
        assertThat(size).isEqualTo(Files.size(file));
        return Footers.read(file);
    }

    private static ColumnMetaData chunk(FileMetaData footer, int column) {
        return footer.getRow_groups().getFirst().getColumns().get(column).getMeta_data();
    }

    private Encoding encodingOf(ColumnType type, LongUnaryOperator word) throws IOException {
        long[] words = LongStream.range(0, ROWS).map(word).toArray();
        FileMetaData footer =
                written(
                        ROWS,
                        ParquetOptions.STANDARD,
                        new WordColumn(new Column("f", type), 2, words, null));
        Files.delete(directory.resolve("a.parquet"));
        return chunk(footer, 0).getEncoding_stats().stream()
                .filter(pages -> pages.getPage_type() == PageType.DATA_PAGE)
                .findFirst()
                .orElseThrow()
                .getEncoding();
    }

    @Test
    void choosesTheEncodingByTheValues() throws IOException {
        Random random = new Random(1);
        assertThat(encodingOf(ColumnType.INTEGER, row -> row * 1000 + row % 7))
                .isEqualTo(Encoding.DELTA_BINARY_PACKED);
        assertThat(encodingOf(ColumnType.INTEGER, _ -> random.nextInt(5) * 1_000_000_007L))
                .isEqualTo(Encoding.RLE_DICTIONARY);
        assertThat(
                        encodingOf(
                                ColumnType.FLOAT,
                                _ -> Double.doubleToRawLongBits(random.nextInt(100))))
                .isEqualTo(Encoding.RLE_DICTIONARY);
        assertThat(
                        encodingOf(
                                ColumnType.FLOAT,
                                _ -> Double.doubleToRawLongBits(random.nextDouble())))
                .isEqualTo(Encoding.BYTE_STREAM_SPLIT);
        assertThat(encodingOf(ColumnType.BOOLEAN, row -> row & 1)).isEqualTo(Encoding.PLAIN);
    }

    /// An encoding is tried on some chunks alone, and again when it does not suit any more.
    @Test
    void changesTheEncodingWhenTheValuesChange() throws IOException {
        int group = 1000;
        int groups = 30;
        Random random = new Random(1);
        long[] words = new long[groups * group];
        for (int row = 0; row < words.length; row++) {
            words[row] = row < words.length / 2 ? random.nextInt(5) * 1_000_000_007L : row * 7L;
        }
        ParquetOptions options = new ParquetOptions(group, group, 1 << 20, 3, List.of(), Map.of());
        FileMetaData footer =
                written(
                        words.length,
                        options,
                        new WordColumn(new Column("f", ColumnType.INTEGER), 2, words, null));

        List<Boolean> dictionaries =
                footer.getRow_groups().stream()
                        .map(each -> each.getColumns().getFirst().getMeta_data())
                        .map(ColumnMetaData::isSetDictionary_page_offset)
                        .toList();
        assertThat(dictionaries.subList(0, groups / 2)).containsOnly(true);
        assertThat(dictionaries.subList(groups / 2 + 1, groups)).containsOnly(false);
    }

    @Test
    void tagsOfSortedRowsCostNextToNothing() throws IOException {
        int rows = 1_000_000;
        int[] lengths = new int[1000];
        int[] values = new int[1000];
        int[] offsets = new int[1001];
        StringBuilder text = new StringBuilder();
        for (int run = 0; run < 1000; run++) {
            lengths[run] = 1000;
            values[run] = run;
            text.append("host_").append(run);
            offsets[run + 1] = text.length();
        }
        byte[] bytes = text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        long size =
                ParquetFile.write(
                        directory.resolve("a.parquet"),
                        List.of(
                                new TextRunColumn(TAG, 2, bytes, offsets, values, lengths, 1000),
                                times(rows)),
                        rows,
                        ParquetOptions.STANDARD);

        assertThat(size).isLessThan(20_000);
    }

    /// A tag whose values hardly repeat, as the host of many hosts, is no dictionary and an index
    /// into it: sorted, a value takes what it has of its own.
    @Test
    void writesTagsThatHardlyRepeatByTheirPrefixes() throws IOException {
        ColumnMetaData hosts = tagOfEach(1);

        assertThat(hosts.getEncodings()).contains(Encoding.DELTA_BYTE_ARRAY);
        assertThat(hosts.isSetDictionary_page_offset()).isFalse();
        assertThat(hosts.getTotal_compressed_size()).isLessThan(2L * ROWS);
        assertThat(tagOfEach(2).isSetDictionary_page_offset()).isTrue();
    }

    /// What a reader holds at once is bounded by the text, not by the rows.
    @Test
    void partsTextsThatHardlyRepeatIntoPages() throws IOException {
        int length = 1000;
        byte[] text = new byte[ROWS * length];
        new Random(7).nextBytes(text);
        int[] offsets = new int[ROWS + 1];
        int[] values = new int[ROWS];
        int[] lengths = new int[ROWS];
        for (int row = 0; row < ROWS; row++) {
            offsets[row + 1] = offsets[row] + length;
            values[row] = row;
            lengths[row] = 1;
        }

        FileMetaData footer =
                written(
                        ROWS,
                        ParquetOptions.STANDARD,
                        times(ROWS),
                        new TextRunColumn(TAG, 2, text, offsets, values, lengths, ROWS));

        int pages = chunk(footer, 1).getEncoding_stats().getFirst().getCount();
        assertThat(pages).isBetween(text.length >> 20, (text.length >> 20) + 2);
    }

    private ColumnMetaData tagOfEach(int rowsAValue) throws IOException {
        StringBuilder text = new StringBuilder();
        int count = ROWS / rowsAValue;
        int[] offsets = new int[count + 1];
        int[] values = new int[count];
        int[] lengths = new int[count];
        for (int value = 0; value < count; value++) {
            text.append("host_").append(1_000_000 + value * 7);
            offsets[value + 1] = text.length();
            values[value] = value;
            lengths[value] = rowsAValue;
        }
        byte[] bytes = text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        TextRunColumn hosts = new TextRunColumn(TAG, 2, bytes, offsets, values, lengths, count);
        Files.deleteIfExists(directory.resolve("a.parquet"));
        return chunk(written(ROWS, ParquetOptions.STANDARD, times(ROWS), hosts), 1);
    }

    @Test
    void saysInTheFooterWhatItIsTold() throws IOException {
        FileMetaData footer =
                written(
                        1,
                        ParquetOptions.STANDARD
                                .withMetadata(Map.of("b", "2", "a", "1"))
                                .withSortedBy(List.of(9, 3, 1)),
                        times(1),
                        new NullColumn(TAG, 9),
                        SampleColumn.runs("x").source("u", 3));

        assertThat(footer.getKey_value_metadata())
                .containsExactly(new KeyValue("a").setValue("1"), new KeyValue("b").setValue("2"));
        assertThat(footer.getRow_groups().getFirst().getSorting_columns())
                .containsExactly(
                        new SortingColumn(1, false, true), new SortingColumn(0, false, true));
        assertThat(footer.getSchema().stream().skip(1).map(element -> element.getField_id()))
                .containsExactly(1, 3);
    }

    @Test
    void eitherZeroIsBoundedByBothAndSaidToBeInexact() throws IOException {
        Path file = directory.resolve("a.parquet");
        SampleTable.of(SampleColumn.doubles(0.0, 0.0), SampleColumn.doubles(-0.0, 0.0))
                .write(file, ParquetOptions.STANDARD);

        for (int column = 0; column < 2; column++) {
            Statistics statistics = Footers.statistics(file, 0, column);
            assertThat(statistics.getMin_value())
                    .isEqualTo(new byte[] {0, 0, 0, 0, 0, 0, 0, (byte) 0x80});
            assertThat(statistics.getMax_value()).isEqualTo(new byte[8]);
            assertThat(statistics.isIs_min_value_exact()).isEqualTo(column == 1);
            assertThat(statistics.isIs_max_value_exact()).isTrue();
        }
    }

    @Test
    void pagesAndRowGroupsAreBounded() throws IOException {
        List<ParquetColumn> columns =
                List.of(times(1000), SampleColumn.texts(texts(1000)).source("s", 2));
        Path file = directory.resolve("a.parquet");
        ParquetFile.write(
                file, columns, 1000, new ParquetOptions(400, 100, 500, 1, List.of(), Map.of()));

        FileMetaData footer = Footers.read(file);
        assertThat(footer.getRow_groups()).extracting("num_rows").containsExactly(400L, 400L, 200L);
        assertThat(chunk(footer, 0).getEncoding_stats().getFirst().getCount()).isEqualTo(4);
        // Ten bytes each, of which 500 go into a page.
        assertThat(chunk(footer, 1).getEncoding_stats().getFirst().getCount()).isEqualTo(8);
    }

    private static String[] texts(int count) {
        return LongStream.range(0, count)
                .mapToObj(number -> String.valueOf(1_000_000_000L + number))
                .toArray(String[]::new);
    }

    @Test
    void refusesColumnsThatAreTooShort() {
        List<ParquetColumn> columns =
                List.of(
                        times(1),
                        new WordColumn(
                                new Column("i", ColumnType.INTEGER), 2, new long[65], new long[1]),
                        new TextColumn(TAG, 3, new byte[0], new int[1], null),
                        new TextColumn(TAG, 3, new byte[9], new int[65], new long[1]),
                        new TextColumn(TAG, 3, new byte[1], lastEnd(65, 2), null),
                        runs(0, 64),
                        runs(0, 66));
        for (ParquetColumn column : columns) {
            assertRefused(List.of(column), 65).withMessageEndingWith("does not cover 65 rows");
        }
    }

    private static int[] lastEnd(int rows, int end) {
        int[] ends = new int[rows];
        ends[rows - 1] = end;
        return ends;
    }

    private static TextRunColumn runs(int value, int length) {
        return new TextRunColumn(
                TAG, 2, new byte[1], new int[] {0, 1}, new int[] {value}, new int[] {length}, 1);
    }

    @Test
    void refusesRunsThatAreNone() {
        assertRefused(List.of(runs(0, 0)), 0).withMessage("column t has no run 0 to write");
        assertRefused(List.of(runs(1, 1)), 1).withMessage("column t has no run 0 to write");
        assertRefused(List.of(runs(-2, 1)), 1).withMessage("column t has no run 0 to write");
    }

    @Test
    void refusesTwoColumnsOfOneNameOrFieldId() {
        assertRefused(List.of(times(1), new NullColumn(TAG, 1)), 1)
                .withMessage("two columns are called t or 1");
        assertRefused(List.of(times(1), times(1)), 1)
                .withMessage("two columns are called time or 1");
    }

    @Test
    void refusesAFileWithoutAnyValue() {
        assertRefused(List.of(new NullColumn(TAG, 1)), 1).withMessage("no column has a value");
    }

    @Test
    void refusesValuesThatDoNotFitTheType() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WordColumn(TAG, 1, new long[0], null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WordColumn(TIME, 1, new long[1], new long[1]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TextColumn(TIME, 1, new byte[0], new int[0], null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ParquetOptions(0, 1, 1, 1, List.of(), Map.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ParquetOptions((1 << 24) + 1, 1, 1, 1, List.of(), Map.of()))
                .withMessage("a row group holds at most 16777216 rows");
    }

    private static org.assertj.core.api.ThrowableAssertAlternative<IllegalArgumentException>
            assertRefused(List<ParquetColumn> columns, int rows) {
        List<ByteBuffer> written = new ArrayList<>();
        org.assertj.core.api.ThrowableAssertAlternative<IllegalArgumentException> refused =
                assertThatIllegalArgumentException()
                        .isThrownBy(() ->
                                ParquetFile.write(
                                        new Failing(Integer.MAX_VALUE, written),
                                        columns,
                                        rows,
                                        ParquetOptions.STANDARD,
                                        WorkPool.CALLER_ALONE));
        assertThat(written).isEmpty();
        return refused;
    }

    @Test
    void leavesAFileAloneThatIsThere() throws IOException {
        Path file = Files.writeString(directory.resolve("a.parquet"), "mine");

        assertThatThrownBy(() ->
                        ParquetFile.write(file, List.of(times(1)), 1, ParquetOptions.STANDARD))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("mine");
    }

    @Test
    void eachWriteThatFailsFailsTheFile() throws IOException {
        List<ByteBuffer> all = new ArrayList<>();
        List<ParquetColumn> columns =
                List.of(times(10), SampleColumn.runs(texts(10)).source("t", 2));
        ParquetFile.write(
                new Failing(Integer.MAX_VALUE, all),
                columns,
                10,
                ParquetOptions.STANDARD,
                WorkPool.CALLER_ALONE);

        for (int good = 0; good < all.size(); good++) {
            Failing failing = new Failing(good, new ArrayList<>());
            assertThatThrownBy(() ->
                            ParquetFile.write(
                                    failing,
                                    columns,
                                    10,
                                    ParquetOptions.STANDARD,
                                    WorkPool.CALLER_ALONE))
                    .isInstanceOf(IOException.class)
                    .hasMessage("disk full");
        }
    }

    /// Takes a byte less than it is given now and then, and fails after some writes.
    private static final class Failing implements WritableByteChannel {
        private final int goodWrites;
        private final List<ByteBuffer> written;

        Failing(int goodWrites, List<ByteBuffer> written) {
            this.goodWrites = goodWrites;
            this.written = written;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            if (written.size() == goodWrites) {
                throw new IOException("disk full");
            }
            int length = Math.max(1, source.remaining() - 1);
            written.add(source.slice(source.position(), length));
            source.position(source.position() + length);
            return length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
