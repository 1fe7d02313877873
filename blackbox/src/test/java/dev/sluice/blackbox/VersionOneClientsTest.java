// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.blackbox.Cluster.DatabaseToken;
import dev.sluice.testkit.Conforms;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Tags;
import io.micrometer.influx.InfluxConfig;
import io.micrometer.influx.InfluxMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What was made for InfluxDB 1.x and has ways of its own, unmodified: Python's client, which wants
/// MessagePack, and Micrometer's registry, which begins with a database where it is not told to
/// speak as version 2.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class VersionOneClientsTest {
    private static final String DATABASE = "plant";

    private final Cluster cluster;
    private final DatabaseToken token;

    VersionOneClientsTest(@TempDir Path directory) throws IOException, InterruptedException {
        cluster = Cluster.start(directory);
        token = cluster.createDatabase(DATABASE);
    }

    @AfterAll
    void stop() throws IOException {
        cluster.close();
    }

    @Test
    @Conforms({"D-97", "D-100"})
    void theClientForPythonWritesAndQueries() throws Exception {
        assertThat(
                        FetchedClients.python(
                                "version1.py", String.valueOf(cluster.port()), DATABASE, secret()))
                .isEqualTo(
                        "{\"ping\": true, \"databases\": [{\"name\": \"plant\"}], "
                                + "\"creation\": \"InfluxDBClientError: This feature is not "
                                + "implemented: CREATE DATABASE\", \"written\": true, \"rows\": "
                                + "[{\"time\": \"2009-11-10T23:00:00.000001Z\", \"client\": \"a b\", "
                                + "\"real\": 0.5, \"text\": \"tü\\\"x\", \"truth\": true, \"whole\": 7}, "
                                + "{\"time\": \"2009-11-10T23:00:01Z\", \"client\": \"c\", \"real\": 2.0, "
                                + "\"text\": null, \"truth\": null, \"whole\": null}], \"groups\": "
                                + "[[{\"client\": \"a b\"}, 0.5], [{\"client\": \"c\"}, 2.0]], "
                                + "\"bound\": [{\"time\": 1257894001, \"real\": 2.0}], \"several\": [2, "
                                + "1], \"nothing\": [], \"policies\": [\"autogen\"], \"error\": "
                                + "\"InfluxDBClientError: Error during planning: mixing aggregate "
                                + "and non-aggregate columns is not supported\", \"stranger\": "
                                + "\"InfluxDBClientError: 403: {\\\"error\\\":\\\"the token is unknown, "
                                + "has ended, or does not permit this on the database\\\"}\"}"
                                + "\n");
    }

    @Test
    void theRegistryOfMicrometerReports() throws Exception {
        report(
                "1",
                Map.of(
                        "influx.db",
                        DATABASE,
                        "influx.userName",
                        "any",
                        "influx.password",
                        secret()));
        report(
                "2",
                Map.of("influx.bucket", DATABASE, "influx.org", "any", "influx.token", secret()));

        try (PublicClient client = cluster.client(DATABASE, token)) {
            assertThat(
                            client.rows(
                                    "SELECT DISTINCT version, metric_type, value FROM orders_placed"
                                            + " ORDER BY version"))
                    .containsExactly(
                            Map.of("version", "1", "metric_type", "gauge", "value", 5.0),
                            Map.of("version", "2", "metric_type", "gauge", "value", 5.0));
        }
    }

    /// A registry reports when it is closed, too.
    private void report(String version, Map<String, String> settings) {
        InfluxConfig config =
                key -> key.equals("influx.uri") ? cluster.uri("/").toString() : settings.get(key);
        var registry = new InfluxMeterRegistry(config, Clock.SYSTEM);
        registry.gauge("orders.placed", Tags.of("version", version), 5);
        registry.close();
    }

    private String secret() {
        return token.text().reveal();
    }
}
