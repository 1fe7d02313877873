// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a [BucketStore] promises over each kind of [Bucket], with a real server: one bucket a
/// directory.
public interface BucketStoreContract extends ObjectStoreContract, SmallObjectsContract {
    /// Where the server answers.
    URI endpoint();

    /// Opens and closes stores.
    OpenedStores stores();

    /// A bucket of the server, which is made where there is none.
    ///
    /// @param endpoint the server, or a way to it
    Bucket bucket(String name, URI endpoint) throws IOException;

    /// What the service calls its condition.
    String condition();

    /// Deletes an object of a bucket without the store.
    void loseObject(String bucket, String name) throws IOException;

    /// Opens the bucket of a directory.
    ///
    /// @param endpoint as of [#bucket]
    default BucketStore open(Path directory, URI endpoint, String prefix) throws IOException {
        return stores().open(bucket(bucketOf(directory), endpoint), prefix, directory);
    }

    @Override
    default ObjectStore open(Path directory) throws IOException {
        return open(directory, endpoint(), "plant/one");
    }

    @Override
    default SmallObjects openSmall(Path directory) throws IOException {
        return open(directory, endpoint(), "plant/small");
    }

    @Test
    default void saysWhichConditionAServiceDoesNotKeep(@TempDir Path place) throws IOException {
        Bucket forgetful = new ForgetfulBucket(bucket(bucketOf(place), endpoint()));

        assertThatIOException()
                .isThrownBy(() -> stores().open(forgetful, "", place))
                .withMessageContaining(".create-if-absent: ")
                .withMessageEndingWith(
                        "the service overwrites objects although it is asked not to ("
                                + condition()
                                + "): use one that keeps conditional writes");
    }

    @Test
    default void isTheFirstClustersThatUsesIt(@TempDir Path place) throws IOException {
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        open(place, endpoint(), "").use(first);
        BucketStore again = open(place, endpoint(), "");
        again.use(first);
        again.put(PATH, new byte[] {1});
        BucketStore other = open(place, endpoint(), "");

        assertThatIOException()
                .isThrownBy(() -> other.use(second))
                .withMessageContaining("the bucket is that of the cluster " + first)
                .withMessageContaining("and the catalog that of the cluster " + second);
        assertThatIOException().isThrownBy(() -> other.put(PATH, new byte[] {1}));
        assertThatIOException().isThrownBy(() -> other.list(""));
        assertThatIOException().isThrownBy(() -> other.delete(PATH));

        open(place, endpoint(), "below").use(second);
        assertThat(again.list("")).containsExactly(PATH);
    }

    @Test
    default void isRightWhenTheAnswerToAPutGetsLost(@TempDir Path place) throws IOException {
        try (CutConnection way = new CutConnection(endpoint())) {
            ObjectStore store = open(place, way.endpoint(), "");
            Path content = Files.writeString(place.resolve("content"), "content");
            way.loseAnswers(1);

            assertThat(store.put(PATH, content).sizeBytes()).isEqualTo(7);

            assertThat(way.lost()).isEqualTo(1);
            assertThatExceptionOfType(FileAlreadyExistsException.class)
                    .isThrownBy(() -> store.put(PATH, content));
        }
    }

    @Test
    default void givesUpWhenAllAnswersGetLostAndTheObjectIsWhole(@TempDir Path place)
            throws IOException {
        try (CutConnection way = new CutConnection(endpoint())) {
            ObjectStore store = open(place, way.endpoint(), "");
            Path content = Files.writeString(place.resolve("content"), "content");
            int before = way.puts();
            way.loseAnswers(Integer.MAX_VALUE);

            assertThatIOException()
                    .isThrownBy(() -> store.put(PATH, content))
                    .withMessageContaining("the object store did not put ")
                    .isNotInstanceOf(FileAlreadyExistsException.class);

            way.loseAnswers(0);
            // The JDK asks once more by itself where not even a word on the way has come.
            assertThat(way.puts() - before).isGreaterThanOrEqualTo(Bucket.ATTEMPTS_MAX);
            assertHolds(store);
        }
    }

    /// A client may keep more of them than it sends a request, and look at those only that were not
    /// used for two seconds, which is sooner than a service starts anew.
    @Test
    default void putsAlthoughAllConnectionsHaveEndedMeanwhile(@TempDir Path place)
            throws Exception {
        try (CutConnection way = new CutConnection(endpoint())) {
            BucketStore store = open(place, way.endpoint(), "");
            try (ExecutorService puts = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> each = new ArrayList<>();
                for (int i = 0; i < 3 * Bucket.ATTEMPTS_MAX; i++) {
                    ObjectPath path = new ObjectPath("data/1/2/part/" + i + ".parquet");
                    each.add(
                            puts.submit(() -> {
                                store.put(path, new byte[] {1});
                                return path;
                            }));
                }
                for (Future<?> put : each) {
                    assertThat(put.get()).isNotNull();
                }
            }

            assertThat(way.endConnections()).isGreaterThan(1);
            Thread.sleep(2100);

            store.put(PATH, "content".getBytes(UTF_8));
            assertHolds(store);
        }
    }

    @Test
    default void readsAgainWhenTheAnswerToAGetGetsLost(@TempDir Path place) throws IOException {
        try (CutConnection way = new CutConnection(endpoint())) {
            ObjectStore store = open(place, way.endpoint(), "");
            store.put(PATH, Files.writeString(place.resolve("content"), "content"));
            way.loseAnswers(1);

            assertHolds(store);
            assertThat(way.lost()).isEqualTo(1);
        }
    }

    @Test
    default void readsWithoutTheServerWhatIsInTheCache(@TempDir Path place) throws IOException {
        ObjectStore store = open(place);
        store.put(PATH, Files.writeString(place.resolve("content"), "content"));
        store.hold(PATH).close();

        loseObject(bucketOf(place), "plant/one/" + PATH);

        assertHolds(store);
        assertHolds(open(place));
        ObjectStore elsewhere =
                stores().open(
                                bucket(bucketOf(place), endpoint()),
                                "plant/one",
                                place.resolve("elsewhere"));
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> elsewhere.hold(PATH));
    }

    @Test
    default void keepsPrefixesOfABucketApart(@TempDir Path place) throws IOException {
        ObjectStore one = open(place, endpoint(), "one");
        ObjectStore other = open(place, endpoint(), "one-more");
        Path content = Files.writeString(place.resolve("content"), "content");

        one.put(PATH, content);

        assertThat(other.list("")).isEmpty();
        assertThat(one.list("")).containsExactly(PATH);
        other.delete(PATH);
        assertThat(one.list("")).containsExactly(PATH);
    }

    /// A name for the bucket of a directory, as every service takes it.
    static String bucketOf(Path directory) {
        return "bucket-" + Integer.toHexString(directory.toString().hashCode());
    }

    /// Requires the object that tests put.
    static void assertHolds(ObjectStore store) throws IOException {
        try (HeldFile held = store.hold(PATH)) {
            assertThat(held.path()).hasContent("content");
        }
    }
}
