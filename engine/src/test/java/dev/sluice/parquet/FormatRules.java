// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.sluice.model.ColumnType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import org.apache.parquet.column.values.bloomfilter.BlockSplitBloomFilter;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.NullUnmarked;

/// The rules of the format (parquet.thrift) that strict readers insist on: sizes, offsets, counts,
/// checksums, and statistics that are true.
@NullUnmarked // what is unset in a footer is null, and fails the test
final class FormatRules {
    private final byte[] file;
    private final SampleTable table;

    private FormatRules(byte[] file, SampleTable table) {
        this.file = file;
        this.table = table;
    }

    static void check(Path path, SampleTable table) throws IOException {
        new FormatRules(Files.readAllBytes(path), table).check();
    }

    private void check() throws IOException {
        assertThat(new String(file, 0, 4, US_ASCII)).isEqualTo("PAR1");
        assertThat(new String(file, file.length - 4, 4, US_ASCII)).isEqualTo("PAR1");
        FileMetaData footer = Footers.read(file);
        assertThat(footer.getVersion()).isEqualTo(2);
        assertThat(footer.getNum_rows()).isEqualTo(table.rowCount());
        assertThat(footer.getCreated_by()).matches("sluice version \\S+ \\(build \\S+\\)");
        assertThat(footer.getColumn_orders()).hasSize(table.written().size());
        assertThat(footer.getSchema()).hasSize(1 + table.written().size());
        long position = 4;
        int row = 0;
        for (int number = 0; number < footer.getRow_groups().size(); number++) {
            RowGroup group = footer.getRow_groups().get(number);
            assertThat(group.getOrdinal()).isEqualTo((short) number);
            assertThat(group.getFile_offset()).isEqualTo(position);
            position = checkRowGroup(group, position, row);
            row += (int) group.getNum_rows();
        }
        assertThat(row).isEqualTo(table.rowCount());
        // Nothing stands between the last page and the footer.
        int length =
                ByteBuffer.wrap(file, file.length - 8, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
        assertThat(position).isEqualTo(file.length - 8L - length);
    }

    private long checkRowGroup(RowGroup group, long start, int row) throws IOException {
        long position = start;
        long bytes = 0;
        for (int i = 0; i < group.getColumns().size(); i++) {
            ColumnMetaData chunk = group.getColumns().get(i).getMeta_data();
            SampleColumn column = table.columns().get(table.written().get(i));
            assertThat(chunk.getNum_values()).isEqualTo(group.getNum_rows());
            position = checkChunk(chunk, position);
            bytes += chunk.getTotal_uncompressed_size();
            checkStatistics(
                    chunk.getStatistics(),
                    column.type(),
                    column.values().subList(row, row + (int) group.getNum_rows()));
        }
        assertThat(group.getTotal_compressed_size()).isEqualTo(position - start);
        assertThat(group.getTotal_byte_size()).isEqualTo(bytes);
        for (int i = 0; i < group.getColumns().size(); i++) {
            ColumnMetaData chunk = group.getColumns().get(i).getMeta_data();
            SampleColumn column = table.columns().get(table.written().get(i));
            if (chunk.isSetBloom_filter_offset()) {
                assertThat(chunk.getBloom_filter_offset()).isEqualTo(position);
                checkFilter(chunk, column.values().subList(row, row + (int) group.getNum_rows()));
                position += chunk.getBloom_filter_length();
            }
        }
        return position;
    }

    /// A filter says no to nothing that is there (BloomFilter.md).
    private void checkFilter(ColumnMetaData chunk, List<?> values) throws IOException {
        ByteArrayInputStream in =
                new ByteArrayInputStream(
                        file, (int) chunk.getBloom_filter_offset(), chunk.getBloom_filter_length());
        BloomFilterHeader header = Util.readBloomFilterHeader(in);
        assertThat(header.getNumBytes()).isEqualTo(in.available());
        assertThat(header.getAlgorithm().isSetBLOCK()).isTrue();
        assertThat(header.getHash().isSetXXHASH()).isTrue();
        assertThat(header.getCompression().isSetUNCOMPRESSED()).isTrue();
        BlockSplitBloomFilter filter = new BlockSplitBloomFilter(in.readAllBytes());
        for (Object value : values) {
            assertThat(value == null || filter.findHash(hash(filter, (String) value))).isTrue();
        }
    }

    private static long hash(BlockSplitBloomFilter filter, String value) {
        return filter.hash(Binary.fromString(value));
    }

    private long checkChunk(ColumnMetaData chunk, long start) throws IOException {
        assertThat(chunk.getCodec()).isEqualTo(CompressionCodec.ZSTD);
        boolean dictionary = chunk.isSetDictionary_page_offset();
        if (dictionary) {
            assertThat(chunk.getDictionary_page_offset()).isEqualTo(start);
        } else {
            assertThat(chunk.getData_page_offset()).isEqualTo(start);
        }
        long position = start;
        long rows = 0;
        long uncompressed = 0;
        while (rows < chunk.getNum_values()) {
            ByteArrayInputStream in =
                    new ByteArrayInputStream(file, (int) position, file.length - (int) position);
            PageHeader header = Util.readPageHeader(in);
            int headerBytes = file.length - (int) position - in.available();
            boolean first = position == start;
            assertThat(header.getType())
                    .isEqualTo(first && dictionary ? PageType.DICTIONARY_PAGE : PageType.DATA_PAGE);
            if (header.getType() == PageType.DATA_PAGE) {
                if (rows == 0) {
                    assertThat(chunk.getData_page_offset()).isEqualTo(position);
                }
                assertThat(chunk.getEncodings())
                        .contains(header.getData_page_header().getEncoding(), Encoding.RLE);
                rows += header.getData_page_header().getNum_values();
            }
            checkPage(header, (int) position + headerBytes);
            uncompressed += headerBytes + header.getUncompressed_page_size();
            position += headerBytes + header.getCompressed_page_size();
        }
        assertThat(rows).isEqualTo(chunk.getNum_values());
        assertThat(chunk.getTotal_uncompressed_size()).isEqualTo(uncompressed);
        assertThat(chunk.getTotal_compressed_size()).isEqualTo(position - start);
        return position;
    }

    private void checkPage(PageHeader header, int start) {
        byte[] content = Arrays.copyOfRange(file, start, start + header.getCompressed_page_size());
        CRC32 crc = new CRC32();
        crc.update(content);
        assertThat(header.getCrc()).isEqualTo((int) crc.getValue());
        assertThat(Zstd.getFrameContentSize(content)).isEqualTo(header.getUncompressed_page_size());
    }

    private static void checkStatistics(Statistics statistics, ColumnType type, List<?> values) {
        assertThat(statistics.getNull_count())
                .isEqualTo(values.stream().filter(Objects::isNull).count());
        assertThat(statistics.isSetMin()).isFalse();
        assertThat(statistics.isSetMax()).isFalse();
        List<?> present = values.stream().filter(Objects::nonNull).toList();
        boolean nan =
                type == ColumnType.FLOAT
                        && present.stream()
                                .anyMatch(
                                        word -> Double.isNaN(Double.longBitsToDouble((Long) word)));
        if (present.isEmpty() || nan) {
            assertThat(statistics.isSetMin_value()).isFalse();
            assertThat(statistics.isSetMax_value()).isFalse();
            return;
        }
        Limits limits = Limits.of(type, present);
        if (type == ColumnType.FLOAT) {
            assertThat(statistics.getMin_value()).isEqualTo(limits.min());
            assertThat(statistics.getMax_value()).isEqualTo(limits.max());
            assertThat(statistics.isIs_min_value_exact()).isEqualTo(limits.hasMin(present));
            assertThat(statistics.isIs_max_value_exact()).isEqualTo(limits.hasMax(present));
            return;
        }
        if (statistics.isIs_min_value_exact()) {
            assertThat(statistics.getMin_value()).isEqualTo(limits.min());
        } else {
            assertThat(statistics.getMin_value()).hasSizeLessThanOrEqualTo(64);
            assertThat(Arrays.compareUnsigned(statistics.getMin_value(), limits.min()))
                    .isNegative();
        }
        if (statistics.isIs_max_value_exact()) {
            assertThat(statistics.getMax_value()).isEqualTo(limits.max());
        } else if (statistics.isSetMax_value()) {
            assertThat(statistics.getMax_value()).hasSizeLessThanOrEqualTo(65);
            assertThat(Arrays.compareUnsigned(statistics.getMax_value(), limits.max()))
                    .isPositive();
        }
    }
}
