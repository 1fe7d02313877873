// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigSource;
import dev.sluice.openapi.CheckedClient;
import dev.sluice.testkit.StubIdentityProvider;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A whole server with administrators, whose management door is tried with tokens; and what its
/// audit log says of each, because whoever is refused is told nothing (admin.md 1.7 and 4.2).
final class TriedDoor implements AutoCloseable {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path auditLog;
    private final OneServer server;
    private final HttpClient client =
            CheckedClient.of(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());

    private TriedDoor(Path auditLog, OneServer server) {
        this.auditLog = auditLog;
        this.server = server;
    }

    /// What came of one request.
    ///
    /// @param outcome what the audit log says
    /// @param reason the audit log's code, or an empty text
    /// @param subject whom the audit log names, or an empty text
    record Answer(
            int status,
            String challenge,
            String body,
            String outcome,
            String reason,
            String subject) {

        /// Fails unless this is the one answer that every bad token gets, for this reason.
        void assertUnauthorized(String expected) {
            assertRefused(expected, "Bearer error=\"invalid_token\"");
        }

        /// Fails unless this is the one answer of whoever offers no token at all, or nothing that
        /// could be read as one.
        void assertChallenged(String expected) {
            assertRefused(expected, "Bearer");
        }

        /// Fails unless this is the one answer of whoever offers more than one.
        void assertMalformed(String expected) {
            assertRefused(expected, "Bearer error=\"invalid_request\"");
        }

        private void assertRefused(String expected, String expectedChallenge) {
            assertThat(reason).isEqualTo(expected);
            assertThat(outcome).isEqualTo("unauthenticated");
            assertThat(status).isEqualTo(401);
            assertThat(challenge).isEqualTo(expectedChallenge);
            assertThat(body).isEqualTo("{\"code\":401,\"message\":\"unauthorized\"}");
        }

        /// Fails unless the token was good and named this user, who is listed.
        void assertAllowed(String user) {
            assertThat(reason).isEmpty();
            assertThat(outcome).isEqualTo("allowed");
            assertThat(status).isEqualTo(200);
            assertThat(subject).isEqualTo(user);
        }
    }

    /// Starts a server, without a limit of failed attempts.
    ///
    /// @param directory for its files
    /// @param admin the members of its section `admin`
    static TriedDoor open(Path directory, String admin) throws Exception {
        Path file =
                Files.writeString(
                        directory.resolve("server.yaml"),
                        "sluice:\n  access: {failedAttemptsPerMinuteMax: 0}\nadmin:\n"
                                + admin.indent(2));
        Path data = directory.resolve("data");
        ConfigSource source = OneServer.source(data, 0, file);
        return new TriedDoor(data.resolve("audit.log"), new OneServer(data, source));
    }

    /// The members of a section `admin` with one user.
    static String administration(String provider, URI keys, String user) {
        return """
        identityProvider: %s
        jwksEndpoint: %s
        users:
          - {id: "%s", firstName: Marty, lastName: McFly, email: mcfly@example.com}
        """
                .formatted(provider, keys, user);
    }

    /// The usual one: a realm of Keycloak, and the user that the stub's tokens name.
    static String administration(StubIdentityProvider provider) {
        return administration("keycloak", provider.keysUrl(), StubIdentityProvider.SUBJECT);
    }

    /// Asks for the databases with a bearer token.
    Answer present(String token) throws Exception {
        return send("Bearer " + token);
    }

    /// Asks for the databases with these `Authorization` fields.
    Answer send(String... authorization) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.url() + "/api/v0/databases"));
        for (String field : authorization) {
            request.header("Authorization", field);
        }
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        JsonNode record = audited(answer.headers().firstValue("X-Request-Id").orElseThrow());
        return new Answer(
                answer.statusCode(),
                answer.headers().firstValue("WWW-Authenticate").orElse(""),
                answer.body(),
                record.path("outcome").asString(""),
                record.path("reason").asString(""),
                record.path("subject").asString(""));
    }

    private JsonNode audited(String requestId) throws Exception {
        List<JsonNode> records =
                Files.readAllLines(auditLog).stream()
                        .filter(line -> line.contains("\"requestId\":\"" + requestId + "\""))
                        .map(MAPPER::readTree)
                        .toList();
        assertThat(records).as("audit records of the request").hasSize(1);
        return records.getFirst();
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
