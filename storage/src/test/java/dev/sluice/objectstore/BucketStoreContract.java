// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a [BucketStore] promises over each kind of [Bucket], with a real server: one bucket a
/// directory.
public interface BucketStoreContract extends ObjectStoreContract, SmallObjectsContract {
    /// How large its cache is.
    long CACHE_BYTES_MAX = 1 << 20;

    /// Where the server answers.
    URI endpoint();

    /// Opens the bucket of a directory, which is made where there is none.
    ///
    /// @param endpoint the server, or a way to it
    BucketStore open(Path directory, URI endpoint, String prefix) throws IOException;

    @Override
    default ObjectStore open(Path directory) throws IOException {
        return open(directory, endpoint(), "plant/one");
    }

    @Override
    default SmallObjects openSmall(Path directory) throws IOException {
        return open(directory, endpoint(), "plant/small");
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
            // The JDK asks once more by itself where not even a word on the way has come.
            way.loseAnswers(Integer.MAX_VALUE);

            assertThatIOException()
                    .isThrownBy(() -> store.put(PATH, content))
                    .withMessageContaining("the object store did not put ")
                    .isNotInstanceOf(FileAlreadyExistsException.class);

            way.loseAnswers(0);
            assertThat(way.lost()).isGreaterThanOrEqualTo(Bucket.ATTEMPTS_MAX);
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

    /// The cache of a directory.
    static FileCache cache(Path directory) throws IOException {
        return FileCache.open(directory.resolve("cache"), CACHE_BYTES_MAX);
    }

    /// A name for the bucket of a directory, as every service takes it.
    static String bucketOf(Path directory) {
        return "bucket-" + Integer.toHexString(directory.toString().hashCode());
    }

    private static void assertHolds(ObjectStore store) throws IOException {
        try (HeldFile held = store.hold(PATH)) {
            assertThat(held.path()).hasContent("content");
        }
    }
}
