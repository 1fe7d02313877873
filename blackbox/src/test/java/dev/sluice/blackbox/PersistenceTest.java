// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.blackbox.Cluster.DatabaseToken;
import dev.sluice.local.SampleData;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Points leave the buffer for Parquet files, and no query can tell.
final class PersistenceTest {
    private static final String DATABASE = "home";
    private static final String MEANS =
            "SELECT room, avg(temp) AS temp, count(*) AS points, max(co) AS co FROM home"
                    + " GROUP BY room ORDER BY room";

    private static final String FLUSH_EVERY_SECOND =
            """
                    ingest:
                      flushIntervalSeconds: 1
            """
                    .indent(4);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path directory;

    @Test
    void queriesAgreeBeforeAndAfterFilesAreWritten() throws Exception {
        try (Cluster cluster = Cluster.start(directory, null, FLUSH_EVERY_SECOND)) {
            DatabaseToken token = writeSampleData(cluster);
            List<Map<String, Object>> before = means(cluster, token);

            Eventually.holds(
                    "a Parquet file appears", PATIENCE, () -> !cluster.parquetFiles().isEmpty());

            assertThat(means(cluster, token)).isEqualTo(before).hasSize(2);
        }
    }

    @Test
    void queriesAgreeAfterARestart() throws Exception {
        try (Cluster cluster = Cluster.start(directory, null, FLUSH_EVERY_SECOND)) {
            DatabaseToken token = writeSampleData(cluster);
            List<Map<String, Object>> before = means(cluster, token);
            Eventually.holds(
                    "a Parquet file appears", PATIENCE, () -> !cluster.parquetFiles().isEmpty());

            cluster.stop();
            cluster.start();

            assertThat(means(cluster, token)).isEqualTo(before);
        }
    }

    @Test
    void aPointWrittenAgainReplacesTheOneInAFile() throws Exception {
        try (Cluster cluster = Cluster.start(directory, null, FLUSH_EVERY_SECOND)) {
            DatabaseToken token = writeSampleData(cluster);
            Eventually.holds(
                    "a Parquet file appears", PATIENCE, () -> !cluster.parquetFiles().isEmpty());

            int status =
                    cluster.write(DATABASE, token, "home,room=Kitchen co=99i 1641024000000000000");

            assertThat(status).isEqualTo(204);
            assertThat(means(cluster, token).getFirst())
                    .containsEntry("points", 13L)
                    .containsEntry("co", 99L);
        }
    }

    private static DatabaseToken writeSampleData(Cluster cluster) throws Exception {
        cluster.createDatabase(DATABASE);
        DatabaseToken token = cluster.createToken("read:" + DATABASE, "write:" + DATABASE);
        String lines =
                SampleData.lines()
                        .lines()
                        .map(line -> line + "000000000\n")
                        .reduce("", String::concat);
        assertThat(cluster.write(DATABASE, token, lines)).isEqualTo(204);
        return token;
    }

    private static List<Map<String, Object>> means(Cluster cluster, DatabaseToken token)
            throws IOException {
        try (PublicClient client = cluster.client(DATABASE, token)) {
            return client.rows(MEANS);
        }
    }
}
