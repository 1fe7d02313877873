// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.influxdb.v3.client.InfluxDBApiHttpException;
import com.influxdb.v3.client.Point;
import com.influxdb.v3.client.write.WriteOptions;
import com.influxdb.v3.client.write.WritePrecision;
import dev.sluice.blackbox.Cluster.DatabaseToken;
import dev.sluice.local.SampleData;
import dev.sluice.model.Secret;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The public Java client of version 3 against a server of this build.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JavaClientTest {
    private static final String DATABASE = "garden";

    private final Cluster cluster;
    private final PublicClient client;

    JavaClientTest(@TempDir Path directory) throws IOException, InterruptedException {
        cluster = Cluster.start(directory);
        DatabaseToken token = cluster.createDatabase(DATABASE);
        client = cluster.client(DATABASE, token);
    }

    @BeforeAll
    void writeSampleData() throws IOException {
        client.api()
                .writeRecords(
                        SampleData.lines().lines().toList(),
                        new WriteOptions(DATABASE, WritePrecision.S, 1));
    }

    @AfterAll
    void stop() throws IOException, InterruptedException {
        client.close();
        cluster.close();
    }

    @Test
    void queriesWhatItWrote() {
        assertThat(client.rows("SELECT count(*) AS points, sum(co) AS co FROM home"))
                .containsExactly(Map.of("points", 26L, "co", 137L));
    }

    @Test
    void getsAColumnAsTheTypeThatWasWritten() {
        client.api()
                .writePoint(
                        Point.measurement("types")
                                .setTag("tag", "a tag")
                                .setField("real", 0.5)
                                .setField("whole", -7L)
                                .setField("natural", BigInteger.TWO)
                                .setField("truth", true)
                                .setField("text", "tü\"x")
                                .setTimestamp(Instant.parse("2024-02-29T23:59:59.123456789Z")));

        Map<String, Object> row =
                client.rows("SELECT tag, real, whole, truth, text FROM types").getFirst();

        assertThat(row)
                .isEqualTo(
                        Map.of(
                                "tag", "a tag", "real", 0.5, "whole", -7L, "truth", true, "text",
                                "tü\"x"));
    }

    @Test
    void seesOnePointWhereTheSamePointIsWrittenTwice() {
        client.api().writeRecord("twice,tag=a first=1i,second=1i 1000");
        client.api().writeRecord("twice,tag=a second=2i 1000");

        assertThat(client.rows("SELECT tag, first, second FROM twice"))
                .containsExactly(Map.of("tag", "a", "first", 1L, "second", 2L));
    }

    @Test
    void learnsWhichLineIsWrong() {
        assertThatThrownBy(() -> client.api().writeRecords(List.of("good value=1 1", "bad line")))
                .isInstanceOf(InfluxDBApiHttpException.class)
                .hasMessageContaining("line 2");
    }

    @Test
    void mayNotWriteWithATokenThatMayOnlyRead() throws IOException, InterruptedException {
        DatabaseToken reader = cluster.createToken("read:" + DATABASE);
        try (PublicClient reading = cluster.client(DATABASE, reader)) {
            assertThatThrownBy(() -> reading.api().writeRecord("attic value=1 1"))
                    .isInstanceOfSatisfying(
                            InfluxDBApiHttpException.class,
                            refusal -> assertThat(refusal.statusCode()).isEqualTo(403));
        }
    }

    @Test
    void mayNotReadWithATokenThatMayOnlyWrite() throws IOException, InterruptedException {
        DatabaseToken writer = cluster.createToken("write:" + DATABASE);
        try (PublicClient writing = cluster.client(DATABASE, writer)) {
            assertThatThrownBy(() -> writing.rows("SELECT * FROM home"))
                    .hasMessageContaining("Permission denied");
        }
    }

    @Test
    void mayDoNothingWithATokenThatNobodyMade() throws IOException, InterruptedException {
        var forged = new DatabaseToken("", Secret.of("apiv1_" + "A".repeat(86)));
        try (PublicClient forging = cluster.client(DATABASE, forged)) {
            assertThatThrownBy(() -> forging.api().writeRecord("attic value=1 1"))
                    .isInstanceOfSatisfying(
                            InfluxDBApiHttpException.class,
                            refusal -> assertThat(refusal.statusCode()).isEqualTo(403));
        }
    }

    @Test
    void learnsTheServersVersion() {
        assertThat(client.api().getServerVersion()).matches("\\d+\\.\\d+\\.\\d+.*");
    }
}
