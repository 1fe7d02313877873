// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigSource;
import dev.sluice.model.ProblemException;
import dev.sluice.testkit.Conforms;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The port for whoever watches the server (data.md 2.1).
final class InternalPortTest {
    @TempDir private Path directory;

    private ConfigSource source(String metricsPort) {
        return OneServer.watched(directory, metricsPort);
    }

    private String metricsUrl() throws Exception {
        return OneServer.metricsUrl(directory).toString();
    }

    private static HttpResponse<String> get(String url) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
        }
    }

    @Test
    void tellsInPrometheusFormWhatWasDecided() throws Exception {
        try (OneServer server = new OneServer(directory, source("0"))) {
            server.get("/api/v0/tokens", server.adminToken());
            server.get("/api/v0/tokens", "nobody");

            HttpResponse<String> answer = get(metricsUrl());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-type"))
                    .contains("text/plain; version=0.0.4; charset=utf-8");
            assertThat(answer.body())
                    .contains(
                            "sluice_access_decisions_total{operation=\"list_tokens\","
                                    + "outcome=\"allowed\",reason=\"none\"} 1.0",
                            "sluice_access_decisions_total{operation=\"list_tokens\","
                                    + "outcome=\"unauthenticated\","
                                    + "reason=\"no_identity_provider\"} 1.0",
                            "sluice_configuration_refused 0.0",
                            "sluice_data_free_bytes ",
                            "jvm_memory_used_bytes")
                    .doesNotContain(server.adminToken());
        }
    }

    @Test
    @Conforms("D-82")
    void servesNothingElse() throws Exception {
        try (OneServer server = new OneServer(directory, source("0"))) {
            String internal = metricsUrl().replace("/metrics", "");

            assertThat(get(internal + "/health").statusCode()).isEqualTo(200);
            assertThat(get(internal + "/api/v0/tokens").statusCode()).isEqualTo(404);
            assertThat(server.getWithoutCredential("/metrics").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void isNotThereUnlessTheSettingsSaySo() throws Exception {
        try (OneServer server = new OneServer(directory)) {
            assertThat(Files.readString(directory.resolve("server.json")))
                    .contains(String.valueOf(server.port()))
                    .doesNotContain("metricsUrl");
        }
    }

    /// Two ports are two servers of the library, each with measures of the same names; the first
    /// ones of a process tell.
    @Test
    void noMeterIsRegisteredTwice() throws Exception {
        try (CapturedLog log = CapturedLog.ofEverything();
                OneServer server = new OneServer(directory, source("0"))) {
            server.get("/api/v0/tokens", server.adminToken());
            assertThat(get(metricsUrl()).statusCode()).isEqualTo(200);

            assertThat(log.text()).isNotEmpty().doesNotContain("has been already registered");
        }
    }

    @Test
    void aTakenPortIsNamedWithItsSetting() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            ConfigSource source = source(String.valueOf(taken.getLocalPort()));

            assertThatThrownBy(() -> new OneServer(directory, source))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " of 127.0.0.1 is taken")
                    .hasMessageEndingWith("choose another with sluice.metrics.port");
        }
    }
}
