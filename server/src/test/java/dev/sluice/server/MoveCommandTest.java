// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

/// From the directory of one machine to a database and a bucket, with everything, as
/// `docs/how-to/move-to-postgresql-and-s3.md` tells it.
@Timeout(600)
final class MoveCommandTest {
    @RegisterExtension static final MovePlaces places = new MovePlaces();

    @Test
    void everythingIsThereAndGoesOn() throws Exception {
        String token = places.fill();
        String gone;
        try (OneServer server = places.old()) {
            String admin = server.createDatabase("gone");
            MovePlaces.write(server, "gone", admin, "m f=7 1");
            var listed = server.get("/api/v0/databases", admin).body();
            gone =
                    new JsonMapper()
                            .readTree(listed)
                            .valueStream()
                            .filter(entry -> entry.get("name").stringValue().equals("gone"))
                            .findFirst()
                            .orElseThrow()
                            .get("id")
                            .asString();
            assertThat(server.delete("/api/v0/databases/gone", admin).statusCode()).isLessThan(300);
        }
        String secrets = Files.readString(places.data().resolve("secrets/token.json"));

        places.moved(places.settings());

        assertThat(places.complaints()).isEmpty();
        assertThat(places.results())
                .containsPattern(
                        "moved 3 files \\([0-9.]+ (?:bytes|kB)\\) to the bucket moved\\d+ below"
                                + " one\n")
                .containsPattern(
                        "moved the catalog of cluster [0-9a-f-]{36} \\(1 database, 1 database token\\)"
                                + " to PostgreSQL at 127.0.0.1:\\d+/moved\\d+\n")
                .contains("start the server with the same settings; what is left in ")
                .hasLineCount(3);
        assertThat(MovePlaces.files(places.objects().resolve("data"))).hasSize(3);
        try (OneServer server = MovePlaces.open(places.data(), places.settings())) {
            assertThat(Files.readString(places.data().resolve("secrets/token.json")))
                    .isEqualTo(secrets);
            assertThat(server.query("plant", token, MovePlaces.ROWS))
                    .containsExactly("1.0", "20.0", "3.0");
            // The newest of a point wins as ever.
            MovePlaces.write(server, "plant", token, "m f=200 2\nm f=4 4");
            assertThat(
                            server.put(
                                            "/api/v0/databases/" + gone + "/undelete",
                                            server.adminToken())
                                    .statusCode())
                    .isLessThan(300);
            assertThat(server.query("gone", server.adminToken(), MovePlaces.ROWS))
                    .containsExactly("7.0");
        }
        try (OneServer server = MovePlaces.open(places.data(), places.settings())) {
            assertThat(server.query("plant", token, MovePlaces.ROWS))
                    .containsExactly("1.0", "200.0", "3.0", "4.0");
        }
    }

    @Test
    void theOldPlaceIsMarkedAndNoServerGoesOnThere() throws Exception {
        places.fill();
        places.moved(places.settings());

        assertThatThrownBy(() -> places.old().close())
                .isInstanceOf(ProblemException.class)
                .hasMessageMatching(
                        "the catalog of this data directory went to PostgreSQL at 127.0.0.1:\\d+/"
                                + "moved\\d+, as .*/data/moved.json says: start the server with"
                                + " settings that name that place \\(catalog.dsn\\)");
        assertThatThrownBy(() ->
                        MovePlaces.open(places.data(), places.settings(places.database())).close())
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("the data files of this data directory went to the bucket ")
                .hasMessageContaining("(objectStore)");
        places.moved(places.settings());
        assertThat(places.results()).contains("nothing to do").hasLineCount(1);

        // Who takes the mark away goes on with what was left here.
        Files.delete(places.markFile());
        try (OneServer server = places.old()) {
            assertThat(server.query("plant", server.adminToken(), MovePlaces.ROWS))
                    .containsExactly("1.0", "20.0", "3.0");
        }
    }

    /// As on another machine, with the log in the bucket and nothing of the old disk but the
    /// secrets.
    @Test
    void aServerWithADirectoryOfItsOwnGoesOn() throws Exception {
        String token = places.fill();
        Path settings =
                Files.writeString(
                        places.directory().resolve("stateless.yaml"),
                        places.database() + places.store() + "sluice: {log: {inBucket: true}}\n");
        places.moved(settings);
        Path next = places.directory().resolve("next");
        Files.createDirectories(next);
        Files.move(places.data().resolve("secrets"), next.resolve("secrets"));

        try (OneServer server = MovePlaces.open(next, settings)) {
            assertThat(server.query("plant", token, MovePlaces.ROWS))
                    .containsExactly("1.0", "20.0", "3.0");
            assertThat(server.get("/api/v0/databases", server.adminToken()).body())
                    .contains("plant");
            MovePlaces.write(server, "plant", token, "m f=5 5");
        }
        try (OneServer server = MovePlaces.open(next, settings)) {
            assertThat(server.query("plant", token, MovePlaces.ROWS))
                    .containsExactly("1.0", "20.0", "3.0", "5.0");
        }
    }

    @Test
    void theFilesAloneAndLaterTheCatalog() throws Exception {
        String token = places.fill();
        places.moved(places.settings(places.store()));
        assertThat(places.results()).doesNotContain("catalog of cluster");

        writeAndMoveTheRest(token, places.settings(places.store()));

        assertThat(places.results()).contains("moved the catalog of cluster");
    }

    @Test
    void theCatalogAloneAndLaterTheFiles() throws Exception {
        String token = places.fill();
        places.moved(places.settings(places.database()));
        assertThat(places.results()).doesNotContain("files (");

        writeAndMoveTheRest(token, places.settings(places.database()));
    }

    /// A server goes on between the two halves of a move, and after them.
    ///
    /// @param half its settings in between
    private void writeAndMoveTheRest(String token, Path half) throws Exception {
        try (OneServer server = MovePlaces.open(places.data(), half)) {
            MovePlaces.write(server, "plant", token, "m f=5 5");
        }
        places.moved(places.settings());
        try (OneServer server = MovePlaces.open(places.data(), places.settings())) {
            assertThat(server.query("plant", token, MovePlaces.ROWS))
                    .containsExactly("1.0", "20.0", "3.0", "5.0");
        }
    }

    /// The catalog that is there says nothing of the files then.
    @Test
    void withoutTheMarkTheFilesAreMovedAllTheSame() throws Exception {
        String token = places.fill();
        places.moved(places.settings(places.database()));
        Files.delete(places.markFile());

        places.moved(places.settings());

        assertThat(MovePlaces.files(places.objects())).hasSize(2);
        try (OneServer server = MovePlaces.open(places.data(), places.settings())) {
            assertThat(server.query("plant", token, MovePlaces.ROWS))
                    .containsExactly("1.0", "20.0", "3.0");
        }
    }

    @Test
    void aTerminalShowsHowFarItIs() throws Exception {
        places.fill();

        assertThat(places.move(places.settings(), true))
                .as(places.results() + places.complaints())
                .isZero();

        assertThat(places.results())
                .containsPattern("\rfiles 1 of 2, \\d+ bytes of \\d+ bytes")
                .containsPattern("\rfiles 2 of 2, \\d+ bytes of \\d+ bytes *\nmoved 2 files")
                .containsPattern("\rthe catalog\nmoved the catalog");
    }
}
