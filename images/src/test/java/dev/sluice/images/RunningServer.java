// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.images;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/// A server of the image that says it is ready, asked with its admin token.
final class RunningServer implements AutoCloseable {
    private static final int TOLD_TO_END = 143;

    private final Process process;
    private final URI address;
    private final String token;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningServer(Process process, URI address, String token) {
        this.process = process;
        this.address = address;
        this.token = token;
    }

    /// Starts one, and waits until it is ready.
    ///
    /// @param data its data directory, as this process sees it
    /// @param log gets what the server logs
    static RunningServer start(ProcessBuilder builder, Path data, Path log) throws IOException {
        long began = System.nanoTime();
        Process process = builder.redirectError(log.toFile()).start();
        try {
            String ready = process.inputReader(UTF_8).readLine();
            assertThat(ready)
                    .as(Files.readString(log))
                    .startsWith("sluice is ready at http://localhost:");
            System.out.printf(
                    "image sluice: ready after %d ms%n",
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
            String port = ready.substring(ready.lastIndexOf(':') + 1);
            String token =
                    JsonMapper.shared()
                            .readTree(Files.readString(data.resolve("secrets/token.json")))
                            .get("access_token")
                            .asString();
            return new RunningServer(process, URI.create("http://127.0.0.1:" + port), token);
        } catch (IOException | RuntimeException | AssertionError failure) {
            process.destroyForcibly();
            throw failure;
        }
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    /// The status.
    int post(String path, String body) throws IOException, InterruptedException {
        return send(request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)))
                .statusCode();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path))
                .header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /// Who the server is in its own eyes, by what the kernel says: `unshare` has become the server.
    /// In a namespace of users that is another number than outside.
    long user() throws IOException {
        Path process = Path.of("/proc/" + this.process.pid());
        long outside =
                Files.readAllLines(process.resolve("status")).stream()
                        .filter(line -> line.startsWith("Uid:"))
                        .mapToLong(line -> Long.parseLong(line.split("\t", -1)[1]))
                        .findFirst()
                        .orElseThrow();
        String[] map = Files.readString(process.resolve("uid_map")).strip().split("\\s+", -1);
        return outside - Long.parseLong(map[1]) + Long.parseLong(map[0]);
    }

    /// Tells it to end, as engines do, and waits until it has ended in good order.
    void stop() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor()).isEqualTo(TOLD_TO_END);
    }

    @Override
    public void close() {
        http.close();
        process.destroyForcibly().onExit().join();
    }
}
