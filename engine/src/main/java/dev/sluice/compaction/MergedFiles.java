// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.compaction;

import dev.sluice.batch.TableRows;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.datafile.DataFiles;
import dev.sluice.objectstore.HeldFile;
import dev.sluice.objectstore.ObjectsInUse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the files that take the place of others, one after the other, so that only the rows of
/// one are held in memory. Of one attempt; used by one thread.
final class MergedFiles {
    private final Compactor.Stores stores;
    private final TableEntry table;
    private final CompactionChoice.Merge merge;
    private final DataFiles into;
    private final long rowsMax;
    private final long textBytesMax;

    /// What came of it.
    enum Outcome {
        /// Every row is in a file.
        WRITTEN,
        /// One moment alone has more rows, or more text, than may be held in memory.
        TOO_MUCH,
        /// One of the files is not live any more.
        NOT_LIVE
    }

    /// @param limits what one file may have; its choice of rows was an estimate
    MergedFiles(
            Compactor.Stores stores,
            TableEntry table,
            CompactionChoice.Merge merge,
            DataFiles into,
            CompactionLimits limits) {
        this.stores = stores;
        this.table = table;
        this.merge = merge;
        this.into = into;
        this.rowsMax = Math.max(1, 2 * limits.cellsMax() / table.columns().size());
        this.textBytesMax = limits.textBytesMax();
    }

    /// Writes all of them.
    ///
    /// @throws IOException when a file could not be read, made or stored
    Outcome write() throws IOException {
        try (ObjectsInUse.Use use = stores.inUse().begin()) {
            use.add(merge.files().stream().map(FileEntry::path).toList());
            CatalogSnapshot snapshot = stores.catalog().snapshot();
            for (FileEntry file : merge.files()) {
                if (snapshot.findFile(file.path()).isEmpty()) {
                    return Outcome.NOT_LIVE;
                }
            }
            List<FileEntry> files = merge.files();
            long first = files.stream().mapToLong(FileEntry::timeNanosMin).min().orElseThrow();
            long last = files.stream().mapToLong(FileEntry::timeNanosMax).max().orElseThrow();
            for (long end : merge.ends()) {
                if (!write(first, end)) {
                    return Outcome.TOO_MUCH;
                }
                first = end + 1;
            }
            return write(first, last) ? Outcome.WRITTEN : Outcome.TOO_MUCH;
        }
    }

    /// Why it is too much.
    String tooMuch() {
        return "more than "
                + rowsMax
                + " rows, or "
                + textBytesMax
                + " bytes of text, of one time would have to be held in memory";
    }

    /// Writes the rows of a time, as one file or, where they turn out to be too much, as several.
    ///
    /// @return false when they are too much and of one moment
    private boolean write(long first, long last) throws IOException {
        if (first > last) {
            return true;
        }
        List<TableRows> batches = read(first, last);
        if (batches != null) {
            if (batches.stream().anyMatch(rows -> rows.rowCount() > 0)) {
                into.write(table, batches, merge.level(), DataFiles.NEVER_HOURLY);
            }
            return true;
        }
        if (first == last) {
            return false;
        }
        long middle = (first & last) + ((first ^ last) >> 1);
        return write(first, middle) && write(middle + 1, last);
    }

    /// @return null when there are too many rows, or they have too much text
    /// @throws IOException which names the object that could not be read
    private @Nullable List<TableRows> read(long first, long last) throws IOException {
        List<TableRows> batches = new ArrayList<>();
        long left = rowsMax;
        long textLeft = textBytesMax;
        for (FileEntry file : merge.files()) {
            if (file.timeNanosMin() > last || file.timeNanosMax() < first) {
                continue;
            }
            try (HeldFile held = stores.objects().hold(file.path(), file.sizeBytes())) {
                TableRows rows = read(file, held, first, last, left, textLeft);
                if (rows == null) {
                    return null;
                }
                left -= rows.rowCount();
                textLeft -= rows.textBytes();
                batches.add(rows);
            } catch (IOException | RuntimeException e) {
                throw new IOException("cannot read " + file.path() + ": " + e.getMessage(), e);
            }
        }
        return batches;
    }

    private @Nullable TableRows read(
            FileEntry file, HeldFile held, long first, long last, long rows, long textBytes)
            throws IOException {
        try {
            return stores.rows().read(table, file, held.path(), first, last, rows, textBytes);
        } catch (RuntimeException e) {
            held.failed(e);
            throw e;
        }
    }
}
