// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.config.ConfigLoading;
import dev.sluice.config.ConfigSource;
import dev.sluice.config.ServerConfig;
import dev.sluice.server.Assembly;
import dev.sluice.server.Host;
import dev.sluice.server.RunningServer;
import dev.sluice.testkit.PreparedKeys;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// A whole server in this process, on a free port of the loopback interface, with administrators
/// who have signed in, and the requests that they and others send. Close it.
public final class Door implements AutoCloseable {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int PROCESSORS = 2;
    private static final long HEAP_BYTES_MAX = 512L << 20;

    private final SignedIn people;
    private final Path data;
    private final RunningServer server;

    /// Starts it.
    ///
    /// @param people who administer
    /// @param directory an empty one, for settings and data
    public Door(SignedIn people, Path directory) throws IOException {
        this.people = people;
        this.data = directory.resolve("data");
        // To make its own would take the server seconds.
        PreparedKeys.offerTo(data.resolve("secrets"));
        Path file = Files.writeString(directory.resolve("server.yaml"), settings());
        ConfigSource source =
                new ConfigSource(file, Map.of(), Map.of("data.directory", data.toString()));
        Host host = new Host(Map.of(), Clock.systemUTC(), "bench", PROCESSORS, HEAP_BYTES_MAX);
        this.server = new Assembly(config(source), source, host).start();
    }

    private static ServerConfig config(ConfigSource source) {
        return switch (source.load()) {
            case ConfigLoading.Loaded(ServerConfig config, _) -> config;
            case ConfigLoading.Refused(var problems) ->
                    throw new IllegalStateException(problems.toString());
        };
    }

    /// No limit of failed attempts: a flood from a thousand addresses would not meet it either.
    private String settings() {
        String users =
                people.subjects().stream()
                        .map(
                                "    - {id: %s, firstName: Ada, lastName: L, email: a@example.com}"
                                        ::formatted)
                        .collect(Collectors.joining("\n"));
        return """
        admin:
          identityProvider: keycloak
          jwksEndpoint: %s
          issuer: %s
          audiences: [%s]
          users:
        %s
        sluice:
          http: {port: 0}
          query: {memoryBytesMax: 134217728}
          access: {failedAttemptsPerMinuteMax: 0}
        """
                .formatted(
                        people.provider().keysUrl(),
                        people.provider().issuer(),
                        SignedIn.AUDIENCE,
                        users);
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return server.address();
    }

    /// Administrators list the tokens.
    List<byte[]> providerTokenRequests() {
        return people.tokens().stream().map(this::listTokens).toList();
    }

    /// Somebody lists the tokens with the cluster's own token.
    List<byte[]> adminTokenRequests() throws IOException {
        return List.of(listTokens(adminToken(data.resolve("secrets").resolve("token.json"))));
    }

    /// Somebody tries to list the tokens, each time with a token of another unknown key.
    List<byte[]> unknownKeyRequests(int count) {
        return people.unknownKeyTokens(count).stream().map(this::listTokens).toList();
    }

    /// Somebody asks for the server's health, which nobody is asked a credential for.
    List<byte[]> healthRequests() {
        return List.of(get("/health", ""));
    }

    private byte[] listTokens(String token) {
        return get("/api/v0/tokens", "Authorization: Bearer " + token + "\r\n");
    }

    private byte[] get(String path, String header) {
        String host = "127.0.0.1:" + server.address().getPort();
        return "GET %s HTTP/1.1\r\nHost: %s\r\n%s\r\n"
                .formatted(path, host, header)
                .getBytes(US_ASCII);
    }

    /// The admin token in a file as `influxctl` reads it.
    static String adminToken(Path file) throws IOException {
        return MAPPER.readTree(Files.readString(file)).get("access_token").stringValue();
    }

    @Override
    public void close() {
        server.close();
    }
}
