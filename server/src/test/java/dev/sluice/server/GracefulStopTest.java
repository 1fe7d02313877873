// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that is asked to stop brings everything that it acknowledged into files (data.md 7.2).
final class GracefulStopTest {
    private static final int WRITERS = 4;
    private static final int ENOUGH = 60;

    @TempDir private Path directory;

    @Test
    @Conforms("D-228")
    void nothingIsInTheLogAloneAfterAStopInTheMiddleOfWrites() throws Exception {
        Set<String> acknowledged = new ConcurrentSkipListSet<>();
        CountDownLatch enough = new CountDownLatch(ENOUGH);
        String admin;
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> writing = new ArrayList<>();
            try (OneServer server = new OneServer(directory)) {
                admin = server.adminToken();
                server.postJson("/api/v0/databases", admin, "{\"name\":\"home\"}");
                for (int writer = 0; writer < WRITERS; writer++) {
                    String name = "w" + writer;
                    URI uri = URI.create(server.url() + "/api/v2/write?bucket=home");
                    writing.add(
                            writers.submit(() -> write(uri, admin, name, acknowledged, enough)));
                }
                enough.await();
            }
            for (Future<?> writer : writing) {
                writer.get();
            }
        }

        // So whatever a query sees later comes from files.
        assertThat(logBytes()).isZero();
        try (OneServer server = new OneServer(directory)) {
            assertThat(
                            server.query("home", admin, "SELECT writer, n FROM m").stream()
                                    .collect(Collectors.toSet()))
                    .containsAll(acknowledged)
                    .hasSizeGreaterThanOrEqualTo(ENOUGH);
        }
    }

    /// Writes one point after the other until the server takes no more.
    private static void write(
            URI uri, String token, String writer, Set<String> acknowledged, CountDownLatch enough) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int n = 0; ; n++) {
                String line = "m,writer=" + writer + " n=" + n + "i " + (n + 1);
                int status =
                        client.send(
                                        HttpRequest.newBuilder(uri)
                                                .header("Authorization", "Bearer " + token)
                                                .POST(BodyPublishers.ofString(line))
                                                .build(),
                                        BodyHandlers.discarding())
                                .statusCode();
                if (status != 204) {
                    return;
                }
                acknowledged.add(writer + "|" + n);
                enough.countDown();
            }
        } catch (IOException _) {
            // The server is gone.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private long logBytes() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("log"))) {
            long bytes = 0;
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }
}
