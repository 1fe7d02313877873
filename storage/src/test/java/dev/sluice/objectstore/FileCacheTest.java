// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.testkit.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileCacheTest {
    private static final int FILE_BYTES = 10;

    @TempDir private Path directory;
    private final AtomicInteger fetched = new AtomicInteger();

    private FileCache open(long bytesMax) throws IOException {
        return FileCache.open(directory.resolve("cache"), bytesMax);
    }

    private static ObjectPath path(int number) {
        return new ObjectPath("data/" + number);
    }

    private HeldFile hold(FileCache cache, int number) throws IOException {
        return cache.hold(
                path(number),
                FILE_BYTES,
                target -> {
                    fetched.incrementAndGet();
                    Files.write(target, new byte[FILE_BYTES]);
                });
    }

    @Test
    void fetchesOnceAndKeepsForTheNextProcess() throws IOException {
        hold(open(100), 1).close();
        FileCache cache = open(100);
        hold(cache, 1).close();

        assertThat(fetched).hasValue(1);
        assertThat(cache.sizeBytes()).isEqualTo(FILE_BYTES);
    }

    @Test
    void nobodyElseMayLookIntoItsDirectory() throws IOException {
        hold(open(100), 1).close();

        assertThat(Files.getPosixFilePermissions(directory.resolve("cache")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void evictsWhatNobodyAskedForLongest() throws IOException {
        FileCache cache = open(2 * FILE_BYTES);
        hold(cache, 1).close();
        hold(cache, 2).close();
        hold(cache, 1).close();

        hold(cache, 3).close();

        assertThat(directory.resolve("cache/data/2")).doesNotExist();
        assertThat(directory.resolve("cache/data/1")).exists();
        assertThat(cache.sizeBytes()).isEqualTo(2 * FILE_BYTES);
    }

    @Test
    void neverEvictsWhatIsHeldAndDoesSoAfterwards() throws IOException {
        FileCache cache = open(FILE_BYTES);
        HeldFile first = hold(cache, 1);
        HeldFile again = hold(cache, 1);
        HeldFile second = hold(cache, 2);
        assertThat(first.path()).exists();
        assertThat(cache.sizeBytes()).isEqualTo(2 * FILE_BYTES);

        first.close();
        first.close();
        assertThat(again.path()).exists();
        again.close();

        assertThat(again.path()).doesNotExist();
        assertThat(second.path()).exists();
        second.close();
        assertThat(cache.sizeBytes()).isEqualTo(FILE_BYTES);
    }

    @Test
    void obeysASmallerLimitAtTheNextStart() throws IOException {
        FileCache large = open(100);
        for (int i = 0; i < 5; i++) {
            hold(large, i).close();
        }

        assertThat(open(2 * FILE_BYTES).sizeBytes()).isEqualTo(2 * FILE_BYTES);
    }

    @Test
    void leavesNothingOfAFetchThatFailed() throws IOException {
        FileCache cache = open(100);

        assertThatIOException()
                .isThrownBy(() ->
                        cache.hold(
                                path(1),
                                FileCache.ANY_SIZE,
                                target -> {
                                    Files.write(target, new byte[3]);
                                    throw new IOException("cut off");
                                }))
                .withMessage("cut off");

        assertThat(cache.sizeBytes()).isZero();
        assertThat(directory.resolve("cache/.unfinished")).isEmptyDirectory();
        try (HeldFile held = hold(cache, 1)) {
            assertThat(held.path()).hasSize(FILE_BYTES);
        }
    }

    @Test
    void whoWaitsForAServiceThatDoesNotAnswerFailsWithWhoAsked() throws Exception {
        FileCache cache = open(100);
        UnreachableException silence = new UnreachableException("silence", new IOException());
        Future<HeldFile> waiting;
        try (ExecutorService readers = Executors.newSingleThreadExecutor()) {
            AtomicReference<Thread> reader = new AtomicReference<>();
            waiting =
                    readers.submit(() -> {
                        Waiting.until("somebody asks", () -> fetched.get() == 1);
                        reader.set(Thread.currentThread());
                        return hold(cache, 1);
                    });
            assertThatIOException()
                    .isThrownBy(() ->
                            cache.hold(
                                    path(1),
                                    FILE_BYTES,
                                    _ -> {
                                        fetched.incrementAndGet();
                                        Waiting.until(
                                                "another one waits",
                                                () ->
                                                        reader.get() != null
                                                                && reader.get().getState()
                                                                        == Thread.State.WAITING);
                                        throw silence;
                                    }))
                    .isSameAs(silence);
        }

        assertThat(waiting).isDone();
        assertThat(waiting.exceptionNow()).isSameAs(silence);
        assertThat(fetched).hasValue(1);
        hold(cache, 1).close();
        assertThat(fetched).hasValue(2);
    }

    @Test
    void removesWhatAnEarlierProcessDidNotFinish() throws IOException {
        Path left = directory.resolve("cache/.unfinished/get-1.tmp");
        Files.createDirectories(left.getParent());
        Files.write(left, new byte[3]);

        assertThat(open(100).sizeBytes()).isZero();
        assertThat(left).doesNotExist();
    }

    @Test
    void doesNotKeepAnObjectThatWasRemovedWhileItCame() throws IOException {
        FileCache cache = open(100);

        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() ->
                        cache.hold(
                                path(1),
                                FileCache.ANY_SIZE,
                                target -> {
                                    Files.write(target, new byte[3]);
                                    cache.remove(path(1));
                                }));

        assertThat(cache.sizeBytes()).isZero();
        assertThat(directory.resolve("cache/data/1")).doesNotExist();
    }

    @Test
    void forgetsARemovedObject() throws IOException {
        FileCache cache = open(100);
        HeldFile held = hold(cache, 1);
        cache.remove(path(1));
        held.close();

        hold(cache, 1).close();

        assertThat(fetched).hasValue(2);
        assertThat(cache.sizeBytes()).isEqualTo(FILE_BYTES);
    }

    @Test
    void retainsWhatIsNeededOrHeld() throws IOException {
        FileCache cache = open(100);
        hold(cache, 1).close();
        hold(cache, 2).close();
        HeldFile held = hold(cache, 3);

        cache.retain(path(1)::equals);

        assertThat(directory.resolve("cache/data/1")).exists();
        assertThat(directory.resolve("cache/data/2")).doesNotExist();
        assertThat(held.path()).exists();
        assertThat(cache.sizeBytes()).isEqualTo(2 * FILE_BYTES);
        held.close();
        cache.retain(path(1)::equals);
        assertThat(held.path()).doesNotExist();
        assertThat(cache.sizeBytes()).isEqualTo(FILE_BYTES);
    }

    /// Else each partition of each table would leave one, and no limit counts them.
    @Test
    void leavesNoDirectoryWithoutFiles() throws IOException {
        FileCache cache = open(FILE_BYTES);
        for (String partition : List.of("data/1/4/a", "data/1/4/b", "data/2/5/a")) {
            cache.hold(
                            new ObjectPath(partition + "/f.parquet"),
                            FILE_BYTES,
                            target -> Files.write(target, new byte[FILE_BYTES]))
                    .close();
        }

        assertThat(directory.resolve("cache/data/1")).doesNotExist();
        assertThat(directory.resolve("cache/data/2/5/a/f.parquet")).exists();
        cache.remove(new ObjectPath("data/2/5/a/f.parquet"));
        assertThat(directory.resolve("cache/data")).doesNotExist();
    }

    @Test
    void removesEmptyDirectoriesThatAnEarlierProcessLeft() throws IOException {
        hold(open(100), 1).close();
        Files.createDirectories(directory.resolve("cache/data/7/8"));

        FileCache cache = open(100);

        assertThat(directory.resolve("cache/data/7")).doesNotExist();
        assertThat(directory.resolve("cache/data/1")).exists();
        hold(cache, 2).close();
    }

    /// As a crash of the file system may leave it, or whoever cleans up by hand.
    @Test
    void fetchesAnewWhatIsCutOrGone() throws IOException {
        hold(open(100), 1).close();
        Path copy = directory.resolve("cache/data/1");
        Files.write(copy, new byte[FILE_BYTES - 1]);
        FileCache cache = open(100);

        try (HeldFile held = hold(cache, 1)) {
            assertThat(held.path()).hasSize(FILE_BYTES);
        }
        assertThat(cache.sizeBytes()).isEqualTo(FILE_BYTES);
        Files.delete(copy);
        try (HeldFile held = hold(cache, 1)) {
            assertThat(held.path()).hasSize(FILE_BYTES);
        }

        assertThat(fetched).hasValue(3);
        assertThat(cache.sizeBytes()).isEqualTo(FILE_BYTES);
    }

    /// Else each reader would fetch it.
    @Test
    void keepsAnObjectThatHasAnotherSizeThanItShould() throws IOException {
        FileCache cache = open(100);
        for (int reader = 0; reader < 5; reader++) {
            cache.hold(
                            path(1),
                            FILE_BYTES + 1,
                            target -> {
                                fetched.incrementAndGet();
                                Files.write(target, new byte[FILE_BYTES]);
                            })
                    .close();
        }

        assertThat(fetched).hasValue(2);
        assertThat(cache.sizeBytes()).isEqualTo(FILE_BYTES);
    }

    @Test
    void fetchesAnewOnceWhatAReaderFoundDamaged() throws IOException {
        FileCache cache = open(100);
        HeldFile other = hold(cache, 1);
        for (int reader = 0; reader < 5; reader++) {
            try (HeldFile held = hold(cache, 1)) {
                held.failed(damaged());
                assertThat(held.path()).exists();
            }
        }
        other.failed(damaged());

        assertThat(fetched).hasValue(2);
        assertThat(other.path()).exists();
        other.close();
        assertThat(cache.sizeBytes()).isEqualTo(FILE_BYTES);
    }

    @Test
    void leavesNothingOfADamagedCopyThatNobodyHolds() throws IOException {
        FileCache cache = open(100);
        HeldFile held = hold(cache, 1);
        held.failed(Problem.unavailable("query_cancelled", "of the test").asException());
        assertThat(cache.sizeBytes()).isEqualTo(FILE_BYTES);

        held.failed(damaged());
        assertThat(held.path()).exists();
        held.close();

        assertThat(held.path()).doesNotExist();
        assertThat(cache.sizeBytes()).isZero();
    }

    @Test
    void leavesNothingOfADamagedCopyWhoseObjectIsRemoved() throws IOException {
        FileCache cache = open(100);
        HeldFile held = hold(cache, 1);
        held.failed(damaged());

        cache.remove(path(1));
        held.close();

        assertThat(held.path()).doesNotExist();
        assertThat(cache.sizeBytes()).isZero();
    }

    private static ProblemException damaged() {
        return new Problem(Problem.Kind.INTERNAL, HeldFile.DAMAGED, "of the test").asException();
    }

    /// Many readers of few files in a cache for two: each reads a whole file whenever it holds it.
    @Test
    void keepsEveryHeldFileUnderManyReaders() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("FileCacheTest: -Dseed=" + seed);
        FileCache cache = open(2 * FILE_BYTES);
        List<Future<?>> reading = new ArrayList<>();
        try (ExecutorService readers = Executors.newFixedThreadPool(8)) {
            for (int reader = 0; reader < 8; reader++) {
                SplittableRandom random = new SplittableRandom(seed + reader);
                reading.add(
                        readers.submit(() -> {
                            for (int i = 0; i < 200; i++) {
                                try (HeldFile held = hold(cache, random.nextInt(6))) {
                                    assertThat(held.path()).hasSize(FILE_BYTES);
                                }
                            }
                            return null;
                        }));
            }
        }
        for (Future<?> reader : reading) {
            reader.get();
        }
        assertThat(cache.sizeBytes()).isLessThanOrEqualTo(2 * FILE_BYTES);
    }
}
