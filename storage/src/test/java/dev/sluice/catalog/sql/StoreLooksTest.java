// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class StoreLooksTest {
    @Test
    void goesOnWhateverALookThrows() throws InterruptedException {
        AtomicInteger looked = new AtomicInteger();
        CountDownLatch again = new CountDownLatch(1);
        Runnable follow =
                () -> {
                    switch (looked.incrementAndGet()) {
                        case 1 -> throw new OutOfMemoryError("as the test wants it");
                        case 2 -> throw new IllegalStateException("as the test wants it");
                        default -> again.countDown();
                    }
                };
        try (StoreLooks looks = new StoreLooks(follow, "none")) {
            looks.start();
            again.await();
        }
        assertThat(looked.get()).isGreaterThanOrEqualTo(3);
    }
}
