// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigSource;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.FreePorts;
import dev.sluice.testkit.PostgresServer;
import dev.sluice.testkit.S3Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two processes that can do everything, with disks of their own: log and files are in a bucket of
/// a real S3 server, the catalog is in a real PostgreSQL. One works, the other one stands by.
@Timeout(600)
final class StandbyTest {
    private static final int WRITERS = 20;
    private static final int WRITES_BETWEEN = 100;
    private static final String SERVERS =
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name LIKE 'sluice %' AND pid <> pg_backend_pid()";

    @TempDir private Path directory;
    private PostgresServer postgres;
    private String dsn;
    private S3Server s3;
    private Path settings;
    private ExecutorService threads;
    private HttpClient client;
    private String token = "";
    private final List<ServerProcess> started = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        postgres = PostgresServer.start();
        dsn = postgres.createDatabase("catalog");
        s3 = S3Server.start(directory.resolve("s3"));
        s3.createBucket("plant");
        settings = directory.resolve("server.yaml");
        set("log: {inBucket: true, objectMillis: 5}");
        threads = Executors.newVirtualThreadPerTaskExecutor();
        client = HttpClient.newHttpClient();
    }

    /// Writes the settings that both have.
    private void set(String own) throws IOException {
        Files.writeString(
                settings,
                String.join("\n", s3.settings("plant"))
                        + "\ncatalog: {dsn: {value: '"
                        + dsn
                        + "'}}\nsluice: {"
                        + own
                        + "}\n");
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (ServerProcess server : started) {
            server.kill();
        }
        threads.close();
        client.close();
        s3.close();
        postgres.close();
    }

    /// A process and where it is to be found, whether it works or stands by.
    private final class Node {
        private final String name;
        private final int port;
        private final Future<ServerProcess> process;

        /// Starts it.
        Node(String name) throws IOException {
            this.name = name;
            this.port = FreePorts.next();
            Path place = Files.createDirectories(directory.resolve(name));
            Map<String, String> environment = new HashMap<>(Map.of("SLUICE_METRICS_PORT", "0"));
            if (!name.equals("a")) {
                environment.put(
                        "SLUICE_ACCESS_KEY_DIRECTORY",
                        directory.resolve("a/data/secrets/rsa-keys").toString());
            }
            this.process =
                    threads.submit(() -> {
                        ServerProcess server =
                                new ServerProcess(
                                        place,
                                        "512m",
                                        environment,
                                        List.of(
                                                "--config",
                                                settings.toString(),
                                                "--port",
                                                String.valueOf(port)));
                        synchronized (started) {
                            started.add(server);
                        }
                        return server;
                    });
        }

        /// Returns when it works.
        ServerProcess works() throws Exception {
            return process.get();
        }

        /// Returns when it stands by.
        void standsBy() throws Exception {
            String health = health();
            while (!health.equals("503 standing by")) {
                assertThat(process.isDone()).as(name + " works").isFalse();
                Thread.sleep(50);
                health = health();
            }
        }

        private String health() throws InterruptedException {
            try {
                HttpResponse<String> answer =
                        client.send(
                                HttpRequest.newBuilder(url("/health")).build(),
                                BodyHandlers.ofString());
                return answer.statusCode() + " " + answer.body();
            } catch (IOException e) {
                return e.toString();
            }
        }

        private URI url(String path) {
            return URI.create("http://127.0.0.1:" + port + path);
        }

        /// Whether it says that it works to whoever watches it.
        double working() throws Exception {
            return OneServer.measured(
                    directory.resolve(name).resolve("data"), "sluice_working{role=\"all\"}");
        }

        HttpResponse<String> write(String lines) throws IOException, InterruptedException {
            return client.send(
                    HttpRequest.newBuilder(url("/api/v2/write?bucket=db"))
                            .header("Authorization", "Bearer " + token)
                            .POST(BodyPublishers.ofString(lines))
                            .build(),
                    BodyHandlers.ofString());
        }

        /// How many points there are.
        long count() throws Exception {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(
                                            url("/query?db=db&q=SELECT%20count(f)%20FROM%20m"))
                                    .header("Authorization", "Bearer " + token)
                                    .header("Accept", "application/csv")
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            String[] lines = answer.body().strip().split("\n", -1);
            return Long.parseLong(lines[1].substring(lines[1].lastIndexOf(',') + 1));
        }
    }

    private void makeDatabase(Node first) throws Exception {
        token = first.works().adminToken();
        assertThat(first.works().post("/api/v0/databases", "{\"name\":\"db\"}").statusCode())
                .isEqualTo(200);
    }

    /// The writers' router knows where both may be; nobody who writes is told of the change.
    @Test
    @Conforms("D-230")
    void theOtherOneHasWhateverWasAcknowledged() throws Exception {
        changeServers(ServerProcess::kill);
    }

    /// As where its machine is busy with something else: PostgreSQL has its connections still.
    @Test
    @Conforms("D-230")
    void theOtherOneGoesOnWhereTheFirstOneHangs() throws Exception {
        Node hangs = changeServers(server -> server.signal("STOP"));

        hangs.works().signal("CONT");

        assertThat(hangs.works().awaitEnd()).isEqualTo(1);
        assertThat(hangs.works().said()).contains("another server has taken over from this one");
    }

    /// What ends a server, or its work.
    private interface Ending {
        void of(ServerProcess server) throws Exception;
    }

    /// @return who worked first
    private Node changeServers(Ending ending) throws Exception {
        Node works = new Node("a");
        makeDatabase(works);
        AtomicInteger acknowledged = new AtomicInteger();
        AtomicBoolean ends = new AtomicBoolean();
        List<Future<?>> writers = new ArrayList<>();
        Node next = new Node("b");
        next.standsBy();
        HttpResponse<String> refused = next.write("m f=1i 1");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("this server stands by");
        assertThat(works.working()).isEqualTo(1);
        assertThat(next.working()).isZero();
        try (OneServer router = router(works, next)) {
            for (int writer = 0; writer < WRITERS; writer++) {
                String series = "m,w=" + writer;
                writers.add(threads.submit(() -> write(router, series, acknowledged, ends)));
            }
            awaitMore(acknowledged, writers);

            ending.of(works.works());

            var _ = next.works();
            assertThat(next.working()).isEqualTo(1);
            awaitMore(acknowledged, writers);
            ends.set(true);
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            ends.set(true);
        }
        assertThat(next.count()).isEqualTo(acknowledged.get());
        return works;
    }

    private OneServer router(Node... servers) {
        Path place = directory.resolve("router");
        Map<String, String> flags = new HashMap<>(OneServer.source(place, 0).flags());
        // However slow this machine is.
        flags.put("cluster.writeHoldSeconds", "600");
        flags.put(
                "cluster.ingester",
                Stream.of(servers)
                        .map(server -> server.url("").toString())
                        .collect(Collectors.joining(",")));
        flags.put("access.keyDirectory", directory.resolve("a/data/secrets/rsa-keys").toString());
        return new OneServer(
                place,
                new ConfigSource(null, Map.of("INFLUXDB_IOX_CATALOG_DSN", dsn), flags),
                OneServer.host(),
                Role.ROUTER);
    }

    private static void awaitMore(AtomicInteger acknowledged, List<Future<?>> writers)
            throws InterruptedException {
        int before = acknowledged.get();
        while (acknowledged.get() < before + WRITES_BETWEEN
                && writers.stream().noneMatch(Future::isDone)) {
            Thread.sleep(5);
        }
    }

    /// Writes until it is told to end, each point once.
    ///
    /// @return how many
    private long write(
            OneServer router, String series, AtomicInteger acknowledged, AtomicBoolean ends)
            throws Exception {
        long time = 0;
        while (!ends.get()) {
            HttpResponse<String> answer = router.write("db", token, series + " f=1i " + time);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
            time++;
            var _ = acknowledged.incrementAndGet();
        }
        return time;
    }

    /// Whoever had the catalog has it back, or its database has gone, after it was seen free.
    @Test
    void standsByAgainWhereItSeesTheCatalogFreeAndDoesNotGetIt() throws Exception {
        String direct = dsn;
        try (OneConnection way = new OneConnection(postgres.port())) {
            dsn = dsn.replace(":" + postgres.port() + "/", ":" + way.port() + "/");
            set("log: {inBucket: true, objectMillis: 5}");
            Node node = new Node("a");
            way.awaitRefusal();

            node.standsBy();

            way.open();
            makeDatabase(node);
            assertThat(node.write("m f=1i 1").statusCode()).isEqualTo(204);
        } finally {
            dsn = direct;
        }
    }

    /// A way to a database that lets the first connection through and refuses others, until it is
    /// open.
    private final class OneConnection implements AutoCloseable {
        private final ServerSocket door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        private final CountDownLatch refused = new CountDownLatch(1);
        private volatile boolean isOpen;

        OneConnection(int target) throws IOException {
            var _ =
                    threads.submit(() -> {
                        for (int i = 0; ; i++) {
                            Socket client = door.accept();
                            if (i > 0 && !isOpen) {
                                client.close();
                                refused.countDown();
                                continue;
                            }
                            Socket server = new Socket(door.getInetAddress(), target);
                            var _ = threads.submit(() -> copy(client, server));
                            var _ = threads.submit(() -> copy(server, client));
                        }
                    });
        }

        private static long copy(Socket from, Socket to) throws IOException {
            try (from;
                    to) {
                return from.getInputStream().transferTo(to.getOutputStream());
            }
        }

        int port() {
            return door.getLocalPort();
        }

        void awaitRefusal() throws InterruptedException {
            refused.await();
        }

        void open() {
            isOpen = true;
        }

        @Override
        public void close() throws IOException {
            door.close();
        }
    }

    /// It was taken for dead, and comes back to itself when another one works.
    @Test
    void oneThatWasTakenForDeadAcknowledgesNothingMoreAndEnds() throws Exception {
        Node first = new Node("a");
        makeDatabase(first);
        assertThat(first.write("m f=1i 1").statusCode()).isEqualTo(204);
        Node second = new Node("b");
        second.standsBy();
        set("log: {inBucket: true, objectMillis: 5}, write: {bodyBytesMax: 100}");
        first.works().signal("STOP");
        var _ = postgres.psql(dsn, SERVERS);
        var _ = second.works();
        assertThat(second.write("m f=1i 2").statusCode()).isEqualTo(204);
        // Waits in the connection, and is there when the process goes on.
        Future<Boolean> late = threads.submit(() -> isAcknowledged(first));
        Thread.sleep(100);

        first.works().signal("CONT");

        assertThat(late.get()).isFalse();
        assertThat(first.works().awaitEnd()).isEqualTo(1);
        assertThat(first.works().said())
                .contains("sluice: another server has taken over from this one, which ends");
        assertThat(second.count()).isEqualTo(2);
        // It knows the settings that came while it stood by.
        assertThat(second.write("m f=1i 1" + " ".repeat(100)).statusCode()).isEqualTo(413);
    }

    private static boolean isAcknowledged(Node first) throws InterruptedException {
        try {
            return first.write("m f=1i 3").statusCode() == 204;
        } catch (IOException _) {
            return false;
        }
    }
}
