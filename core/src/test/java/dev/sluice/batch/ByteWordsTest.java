// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteWordsTest {
    private static final long SEED = Long.getLong("seed", new SplittableRandom().nextLong());
    private static final int ROUNDS = 20_000;

    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void hashesTheSameBytesAlikeWhereverTheyStand() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] text = bytes(random.nextInt(40));
            byte[] inside = bytes(text.length + 30);
            int start = random.nextInt(30);
            System.arraycopy(text, 0, inside, start, text.length);

            assertThat(ByteWords.hash(inside, start, start + text.length))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(ByteWords.hash(text, 0, text.length));
            assertThat(ByteWords.same(text, 0, text.length, inside, start)).isTrue();
        }
    }

    /// What those who look for short texts rely on.
    @Test
    void hashesNoTwoShortTextsOfOneLengthAlike() {
        Set<Long> hashes = new HashSet<>();
        for (int value = 0; value < 1 << 16; value++) {
            hashes.add(ByteWords.hash(new byte[] {(byte) value, (byte) (value >> 8), 0}, 0, 3));
        }

        assertThat(hashes).hasSize(1 << 16);
    }

    /// Names as people give them: of those that a table of four times as many places has, at least
    /// three quarters stand in a place of their own.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "%d",
                "h%d",
                "srv-%d",
                "host_%d",
                "host_%04d",
                "pod-7f9c-%d",
                "10.0.0.%d",
                "%d.example"
            })
    void spreadsNamesThatDifferInAFewBytes(String format) {
        for (int count : new int[] {500, 1_000, 4_000, 100_000}) {
            int mask = Integer.highestOneBit(count - 1) * 8 - 1;
            BitSet places = new BitSet();
            for (int i = 0; i < count; i++) {
                byte[] name = format.formatted(i).getBytes(StandardCharsets.UTF_8);
                places.set(ByteWords.fold(ByteWords.hash(name, 0, name.length)) & mask);
            }
            assertThat(places.cardinality()).as("%d names", count).isGreaterThan(count / 4 * 3);
        }
    }

    /// Times of one series, as clients write them: so many seconds apart.
    @Test
    void spreadsTimes() {
        for (long seconds : new long[] {1, 10, 60, 3600}) {
            int count = 100_000;
            BitSet places = new BitSet();
            for (int i = 0; i < count; i++) {
                long point = ByteWords.mix(SEED, i * seconds * 1_000_000_000);
                places.set(ByteWords.fold(point) & ((1 << 19) - 1));
            }
            assertThat(places.cardinality())
                    .as("%d s, seed %d", seconds, SEED)
                    .isGreaterThan(count / 4 * 3);
        }
    }

    @Test
    void tellsTextsApartThatDifferInOneByte() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] text = bytes(1 + random.nextInt(40));
            byte[] other = text.clone();
            other[random.nextInt(text.length)] ^= (byte) (1 << random.nextInt(8));

            assertThat(ByteWords.same(text, 0, text.length, other, 0))
                    .as("seed %d, round %d", SEED, round)
                    .isFalse();
            assertThat(ByteWords.hash(other, 0, other.length))
                    .as("seed %d, round %d", SEED, round)
                    .isNotEqualTo(ByteWords.hash(text, 0, text.length));
        }
    }

    @Test
    void findsTheFirstByteOfAKind() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] text = bytes(random.nextInt(40));
            int from = random.nextInt(text.length + 1);
            int to = from + random.nextInt(text.length - from + 1);
            byte wanted = (byte) (random.nextInt(4) == 0 ? 0x80 : ',');
            int expected = from;
            while (expected < to && text[expected] != wanted) {
                expected++;
            }

            assertThat(ByteWords.find(wanted, text, from, to))
                    .as(
                            "seed %d, round %d: %s from %d to %d",
                            SEED, round, Arrays.toString(text), from, to)
                    .isEqualTo(expected);
        }
    }

    /// Of few different bytes, those above and below a comma among them.
    private byte[] bytes(int length) {
        byte[] few = {',', '+', '-', 0, (byte) 0x80, 'a'};
        byte[] made = new byte[length];
        for (int i = 0; i < length; i++) {
            made[i] = few[random.nextInt(few.length)];
        }
        return made;
    }
}
