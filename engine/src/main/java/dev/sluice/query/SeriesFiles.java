// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.datafile.FileSeries;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.parquet.ChunkContent;
import dev.sluice.parquet.FileLayout;
import dev.sluice.parquet.RowReader;
import dev.sluice.parquet.UnfamiliarFileException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Files read by series, without the engine. A file never changes, so where its series are is read
/// once and kept, and so are the parts of files that were read lately. A file is known by its path:
/// a catalog that was restored may give an id again. Safe for many threads.
final class SeriesFiles {
    /// A file in which series change more often is left to the engine.
    private static final int RUNS_MAX = 100_000;

    /// How much memory is taken by where series are.
    private static final long FILES_BYTES_MAX = RecentlyUsed.ofHeap(16, 64L << 20);

    /// How much by parts of files without their compression.
    private static final long CHUNKS_BYTES_MAX = RecentlyUsed.ofHeap(8, 128L << 20);

    /// About what is taken beside that.
    private static final long ENTRY_BYTES = 256;

    private final RecentlyUsed<ObjectPath, Known> files =
            new RecentlyUsed<>(FILES_BYTES_MAX, Known::sizeBytes);
    private final RecentlyUsed<ChunkId, ChunkContent> chunks =
            new RecentlyUsed<>(CHUNKS_BYTES_MAX, ChunkContent::sizeBytes);

    /// What is known of a file.
    ///
    /// @param series null when the file is left to the engine
    private record Known(@Nullable FileLayout layout, @Nullable FileSeries series) {
        private static final Known NOTHING = new Known(null, null);

        long sizeBytes() {
            return ENTRY_BYTES
                    + (layout == null ? 0 : layout.sizeBytes())
                    + (series == null ? 0 : series.sizeBytes());
        }
    }

    private record ChunkId(ObjectPath file, long offset) {}

    /// What is read of a file.
    ///
    /// @param <T> what comes of it
    interface Reading<T> {
        /// Reads.
        @Nullable T read(FileSeries series, RowReader reader) throws IOException;
    }

    /// Reads a file.
    ///
    /// @param table whose file it is
    /// @param place where its bytes are; not asked while all that is read of them is kept
    /// @return null where `reading` gives it, and when the file is left to the engine, which tells
    ///   what is wrong with it if anything is
    <T> @Nullable T read(
            TableEntry table, FileEntry file, RowReader.Place place, Reading<T> reading) {
        try {
            Known known = files.find(file.path());
            if (known == null) {
                known = learn(table, place.path());
                files.keep(file.path(), known);
            }
            if (known.layout == null || known.series == null) {
                return null;
            }
            try (RowReader reader = new RowReader(place, known.layout, new PartsOf(file.path()))) {
                return reading.read(known.series, reader);
            }
        } catch (IOException _) {
            return null;
        }
    }

    private static Known learn(TableEntry table, Path path) throws IOException {
        try {
            FileLayout layout = FileLayout.read(path);
            try (RowReader reader = new RowReader(path, layout)) {
                return new Known(
                        layout, FileSeries.read(table, reader, layout.rowCount(), RUNS_MAX));
            }
        } catch (UnfamiliarFileException _) {
            return Known.NOTHING;
        }
    }

    private final class PartsOf implements RowReader.ChunkCache {
        private final ObjectPath file;

        PartsOf(ObjectPath file) {
            this.file = file;
        }

        @Override
        public @Nullable ChunkContent find(long offset) {
            return chunks.find(new ChunkId(file, offset));
        }

        @Override
        public void keep(long offset, ChunkContent content) {
            chunks.keep(new ChunkId(file, offset), content);
        }
    }
}
