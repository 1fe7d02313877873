// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FreePorts;
import dev.sluice.testkit.PostgresServer;
import dev.sluice.testkit.S3Server;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Servers that are started as the objects of the operator say, pod by pod, are one cluster, which
/// outlives the one that does everything.
@Timeout(180)
final class OperatorsPodsTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String INGESTER = "StatefulSet/iox-shared-ingester";
    private static final String STANDBY = "Deployment/iox-shared-ingester-standby-1";
    private static final String ROUTER = "Deployment/global-router";
    private static final String QUERIER = "Deployment/iox-shared-querier";
    private static final String TOKENS = "Deployment/token-management";

    @TempDir private Path directory;
    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<Integer>> servers = new ArrayList<>();
    private final List<ServerProcess> started = new ArrayList<>();

    private static Host host(Map<String, String> environment) {
        return new Host(environment, Clock.systemUTC(), "9.8.7", 2, 512L << 20);
    }

    /// The variables of a process are those of all servers here, so what its own container has is
    /// given another way.
    private static void showKeys(PlayedPods.Container container) {
        System.setProperty("aws.accessKeyId", container.environment().get("AWS_ACCESS_KEY_ID"));
        System.setProperty(
                "aws.secretAccessKey", container.environment().get("AWS_SECRET_ACCESS_KEY"));
    }

    @AfterEach
    void hideKeys() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    private void run(PlayedPods.Container job) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        assertThat(
                        Program.run(
                                new Surroundings(
                                        host(job.environment()),
                                        System.out,
                                        new PrintStream(err, true, StandardCharsets.UTF_8),
                                        () -> {}),
                                job.arguments().toArray(String[]::new)))
                .as(err.toString(StandardCharsets.UTF_8))
                .isZero();
    }

    /// A server, and what it says.
    private static final class Said extends PrintStream {
        private static final String READY = "sluice is ready at ";
        private static final String STANDS_BY = "sluice stands by at ";

        private final CompletableFuture<String> ready = new CompletableFuture<>();
        private final CompletableFuture<String> standsBy = new CompletableFuture<>();

        Said() {
            super(OutputStream.nullOutputStream());
        }

        @Override
        public void println(String line) {
            if (line.startsWith(READY)) {
                boolean _ = ready.complete(line.substring(READY.length()));
            } else if (line.startsWith(STANDS_BY)) {
                boolean _ = standsBy.complete(line.substring(STANDS_BY.length()).split(" ", 2)[0]);
            }
        }

        private void ended(String problem) {
            boolean _ = ready.completeExceptionally(new AssertionError(problem));
            boolean _ = standsBy.completeExceptionally(new AssertionError(problem));
        }
    }

    private Said begin(PlayedPods.Container container, String... more) {
        List<String> arguments = new ArrayList<>(container.arguments());
        arguments.addAll(List.of(more));
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Said said = new Said();
        Surroundings surroundings =
                new Surroundings(
                        host(container.environment()),
                        said,
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        end::await);
        servers.add(
                threads.submit(() -> {
                    int code = Program.run(surroundings, arguments.toArray(String[]::new));
                    said.ended(err.toString(StandardCharsets.UTF_8));
                    return code;
                }));
        return said;
    }

    /// Starts a server, and tells where it is once it is ready.
    private String start(PlayedPods.Container container, String... more) throws Exception {
        return begin(container, more).ready.get();
    }

    /// Starts a server in a process of its own, which can be killed.
    private ServerProcess startApart(PlayedPods.Container container, int port) throws Exception {
        List<String> options =
                new ArrayList<>(container.arguments().subList(1, container.arguments().size()));
        options.addAll(List.of("--port", String.valueOf(port)));
        return new ServerProcess(
                Files.createDirectories(directory.resolve("apart")),
                "512m",
                container.environment(),
                options);
    }

    private HttpResponse<String> send(String url, String token, String method, String body)
            throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private JsonNode made(String url, String token, String body) throws Exception {
        HttpResponse<String> answer = send(url, token, "POST", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return MAPPER.readTree(answer.body());
    }

    @Test
    void areOneCluster() throws Exception {
        int port = FreePorts.next();
        int standbyPort = FreePorts.next();
        try (PostgresServer postgres = PostgresServer.start();
                S3Server s3 = S3Server.start(Files.createDirectories(directory.resolve("s3")))) {
            s3.createBucket("plant");
            Map<String, String> secrets = new HashMap<>();
            secrets.put("catalog/dsn", postgres.createDatabase("catalog"));
            secrets.put("s3/access", S3Server.ACCESS_KEY);
            secrets.put("s3/secret", S3Server.SECRET_KEY);
            PlayedPods pods =
                    new PlayedPods(
                            PlayedPods.rendered(),
                            directory,
                            secrets,
                            Map.of(
                                    "http://s3.test:9000",
                                    s3.endpoint().toString(),
                                    "http://iox-shared-ingester-0:8086",
                                    "http://127.0.0.1:" + port,
                                    "http://iox-shared-ingester-standby-1:8086",
                                    "http://127.0.0.1:" + standbyPort,
                                    "port: 8087",
                                    "port: 0",
                                    "0.0.0.0",
                                    "127.0.0.1"));
            String admin = makeToken(pods, secrets);

            PlayedPods.Container one = pods.container(INGESTER);
            showKeys(one);
            ServerProcess works = startApart(one, port);
            started.add(works);
            Said standby = begin(pods.container(STANDBY), "--port=" + standbyPort);
            assertThat(send(standby.standsBy.get() + "/health", "", "GET", ""))
                    .extracting(HttpResponse::statusCode, HttpResponse::body)
                    .containsExactly(503, "standing by");
            PlayedPods.Container routing = pods.container(ROUTER);
            assertThat(routing.environment()).containsOnlyKeys("INFLUXDB_IOX_CATALOG_DSN");
            String router = start(routing, "--port=0");
            String querier = start(pods.container(QUERIER), "--port=0");
            PlayedPods.Container administration = pods.container(TOKENS);
            assertThat(administration.environment()).containsOnlyKeys("INFLUXDB_IOX_CATALOG_DSN");
            String tokens = start(administration, "--port=0");
            for (String other :
                    List.of("StatefulSet/iox-shared-compactor", "Deployment/global-gc")) {
                String url = start(pods.container(other), "--port=0");
                assertThat(send(url + "/health", "", "GET", "").statusCode()).isEqualTo(200);
            }

            JsonNode _ = made(tokens + "/api/v0/databases", admin, "{\"name\":\"home\"}");
            String token =
                    made(
                                    tokens + "/api/v0/tokens",
                                    admin,
                                    """
                                    {"description":"d","permissions":[
                                      {"action":"read","resource":"home"},
                                      {"action":"write","resource":"home"}]}
                                    """)
                            .get("accessToken")
                            .stringValue();
            assertThat(send(router + "/api/v2/write?bucket=home", token, "POST", "m f=7 1"))
                    .extracting(HttpResponse::statusCode)
                    .isEqualTo(204);
            HttpResponse<String> answer =
                    send(querier + "/query?db=home&q=SELECT%20f%20FROM%20m", token, "GET", "");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains(",7]");

            works.kill();
            String other = standby.ready.get();
            assertThat(send(other + "/health", "", "GET", "").statusCode()).isEqualTo(200);
            answer = send(other + "/query?db=home&q=SELECT%20f%20FROM%20m", token, "GET", "");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).as("it was acknowledged, and in no file").contains(",7]");
            assertThat(send(router + "/api/v2/write?bucket=home", token, "POST", "m f=8 2"))
                    .extracting(HttpResponse::statusCode)
                    .isEqualTo(204);
            answer = send(querier + "/query?db=home&q=SELECT%20f%20FROM%20m", token, "GET", "");
            assertThat(answer.body()).as("it finds who works now").contains(",7]", ",8]");

            end.countDown();
            for (Future<Integer> server : servers) {
                assertThat(server.get()).isZero();
            }
        } finally {
            end.countDown();
            for (ServerProcess server : started) {
                server.kill();
            }
            threads.close();
            client.close();
        }
    }

    /// As the cluster's two jobs do.
    private String makeToken(PlayedPods pods, Map<String, String> secrets) throws Exception {
        String keyGen = "Job/key-gen-";
        run(pods.container(keyGen));
        for (String part : List.of("id", "privateKey", "publicKey")) {
            secrets.put(
                    "rsa-keys/" + part,
                    Files.readString(
                            pods.root(keyGen).resolve("work/secrets/rsa-keys").resolve(part)));
        }
        String create = "Job/create-admin-token-";
        run(pods.container(create));
        return MAPPER.readTree(
                        Files.readString(pods.root(create).resolve("work/secrets/token.json")))
                .get("access_token")
                .stringValue();
    }
}
