// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigSource;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.Waiting;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// What is deleted comes back, until the collector was told to remove it for good (admin.md 5.2).
@Timeout(120)
final class RemovalTest {
    private static final String DATABASES = "/databases";
    private static final String TABLES = "/databases/works/tables";

    @TempDir private Path directory;

    private OneServer server(Map<String, String> environment) {
        ConfigSource usual = OneServer.source(directory, 0);
        return new OneServer(directory, new ConfigSource(usual.file(), environment, usual.flags()));
    }

    private static HttpResponse<String> answer(
            OneServer server, String method, String path, String body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(server.url() + "/api/v0" + path))
                            .header("Authorization", "Bearer " + server.adminToken())
                            .header("Content-Type", "application/json")
                            .method(method, BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private static int administer(OneServer server, String method, String path, String body)
            throws Exception {
        return answer(server, method, path, body).statusCode();
    }

    private static String deletedId(OneServer server, String path) throws Exception {
        return new JsonMapper()
                .readTree(answer(server, "GET", path + "?status=deleted", "").body())
                .get(0)
                .get("id")
                .asString();
    }

    private static boolean hasDeleted(OneServer server, String path) throws Exception {
        return !answer(server, "GET", path + "?status=deleted", "").body().equals("[]");
    }

    @Test
    @Conforms("A-175")
    void whatWasRemovedForGoodIsNotUndeleted() throws Exception {
        String database;
        String table;
        try (OneServer server = server(Map.of())) {
            for (String name : new String[] {"plant", "works"}) {
                assertThat(administer(server, "POST", DATABASES, "{\"name\":\"" + name + "\"}"))
                        .isEqualTo(200);
                assertThat(server.write(name, server.adminToken(), "m x=1").statusCode())
                        .isEqualTo(204);
            }
            assertThat(administer(server, "DELETE", DATABASES + "/plant", "")).isEqualTo(204);
            assertThat(administer(server, "DELETE", TABLES + "/m", "")).isEqualTo(204);
            database = deletedId(server, DATABASES);
            table = deletedId(server, TABLES);
        }
        // Nothing is removed for good by itself.
        try (OneServer server = server(Map.of("INFLUXDB_IOX_GC_NAMESPACE_CUTOFF", "0h"))) {
            assertThat(administer(server, "PUT", DATABASES + "/" + database + "/undelete", ""))
                    .isEqualTo(200);
            assertThat(server.query("plant", server.adminToken(), "SELECT x FROM m"))
                    .containsExactly("1.0");
            assertThat(administer(server, "DELETE", DATABASES + "/plant", "")).isEqualTo(204);
        }

        Map<String, String> enabled =
                Map.of(
                        "INFLUXDB_IOX_ENABLE_NAMESPACE_ROW_DELETION", "true",
                        "INFLUXDB_IOX_GC_NAMESPACE_CUTOFF", "0h",
                        "INFLUXDB_IOX_ENABLE_TABLE_ROW_DELETION", "true",
                        "INFLUXDB_IOX_GC_TABLE_CUTOFF", "0h");
        try (OneServer server = server(enabled)) {
            Waiting.until(
                    "what is deleted is gone",
                    () -> !hasDeleted(server, DATABASES) && !hasDeleted(server, TABLES));

            assertThat(administer(server, "PUT", DATABASES + "/" + database + "/undelete", ""))
                    .isEqualTo(404);
            assertThat(administer(server, "PUT", TABLES + "/" + table + "/undelete", ""))
                    .isEqualTo(404);
        }
    }
}
