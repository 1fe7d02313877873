// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.zip.CRC32;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;

/// Compresses pages and writes them one after the other. Of one file; not safe for threads.
final class PageOutput implements AutoCloseable {
    private final WritableByteChannel channel;
    private final ZstdCompressCtx zstd;
    private final CRC32 crc = new CRC32();
    private final ByteArrayOutputStream header = new ByteArrayOutputStream(64);
    private byte[] compressed = new byte[1 << 12];
    private long position;
    private long uncompressedBytes;

    PageOutput(WritableByteChannel channel, int level) {
        this.channel = channel;
        // Readers compare it with what they made of a page; few look at the header's CRC-32.
        this.zstd = new ZstdCompressCtx().setLevel(level).setChecksum(true);
    }

    /// Counts from 0 again.
    void rewind() {
        position = 0;
        uncompressedBytes = 0;
    }

    /// How many bytes were written.
    long position() {
        return position;
    }

    /// How large the pages so far are without compression, headers included.
    long uncompressedBytes() {
        return uncompressedBytes;
    }

    /// Writes bytes as they are.
    void raw(byte[] bytes, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        position += length;
    }

    /// Compresses a page's bytes and writes them behind their header.
    ///
    /// @param page a header that lacks the sizes
    void page(PageHeader page, ByteSink content) throws IOException {
        int length = compress(content);
        crc.reset();
        crc.update(compressed, 0, length);
        page.setUncompressed_page_size(content.size());
        page.setCompressed_page_size(length);
        page.setCrc((int) crc.getValue());
        header.reset();
        Util.writePageHeader(page, header);
        raw(header.toByteArray(), header.size());
        raw(compressed, length);
        uncompressedBytes += header.size() + (long) content.size();
    }

    /// How large the content would be.
    int compressedSize(ByteSink content) {
        return compress(content);
    }

    private int compress(ByteSink content) {
        int bound = Math.toIntExact(Zstd.compressBound(content.size()));
        if (bound > compressed.length) {
            compressed = new byte[bound];
        }
        return zstd.compressByteArray(
                compressed, 0, compressed.length, content.bytes(), 0, content.size());
    }

    @Override
    public void close() {
        zstd.close();
    }
}
