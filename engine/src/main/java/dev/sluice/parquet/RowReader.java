// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import com.github.luben.zstd.ZstdDecompressCtx;
import dev.sluice.model.ColumnType;
import dev.sluice.model.ProblemException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Reads some rows of a file that [ParquetFile] wrote: a few of many, for which an engine would do
/// more than is needed. What is not as that writes it is refused. Not safe for threads.
public final class RowReader implements AutoCloseable {
    private final Place place;
    private final FileLayout layout;
    private final ChunkCache cache;

    /// Open once something has to be read.
    private @Nullable FileChannel file;

    private @Nullable ZstdDecompressCtx zstd;

    /// Reads each chunk anew.
    ///
    /// @param path where the file is
    public RowReader(Path path, FileLayout layout) {
        this(() -> path, layout, Nothing.KEPT);
    }

    /// @param place where the file is; not asked while all that is read of it is kept
    /// @param cache keeps chunks of this one file
    public RowReader(Place place, FileLayout layout, ChunkCache cache) {
        this.place = place;
        this.layout = layout;
        this.cache = cache;
    }

    /// Tells where a file is.
    @FunctionalInterface
    public interface Place {
        /// Where its bytes are.
        ///
        /// @throws ProblemException when they cannot be had; whoever reads is told it as it is
        Path path();
    }

    /// Chunks of a file that were read lately.
    public interface ChunkCache {
        /// The one that starts there, or null.
        @Nullable ChunkContent find(long offset);

        /// Takes one that was read.
        void keep(long offset, ChunkContent content);
    }

    private enum Nothing implements ChunkCache {
        KEPT;

        @Override
        public @Nullable ChunkContent find(long offset) {
            return null;
        }

        @Override
        public void keep(long offset, ChunkContent content) {
            // Read once.
        }
    }

    /// Takes the values of a column run by run.
    public interface RunSink {
        /// A run.
        ///
        /// @param text what each row has, from `start` on; null for rows without a value
        void run(int rowCount, byte @Nullable [] text, int start, int length);

        /// A run whose text is an entry of a dictionary: another one of the same array and start
        /// has the same text.
        default void runOfEntry(int rowCount, byte[] dictionary, int start, int length) {
            run(rowCount, dictionary, start, length);
        }
    }

    /// Reads a column of some rows.
    ///
    /// @param fieldId of the column; of one that the file lacks every row is null
    /// @throws UnfamiliarFileException when the file is not as expected
    public void read(int fieldId, ColumnType type, RowRanges rows, ValueSink sink)
            throws IOException {
        FileLayout.Chunks column = layout.find(fieldId);
        if (column == null) {
            sink.addNulls(rows.rowCount());
            return;
        }
        try {
            read(column, type, rows, sink);
        } catch (ProblemException e) {
            throw e;
        } catch (RuntimeException | EOFException e) {
            throw unreadable(fieldId, e);
        }
    }

    private void read(FileLayout.Chunks column, ColumnType type, RowRanges rows, ValueSink sink)
            throws IOException {
        int range = 0;
        for (FileLayout.Chunk chunk : column.chunks()) {
            int end = chunk.firstRow() + chunk.rowCount();
            if (range == rows.count() || rows.from(range) >= end) {
                continue;
            }
            ChunkContent content = content(chunk);
            for (ChunkContent.Page page : content.pages()) {
                int pageEnd = page.firstRow() + page.rowCount();
                if (range < rows.count() && rows.from(range) < pageEnd) {
                    PageRows values = PageRows.of(page, column.optional(), type, content);
                    range = read(values, page, rows, range, sink);
                }
            }
        }
    }

    /// Reads what one page has of the ranges.
    ///
    /// @return the first range that goes on behind the page
    private static int read(
            PageRows values, ChunkContent.Page page, RowRanges rows, int first, ValueSink sink)
            throws IOException {
        int end = page.firstRow() + page.rowCount();
        int range = first;
        while (range < rows.count() && rows.from(range) < end) {
            values.skipTo(Math.max(0, rows.from(range) - page.firstRow()));
            values.takeTo(Math.min(rows.to(range), end) - page.firstRow(), sink);
            if (rows.to(range) > end) {
                break;
            }
            range++;
        }
        return range;
    }

    /// Reads a column of texts whole, run by run. Two runs may have the same text.
    ///
    /// @throws UnfamiliarFileException when the file is not as expected
    public void readRuns(int fieldId, RunSink sink) throws IOException {
        FileLayout.Chunks column = layout.find(fieldId);
        if (column == null) {
            sink.run(layout.rowCount(), null, 0, 0);
            return;
        }
        try {
            for (FileLayout.Chunk chunk : column.chunks()) {
                ChunkContent content = content(chunk);
                for (ChunkContent.Page page : content.pages()) {
                    PageRows.of(page, column.optional(), ColumnType.TAG, content).takeRuns(sink);
                }
            }
        } catch (ProblemException e) {
            throw e;
        } catch (RuntimeException | EOFException e) {
            throw unreadable(fieldId, e);
        }
    }

    /// Whatever a bent file makes of readers.
    private static UnfamiliarFileException unreadable(int fieldId, Exception how) {
        return new UnfamiliarFileException("column " + fieldId + " cannot be read: " + how);
    }

    private ChunkContent content(FileLayout.Chunk chunk) throws IOException {
        ChunkContent kept = cache.find(chunk.offset());
        if (kept != null) {
            return kept;
        }
        if (chunk.length() > ChunkContent.BYTES_MAX) {
            throw new UnfamiliarFileException("a column chunk has more than 64 MiB");
        }
        if (file == null) {
            file = FileChannel.open(place.path(), StandardOpenOption.READ);
        }
        if (zstd == null) {
            zstd = new ZstdDecompressCtx();
        }
        byte[] bytes = FileLayout.read(file, chunk.offset(), (int) chunk.length());
        ChunkContent content = ChunkContent.of(chunk, bytes, zstd);
        cache.keep(chunk.offset(), content);
        return content;
    }

    @Override
    public void close() throws IOException {
        if (zstd != null) {
            zstd.close();
        }
        if (file != null) {
            file.close();
        }
    }
}
