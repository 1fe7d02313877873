// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.local.process.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Requests beside the load: preparing, asking and counting.
final class StoreHttp {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int OK = 200;

    /// Finer than what is told of starts.
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// Waits until a program answers.
    Waiting waiting() {
        return new Waiting(client, LOOK_EVERY);
    }

    /// A GET of a path with one more parameter.
    JsonNode get(URI base, String path, String name, String value)
            throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(
                        base.resolve(
                                path + (path.contains("?") ? "&" : "?") + parameter(name, value))));
    }

    /// A POST of a form with one field.
    JsonNode postForm(URI base, String path, String name, String value)
            throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(base.resolve(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(parameter(name, value))));
    }

    /// A POST of JSON.
    JsonNode postJson(URI base, String path, String bearer, JsonNode body)
            throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(base.resolve(path))
                        .header("Authorization", "Bearer " + bearer)
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        MAPPER.writeValueAsString(body))));
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                client.send(
                        request.timeout(Duration.ofSeconds(Store.PATIENCE_SECONDS)).build(),
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != OK) {
            throw new IllegalStateException(
                    "%s answered with status %d: %s"
                            .formatted(answer.uri().getPath(), answer.statusCode(), answer.body()));
        }
        return MAPPER.readTree(answer.body());
    }

    private static String parameter(String name, String value) {
        return name + "=" + URLEncoder.encode(value, UTF_8);
    }

    /// The first line and the header of requests that write.
    ///
    /// @param path with its query
    /// @param header further lines, without line breaks
    static String writeHead(String path, int port, List<String> header) {
        StringBuilder head = new StringBuilder("POST ").append(path).append(" HTTP/1.1\r\n");
        head.append("Host: 127.0.0.1:").append(port).append("\r\n");
        header.forEach(line -> head.append(line).append("\r\n"));
        return head.toString();
    }
}
