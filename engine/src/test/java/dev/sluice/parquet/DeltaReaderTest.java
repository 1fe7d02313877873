// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Differences are summed up to the words that were written, wherever one goes. Takes `-Dseed=`.
final class DeltaReaderTest {
    private static final int PAGES = 400;

    @Test
    void anyWordIsAsItWasWritten() throws UnfamiliarFileException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("DeltaReaderTest -Dseed=" + seed);
        Random random = new Random(seed);
        for (int page = 0; page < PAGES; page++) {
            long[] words = words(random);
            ByteSink sink = new ByteSink();
            sink.putByte(1);
            new DeltaPacking().write(words, 0, words.length, sink);
            byte[] bytes = Arrays.copyOf(sink.bytes(), sink.size());
            DeltaReader.Blocks blocks =
                    random.nextBoolean() ? DeltaReader.Blocks.of(bytes, 1, words.length) : null;
            DeltaReader reader = new DeltaReader(bytes, 1, words.length, blocks);
            int step = 1 + random.nextInt(1 + words.length / 3);
            for (int at = 0; at < words.length; ) {
                assertThat(reader.value())
                        .as("word %d of page %d of %d", at, page, seed)
                        .isEqualTo(words[at]);
                int count = random.nextInt(step + 1);
                if (count > 0 && at + count <= words.length && random.nextBoolean()) {
                    long[] taken = new long[count + 3];
                    reader.take(taken, count);
                    assertThat(Arrays.copyOf(taken, count))
                            .as("%d words from %d of page %d of %d", count, at, page, seed)
                            .isEqualTo(Arrays.copyOfRange(words, at, at + count));
                } else {
                    reader.skip(count);
                }
                at += count;
            }
        }
    }

    /// Whoever reads makes room for as many values as the bytes tell of.
    @Test
    void noMoreValuesThanRowsAreBelieved() throws UnfamiliarFileException {
        ByteSink sink = new ByteSink();
        new DeltaPacking().write(new long[] {1, 2, 3}, 0, 3, sink);
        byte[] bytes = Arrays.copyOf(sink.bytes(), sink.size());

        assertThat(new DeltaReader(bytes, 0, 3, null).value()).isEqualTo(1);
        assertThatExceptionOfType(UnfamiliarFileException.class)
                .isThrownBy(() -> DeltaReader.Blocks.of(bytes, 0, 2))
                .withMessage("there are 3 values in 2 rows");
    }

    @Test
    void blocksThatNobodyWritesAreRefused() {
        byte[] bytes = blocksOf(1 << 17);

        assertThatExceptionOfType(UnfamiliarFileException.class)
                .isThrownBy(() -> new DeltaReader(bytes, 0, 3, null))
                .withMessage("differences come in blocks of 131072");
    }

    /// What is behind the numbers is found, and numbers that cannot be are seen.
    @Test
    void lengthsAreGoneOver() throws UnfamiliarFileException {
        long[] lengths = new long[300];
        Arrays.fill(lengths, 7, 200, 5);
        ByteSink sink = new ByteSink();
        new DeltaPacking().write(lengths, 0, lengths.length, sink);
        int size = sink.size();
        new DeltaPacking().write(lengths, 0, lengths.length, sink);

        assertThat(new DeltaReader(sink.bytes(), 0, 300, null).end(5)).isEqualTo(size);
        assertThatExceptionOfType(UnfamiliarFileException.class)
                .isThrownBy(() -> new DeltaReader(sink.bytes(), 0, 300, null).end(4));
    }

    private static byte[] blocksOf(int values) {
        ByteSink sink = new ByteSink();
        sink.putVarint(values);
        sink.putVarint(1);
        sink.putVarint(1);
        sink.putZigzag(0);
        return Arrays.copyOf(sink.bytes(), sink.size());
    }

    /// Times of series that come one after the other, or anything.
    private static long[] words(Random random) {
        long[] words = new long[1 + random.nextInt(3_000)];
        int kind = random.nextInt(3);
        for (int i = 0; i < words.length; i++) {
            words[i] =
                    switch (kind) {
                        case 0 -> random.nextLong();
                        case 1 -> i % 180 * 10_000_000_000L;
                        default -> 5L * i;
                    };
        }
        return words;
    }
}
