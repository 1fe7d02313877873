// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

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
