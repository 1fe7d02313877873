// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HurriedBucketTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final StuckBucket service = new StuckBucket();
    private final HurriedBucket bucket = new HurriedBucket(service);

    @AfterEach
    void letGo() {
        service.letGo();
    }

    @Test
    void givesUpAServiceThatGivesNoAnswer() {
        bucket.hurry(Duration.ZERO);

        assertThatThrownBy(() -> bucket.delete("a"))
                .isInstanceOf(UnreachableException.class)
                .hasMessage("did not delete a: no answer for 0 seconds");
    }

    @Test
    void givesUpWhatWasAskedBeforeTheHurry() throws Exception {
        try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> asking = others.submit(() -> bucket.read("a"));
            service.reached.await();

            bucket.hurry(Duration.ZERO);

            assertThatThrownBy(asking::get)
                    .hasRootCauseInstanceOf(TimeoutException.class)
                    .hasMessageContaining("did not get a: no answer");
        }
        service.interrupted.await();
    }

    @Test
    void doesNotAskAgainWhoWasGivenUpUntilThereIsTime() throws Exception {
        bucket.hurry(Duration.ZERO);
        assertThatThrownBy(() -> bucket.list("a")).isInstanceOf(UnreachableException.class);
        service.letGo();

        assertThatThrownBy(() -> bucket.delete("b")).isInstanceOf(UnreachableException.class);
        bucket.calm();
        bucket.delete("c");

        assertThat(service.asked).contains("delete c").doesNotContain("delete b");
    }

    @Test
    void passesAnswersAndFailuresOn() throws IOException {
        service.letGo();
        bucket.hurry(LONG);

        assertThat(bucket.of(new byte[1]).create("a", "mark")).isTrue();
        assertThat(bucket.of(Path.of("file")).create("b", "mark")).isTrue();
        assertThatThrownBy(() -> bucket.markOf("a")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> bucket.fetch("c", Path.of("file")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void endsWithItsRequestWhenTheCallerIsInterrupted() throws Exception {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> bucket.read("a")).hasMessageContaining("interrupted");

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anOpeningGoesOnWithoutAServiceThatGivesNoAnswer(@TempDir Path directory)
            throws IOException {
        FileCache cache = FileCache.open(directory, 1);

        try (BucketStore store = BucketStore.open(service, "", cache, Duration.ZERO, true)) {
            service.letGo();
            assertThat(store.list("")).isEmpty();
        }
    }

    @Test
    void anOpeningFailsForWhoNeedsTheService(@TempDir Path directory) throws IOException {
        FileCache cache = FileCache.open(directory, 1);

        assertThatThrownBy(() -> BucketStore.open(service, "", cache, Duration.ZERO, false).close())
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("no answer for 0 seconds");
    }
}
