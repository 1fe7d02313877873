// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DeadlinesTest {
    private final Deadlines deadlines = new Deadlines("deadlines-test");

    @AfterEach
    void close() {
        deadlines.close();
    }

    @Test
    void doesThingsOnItsThread() throws Exception {
        CountDownLatch done = new CountDownLatch(2);
        String[] names = new String[1];

        var _ = deadlines.after(Duration.ofMillis(5), done::countDown);
        var _ =
                deadlines.after(
                        Duration.ofSeconds(-1),
                        () -> {
                            names[0] = Thread.currentThread().getName();
                            done.countDown();
                        });

        done.await();
        assertThat(names[0]).isEqualTo("deadlines-test");
    }

    @Test
    void forgetsWhatWasCalledOff() {
        Future<?> called = deadlines.after(Duration.ofHours(1), () -> {});
        assertThat(deadlines.pending()).isEqualTo(1);

        called.cancel(false);

        assertThat(deadlines.pending()).isZero();
    }

    @Test
    void doesNothingAfterItsEnd() {
        var _ = deadlines.after(Duration.ofHours(1), () -> {});
        deadlines.close();

        assertThat(deadlines.pending()).isZero();
        assertThatThrownBy(() -> deadlines.after(Duration.ZERO, () -> {}))
                .isInstanceOf(RejectedExecutionException.class);
    }
}
