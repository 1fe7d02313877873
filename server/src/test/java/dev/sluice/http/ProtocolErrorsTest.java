// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import dev.sluice.api.ManagementPaths;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that no endpoint ever sees: the answer has the form of the family of paths that they
/// were meant for, as far as that can be told; JSON with code and message it is in any case. The
/// library does not tell the path of what it cannot read, so that there the code is a word, below
/// `/api/v0` too.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProtocolErrorsTest {
    private static final int ANSWER_MILLIS_MAX = 60_000;

    private final OpenDoor door = open();

    private static OpenDoor open() {
        return new OpenDoor(
                new BodyMemory(1 << 20),
                routes -> {
                    routes.area(ManagementPaths.BASE, ManagementErrors.FORM);
                    routes.add(
                            List.of(HttpMethod.GET),
                            "/ask",
                            DataErrors.QUERY,
                            _ -> HttpResponse.of(HttpStatus.OK));
                });
    }

    @AfterAll
    void close() {
        door.close();
    }

    private String answer(String start) throws IOException {
        return answer(door, start);
    }

    private static String answer(OpenDoor door, String start) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), door.address().getPort())) {
            socket.setSoTimeout(ANSWER_MILLIS_MAX);
            socket.getOutputStream()
                    .write(
                            (start + "\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                                    .getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FOO /api/v0/databases HTTP/1.1,405",
        "FOO /api/v0/databases?status=all HTTP/1.1,405",
        "'GET /api/v0/databases HTTP/1.1\r\nExpect: 200-perhaps',417"
    })
    @Conforms("A-147")
    void administratorsGetTheManagementForm(String start, int status) throws Exception {
        assertThat(answer(start))
                .startsWith("HTTP/1.1 " + status + " ")
                .containsIgnoringCase("\r\ncontent-type: application/json\r\n")
                .containsPattern("(?i)\r\nx-request-id: [0-9a-f]+\r\n")
                .containsPattern("\\{\"code\":" + status + ",\"message\":\"[^\"]+\"}$");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FOO /api/v2/write HTTP/1.1", "FOO /nowhere HTTP/1.1"})
    @Conforms("A-147")
    void everybodyElseGetsTheFormOfData(String start) throws Exception {
        assertThat(answer(start))
                .containsPattern("(?i)\r\nx-request-id: [0-9a-f]+\r\n")
                .containsPattern("\\{\"code\":\"[a-z ]+\",\"message\":\"[^\"]+\"}$");
    }

    @Test
    void aPathOfVersionOneKeepsItsForm() throws Exception {
        assertThat(answer("FOO /ask HTTP/1.1"))
                .startsWith("HTTP/1.1 405 ")
                .containsIgnoringCase("\r\nallow: GET\r\n")
                .containsIgnoringCase("\r\nx-influxdb-error: method not allowed\r\n")
                .endsWith("\r\n\r\n{\"error\":\"method not allowed\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT+*+FROM+/../", "..", "a%2F..%2Fb", "%5C..%5C", "/%2E%2E"})
    void twoDotsInAQueryAreNoPath(String query) throws Exception {
        assertThat(answer("GET /ask?q=" + query + " HTTP/1.1")).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /health/%zz HTTP/1.1",
                "GET /api/v0/databases/%zz HTTP/1.1",
                "GET /api/v0/databases/a%2F..%2Fb HTTP/1.1",
                "GET /api/v0/databases/../../health HTTP/1.1",
                "GET /api/v0/databases/a%00b HTTP/1.1",
                "GET /query?db=a%00b HTTP/1.1"
            })
    void ofWhatIsNoPathEachClientFindsTheSentence(String start) throws Exception {
        assertThat(answer(start))
                .startsWith("HTTP/1.1 400 ")
                .containsPattern("(?i)\r\nx-request-id: [0-9a-f]+\r\n")
                .containsIgnoringCase("\r\nx-influxdb-error: Invalid request path\r\n")
                .endsWith(
                        "{\"code\":\"invalid\",\"message\":\"Invalid request path\","
                                + "\"error\":\"Invalid request path\"}");
    }

    /// Each is answered by a thread of the network, of which there are few: none may wait for
    /// another. Where they do, the door, which is this test's alone, never closes.
    @Test
    void manyRequestsThatAreNoneLeaveTheDoorOpen() throws Exception {
        OpenDoor own = open();
        try {
            leaveOpen(own);
        } finally {
            assertThat(CompletableFuture.runAsync(own::close, Thread.ofVirtual()::start))
                    .as("the door closes: no thread of the network waits for another")
                    .succeedsWithin(Duration.ofMillis(ANSWER_MILLIS_MAX));
        }
    }

    private static void leaveOpen(OpenDoor door) throws IOException {
        for (String wrong :
                List.of("POST /api/v2/write HTTP/1.1\r\nHost:", "\u0016\u0003\u0001\r\n\r\n")) {
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                sockets.add(new Socket(InetAddress.getLoopbackAddress(), door.address().getPort()));
            }
            for (Socket socket : sockets) {
                socket.getOutputStream().write(wrong.getBytes(ISO_8859_1));
            }
            for (Socket socket : sockets) {
                socket.close();
            }
            for (int i = 0; i < 16; i++) {
                assertThat(answer(door, "FOO /ask HTTP/1.1")).startsWith("HTTP/1.1 405 ");
            }
        }
    }

    @Test
    void ofHeadersThatAreTooLongEachClientFindsTheSentence() throws Exception {
        assertThat(
                        answer(
                                "GET /api/v0/databases HTTP/1.1\r\nAuthorization: Bearer "
                                        + "x".repeat(70_000)))
                .startsWith("HTTP/1.1 431 ")
                .containsPattern("(?i)\r\nx-request-id: [0-9a-f]+\r\n")
                .containsPattern(
                        "\\{\"code\":\"[a-z ]+\",\"message\":\"([^\"]+)\",\"error\":\"\\1\"}$");
    }

    @Test
    void aLineThatIsTooLongIsAnswered() throws Exception {
        assertThat(answer("GET /api/v0/databases/" + "x".repeat(20_000) + " HTTP/1.1"))
                .startsWith("HTTP/1.1 414 ")
                .containsPattern("(?i)\r\nx-request-id: [0-9a-f]+\r\n");
    }
}
