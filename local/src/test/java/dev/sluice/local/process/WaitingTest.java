// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.local.process.DetachedProcess.Launch;
import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WaitingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir Path directory;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Waiting waiting = new Waiting(http);
    private final AtomicInteger refusals = new AtomicInteger();
    private HttpServer server;

    WaitingTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void startServer() {
        server.createContext(
                "/health",
                exchange -> {
                    int status = refusals.getAndDecrement() > 0 ? 503 : 200;
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
        http.close();
    }

    @Test
    void waitsUntilTheAnswerIsGood() throws IOException, InterruptedException {
        refusals.set(2);
        DetachedProcess process = shell("exec sleep 600");
        try {
            waiting.untilReady(process, health(), PATIENCE);

            assertThat(refusals).hasValue(-1);
        } finally {
            process.kill();
        }
    }

    @Test
    void passesOnWhatAProgramSaidBeforeItEnded() throws IOException {
        refusals.set(Integer.MAX_VALUE);
        DetachedProcess process = shell("echo the cellar is full >&2; exit 1");

        assertThatThrownBy(() -> waiting.untilReady(process, health(), PATIENCE))
                .isInstanceOf(ProblemException.class)
                .hasMessage(
                        "the program ended while starting: the cellar is full (its log: %s)"
                                .formatted(directory.resolve("log")));
    }

    @Test
    void doesNotTakeAStrangersAnswerForTheProgramsOwn() throws IOException, InterruptedException {
        DetachedProcess process = shell("exit 1");
        process.awaitEnd(PATIENCE);

        assertThatThrownBy(() -> waiting.untilReady(process, health(), PATIENCE))
                .hasMessageContaining("ended while starting: it said nothing");
    }

    @Test
    void stopsAProgramThatTakesTooLong() throws IOException {
        refusals.set(Integer.MAX_VALUE);
        DetachedProcess process = shell("exec sleep 600");

        assertThatThrownBy(() -> waiting.untilReady(process, health(), Duration.ZERO))
                .hasMessageContaining("was not ready after 0 seconds and was stopped");
        assertThat(process.isAlive()).isFalse();
    }

    private URI health() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/health");
    }

    private DetachedProcess shell(String script) throws IOException {
        return DetachedProcess.start(
                new Launch(
                        "the program",
                        List.of("/bin/sh", "-c", script),
                        Map.of(),
                        directory.resolve("log"),
                        directory.resolve("pid")));
    }
}
