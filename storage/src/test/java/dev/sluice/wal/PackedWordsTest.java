// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class PackedWordsTest {
    private static final long SEED = Long.getLong("seed", new SplittableRandom().nextLong());

    @Test
    void takesAsManyBytesAsTheLargestDistanceNeeds() {
        assertThat(width()).isZero();
        assertThat(width(7, 7)).isZero();
        assertThat(width(-1, 254)).isEqualTo(1);
        assertThat(width(-1, 255)).isEqualTo(2);
        assertThat(width(1_000_000, 1_065_535)).isEqualTo(2);
        assertThat(width(0, 65_536)).isEqualTo(4);
        assertThat(width(Long.MIN_VALUE, Long.MIN_VALUE + 0xffff_ffffL)).isEqualTo(4);
        assertThat(width(0, 1L << 32)).isEqualTo(8);
        assertThat(width(Long.MAX_VALUE, Long.MIN_VALUE)).isEqualTo(8);
        assertThat(width(-1, Long.MAX_VALUE)).isEqualTo(8);
    }

    private static int width(long... words) {
        return PackedWords.of(words, words.length).width();
    }

    @Test
    void givesBackAnyWords() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 2_000; round++) {
            long base = random.nextLong() >> random.nextInt(64);
            int shift = random.nextInt(65);
            long[] words = new long[random.nextInt(40)];
            for (int i = 0; i < words.length; i++) {
                words[i] = base + (shift == 64 ? 0 : random.nextLong() >>> shift);
            }
            int count = random.nextInt(words.length + 1);
            PackedWords packed = PackedWords.of(words, count);
            // It starts anywhere in the buffer.
            int before = random.nextInt(9);
            int size = Math.toIntExact(packed.sizeBytes(count));
            ByteBuffer bytes = ByteBuffer.allocate(before + size).order(ByteOrder.LITTLE_ENDIAN);
            bytes.position(before);

            packed.put(words, count, bytes);

            assertThat(bytes.hasRemaining()).isFalse();
            assertThat(PackedWords.get(count, bytes.position(before)))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(Arrays.copyOf(words, count));
            assertThat(bytes.hasRemaining()).isFalse();
        }
    }

    @Test
    void refusesAWidthThatIsNone() {
        ByteBuffer bytes = ByteBuffer.wrap(new byte[20]).put(8, (byte) 3);

        assertThatIllegalArgumentException().isThrownBy(() -> PackedWords.get(1, bytes));
    }
}
