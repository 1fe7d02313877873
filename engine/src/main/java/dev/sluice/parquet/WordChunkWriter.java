// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import dev.sluice.model.ColumnType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;

/// Writes chunks of numbers, truth values and times. Which encoding is smallest is tried on some
/// values from the middle of the chunk. Of one file; not safe for threads.
final class WordChunkWriter {
    /// How many values an encoding is tried on.
    private static final int SAMPLE = 4096;

    private final PageOutput out;
    private final ParquetOptions options;
    private final ByteSink page = new ByteSink();
    private final WordValues values = new WordValues();

    WordChunkWriter(PageOutput out, ParquetOptions options) {
        this.out = out;
        this.options = options;
    }

    /// Writes the rows from `from` up to `to`.
    ///
    /// @param choice of the column
    ColumnChunk write(WordColumn column, EncodingChoice choice, int from, int to)
            throws IOException {
        ColumnType type = column.column().type();
        values.take(column.words(), column.present(), from, to);
        long start = out.position();
        ChunkPages chunk = new ChunkPages(out, column);
        WordEncoding encoding = choose(type, choice);
        if (encoding == WordEncoding.DICTIONARY) {
            LongDictionary dictionary = values.dictionary();
            page.clear();
            WordValues.plain(dictionary.values(), 0, dictionary.size(), page);
            chunk.dictionary(page, dictionary.size());
        }
        int value = 0;
        for (int row = from; row < to; ) {
            int end = row + Math.min(to - row, options.pageRowsMax());
            int valueEnd = value + Presence.count(column.present(), row, end);
            page.clear();
            if (ChunkPages.isOptional(type)) {
                Levels.put(column.present(), row, end, page);
            }
            values.encode(encoding, value, valueEnd, page);
            chunk.data(page, end - row, encoding.format());
            value = valueEnd;
            row = end;
        }
        choice.wrote(out.position() - start, values.count());
        return chunk.finish(bounds(type, encoding), to - from - values.count());
    }

    private Bounds bounds(ColumnType type, WordEncoding encoding) {
        if (encoding == WordEncoding.DICTIONARY) {
            LongDictionary dictionary = values.dictionary();
            return WordBounds.of(type, dictionary.values(), 0, dictionary.size());
        }
        return WordBounds.of(type, values.words(), values.base(), values.base() + values.count());
    }

    private WordEncoding choose(ColumnType type, EncodingChoice choice) {
        if (values.count() == 0) {
            return WordEncoding.PLAIN;
        }
        return switch (type) {
            case TIME -> WordEncoding.DELTA;
            case BOOLEAN -> WordEncoding.BITS;
            case INTEGER, UINTEGER -> smallest(WordEncoding.DELTA, choice);
            case FLOAT -> smallest(WordEncoding.SPLIT, choice);
            case TAG, STRING -> throw new IllegalArgumentException("text is no word");
        };
    }

    private WordEncoding smallest(WordEncoding proper, EncodingChoice choice) {
        WordEncoding known = choice.known();
        if (known != null && (known != WordEncoding.DICTIONARY || values.buildDictionary())) {
            return known;
        }
        WordEncoding smallest = smallest(proper);
        choice.choose(smallest);
        return smallest;
    }

    private WordEncoding smallest(WordEncoding proper) {
        List<WordEncoding> candidates = new ArrayList<>(List.of(proper, WordEncoding.PLAIN));
        if (values.buildDictionary()) {
            candidates.add(WordEncoding.DICTIONARY);
        }
        WordEncoding best = proper;
        long bestBytes = Long.MAX_VALUE;
        for (WordEncoding candidate : candidates) {
            long bytes = estimate(candidate);
            if (bytes < bestBytes) {
                best = candidate;
                bestBytes = bytes;
            }
        }
        return best;
    }

    private long estimate(WordEncoding encoding) {
        int count = values.count();
        int sample = Math.min(SAMPLE, count);
        int from = (count - sample) / 2;
        page.clear();
        values.encode(encoding, from, from + sample, page);
        long bytes = (long) out.compressedSize(page) * count / sample;
        // Of its own values, a dictionary saves a quarter at best.
        return encoding == WordEncoding.DICTIONARY
                ? bytes + values.dictionary().size() * 6L
                : bytes;
    }
}
