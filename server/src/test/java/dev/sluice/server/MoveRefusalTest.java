// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What is not moved, in a sentence with the next step, and nothing is marked then.
@Timeout(600)
final class MoveRefusalTest {
    @RegisterExtension static final MovePlaces places = new MovePlaces();

    @Test
    void pointsInTheLogAreNotLeftBehind() throws Exception {
        Path place = places.directory();
        String token;
        try (ServerProcess server = new ServerProcess(place, "512m", Map.of())) {
            assertThat(server.post("/api/v0/databases", "{\"name\":\"plant\"}").statusCode())
                    .isEqualTo(200);
            token = server.adminToken();
            assertThat(server.post("/api/v2/write?bucket=plant", token, "m f=1 1").statusCode())
                    .isEqualTo(204);
            server.kill();
        }

        places.assertRefused(
                places.settings(),
                "the log in "
                        + places.data().resolve("log")
                        + " has points that are in no file yet",
                "start the server once with the settings that it had before and stop it");

        places.old().close();
        places.moved(places.settings());
        try (OneServer server = MovePlaces.open(places.data(), places.settings())) {
            assertThat(server.query("plant", token, MovePlaces.ROWS)).containsExactly("1.0");
        }
    }

    @Test
    void aServerThatRunsIsNotMoved() throws Exception {
        try (OneServer _ = places.old()) {
            places.assertRefused(places.settings(), "is in use by another server: stop that one");
        }
    }

    @Test
    void settingsThatNameNoOtherPlaceAreRefused() throws Exception {
        places.fill();

        places.assertRefused(places.settings(""), "name no place to move it to: set catalog.dsn");
    }

    @Test
    void aDirectoryWithoutAClusterIsRefusedAndNotMade() throws Exception {
        places.assertRefused(places.settings(), "there is no cluster in ", "--data-dir");

        assertThat(places.data()).doesNotExist();
    }

    @Test
    void aCatalogThatIsInADatabaseAlreadyHasToBeNamed() throws Exception {
        places.fill();
        places.moved(places.settings(places.database()));
        Files.delete(places.data().resolve("catalog.sqlite"));
        Files.delete(places.markFile());

        places.assertRefused(
                places.settings(places.store()), "there is no catalog in ", "catalog.dsn");

        assertThat(places.data().resolve("catalog.sqlite")).doesNotExist();
    }

    @Test
    void aBucketWithSomebodysLogIsRefused() throws Exception {
        places.fill();
        Path other = places.directory().resolve("other");
        String theirs = places.newDatabase();
        Path settings =
                Files.writeString(
                        places.directory().resolve("theirs.yaml"),
                        "catalog: {dsn: {value: '"
                                + theirs
                                + "'}}\n"
                                + places.store()
                                + "sluice: {objectStore: {prefix: one}, log: {inBucket: true}}\n");
        MovePlaces.open(other, settings).close();

        places.assertRefused(
                places.settings(), "the bucket has objects that are not of this cluster", "log/");
    }

    @Test
    void aBucketOfSomebodyElseIsRefused() throws Exception {
        places.fill();
        Files.createDirectories(places.objects().resolve("data/7/8"));
        Files.writeString(places.objects().resolve("data/7/8/theirs.parquet"), "theirs");

        places.assertRefused(
                places.settings(),
                "the bucket has objects that are not of this cluster, such as"
                        + " data/7/8/theirs.parquet",
                "name an empty one");

        assertThat(MovePlaces.files(places.objects())).hasSize(1);
    }

    @Test
    void aBucketOfSomebodyElseIsRefusedAlsoByAClusterWithoutFiles() throws Exception {
        places.old().close();
        Files.createDirectories(places.objects().resolve("data/7/8"));
        Files.writeString(places.objects().resolve("data/7/8/theirs.parquet"), "theirs");

        places.assertRefused(
                places.settings(), "the bucket has objects that are not of this cluster");
    }

    @Test
    void aBucketThatLacksFilesIsRefused() throws Exception {
        places.fill();
        Files.delete(MovePlaces.files(places.data().resolve("objects")).getFirst());

        places.assertRefused(
                places.settings(), "the bucket lacks 1 of 2 data files that the catalog names");
    }

    @Test
    void aDatabaseOfAnotherClusterIsRefused() throws Exception {
        places.fill();
        Path other = places.directory().resolve("other");
        MovePlaces.open(other, places.settings(places.database())).close();

        places.assertRefused(
                places.settings(),
                "has the catalog of another cluster, ",
                "name an empty database");
    }

    /// Whoever listens there takes the connection, and says nothing.
    @Test
    void aStoreThatGivesNoAnswerIsNotWaitedForLong() throws Exception {
        places.fill();
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String store =
                    places.store()
                            .replaceFirst(
                                    "http://127\\.0\\.0\\.1:[0-9]+",
                                    "http://127.0.0.1:" + silent.getLocalPort());

            places.assertRefused(places.settings(store), "no answer for 10 seconds");
        }
    }
}
