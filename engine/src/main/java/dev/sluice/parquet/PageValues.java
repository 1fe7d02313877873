// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import dev.sluice.model.ColumnType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.column.values.deltalengthbytearray.DeltaLengthByteArrayValuesReader;
import org.apache.parquet.column.values.deltastrings.DeltaByteArrayReader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/// The values of a page one after the other, nulls left out. Not safe for threads.
sealed interface PageValues {
    /// Numbers in a dictionary that are taken at once where they are packed.
    int PACKED_AT_ONCE = 256;

    /// Goes on by some values.
    void skip(int count) throws IOException;

    /// Gives the next values.
    void take(int count, ValueSink target) throws IOException;

    /// Gives the next texts run by run.
    default void takeRuns(int count, RowReader.RunSink target) throws IOException {
        take(count, new SingleRuns(target));
    }

    /// Texts as runs of one.
    record SingleRuns(RowReader.RunSink target) implements ValueSink {
        @Override
        public void addWords(long[] bits, int count) {
            throw new IllegalArgumentException("words are no texts");
        }

        @Override
        public void addText(byte[] bytes, int start, int length) {
            target.run(1, bytes, start, length);
        }

        @Override
        public void addNulls(int count) {
            target.run(count, null, 0, 0);
        }
    }

    /// The values of a page.
    ///
    /// @param from where in its bytes they start, behind the levels
    /// @param dictionary what indexes mean, as PLAIN
    /// @throws UnfamiliarFileException for an encoding that [ParquetFile] does not use for the type
    static PageValues of(
            ColumnType type, ChunkContent.Page page, int from, byte @Nullable [] dictionary)
            throws IOException {
        boolean text = type == ColumnType.TAG || type == ColumnType.STRING;
        return switch (page.encoding()) {
            case PLAIN ->
                    switch (type) {
                        case TAG, STRING -> new NoValues();
                        case BOOLEAN -> new Bits(page.bytes(), from);
                        case INTEGER, UINTEGER, FLOAT, TIME -> new Plain(page.bytes(), from);
                    };
            case BYTE_STREAM_SPLIT -> new Split(page.bytes(), from);
            case RLE_DICTIONARY -> {
                RunReader indexes = indexes(page, from);
                yield text
                        ? new DictionaryTexts(indexes, TextEntries.of(dictionary))
                        : new DictionaryWords(indexes, dictionary);
            }
            case DELTA_BINARY_PACKED ->
                    new Differences(
                            new DeltaReader(
                                    page.bytes(), from, page.rowCount(), page.blocks(from)));
            case DELTA_LENGTH_BYTE_ARRAY, DELTA_BYTE_ARRAY -> new LibraryTexts(reader(page, from));
            default -> throw new UnfamiliarFileException("values are " + page.encoding());
        };
    }

    /// The numbers of a page's values in the dictionary.
    static RunReader indexes(ChunkContent.Page page, int from) throws UnfamiliarFileException {
        byte[] bytes = page.bytes();
        if (from >= bytes.length || bytes[from] < 0 || bytes[from] > Integer.SIZE) {
            throw new UnfamiliarFileException("a page of indexes does not say how wide they are");
        }
        return new RunReader(bytes, from + 1, bytes.length, bytes[from]);
    }

    private static ValuesReader reader(ChunkContent.Page page, int from) throws IOException {
        requireRoom(page, from);
        ValuesReader reader =
                page.encoding() == Encoding.DELTA_BYTE_ARRAY
                        ? new DeltaByteArrayReader()
                        : new DeltaLengthByteArrayValuesReader();
        byte[] bytes = page.bytes();
        reader.initFromPage(
                page.rowCount(),
                ByteBufferInputStream.wrap(ByteBuffer.wrap(bytes, from, bytes.length - from)));
        return reader;
    }

    /// Requires that a page of texts tells of no more than fits into it: the library makes room for
    /// whatever it is told.
    private static void requireRoom(ChunkContent.Page page, int from)
            throws UnfamiliarFileException {
        byte[] bytes = page.bytes();
        DeltaReader numbers = new DeltaReader(bytes, from, page.rowCount(), null);
        if (page.encoding() == Encoding.DELTA_BYTE_ARRAY) {
            // Behind how much each text begins with of the last are the lengths of the rests.
            int lengths = numbers.end(bytes.length);
            DeltaReader _ = new DeltaReader(bytes, lengths, page.rowCount(), null);
        }
    }

    /// A page in which nothing has a value.
    final class NoValues implements PageValues {
        @Override
        public void skip(int count) {
            // Asked for none.
        }

        @Override
        public void take(int count, ValueSink target) throws UnfamiliarFileException {
            if (count > 0) {
                throw new UnfamiliarFileException("texts are PLAIN");
            }
        }
    }

    /// Words, which are given by the buffer.
    abstract sealed class Words implements PageValues {
        private static final int BUFFER_WORDS = 256;

        @Override
        public void take(int count, ValueSink target) throws IOException {
            long[] buffer = new long[Math.min(count, BUFFER_WORDS)];
            for (int left = count; left > 0; left -= buffer.length) {
                int some = Math.min(left, buffer.length);
                take(buffer, some);
                target.addWords(buffer, some);
            }
        }

        /// Gives the next ones.
        ///
        /// @param count at least 1
        abstract void take(long[] target, int count) throws IOException;
    }

    /// Eight bytes each.
    final class Plain extends Words {
        private final ByteBuffer words;
        private int position;

        Plain(byte[] bytes, int from) {
            this.words = ChunkContent.littleEndian(bytes);
            this.position = from;
        }

        @Override
        public void skip(int count) {
            position += count * Long.BYTES;
        }

        @Override
        void take(long[] target, int count) {
            for (int i = 0; i < count; i++) {
                target[i] = words.getLong(position);
                position += Long.BYTES;
            }
        }
    }

    /// A bit each.
    final class Bits extends Words {
        private final byte[] bytes;
        private long position;

        Bits(byte[] bytes, int from) {
            this.bytes = bytes;
            this.position = (long) from * Byte.SIZE;
        }

        @Override
        public void skip(int count) {
            position += count;
        }

        @Override
        void take(long[] target, int count) {
            for (int i = 0; i < count; i++) {
                int bits = bytes[(int) (position >>> 3)];
                target[i] = (bits >>> (position & 7)) & 1L;
                position++;
            }
        }
    }

    /// All first bytes, all second bytes, and so on.
    final class Split extends Words {
        private final byte[] bytes;
        private final int from;
        private final int length;
        private int next;

        Split(byte[] bytes, int from) {
            this.bytes = bytes;
            this.from = from;
            this.length = (bytes.length - from) / Long.BYTES;
        }

        @Override
        public void skip(int count) {
            next += count;
        }

        @Override
        void take(long[] target, int count) {
            for (int i = 0; i < count; i++) {
                long word = 0;
                int at = from + next++;
                for (int stream = 0; stream < Long.BYTES; stream++) {
                    word |= (bytes[at + stream * length] & 0xFFL) << (stream * Byte.SIZE);
                }
                target[i] = word;
            }
        }
    }

    /// Numbers of words.
    final class DictionaryWords extends Words {
        private final RunReader indexes;
        private final ByteBuffer words;
        private final int[] packed = new int[PACKED_AT_ONCE];

        DictionaryWords(RunReader indexes, byte @Nullable [] dictionary) {
            this.indexes = indexes;
            this.words = ChunkContent.littleEndian(dictionary == null ? new byte[0] : dictionary);
        }

        @Override
        public void skip(int count) throws IOException {
            indexes.skip(count);
        }

        @Override
        void take(long[] target, int count) throws IOException {
            for (int at = 0; at < count; ) {
                int some = indexes.takePacked(packed, Math.min(count - at, packed.length));
                for (int i = 0; i < some; i++) {
                    target[at + i] = words.getLong(packed[i] * Long.BYTES);
                }
                if (some == 0) {
                    some = Math.min(count - at, indexes.length());
                    Arrays.fill(target, at, at + some, words.getLong(indexes.value() * Long.BYTES));
                    indexes.skip(some);
                }
                at += some;
            }
        }
    }

    /// Numbers of texts.
    final class DictionaryTexts implements PageValues {
        private final RunReader indexes;
        private final TextEntries texts;
        private final int[] packed = new int[PACKED_AT_ONCE];

        /// The run at hand.
        private int index;

        private int run;

        DictionaryTexts(RunReader indexes, TextEntries texts) {
            this.indexes = indexes;
            this.texts = texts;
        }

        @Override
        public void skip(int count) throws IOException {
            indexes.skip(count);
        }

        @Override
        public void take(int count, ValueSink target) throws IOException {
            for (int i = 0; i < count; i++) {
                int index = indexes.value();
                target.addText(texts.bytes(), texts.start(index), texts.length(index));
                indexes.skip(1);
            }
        }

        @Override
        public void takeRuns(int count, RowReader.RunSink target) throws IOException {
            for (int left = count; left > 0; ) {
                int some = indexes.takePacked(packed, Math.min(left, packed.length));
                for (int i = 0; i < some; i++) {
                    add(packed[i], 1, target);
                }
                if (some == 0) {
                    int next = indexes.value();
                    some = Math.min(left, indexes.length());
                    indexes.skip(some);
                    add(next, some, target);
                }
                left -= some;
            }
            end(target);
        }

        private void add(int next, int rows, RowReader.RunSink target) {
            if (next != index) {
                end(target);
                index = next;
            }
            run += rows;
        }

        private void end(RowReader.RunSink target) {
            if (run > 0) {
                target.runOfEntry(run, texts.bytes(), texts.start(index), texts.length(index));
                run = 0;
            }
        }
    }

    /// Sums of differences.
    final class Differences extends Words {
        private final DeltaReader words;

        Differences(DeltaReader words) {
            this.words = words;
        }

        @Override
        public void skip(int count) throws IOException {
            words.skip(count);
        }

        @Override
        void take(long[] target, int count) throws IOException {
            words.take(target, count);
        }
    }

    /// Texts that the library decodes.
    final class LibraryTexts implements PageValues {
        private final ValuesReader reader;

        LibraryTexts(ValuesReader reader) {
            this.reader = reader;
        }

        @Override
        public void skip(int count) {
            reader.skip(count);
        }

        @Override
        public void take(int count, ValueSink target) {
            for (int i = 0; i < count; i++) {
                Binary value = reader.readBytes();
                target.addText(value.getBytesUnsafe(), 0, value.length());
            }
        }
    }
}
