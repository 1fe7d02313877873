// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class BodyTest {
    private static final long SEED = Long.getLong("seed", new SplittableRandom().nextLong());
    private static final int BYTES_MAX = 10_000_000;
    private static final int PART = 20_000;

    private final BodyMemory memory = new BodyMemory(2L * BYTES_MAX);

    @Test
    void allocatesNothingOnTheWordOfAHeader() {
        try (Body body = new Body(memory, BYTES_MAX, BYTES_MAX)) {
            assertThat(memory.bytesTaken()).isZero();

            body.append(new byte[PART], PART);

            assertThat(memory.bytesTaken()).isEqualTo(PART);
        }
    }

    @Test
    void makesRoomForWhatWasAnnouncedOnceAQuarterIsHere() {
        int announced = 1_234_567;
        try (Body body = new Body(memory, BYTES_MAX, announced)) {
            for (int size = PART; size <= announced; size += PART) {
                body.append(new byte[PART], PART);

                long taken = memory.bytesTaken();
                assertThat(taken).isLessThanOrEqualTo(4L * size + 3);
                // Until then it doubles, so that there may be room for up to a half.
                if (size > announced / 2) {
                    assertThat(taken).isEqualTo(announced);
                }
            }
            assertThat(body.array()).hasSize(announced);
        }
        assertThat(memory.bytesTaken()).isZero();
    }

    @Test
    void whatTheHeapHasNoRoomForIsNotTaken() {
        BodyMemory plenty = new BodyMemory(10L * Integer.MAX_VALUE);
        int tooMuch = Integer.MAX_VALUE - 100;
        try (Body body = new Body(plenty, Integer.MAX_VALUE)) {
            assertThatThrownBy(() -> body.append(new byte[PART], tooMuch))
                    .isInstanceOf(OutOfMemoryError.class);
            assertThat(plenty.bytesTaken()).isZero();

            body.append(new byte[PART], PART);
        }
        assertThat(plenty.bytesTaken()).isZero();
    }

    /// Whatever is announced, too little and far too much included.
    @Test
    void holdsWhateverArrives() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 50; round++) {
            byte[] expected = new byte[random.nextInt(300_000)];
            random.nextBytes(expected);
            long announced = random.nextInt(-1, 600_000);
            try (Body body = new Body(memory, BYTES_MAX, announced)) {
                for (int at = 0; at < expected.length; ) {
                    int end = Math.min(expected.length, at + 1 + random.nextInt(PART));
                    body.append(Arrays.copyOfRange(expected, at, end), end - at);
                    at = end;
                }

                assertThat(body.size()).isEqualTo(expected.length);
                assertThat(Arrays.equals(body.array(), 0, body.size(), expected, 0, body.size()))
                        .as("seed %d, round %d", SEED, round)
                        .isTrue();
            }
        }
    }

    @Test
    void refusesMoreThanIsAllowedHoweverMuchWasAnnounced() {
        try (Body body = new Body(memory, PART, Long.MAX_VALUE)) {
            body.append(new byte[PART], PART);

            assertThat(memory.bytesTaken()).isEqualTo(PART);
            assertThatThrownBy(() -> body.append(new byte[1], 1))
                    .isInstanceOf(ProblemException.class);
        }
    }

    /// A late part of a body that is over, as of a client that is cut off, is none of the next one.
    @Test
    void takesTheArrayOfABodyThatIsOver() {
        byte[] first = new byte[SpareArrays.LENGTH_MIN];
        byte[] second = new byte[SpareArrays.LENGTH_MIN - PART];
        Arrays.fill(first, (byte) 1);
        Arrays.fill(second, (byte) 2);
        Body over = new Body(memory, BYTES_MAX, first.length);
        over.append(first, first.length);
        byte[] array = over.array();
        over.closeForReuse();
        assertThat(memory.bytesTaken()).isZero();
        try (Body next = new Body(memory, BYTES_MAX, first.length)) {
            next.append(second, second.length);
            over.append(first, first.length);
            over.closeForReuse();

            assertThat(next.array()).isSameAs(array);
            assertThat(memory.bytesTaken()).isEqualTo(array.length);
            assertThat(Arrays.copyOf(next.array(), next.size())).isEqualTo(second);
            try (Body third = new Body(memory, BYTES_MAX, first.length)) {
                third.append(first, first.length);
                assertThat(third.array()).isNotSameAs(array);
            }
        }
        // Whoever closes it alone keeps the array.
        try (Body last = new Body(memory, BYTES_MAX, first.length)) {
            last.append(first, first.length);
            assertThat(last.array()).isNotSameAs(array);
        }
    }
}
