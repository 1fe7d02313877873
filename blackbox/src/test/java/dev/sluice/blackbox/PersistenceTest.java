// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.blackbox.Cluster.DatabaseToken;
import dev.sluice.local.SampleData;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Points leave the buffer for Parquet files, and no query can tell.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PersistenceTest {
    private static final String MEANS =
            "SELECT room, avg(temp) AS temp, count(*) AS points, max(co) AS co FROM home"
                    + " GROUP BY room ORDER BY room";

    private static final String FLUSH_EVERY_SECOND =
            """
                    ingest:
                      flushIntervalSeconds: 1
            """;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Cluster cluster;

    PersistenceTest(@TempDir Path directory) throws IOException, InterruptedException {
        cluster = Cluster.start(directory, null, FLUSH_EVERY_SECOND);
    }

    @AfterAll
    void stop() throws IOException {
        cluster.close();
    }

    @Test
    void queriesAgreeBeforeAndAfterFilesAreWritten() throws Exception {
        DatabaseToken token = cluster.createDatabase("before");
        List<Map<String, Object>> before = writeSampleData("before", token);

        awaitFiles("before");

        assertThat(means("before", token)).isEqualTo(before).hasSize(2);
    }

    @Test
    void queriesAgreeAfterARestart() throws Exception {
        DatabaseToken token = cluster.createDatabase("restart");
        List<Map<String, Object>> before = writeSampleData("restart", token);
        awaitFiles("restart");

        cluster.stop();
        cluster.start();

        assertThat(means("restart", token)).isEqualTo(before);
    }

    @Test
    void aPointWrittenAgainReplacesTheOneInAFile() throws Exception {
        DatabaseToken token = cluster.createDatabase("again");
        writeSampleData("again", token);
        awaitFiles("again");

        int status = cluster.write("again", token, "home,room=Kitchen co=99i 1641024000000000000");

        assertThat(status).isEqualTo(204);
        assertThat(means("again", token).getFirst())
                .containsEntry("points", 13L)
                .containsEntry("co", 99L);
    }

    private void awaitFiles(String database) throws Exception {
        Eventually.holds(
                "a Parquet file appears",
                PATIENCE,
                () -> !cluster.parquetFiles(database).isEmpty());
    }

    private List<Map<String, Object>> writeSampleData(String database, DatabaseToken token)
            throws IOException, InterruptedException {
        String lines =
                SampleData.lines().lines().map(line -> line + "000000000\n").collect(joining());
        assertThat(cluster.write(database, token, lines)).isEqualTo(204);
        return means(database, token);
    }

    private List<Map<String, Object>> means(String database, DatabaseToken token)
            throws IOException {
        try (PublicClient client = cluster.client(database, token)) {
            return client.rows(MEANS);
        }
    }
}
