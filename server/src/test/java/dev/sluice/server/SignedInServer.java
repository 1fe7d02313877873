// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigSource;
import dev.sluice.openapi.CheckedClient;
import dev.sluice.testkit.SigningPair;
import dev.sluice.testkit.StubIdentityProvider;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.Location;
import org.apache.arrow.memory.RootAllocator;
import tools.jackson.databind.json.JsonMapper;

/// A whole server whose administrators sign in at a provider, with tokens of every kind, good and
/// bad.
// Flight's clients declare any exception on close.
@SuppressWarnings("try")
final class SignedInServer implements AutoCloseable {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final SigningPair FOREIGN = SigningPair.generate("RS256", "key-1");

    private final Path directory;
    private final StubIdentityProvider provider;
    private final OneServer server;
    private final HttpClient client =
            CheckedClient.of(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    private final String databaseToken;
    private final String revokedToken;
    private final String managementToken;

    private SignedInServer(Path directory, StubIdentityProvider provider, String access)
            throws Exception {
        this.directory = directory;
        this.provider = provider;
        this.server = new OneServer(directory.resolve("data"), source(directory, provider, access));
        createDatabase("home");
        this.databaseToken = textOf(createToken("for home"));
        HttpResponse<String> revoked = createToken("for a day");
        this.revokedToken = textOf(revoked);
        revoke(revoked);
        this.managementToken =
                MAPPER.readTree(createManagementToken("for ci").body()).get("token").stringValue();
    }

    /// @param access what else stands in the section `sluice.access`
    static SignedInServer start(Path directory, String access) throws Exception {
        return new SignedInServer(directory, StubIdentityProvider.start(), access);
    }

    private static ConfigSource source(Path directory, StubIdentityProvider provider, String access)
            throws Exception {
        Path file =
                Files.writeString(
                        directory.resolve("server.yaml"),
                        """
                        admin:
                          identityProvider: keycloak
                          jwksEndpoint: %s
                          users:
                            - {id: %s, firstName: Ada, lastName: L, email: ada@example.com}
                        sluice:
                          http: {port: 0, trustedProxies: [127.0.0.1]}
                          query: {memoryBytesMax: 134217728}
                          access: {%s}
                        """
                                .formatted(
                                        provider.keysUrl(), StubIdentityProvider.SUBJECT, access));
        Map<String, String> flags = Map.of("data.directory", directory.resolve("data").toString());
        return new ConfigSource(file, Map.of(), flags);
    }

    HttpResponse<String> createDatabase(String name) throws Exception {
        return server.postJson("/api/v0/databases", admin(), "{\"name\":\"" + name + "\"}");
    }

    HttpResponse<String> createToken(String description) throws Exception {
        return server.postJson(
                "/api/v0/tokens",
                admin(),
                "{\"description\":\""
                        + description
                        + "\",\"permissions\":[{\"action\":\"write\",\"resource\":\"home\"},"
                        + "{\"action\":\"read\",\"resource\":\"home\"}]}");
    }

    HttpResponse<String> createManagementToken(String description) throws Exception {
        return server.postJson(
                "/api/v0/management-tokens", admin(), "{\"description\":\"" + description + "\"}");
    }

    HttpResponse<String> revokeManagementToken(HttpResponse<String> created) throws Exception {
        String id = MAPPER.readTree(created.body()).get("id").stringValue();
        return server.delete("/api/v0/management-tokens/" + id, admin());
    }

    HttpResponse<String> revoke(HttpResponse<String> created) throws Exception {
        String id = MAPPER.readTree(created.body()).get("id").stringValue();
        return server.delete("/api/v0/tokens/" + id, admin());
    }

    private static String textOf(HttpResponse<String> created) {
        return MAPPER.readTree(created.body()).get("accessToken").stringValue();
    }

    /// A token that reads and writes the database `home`.
    String databaseToken() {
        return databaseToken;
    }

    /// Ada's token.
    String admin() {
        return provider.accessToken().sign(provider.signer());
    }

    /// What no administrative path takes.
    List<String> refusedTokens() {
        Instant now = Instant.now();
        return List.of(
                databaseToken,
                "M.V1.c29tZS1tYW5hZ2VtZW50LXRva2Vu",
                "some-opaque-text-of-nobody",
                provider.accessToken().sign(FOREIGN),
                provider.accessToken().unsigned(),
                provider.accessToken()
                        .claim("exp", now.minusSeconds(3_600))
                        .sign(provider.signer()),
                provider.accessToken().without("exp").sign(provider.signer()),
                provider.accessToken().claim("typ", "Refresh").sign(provider.signer()),
                provider.accessToken().header("kid", "none-such").sign(FOREIGN));
    }

    /// What does not open the database `other`.
    List<String> closedTokens() {
        return Stream.concat(
                        refusedTokens().stream(),
                        Stream.of(
                                revokedToken, "apiv1_" + "g".repeat(80), admin(), managementToken))
                .toList();
    }

    List<String> everyToken() throws Exception {
        return Stream.concat(closedTokens().stream(), Stream.of(server.adminToken())).toList();
    }

    /// Every answer as one text, without what differs from request to request.
    List<String> answers(String method, String path, List<String> tokens) throws Exception {
        List<String> answers = new ArrayList<>();
        for (String token : tokens) {
            HttpResponse<String> answer = send(method, path, "Bearer " + token);
            Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
            headers.remove("x-request-id");
            headers.remove("date");
            answers.add(answer.statusCode() + " " + headers + " " + answer.body());
        }
        return answers;
    }

    HttpResponse<String> send(String method, String path, String authorization, String... headers)
            throws Exception {
        HttpRequest.BodyPublisher body =
                method.equals("POST") ? BodyPublishers.ofString("m f=1") : BodyPublishers.noBody();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header("Authorization", authorization)
                        .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /// Shows a token at every door, in every form that the door knows.
    void presentEverywhere(String token) throws Exception {
        String basic =
                Base64.getEncoder()
                        .encodeToString(("any:" + token).getBytes(StandardCharsets.UTF_8));
        for (String authorization :
                List.of("Bearer " + token, "Token " + token, "Basic " + basic)) {
            send("GET", "/api/v0/tokens", authorization);
            send("GET", "/api/v0/nothing", authorization);
            send("POST", "/api/v2/write?bucket=home", authorization);
            send("POST", "/api/v2/write", authorization);
        }
        send("POST", "/write?db=home&p=" + token, "Unknown scheme");
        client.send(
                HttpRequest.newBuilder(URI.create(server.url() + "/write?db=home&p=" + token))
                        .POST(BodyPublishers.ofString("m f=1"))
                        .build(),
                BodyHandlers.ofString());
        query(token);
        try (RootAllocator memory = new RootAllocator();
                FlightClient flight =
                        FlightClient.builder(
                                        memory,
                                        Location.forGrpcInsecure("127.0.0.1", server.port()))
                                .build()) {
            assertThat(flight.authenticateBasicToken("any", token)).isPresent();
        }
    }

    /// The status of a query, by Flight's word.
    String query(String token) throws Exception {
        try {
            server.query("home", token, "SELECT 1 AS one");
            return "OK";
        } catch (FlightRuntimeException refused) {
            return refused.status().code().name();
        }
    }

    List<String> routeTable() {
        return server.routeTable();
    }

    /// The audit log.
    List<String> audit() throws Exception {
        return Files.readAllLines(directory.resolve("data").resolve("audit.log"));
    }

    @Override
    public void close() {
        client.close();
        server.close();
        provider.close();
    }
}
