// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/// The pages of a column chunk without their compression. It can be kept and shared.
public final class ChunkContent {
    /// A larger one is left to others.
    static final int BYTES_MAX = 64 << 20;

    /// About what is taken beside bytes.
    private static final long OVERHEAD_BYTES = 200;

    private final byte @Nullable [] dictionary;
    private final List<Page> pages;

    private ChunkContent(byte @Nullable [] dictionary, List<Page> pages) {
        this.dictionary = dictionary;
        this.pages = List.copyOf(pages);
    }

    /// Levels and values of some rows.
    static final class Page {
        private final int firstRow;
        private final int rowCount;
        private final Encoding encoding;
        private final byte[] bytes;
        private volatile DeltaReader.@Nullable Blocks blocks;

        private Page(int firstRow, int rowCount, Encoding encoding, byte[] bytes) {
            this.firstRow = firstRow;
            this.rowCount = rowCount;
            this.encoding = encoding;
            this.bytes = bytes;
        }

        /// The number of the first one in the file.
        int firstRow() {
            return firstRow;
        }

        int rowCount() {
            return rowCount;
        }

        /// Of the values.
        Encoding encoding() {
            return encoding;
        }

        /// Not to be changed.
        byte[] bytes() {
            return bytes;
        }

        /// Where the blocks of differences are, which is looked for once.
        ///
        /// @param from where they start
        DeltaReader.Blocks blocks(int from) throws UnfamiliarFileException {
            DeltaReader.Blocks known = blocks;
            if (known == null) {
                known = DeltaReader.Blocks.of(bytes, from, rowCount);
                blocks = known;
            }
            return known;
        }

        private long sizeBytes() {
            boolean differences = encoding == Encoding.DELTA_BINARY_PACKED;
            return OVERHEAD_BYTES
                    + bytes.length
                    + (differences ? DeltaReader.Blocks.sizeBytes(rowCount) : 0);
        }
    }

    /// Takes a chunk apart.
    ///
    /// @param bytes its pages, as they are in the file
    /// @throws UnfamiliarFileException when they are not as [ParquetFile] writes them, or too large
    static ChunkContent of(FileLayout.Chunk chunk, byte[] bytes, ZstdDecompressCtx zstd)
            throws IOException {
        ByteArrayInputStream rest = new ByteArrayInputStream(bytes);
        byte[] dictionary = null;
        List<Page> pages = new ArrayList<>();
        int row = chunk.firstRow();
        long size = 0;
        while (rest.available() > 0) {
            PageHeader header = header(rest);
            size += header.getUncompressed_page_size();
            if (size > BYTES_MAX) {
                throw new UnfamiliarFileException("a column chunk has more than 64 MiB");
            }
            byte[] content = content(header, bytes, rest, zstd);
            if (header.getType() == PageType.DICTIONARY_PAGE) {
                dictionary = content;
            } else {
                pages.add(page(header, row, content));
                row = Math.addExact(row, pages.getLast().rowCount());
            }
        }
        if (row != chunk.firstRow() + chunk.rowCount()) {
            throw new UnfamiliarFileException("a column chunk lacks rows");
        }
        return new ChunkContent(dictionary, pages);
    }

    private static Page page(PageHeader header, int firstRow, byte[] content)
            throws UnfamiliarFileException {
        DataPageHeader data = header.getData_page_header();
        Encoding encoding = data == null ? null : data.getEncoding();
        if (data == null || encoding == null || data.getNum_values() < 0) {
            throw new UnfamiliarFileException("a page is of another kind");
        }
        return new Page(firstRow, data.getNum_values(), encoding, content);
    }

    private static PageHeader header(ByteArrayInputStream rest) throws UnfamiliarFileException {
        try {
            return Util.readPageHeader(rest);
        } catch (IOException e) {
            throw new UnfamiliarFileException("a page's header cannot be read: " + e);
        }
    }

    private static byte[] content(
            PageHeader header, byte[] bytes, ByteArrayInputStream rest, ZstdDecompressCtx zstd)
            throws IOException {
        int from = bytes.length - rest.available();
        int length = header.getCompressed_page_size();
        if (length < 0 || length > rest.available() || header.getUncompressed_page_size() < 0) {
            throw new UnfamiliarFileException("a page ends early");
        }
        byte[] content = new byte[header.getUncompressed_page_size()];
        int written = zstd.decompressByteArray(content, 0, content.length, bytes, from, length);
        if (written != content.length || rest.skip(length) != length) {
            throw new UnfamiliarFileException("a page is shorter than it says");
        }
        return content;
    }

    /// The values that indexes mean, as PLAIN; null where there is no dictionary.
    byte @Nullable [] dictionary() {
        return dictionary;
    }

    /// The pages, in the order of rows.
    List<Page> pages() {
        return pages;
    }

    /// A view of bytes that reads words as the format has them.
    static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// About how much memory it takes, in bytes.
    public long sizeBytes() {
        long size = OVERHEAD_BYTES + (dictionary == null ? 0 : dictionary.length);
        for (Page page : pages) {
            size += page.sizeBytes();
        }
        return size;
    }
}
