// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import java.io.IOException;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.Encoding;

/// Writes chunks of texts: by a dictionary where they repeat, else their lengths and then the bytes
/// as they stand. Of one file; not safe for threads.
final class TextChunkWriter {
    private final PageOutput out;
    private final ParquetOptions options;
    private final ByteSink page = new ByteSink();
    private final TextDictionary dictionary = new TextDictionary();
    private final DeltaPacking deltas = new DeltaPacking();
    private long[] lengths = new long[0];

    TextChunkWriter(PageOutput out, ParquetOptions options) {
        this.out = out;
        this.options = options;
    }

    /// Writes the rows from `from` up to `to`.
    ColumnChunk write(TextColumn column, int from, int to) throws IOException {
        ChunkPages chunk = new ChunkPages(out, column);
        TextBounds bounds = new TextBounds();
        int count = Presence.count(column.present(), from, to);
        if (count > 0 && dictionary.build(column, from, to)) {
            byDictionary(column, from, to, chunk, bounds);
        } else {
            byLength(column, from, to, chunk, bounds);
        }
        return chunk.finish(bounds, to - from - count);
    }

    private void byDictionary(
            TextColumn column, int from, int to, ChunkPages chunk, TextBounds bounds)
            throws IOException {
        page.clear();
        for (int number = 0; number < dictionary.size(); number++) {
            int row = dictionary.rowOf(number);
            int length = column.end(row) - column.start(row);
            page.putInt(length);
            page.putBytes(column.text(), column.start(row), length);
            bounds.add(column.text(), column.start(row), column.end(row));
        }
        chunk.dictionary(page, dictionary.size());
        int value = 0;
        int end;
        for (int row = from; row < to; row = end) {
            end = row + Math.min(to - row, options.pageRowsMax());
            int valueEnd = value + Presence.count(column.present(), row, end);
            page.clear();
            Levels.put(column.present(), row, end, page);
            int width = dictionary.indexWidth();
            page.putByte(width);
            RleHybrid.mixed(dictionary.indexes(), value, valueEnd, width, page);
            chunk.data(page, end - row, Encoding.RLE_DICTIONARY);
            value = valueEnd;
        }
    }

    private void byLength(TextColumn column, int from, int to, ChunkPages chunk, TextBounds bounds)
            throws IOException {
        int end;
        for (int row = from; row < to; row = end) {
            end = pageEnd(column, row, to);
            page.clear();
            Levels.put(column.present(), row, end, page);
            int count = takeLengths(column, row, end, bounds);
            deltas.write(lengths, 0, count, page);
            int start = column.start(row);
            page.putBytes(column.text(), start, column.end(end - 1) - start);
            chunk.data(page, end - row, Encoding.DELTA_LENGTH_BYTE_ARRAY);
        }
    }

    private int pageEnd(TextColumn column, int row, int to) {
        int rowsEnd = row + Math.min(to - row, options.pageRowsMax());
        long textEnd = (long) column.start(row) + options.textPageBytesMax();
        int end = row + 1;
        while (end < rowsEnd && column.end(end) <= textEnd) {
            end++;
        }
        return end;
    }

    private int takeLengths(TextColumn column, int from, int to, TextBounds bounds) {
        if (lengths.length < to - from) {
            lengths = new long[to - from];
        }
        int count = 0;
        for (int row = from; row < to; row++) {
            if (Presence.count(column.present(), row, row + 1) == 1) {
                int start = column.start(row);
                int end = column.end(row);
                lengths[count++] = (long) end - start;
                bounds.add(column.text(), start, end);
            }
        }
        return count;
    }
}
