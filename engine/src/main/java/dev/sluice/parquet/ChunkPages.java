// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import dev.sluice.model.ColumnType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;

/// The pages of one column chunk, and what its metadata says of them.
final class ChunkPages {
    private final PageOutput out;
    private final ParquetColumn column;
    private final long offset;
    private long dataOffset = -1;
    private final long uncompressedBefore;
    private long rows;
    private int dataPages;
    private Encoding encoding = Encoding.PLAIN;

    ChunkPages(PageOutput out, ParquetColumn column) {
        this.out = out;
        this.column = column;
        this.offset = out.position();
        this.uncompressedBefore = out.uncompressedBytes();
    }

    /// Writes the dictionary, before any data.
    void dictionary(ByteSink values, int count) throws IOException {
        PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, 0, 0);
        header.setDictionary_page_header(new DictionaryPageHeader(count, Encoding.PLAIN));
        out.page(header, values);
    }

    /// Writes levels and values of some rows.
    void data(ByteSink page, int rowCount, Encoding valueEncoding) throws IOException {
        if (dataPages == 0) {
            dataOffset = out.position();
        }
        PageHeader header = new PageHeader(PageType.DATA_PAGE, 0, 0);
        header.setData_page_header(
                new DataPageHeader(rowCount, valueEncoding, Encoding.RLE, Encoding.RLE));
        out.page(header, page);
        encoding = valueEncoding;
        rows += rowCount;
        dataPages++;
    }

    /// All pages are written.
    ColumnChunk finish(Bounds bounds, long nullCount) {
        boolean dictionary = dataOffset > offset;
        List<Encoding> encodings = new ArrayList<>(List.of(encoding, Encoding.RLE));
        List<PageEncodingStats> pages = new ArrayList<>();
        if (dictionary) {
            encodings.add(Encoding.PLAIN);
            pages.add(new PageEncodingStats(PageType.DICTIONARY_PAGE, Encoding.PLAIN, 1));
        }
        pages.add(new PageEncodingStats(PageType.DATA_PAGE, encoding, dataPages));
        ColumnMetaData metadata =
                new ColumnMetaData(
                        FileSchema.physical(column.column().type()),
                        encodings,
                        List.of(column.column().name()),
                        CompressionCodec.ZSTD,
                        rows,
                        out.uncompressedBytes() - uncompressedBefore,
                        out.position() - offset,
                        dataOffset);
        if (dictionary) {
            metadata.setDictionary_page_offset(offset);
        }
        metadata.setStatistics(bounds.statistics(nullCount));
        metadata.setEncoding_stats(pages);
        return new ColumnChunk(0).setMeta_data(metadata);
    }

    /// Whether rows of this type may have no value.
    static boolean isOptional(ColumnType type) {
        return type != ColumnType.TIME;
    }
}
