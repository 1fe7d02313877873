// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigSource;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.PostgresServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two hundred senders who are slow, huge or hostile, at a server with a heap that could not hold a
/// tenth of what they send (data.md 2.7). It must stay up, say no in time, and still take the write
/// of somebody else.
final class CrowdedServerTest {
    private static final String HEAP = "320m";

    /// Half of it is for bodies.
    private static final String ROUTER_HEAP = "160m";

    private static final int SLOW = 130;

    private static final int HUGE = 30;
    private static final int BOMBS = 40;

    /// Enough for those whose body is there, and for few of those whose body is not.
    private static final int REQUESTS_MAX = BOMBS + 5;

    private static final int MEBIBYTE = 1 << 20;

    /// So that a server that hangs fails the test.
    private static final int ANSWER_MILLIS_MAX = 120_000;

    /// A byte over the limit of 50 MB comes after this many pieces at the latest.
    private static final int HUGE_PIECES = 60;

    @TempDir private Path directory;

    @Test
    @Conforms("D-56")
    void twoHundredSlowOrHugeSendersKeepNobodyOut() throws Exception {
        Map<String, String> environment =
                Map.of(
                        "INFLUXDB_IOX_MAX_HTTP_REQUESTS",
                        String.valueOf(REQUESTS_MAX),
                        "SLUICE_INGEST_BUFFER_BYTES_MAX",
                        String.valueOf(32 << 20),
                        "SLUICE_QUERY_MEMORY_BYTES_MAX",
                        String.valueOf(64 << 20));
        try (ServerProcess server = new ServerProcess(directory, HEAP, environment)) {
            assertThat(server.post("/api/v0/databases", "{\"name\":\"db\"}").statusCode())
                    .isEqualTo(200);
            standsACrowd(server, server.adminToken());
        }
    }

    @Test
    void neitherWhereWritesAreHandedOn() throws Exception {
        try (PostgresServer postgres = PostgresServer.start()) {
            String dsn = postgres.createDatabase("catalog");
            Map<String, String> catalog = Map.of("INFLUXDB_IOX_CATALOG_DSN", dsn);
            Path data = directory.resolve("all");
            try (OneServer all =
                    new OneServer(
                            data,
                            new ConfigSource(null, catalog, OneServer.source(data, 0).flags()))) {
                String token = all.adminToken();
                assertThat(
                                all.postJson("/api/v0/databases", token, "{\"name\":\"db\"}")
                                        .statusCode())
                        .isEqualTo(200);
                Map<String, String> environment =
                        Map.of(
                                "INFLUXDB_IOX_CATALOG_DSN",
                                dsn,
                                "SLUICE_CLUSTER_INGESTER",
                                all.url(),
                                "SLUICE_ACCESS_KEY_DIRECTORY",
                                data.resolve("secrets/rsa-keys").toString());
                try (ServerProcess router =
                        new ServerProcess(
                                Files.createDirectories(directory.resolve("router")),
                                ROUTER_HEAP,
                                environment,
                                List.of("--role", "router"))) {
                    standsACrowd(router, token);
                }
            }
        }
    }

    private static void standsACrowd(ServerProcess server, String token) throws Exception {
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch begun = new CountDownLatch(SLOW);
            CountDownLatch end = new CountDownLatch(1);
            List<Future<Integer>> slow =
                    start(senders, SLOW, () -> trickle(server.port(), token, begun, end));
            try {
                begun.await();
                othersAreAnswered(server, senders, token);
            } finally {
                end.countDown();
            }
            // There was not memory for all of them, and there was for some.
            assertThat(answers(slow)).isSubsetOf(204, 503).contains(204, 503).hasSize(SLOW);
            assertThat(server.runs()).isTrue();
            assertThat(server.said()).doesNotContain("OutOfMemoryError");
        }
    }

    /// While the slow ones are at it.
    private static void othersAreAnswered(
            ServerProcess server, ExecutorService senders, String token) throws Exception {
        byte[] bomb = bomb();
        List<Future<Integer>> huge =
                start(senders, HUGE, () -> pour(server.port(), token, HUGE_PIECES));
        List<Future<Integer>> bombs = start(senders, BOMBS, () -> drop(server.port(), token, bomb));
        for (int i = 0; i < 20; i++) {
            HttpResponse<String> answer =
                    server.post("/api/v2/write?bucket=db", token, "normal f=" + i + " " + i);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        }
        assertThat(answers(huge)).isSubsetOf(413, 503).hasSize(HUGE);
        assertThat(answers(bombs)).isSubsetOf(413, 503).hasSize(BOMBS);
    }

    private static List<Future<Integer>> start(
            ExecutorService senders, int count, Callable<Integer> sender) {
        List<Future<Integer>> started = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            started.add(senders.submit(sender));
        }
        return started;
    }

    private static List<Integer> answers(List<Future<Integer>> senders) throws Exception {
        List<Integer> answers = new ArrayList<>();
        for (Future<Integer> sender : senders) {
            answers.add(sender.get());
        }
        return answers;
    }

    /// Sends a mebibyte, then a line now and then, and ends only when it is told to.
    private static int trickle(int port, String token, CountDownLatch begun, CountDownLatch end)
            throws Exception {
        try (Socket socket = connect(port, token, "Transfer-Encoding: chunked")) {
            InputStream in = socket.getInputStream();
            boolean open = chunk(socket, pieceOf("slow s=\"" + "x".repeat(1_000) + "\" 1\n"));
            begun.countDown();
            for (int i = 0; open && i < 50; i++) {
                open = chunk(socket, "slow s=\"y\" 1\n".getBytes(UTF_8));
            }
            end.await();
            if (open && in.available() == 0) {
                send(socket, "0\r\n\r\n".getBytes(ISO_8859_1));
            }
            return status(in);
        }
    }

    /// Sends more than the limit, as fast as it goes, until it is answered.
    private static int pour(int port, String token, int pieces) throws IOException {
        try (Socket socket = connect(port, token, "Transfer-Encoding: chunked")) {
            byte[] piece = pieceOf("huge f=1 1\n");
            boolean open = true;
            for (int i = 0; open && i < pieces; i++) {
                open = chunk(socket, piece);
            }
            return status(socket.getInputStream());
        }
    }

    private static int drop(int port, String token, byte[] bomb) throws IOException {
        String headers = "Content-Encoding: gzip\r\nContent-Length: " + bomb.length;
        try (Socket socket = connect(port, token, headers)) {
            send(socket, bomb);
            return status(socket.getInputStream());
        }
    }

    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            byte[] zeros = new byte[MEBIBYTE];
            for (int i = 0; i < 100; i++) {
                gzip.write(zeros);
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] pieceOf(String line) {
        return line.repeat(MEBIBYTE / line.length()).getBytes(UTF_8);
    }

    private static Socket connect(int port, String token, String headers) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(ANSWER_MILLIS_MAX);
        send(
                socket,
                ("POST /api/v2/write?bucket=db HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                                + "Authorization: Bearer "
                                + token
                                + "\r\n"
                                + headers
                                + "\r\n\r\n")
                        .getBytes(ISO_8859_1));
        return socket;
    }

    /// @return false once there is an answer, or nobody who listens
    private static boolean chunk(Socket socket, byte[] piece) throws IOException {
        return socket.getInputStream().available() == 0
                && send(socket, (Integer.toHexString(piece.length) + "\r\n").getBytes(ISO_8859_1))
                && send(socket, piece)
                && send(socket, "\r\n".getBytes(ISO_8859_1));
    }

    private static boolean send(Socket socket, byte[] bytes) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
            return true;
        } catch (IOException closed) {
            // The answer was given; it is read next.
            return false;
        }
    }

    private static int status(InputStream in) throws IOException {
        String answer = new String(in.readNBytes("HTTP/1.1 204".length()), ISO_8859_1);
        assertThat(answer).startsWith("HTTP/1.1 ");
        return Integer.parseInt(answer.substring("HTTP/1.1 ".length()));
    }
}
