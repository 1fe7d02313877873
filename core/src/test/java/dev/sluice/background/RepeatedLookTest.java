// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class RepeatedLookTest {
    private static final Duration FOR_EVER = Duration.ofDays(1);

    @Test
    void looksAgainAfterThePauseThatALookAsksFor() throws InterruptedException {
        CountDownLatch looks = new CountDownLatch(3);
        try (RepeatedLook repeated =
                new RepeatedLook(
                        "looks",
                        Duration.ZERO,
                        () -> {
                            looks.countDown();
                            return Duration.ZERO;
                        })) {
            repeated.start();
            looks.await();
        }
        assertThat(looks.getCount()).isZero();
    }

    @Test
    void endsInTheMiddleOfAPause() throws InterruptedException {
        CountDownLatch looked = new CountDownLatch(1);
        AtomicInteger looks = new AtomicInteger();
        RepeatedLook repeated =
                new RepeatedLook(
                        "ends",
                        Duration.ZERO,
                        () -> {
                            looks.incrementAndGet();
                            looked.countDown();
                            return FOR_EVER;
                        });
        repeated.start();
        looked.await();
        repeated.close();

        assertThat(repeated.isClosing()).isTrue();
        assertThat(looks).hasValue(1);
    }

    @Test
    void doesNotLookBeforeItsFirstPauseIsOver() {
        AtomicInteger looks = new AtomicInteger();
        try (RepeatedLook repeated =
                new RepeatedLook(
                        "waits",
                        FOR_EVER,
                        () -> {
                            looks.incrementAndGet();
                            return FOR_EVER;
                        })) {
            repeated.start();
        }
        assertThat(looks).hasValue(0);
    }

    @Test
    void closesWhatWasNeverStarted() {
        try (RepeatedLook repeated = new RepeatedLook("unstarted", FOR_EVER, () -> FOR_EVER)) {
            assertThat(repeated.isClosing()).isFalse();
        }
    }

    @Test
    void keepsAnInterruptThatComesWhileAThreadIsAwaited() {
        Thread.currentThread().interrupt();
        try (RepeatedLook repeated = new RepeatedLook("kept", FOR_EVER, () -> FOR_EVER)) {
            repeated.start();
        }
        assertThat(Thread.interrupted()).isTrue();
    }
}
