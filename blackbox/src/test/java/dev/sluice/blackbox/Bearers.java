// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import dev.sluice.model.Secret;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Presents credentials to the management API of one server, and reads in its audit log what the
/// server made of them.
final class Bearers {
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(30);

    private final Cluster cluster;

    Bearers(Cluster cluster) {
        this.cluster = cluster;
    }

    /// How the server answered.
    ///
    /// @param status the answer's status
    /// @param body the answer's body, which tells a stranger nothing
    /// @param retryAfter the header of that name, or an empty text
    /// @param outcome what the audit log says
    /// @param reason the audit log's code, or an empty text
    /// @param subject whom the audit log names, or an empty text
    record Answer(
            int status,
            String body,
            String retryAfter,
            String outcome,
            String reason,
            String subject) {}

    /// Asks for the list of database tokens.
    Answer present(Secret token) throws IOException, InterruptedException {
        Path log = cluster.layout().data().resolve("audit.log");
        int before = lines(log).size();
        HttpRequest request =
                HttpRequest.newBuilder(cluster.uri("/api/v0/tokens"))
                        .timeout(ANSWER_PATIENCE)
                        .header("Authorization", "Bearer " + token.reveal())
                        .build();
        HttpResponse<String> answer = Checkout.HTTP.send(request, BodyHandlers.ofString());
        List<String> records = lines(log);
        if (records.size() != before + 1) {
            throw new AssertionError(
                    "one request gave %d audit records".formatted(records.size() - before));
        }
        JsonNode record = new JsonMapper().readTree(records.getLast());
        return new Answer(
                answer.statusCode(),
                answer.body(),
                answer.headers().firstValue("Retry-After").orElse(""),
                record.path("outcome").asString(""),
                record.path("reason").asString(""),
                record.path("subject").asString(""));
    }

    private static List<String> lines(Path log) throws IOException {
        return Files.exists(log) ? Files.readAllLines(log, StandardCharsets.UTF_8) : List.of();
    }
}
