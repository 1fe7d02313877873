// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.blackbox.Cluster.DatabaseToken;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.FilesBelow;
import dev.sluice.testkit.PostgresServer;
import dev.sluice.testkit.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A server on PostgreSQL and S3, and the documented way back to a snapshot of its catalog
/// (admin.md 6.8): end the server, `psql DSN < snapshot.sql`, start it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RestoreTest {
    private static final String COUNT = "SELECT count(*) AS points, sum(f) AS f FROM m";
    private static final String ADA =
            """
            admin:
              identityProvider: plant
              jwksEndpoint: http://127.0.0.1:9/keys
              users: [{id: ada-at-plant, firstName: Ada, lastName: Lovelace, email: ada@plant.example}]
            """;

    private final PostgresServer postgres;
    private final S3Server s3;
    private final Path bucket;
    private final Cluster cluster;
    private final String dsn;
    private final String stores;

    RestoreTest(@TempDir Path directory) throws IOException, InterruptedException {
        postgres = PostgresServer.start();
        dsn = postgres.createDatabase("catalog");
        s3 = S3Server.start(directory.resolve("s3"));
        bucket = s3.createBucket("plant");
        stores =
                String.join("\n", s3.settings("plant"))
                        + "\ncatalog: {dsn: {value: '"
                        + dsn
                        + "'}}\n";
        cluster = Cluster.configured(directory.resolve("cluster"), stores + ADA);
    }

    @AfterAll
    void stop() throws IOException {
        cluster.close();
        s3.close();
        postgres.close();
    }

    @Test
    @Conforms("A-197")
    void databasesTokensAndUsersOfASnapshotComeBackAndLaterTokensAreRefused() throws Exception {
        DatabaseToken kept = cluster.createDatabase("kept");
        assertThat(cluster.write("kept", kept, "m f=1 1\nm f=2 2")).isEqualTo(204);
        cluster.stop();
        cluster.start();
        assertThat(count("kept", kept)).containsEntry("points", 2L).containsEntry("f", 3.0);

        String snapshot = postgres.dump(dsn, "--clean", "--if-exists");

        DatabaseToken later = cluster.createDatabase("later");
        assertThat(cluster.write("later", later, "m f=4 1")).isEqualTo(204);
        assertThat(cluster.write("kept", kept, "m f=8 3")).isEqualTo(204);
        assertThat(count("later", later)).containsEntry("points", 1L);
        cluster.stop();
        List<Path> files = dataFiles();
        assertThat(files).hasSize(3);
        // Nobody administers by a provider any more: whoever is known then is of the snapshot.
        cluster.configure(stores);
        String _ = postgres.psql(dsn, snapshot);
        cluster.start();

        assertThat(texts("/api/v0/databases", "name")).containsExactly("kept");
        assertThat(texts("/api/v0/tokens", "id")).containsExactly(kept.id());
        assertThat(texts("/api/v0/users", "email")).containsExactly("ada@plant.example");
        assertThat(count("kept", kept)).containsEntry("points", 2L).containsEntry("f", 3.0);
        assertThat(cluster.write("kept", later, "m f=1 1")).isIn(401, 403);
        assertThatThrownBy(() -> count("kept", later)).isInstanceOf(Exception.class);

        // What came later is in the bucket still, and no part of what is made now.
        assertThat(dataFiles()).containsAll(files);
        DatabaseToken again = cluster.createDatabase("later");
        assertThat(cluster.write("later", again, "m f=16 1")).isEqualTo(204);
        assertThat(count("later", again)).containsEntry("points", 1L).containsEntry("f", 16.0);
        assertThat(cluster.write("later", later, "m f=1 1")).isIn(401, 403);

        aFileThatIsGoneIsNotPassedOver(kept);
        assertThat(cluster.log())
                .doesNotContain(PostgresServer.PASSWORD)
                .doesNotContain(PostgresServer.ACCOUNT);
    }

    /// A snapshot may name a file that was deleted since.
    private void aFileThatIsGoneIsNotPassedOver(DatabaseToken kept) throws Exception {
        cluster.stop();
        for (Path file : dataFiles()) {
            Files.delete(file);
        }
        delete(cluster.layout().data().resolve("cache"));
        cluster.start();

        assertThatThrownBy(() -> count("kept", kept))
                .hasMessageContaining("a data file could not be read");
        assertThat(cluster.log()).contains(".parquet");
    }

    private Map<String, Object> count(String database, DatabaseToken token) throws IOException {
        try (PublicClient client = cluster.client(database, token)) {
            return client.rows(COUNT).getFirst();
        }
    }

    private List<String> texts(String path, String member) throws Exception {
        JsonNode list = cluster.read(path);
        return list.valueStream().map(each -> each.path(member).asString()).toList();
    }

    private List<Path> dataFiles() throws IOException {
        return FilesBelow.ending(".parquet", bucket);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
