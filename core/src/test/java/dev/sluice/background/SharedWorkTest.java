// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SharedWorkTest {
    private static final int ASKING = 20;

    @Test
    void isDoneAgainForWhoAsksLater() {
        AtomicInteger times = new AtomicInteger();
        SharedWork<Integer> work = new SharedWork<>(times::incrementAndGet);

        assertThat(work.await()).isEqualTo(1);
        assertThat(work.await()).isEqualTo(2);
    }

    @Test
    void whoAsksWhileItIsDoneIsGivenTheNextOutcomeWithAllWhoWait() throws Exception {
        AtomicInteger times = new AtomicInteger();
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        SharedWork<Integer> work =
                new SharedWork<>(() -> {
                    int time = times.incrementAndGet();
                    if (time == 1) {
                        started.countDown();
                        await(go);
                    }
                    return time;
                });
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<Integer> first = threads.submit(work::await);
            await(started);
            List<Thread> waiting = new ArrayList<>();
            List<Integer> outcomes = java.util.Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < ASKING; i++) {
                waiting.add(Thread.ofPlatform().start(() -> outcomes.add(work.await())));
            }
            for (Thread thread : waiting) {
                Waiting.until(
                        "it waits for the others", () -> thread.getState() == Thread.State.BLOCKED);
            }
            go.countDown();
            for (Thread thread : waiting) {
                thread.join();
            }

            assertThat(first.get()).isEqualTo(1);
            assertThat(outcomes).hasSize(ASKING).containsOnly(2);
            assertThat(times).hasValue(2);
        }
    }

    @Test
    void whatItThrowsIsThrownAndForgotten() {
        AtomicInteger times = new AtomicInteger();
        SharedWork<Integer> work =
                new SharedWork<>(() -> {
                    if (times.incrementAndGet() == 1) {
                        throw new IllegalStateException("away");
                    }
                    return times.get();
                });

        assertThatThrownBy(work::await).hasMessage("away");
        assertThat(work.await()).isEqualTo(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
