// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WorkPoolTest {
    private static final int HELPERS = 2;
    private final WorkPool pool = new WorkPool("test", HELPERS);

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void doesEachPieceOnce() {
        AtomicIntegerArray done = new AtomicIntegerArray(1000);

        pool.each(done.length(), done::incrementAndGet);

        for (int number = 0; number < done.length(); number++) {
            assertThat(done.get(number)).as("piece %d", number).isOne();
        }
        pool.each(0, number -> assertThat(number).isNegative());
    }

    @Test
    void helpersAndTheCallerWorkAtOnce() throws Exception {
        CyclicBarrier together = new CyclicBarrier(HELPERS + 1);
        Set<Thread> threads = Collections.newSetFromMap(new ConcurrentHashMap<>());

        pool.each(
                HELPERS + 1,
                _ -> {
                    threads.add(Thread.currentThread());
                    together.await();
                });

        assertThat(threads).hasSize(HELPERS + 1).contains(Thread.currentThread());
    }

    @Test
    void throwsWhatAPieceThrewAndLeavesOutTheRest() throws Exception {
        AtomicIntegerArray done = new AtomicIntegerArray(1000);

        assertThatIOException()
                .isThrownBy(() ->
                        pool.each(
                                done.length(),
                                number -> {
                                    if (number == 0) {
                                        throw new IOException("piece 0");
                                    }
                                    done.incrementAndGet(number);
                                }))
                .withMessage("piece 0");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() ->
                        pool.each(
                                3,
                                number -> {
                                    throw new AssertionError("piece " + number);
                                }));

        assertThat(done.get(0)).isZero();
        pool.each(done.length(), done::incrementAndGet);
        assertThat(done.get(0)).isOne();
    }

    @Test
    void aFailureIsThrownOnlyWhenNoPieceIsBeingDoneAnyMore() {
        CyclicBarrier begun = new CyclicBarrier(2);
        CountDownLatch failing = new CountDownLatch(1);
        AtomicIntegerArray ended = new AtomicIntegerArray(2);

        assertThatIOException()
                .isThrownBy(() ->
                        pool.each(
                                2,
                                number -> {
                                    await(begun);
                                    if (number == 0) {
                                        failing.countDown();
                                        throw new IOException("piece 0");
                                    }
                                    await(failing);
                                    ended.incrementAndGet(number);
                                }));

        assertThat(ended.get(1)).isOne();
    }

    @Test
    void theCallerWorksAloneWithoutHelpersAndAfterTheEnd() {
        AtomicIntegerArray done = new AtomicIntegerArray(3);
        pool.close();

        pool.each(done.length(), done::incrementAndGet);
        WorkPool.CALLER_ALONE.each(
                done.length(),
                number -> {
                    assertThat(Thread.currentThread().getName()).doesNotStartWith("none");
                    done.incrementAndGet(number);
                });

        assertThat(done.get(2)).isEqualTo(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
