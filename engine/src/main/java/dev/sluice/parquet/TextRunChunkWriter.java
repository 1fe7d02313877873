// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/// Writes the chunks of one column of runs, in order. Time goes by runs: a page of few runs is
/// written as runs, and only where runs are hardly longer than a row their indexes are packed.
/// Values that hardly repeat need no indexes: each row has the text. Not safe for threads.
final class TextRunChunkWriter {
    /// Shorter runs on average are packed.
    private static final int RUN_ROWS_MIN = 8;

    /// Values that are there less often on average are not worth a dictionary.
    private static final int REPEATS_MIN = 2;

    private final ParquetOptions options;
    private final TextRunColumn column;
    private final RunCursor cursor;
    private final ByteSink page = new ByteSink();
    private final PrefixPacking prefixes = new PrefixPacking();

    /// By value: its number in the dictionary of this chunk, or -1.
    private final int[] numberOf;

    /// By number in the dictionary of this chunk: the value.
    private int[] valueOf = new int[16];

    private int size;

    /// Of this chunk.
    private int nullCount;

    private boolean hasLongRuns;
    private int[] unpacked = new int[0];
    private @Nullable ValueFilter filter;

    TextRunChunkWriter(ParquetOptions options, TextRunColumn column) {
        this.options = options;
        this.column = column;
        this.cursor = new RunCursor(column);
        this.numberOf = new int[column.valueCount()];
        Arrays.fill(numberOf, -1);
    }

    /// Writes the next rows.
    ColumnChunk write(PageOutput out, int rowCount) throws IOException {
        ChunkPages chunk = new ChunkPages(out, column);
        numberValues(rowCount);
        TextBounds bounds = new TextBounds();
        // One text alone is its own least and greatest.
        filter = size > 1 ? new ValueFilter(size) : null;
        for (int number = 0; number < size; number++) {
            addValue(valueOf[number], bounds);
        }
        if ((long) size * REPEATS_MIN > rowCount - nullCount) {
            putPrefixed(rowCount, chunk);
        } else {
            putByDictionary(rowCount, chunk);
        }
        for (int number = 0; number < size; number++) {
            numberOf[valueOf[number]] = -1;
        }
        return chunk.finish(bounds, nullCount);
    }

    private void addValue(int value, TextBounds bounds) {
        int start = column.start(value);
        int end = column.end(value);
        bounds.add(column.text(), start, end);
        if (filter != null) {
            filter.add(column.text(), start, end);
        }
    }

    private void putByDictionary(int rowCount, ChunkPages chunk) throws IOException {
        if (size > 0) {
            page.clear();
            for (int number = 0; number < size; number++) {
                int start = column.start(valueOf[number]);
                int length = column.end(valueOf[number]) - start;
                page.putInt(length);
                page.putBytes(column.text(), start, length);
            }
            chunk.dictionary(page, size);
        }
        int written;
        for (int row = 0; row < rowCount; row += written) {
            written = Math.min(rowCount - row, options.pageRowsMax());
            page.clear();
            putPage(written);
            chunk.data(page, written, size > 0 ? Encoding.RLE_DICTIONARY : Encoding.PLAIN);
        }
    }

    /// Writes texts that hardly repeat: by a dictionary, each would be there and its number too.
    private void putPrefixed(int rowCount, ChunkPages chunk) throws IOException {
        int written;
        for (int row = 0; row < rowCount; row += written) {
            RunCursor start = cursor.copy();
            written = takeTexts(Math.min(rowCount - row, options.pageRowsMax()));
            page.clear();
            putLevels(start, written);
            prefixes.write(page);
            chunk.data(page, written, Encoding.DELTA_BYTE_ARRAY);
        }
    }

    /// Takes the texts of a page, at least a row's.
    ///
    /// @return how many rows that was
    private int takeTexts(int rowsMax) {
        prefixes.clear();
        int rows = 0;
        while (rows < rowsMax && prefixes.restBytes() < options.textPageBytesMax()) {
            int value = cursor.value();
            rows += cursor.take(1);
            if (value != TextRunColumn.NULL) {
                prefixes.add(column.text(), column.start(value), column.end(value));
            }
        }
        return rows;
    }

    /// The different values of the rows that were written last; null where [Bounds] say as much.
    @Nullable ValueFilter filter() {
        return filter;
    }

    /// Looks at all rows of a chunk.
    private void numberValues(int rowCount) {
        size = 0;
        nullCount = 0;
        int runs = 0;
        RunCursor ahead = cursor.copy();
        for (int left = rowCount; left > 0; runs++) {
            int value = ahead.value();
            int rows = ahead.take(left);
            left -= rows;
            if (value == TextRunColumn.NULL) {
                nullCount += rows;
            } else if (numberOf[value] < 0) {
                if (size == valueOf.length) {
                    valueOf = Arrays.copyOf(valueOf, size * 2);
                }
                numberOf[value] = size;
                valueOf[size++] = value;
            }
        }
        hasLongRuns = (long) runs * RUN_ROWS_MIN <= rowCount;
    }

    private void putPage(int rowCount) {
        putLevels(cursor.copy(), rowCount);
        if (size == 0) {
            cursor.skip(rowCount);
            return;
        }
        int width = Math.max(Byte.SIZE, BitPacking.widthOf(size - 1));
        page.putByte(width);
        if (!hasLongRuns) {
            putPacked(rowCount, width);
            return;
        }
        for (int left = rowCount; left > 0; ) {
            int value = cursor.value();
            int rows = cursor.take(left);
            left -= rows;
            if (value != TextRunColumn.NULL) {
                RleHybrid.run(numberOf[value], rows, width, page);
            }
        }
    }

    private void putPacked(int rowCount, int width) {
        if (unpacked.length < rowCount) {
            unpacked = new int[rowCount];
        }
        int count = 0;
        for (int left = rowCount; left > 0; ) {
            int value = cursor.value();
            int rows = cursor.take(left);
            left -= rows;
            if (value != TextRunColumn.NULL) {
                int end = count + rows;
                int number = numberOf[value];
                // Mostly one, for which a call would be too much.
                while (count < end) {
                    unpacked[count++] = number;
                }
            }
        }
        RleHybrid.mixed(unpacked, 0, count, width, page);
    }

    /// @param ahead at the page's first row
    private void putLevels(RunCursor ahead, int rowCount) {
        int start = Levels.begin(page);
        if (nullCount == 0) {
            RleHybrid.run(1, rowCount, 1, page);
        } else {
            putMixedLevels(ahead, rowCount);
        }
        Levels.end(start, page);
    }

    private void putMixedLevels(RunCursor ahead, int rowCount) {
        int level = -1;
        int length = 0;
        for (int left = rowCount; left > 0; ) {
            int next = ahead.value() == TextRunColumn.NULL ? 0 : 1;
            int rows = ahead.take(left);
            left -= rows;
            if (next != level && length > 0) {
                RleHybrid.run(level, length, 1, page);
                length = 0;
            }
            level = next;
            length += rows;
        }
        RleHybrid.run(level, length, 1, page);
    }
}
