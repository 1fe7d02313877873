// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import dev.sluice.background.WorkPool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;

/// Makes the chunks of several columns at once, in memory. Of one file.
final class ChunkWork implements AutoCloseable {
    /// As many chunks are held at once, however many columns there are.
    static final int COLUMNS_MAX = 16;

    private final ParquetOptions options;
    private final WorkPool pool;

    /// What no thread works with now: as many as ever worked at once.
    private final Queue<Bench> idle = new ConcurrentLinkedQueue<>();

    ChunkWork(ParquetOptions options, WorkPool pool) {
        this.options = options;
        this.pool = pool;
    }

    /// Writes one column's chunk, by its number, with what a thread works with.
    interface Chunk {
        /// Writes it.
        ColumnChunk write(int number, Bench bench) throws IOException;
    }

    /// A chunk that is not in the file yet.
    static final class Made {
        private final ColumnChunk chunk;
        private final byte[] bytes;

        /// @param chunk with offsets as if the file started with it
        /// @param bytes its pages
        Made(ColumnChunk chunk, byte[] bytes) {
            this.chunk = chunk;
            this.bytes = bytes;
        }

        /// Writes the pages.
        ///
        /// @return the chunk as it is in the file
        ColumnChunk writeTo(PageOutput file) throws IOException {
            ColumnMetaData metadata = Objects.requireNonNull(chunk.getMeta_data());
            metadata.setData_page_offset(metadata.getData_page_offset() + file.position());
            if (metadata.isSetDictionary_page_offset()) {
                metadata.setDictionary_page_offset(
                        metadata.getDictionary_page_offset() + file.position());
            }
            file.raw(bytes, bytes.length);
            return chunk;
        }
    }

    /// What one thread works with.
    static final class Bench {
        private final Memory memory = new Memory();
        private final PageOutput out;
        private final WordChunkWriter words;

        Bench(ParquetOptions options) {
            this.out = new PageOutput(memory, options.compressionLevel());
            this.words = new WordChunkWriter(out, options);
        }

        /// Takes pages.
        PageOutput out() {
            return out;
        }

        /// Writes numbers to [#out].
        WordChunkWriter words() {
            return words;
        }
    }

    /// Makes chunks.
    ///
    /// @param count at most [#COLUMNS_MAX]
    Made[] make(int count, Chunk chunk) throws IOException {
        Made[] made = new Made[count];
        pool.each(
                count,
                number -> {
                    Bench found = idle.poll();
                    Bench bench = found == null ? new Bench(options) : found;
                    try {
                        bench.out.rewind();
                        ColumnChunk written = chunk.write(number, bench);
                        made[number] = new Made(written, bench.memory.take());
                    } finally {
                        idle.add(bench);
                    }
                });
        return made;
    }

    @Override
    public void close() {
        idle.forEach(bench -> bench.out.close());
    }

    private static final class Memory implements WritableByteChannel {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        byte[] take() {
            byte[] all = bytes.toByteArray();
            bytes.reset();
            return all;
        }

        @Override
        public int write(ByteBuffer source) {
            int count = source.remaining();
            bytes.write(source.array(), source.arrayOffset() + source.position(), count);
            source.position(source.limit());
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
