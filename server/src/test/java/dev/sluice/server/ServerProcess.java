// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.PreparedKeys;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/// A server in a process of its own, with as much heap as one likes; it ends when that is not
/// enough.
final class ServerProcess implements AutoCloseable {
    private static final String READY = "sluice is ready at ";

    /// The second compiler would not be done before the end.
    private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

    private final Path directory;
    private final Process process;
    private final URI url;

    /// Starts it and waits until it is ready.
    ///
    /// @param directory holds its data and what it says
    /// @param heap such as `256m`
    /// @param environment variables for its settings
    ServerProcess(Path directory, String heap, Map<String, String> environment) throws IOException {
        this(directory, heap, environment, List.of());
    }

    /// @param options of `serve`, beside the directory; without a port it is any
    ServerProcess(
            Path directory, String heap, Map<String, String> environment, List<String> options)
            throws IOException {
        this.directory = directory;
        PreparedKeys.offerTo(directory.resolve("data/secrets"));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx" + heap,
                                SHORT_LIVED,
                                "-XX:+ExitOnOutOfMemoryError",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.sluice.server.Main",
                                "serve",
                                "--data-dir",
                                directory.resolve("data").toString()));
        if (!options.contains("--port")) {
            command.addAll(List.of("--port", "0"));
        }
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectError(errors().toFile());
        this.process = builder.start();
        this.url = URI.create(firstLine().substring(READY.length()));
    }

    private String firstLine() throws IOException {
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        String line = lines.readLine();
        while (line != null && !line.startsWith(READY)) {
            line = lines.readLine();
        }
        assertThat(line).as("the server ended early: %s", said()).isNotNull();
        return String.valueOf(line);
    }

    private Path errors() {
        return directory.resolve("server.err");
    }

    int port() {
        return url.getPort();
    }

    /// What it has written to standard error.
    String said() throws IOException {
        return Files.readString(errors());
    }

    boolean runs() {
        return process.isAlive();
    }

    /// Ends it at once, as a crash does.
    void kill() throws InterruptedException {
        int _ = process.destroyForcibly().waitFor();
    }

    /// Takes the processor away from it, or gives it back.
    ///
    /// @param signal `STOP` or `CONT`
    void signal(String signal) throws Exception {
        assertThat(
                        new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                                .inheritIO()
                                .start()
                                .waitFor())
                .isZero();
    }

    /// Returns when it has ended by itself.
    ///
    /// @return its exit code
    int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    String adminToken() throws IOException {
        String json = Files.readString(directory.resolve("data/secrets/token.json"));
        return new JsonMapper().readTree(json).get("access_token").stringValue();
    }

    HttpResponse<String> post(String path, String body) throws Exception {
        return post(path, adminToken(), body);
    }

    HttpResponse<String> post(String path, String token, String body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(url.resolve(path))
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    HttpResponse<String> get(String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(url.resolve(path))
                            .header("Authorization", "Bearer " + adminToken())
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
