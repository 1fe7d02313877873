// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import dev.sluice.model.Problem;
import dev.sluice.model.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;

/// The sample data set: temperature, humidity and carbon monoxide of two rooms over thirteen hours
/// (data.md 8.1).
///
/// It goes in through the public doors with the admin token, which may write everywhere (admin.md
/// 2.5), so that no database token is left behind in anybody's list.
public final class SampleData {
    /// The database that holds it.
    public static final String DATABASE = "sample";

    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http;
    private final URI server;
    private final Secret adminToken;

    /// @param server where the server answers
    public SampleData(HttpClient http, URI server, Secret adminToken) {
        this.http = http;
        this.server = server;
        this.adminToken = adminToken;
    }

    /// The access token in the document that the server wrote (admin.md 2.3).
    public static Secret adminToken(Path tokenFile) throws IOException {
        return Secret.of(
                new JsonMapper()
                        .readTree(Files.readString(tokenFile))
                        .path("access_token")
                        .asString());
    }

    /// The points as line protocol with times in seconds.
    public static String lines() throws IOException {
        try (InputStream resource = SampleData.class.getResourceAsStream("home.lp")) {
            if (resource == null) {
                throw new IllegalStateException("resource home.lp is missing from the jar");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// Creates the database where it is missing and writes the points. May be repeated.
    ///
    /// @throws dev.sluice.model.ProblemException *unavailable* when the server refuses
    public void load() throws IOException, InterruptedException {
        HttpResponse<String> created =
                post(
                        "/api/v0/databases",
                        "application/json",
                        new JsonMapper().createObjectNode().put("name", DATABASE).toString());
        require("creating database " + DATABASE, created, 200, 409);
        HttpResponse<String> written =
                post(
                        "/api/v2/write?precision=s&bucket=" + DATABASE,
                        "text/plain; charset=utf-8",
                        lines());
        require("writing the sample data", written, 204);
    }

    private HttpResponse<String> post(String path, String contentType, String body)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(server.resolve(path))
                        .timeout(ANSWER_PATIENCE)
                        .header("Authorization", "Bearer " + adminToken.reveal())
                        .header("Content-Type", contentType)
                        .POST(BodyPublishers.ofString(body))
                        .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static void require(String what, HttpResponse<String> answer, int... statuses) {
        for (int status : statuses) {
            if (answer.statusCode() == status) {
                return;
            }
        }
        throw Problem.unavailable(
                        "sample_refused",
                        "%s gave status %d: %s".formatted(what, answer.statusCode(), answer.body()))
                .asException();
    }
}
