// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class RowMemoryTest {
    private final RowMemory memory = new RowMemory(1_000_000);

    @Test
    void aWriteThatIsTooLargeForItIsLetInAlone() throws Exception {
        try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> other;
            try (RowMemory.Room _ = memory.await(50_000_000)) {
                other =
                        others.submit(() -> {
                            try (RowMemory.Room _ = memory.await(1)) {
                                return true;
                            }
                        });
                assertThat(other.isDone()).isFalse();
            }
            assertThat(other.get()).isTrue();
        }
    }

    @Test
    void smallOnesShareIt() throws Exception {
        try (RowMemory.Room _ = memory.await(40_000);
                RowMemory.Room _ = memory.await(40_000);
                RowMemory.Room _ = memory.await(0)) {
            assertThat(memory).isNotNull();
        }
        try (RowMemory.Room _ = memory.await(100_000_000)) {
            // All that was taken was given back.
            assertThat(memory).isNotNull();
        }
    }
}
