// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that no well-behaved client sends.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RawConnectionTest {
    private static final int BODY_BYTES_MAX = 100_000;
    private static final String LASTING =
            """
            POST /api/v2/write?bucket=db HTTP/1.1\r
            Host: localhost\r
            Authorization: Token good\r
            """;
    private static final String HEAD = LASTING + "Connection: close\r\n";

    private final FakeWriter writer = new FakeWriter();
    private final BodyMemory memory = new BodyMemory(10 * BODY_BYTES_MAX);
    private final OpenDoor door = door(Duration.ofSeconds(60));

    @AfterEach
    void startAfresh() {
        writer.forget();
    }

    @AfterAll
    void close() {
        door.close();
    }

    @Test
    void aBodyInManyPiecesIsOneBody() throws Exception {
        try (Socket socket = connect()) {
            send(socket, HEAD + "Content-Length: 12\r\n\r\nm f");
            send(socket, "=1");
            send(socket, "\nm f=2 ");
            assertThat(answer(socket)).startsWith("HTTP/1.1 204");
        }
        assertThat(writer.written()).containsExactly("db NANOSECOND m f=1\nm f=2 ");
    }

    /// As clients send it that believe to speak to a proxy (RFC 9112, 3.2.2).
    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8181", "HTTPS://[::1]", "http://a.example"})
    void aWholeAddressIsTakenAsItsPath(String origin) throws Exception {
        try (Socket socket = connect()) {
            send(
                    socket,
                    HEAD.replace(" /api", " " + origin + "/api")
                            + "Content-Length: 5\r\n\r\nm f=1");
            assertThat(answer(socket)).startsWith("HTTP/1.1 204");
        }
        assertThat(writer.written()).containsExactly("db NANOSECOND m f=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost", "http://localhost?db=d"})
    void aWholeAddressWithoutAPathIsTheRoot(String target) throws Exception {
        try (Socket socket = connect()) {
            send(socket, "GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(answer(socket)).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void aBodyThatBreaksOffIsNotWritten() throws Exception {
        try (Socket socket = connect()) {
            send(socket, HEAD + "Content-Length: 100\r\n\r\nm f=1\nm f=2\n");
            socket.shutdownOutput();
            assertThat(answer(socket)).doesNotContain("HTTP/1.1 204");
        }
        assertThat(writer.written()).isEmpty();
    }

    @Test
    void aChunkedBodyThatBreaksOffIsNotWritten() throws Exception {
        try (Socket socket = connect()) {
            send(socket, HEAD + "Transfer-Encoding: chunked\r\n\r\n6\r\nm f=1\n\r\n");
            socket.shutdownOutput();
            assertThat(answer(socket)).doesNotContain("HTTP/1.1 204");
        }
        assertThat(writer.written()).isEmpty();
    }

    @Test
    void aGreatPromisedLengthIsRefusedBeforeItArrives() throws Exception {
        try (Socket socket = connect()) {
            send(socket, HEAD + "Content-Length: 9000000000\r\n\r\n");
            assertThat(answer(socket))
                    .startsWith("HTTP/1.1 413")
                    .contains("max request size (100000 bytes) exceeded");
        }
    }

    /// The client says nothing of an end, and sends as long as it can.
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 9000000000000", "Transfer-Encoding: chunked"})
    @Timeout(60)
    void aBodyWithoutEndIsReceivedForAWhileOnly(String length) throws Exception {
        try (ExecutorService sender = Executors.newSingleThreadExecutor();
                Socket socket = connect()) {
            send(socket, LASTING + length + "\r\n\r\n");
            String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
            Future<?> sending =
                    sender.submit(() -> {
                        while (true) {
                            send(socket, chunk);
                        }
                    });

            assertThat(answer(socket, "max request size (100000 bytes) exceeded"))
                    .startsWith("HTTP/1.1 413");
            assertThatThrownBy(sending::get).hasCauseInstanceOf(IOException.class);
        }
    }

    /// Some clients read no answer before they have sent everything.
    @Test
    void aBodyThatIsSomewhatTooLargeIsReceivedToItsEnd() throws Exception {
        try (Socket socket = connect()) {
            int size = 4 * BODY_BYTES_MAX;
            send(socket, LASTING + "Content-Length: " + size + "\r\n\r\n" + "x".repeat(size));
            send(socket, HEAD + "Content-Length: 5\r\n\r\nm f=1");

            assertThat(answer(socket)).startsWith("HTTP/1.1 413").contains("HTTP/1.1 204");
        }
        assertThat(writer.written()).containsExactly("db NANOSECOND m f=1");
    }

    @Test
    void anEndlessBodyIsCutOff() throws Exception {
        try (Socket socket = connect()) {
            send(socket, HEAD + "Transfer-Encoding: chunked\r\n\r\n");
            String chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";
            int sent = 0;
            try {
                while (sent < 100 * BODY_BYTES_MAX) {
                    send(socket, chunk);
                    sent += 0x1000;
                }
            } catch (IOException cutOff) {
                // The server may close before everything is sent; that is the point.
            }
        }
        assertThat(writer.written()).isEmpty();
    }

    @Test
    void aBodyThatTakesTooLongIsRefused() throws Exception {
        try (OpenDoor hasty = door(Duration.ofMillis(50));
                Socket socket = connect(hasty)) {
            send(socket, HEAD + "Content-Length: 100\r\n\r\nm f=1\n");
            assertThat(answer(socket))
                    .startsWith("HTTP/1.1 400")
                    .contains("the request body took longer than 50 ms");
        }
        assertThat(writer.written()).isEmpty();
    }

    @Test
    void whatIsNotHttpGetsAnAnswer() throws Exception {
        try (Socket socket = connect()) {
            send(socket, "what is this\r\n\r\n");
            assertThat(answer(socket)).startsWith("HTTP/1.1 400");
        }
    }

    private OpenDoor door(Duration bodyWait) {
        WriteLimits limits = new WriteLimits(BODY_BYTES_MAX, 10, 10_000_000);
        return new OpenDoor(
                memory,
                HttpClient.Version.HTTP_1_1,
                bodyWait,
                new WriteEndpoint(new FakeGate(), new LocalWrites(writer, memory, limits)));
    }

    private Socket connect() throws IOException {
        return connect(door);
    }

    private static Socket connect(OpenDoor door) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), door.address().getPort());
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
    }

    /// The answer as far as `end`, from a connection that may be reset after it.
    private static String answer(Socket socket, String end) throws IOException {
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf(end) < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new EOFException("no more than: " + answer);
            }
            answer.append((char) next);
        }
        return answer.toString();
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
}
