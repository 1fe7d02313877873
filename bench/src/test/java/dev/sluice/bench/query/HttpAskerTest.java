// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Asking over HTTP, against a server that answers what it is told.
final class HttpAskerTest {
    private static final Question QUESTION = new Question("s", "a = 'b' AND c > 1", "i");

    private HttpServer server;
    private String asked = "";
    private int status = 200;
    private String credential = "";
    private boolean chunked;
    private int blanks = 10_000;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext("/ask", this::handle);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        credential = exchange.getRequestHeaders().getFirst("Authorization");
        asked = URLDecoder.decode(exchange.getRequestURI().getRawQuery(), UTF_8);
        byte[] body = ("{\"n\":12345}" + " ".repeat(blanks)).getBytes(UTF_8);
        exchange.sendResponseHeaders(status, chunked ? 0 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private HttpAsker asker() throws IOException {
        return new HttpAsker(
                server.getAddress(),
                new HttpAsker.Language(
                        "/ask?q=", Question::questDb, HttpAskerTest::read, "secret"));
    }

    private static Answer read(JsonNode node) {
        List<SortedMap<String, Object>> rows = new ArrayList<>();
        SortedMap<String, Object> row = new TreeMap<>();
        row.put("n", node.get("n").doubleValue());
        rows.add(row);
        return Answer.of(rows, false);
    }

    @Test
    void asksAgainAndAgainOverOneConnection() throws IOException {
        try (HttpAsker asker = asker()) {
            assertThat(asker.drain(QUESTION)).isEqualTo(10_011);
            chunked = true;
            assertThat(asker.drain(QUESTION)).isEqualTo(10_011);
            chunked = false;
            assertThat(asker.drain(QUESTION)).isEqualTo(10_011);
        }
        assertThat(asked).isEqualTo("q=a = 'b' AND c > 1");
        assertThat(credential).isEqualTo("Bearer secret");
    }

    /// As the bytes that come through Flight are dropped: who gathers them pays for it on the
    /// clock.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keepsNothingOfAnAnswerThatNobodyLooksAt(boolean inChunks) throws IOException {
        chunked = inChunks;
        blanks = 8 << 20;
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (HttpAsker asker = asker()) {
            asker.drain(QUESTION);
            long before = threads.getCurrentThreadAllocatedBytes();
            asker.drain(QUESTION);
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
        }
    }

    @Test
    void readsTheAnswer() throws IOException {
        chunked = true;
        try (HttpAsker asker = asker()) {
            assertThat(asker.answer(QUESTION).rows().toString()).isEqualTo("[{n=12345.0}]");
        }
    }

    @Test
    void refusalFailsTheRun() throws IOException {
        status = 400;
        try (HttpAsker asker = asker()) {
            assertThatThrownBy(() -> asker.drain(QUESTION))
                    .hasMessageStartingWith(
                            "a = 'b' AND c > 1 was answered with status 400: {\"n\"");
        }
    }
}
