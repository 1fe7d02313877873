// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.flight.CallEnd;
import dev.sluice.testkit.Conforms;
import java.nio.file.Path;
import org.apache.arrow.flight.FlightStatusCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a running server says a query cost (data.md 4.7), for `influxctl query --perf-debug`.
final class QueryCostTest {
    @TempDir private Path directory;
    private OneServer server;
    private String admin;

    @BeforeEach
    void open() throws Exception {
        server = new OneServer(directory);
        admin = server.adminToken();
        server.postJson("/api/v0/databases", admin, "{\"name\":\"home\"}");
        server.write("home", admin, "m x=1 1\nm x=2 2\nm x=3 3");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private CallEnd end(String sql) throws Exception {
        return CallEnd.of(
                server.port(), "{\"database\":\"home\",\"sql_query\":\"" + sql + "\"}", admin);
    }

    @Test
    @Conforms({"A-139", "D-131"})
    void isToldBehindTheLastRow() throws Exception {
        CallEnd end = end("SELECT x FROM m WHERE x > 1");

        assertThat(end.rows()).isEqualTo(2);
        assertThat(end.figures())
                .containsOnlyKeys(
                        "execution-duration-seconds",
                        "ingester-response-rows",
                        "parquet-files",
                        "partitions",
                        "planning-duration-seconds",
                        "queue-duration-seconds")
                .containsEntry("ingester-response-rows", "3")
                .containsEntry("parquet-files", "0")
                .containsEntry("partitions", "0");
        assertThat(Double.parseDouble(end.figures().get("planning-duration-seconds"))).isPositive();
        assertThat(Double.parseDouble(end.figures().get("execution-duration-seconds")))
                .isPositive();
        assertThat(Double.parseDouble(end.figures().get("queue-duration-seconds"))).isNotNegative();
    }

    @Test
    void ofAQueryThatCannotBePlannedIsItsWaitAlone() throws Exception {
        CallEnd end = end("SELECT x FROM nowhere");

        assertThat(end.status()).isEqualTo(FlightStatusCode.INVALID_ARGUMENT);
        assertThat(end.figures()).containsOnlyKeys("queue-duration-seconds");
    }

    @Test
    void isNobodysBusinessWhoMayNotRead() throws Exception {
        CallEnd end =
                CallEnd.of(
                        server.port(),
                        "{\"database\":\"home\",\"sql_query\":\"SELECT 1\"}",
                        "apiv1_nobody");

        assertThat(end.status()).isEqualTo(FlightStatusCode.UNAUTHORIZED);
        assertThat(end.figures()).isEmpty();
    }
}
