// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.openapi.CheckedClient;
import dev.sluice.testkit.Conforms;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Administrators who do the same things at once, over HTTP: nothing is there twice, nothing is
/// lost, and a restart finds what was answered (admin.md 5.2).
final class TwoAdministratorsTest {
    private static final int ADMINISTRATORS = 8;
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir private Path directory;
    private final HttpClient client = CheckedClient.of(HttpClient.newHttpClient());
    private final ExecutorService threads = Executors.newFixedThreadPool(ADMINISTRATORS);
    private OneServer server;
    private String token;

    @BeforeEach
    void open() throws Exception {
        server = new OneServer(directory);
        token = server.adminToken();
    }

    @AfterEach
    void close() {
        threads.close();
        client.close();
        server.close();
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.url() + "/api/v0" + path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String named(String name) {
        return "{\"name\":\"" + name + "\"}";
    }

    private long made(String name) throws Exception {
        return id(send("POST", "/databases", named(name)));
    }

    private static long id(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return MAPPER.readTree(answer.body()).get("id").longValue();
    }

    private List<JsonNode> list(String path) throws Exception {
        HttpResponse<String> answer = send("GET", path, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return MAPPER.readTree(answer.body()).valueStream().toList();
    }

    /// What each of them is answered when all send at the same moment.
    private List<Integer> together(List<Callable<HttpResponse<String>>> requests) throws Exception {
        CyclicBarrier start = new CyclicBarrier(requests.size());
        List<Future<Integer>> answers = new ArrayList<>();
        for (Callable<HttpResponse<String>> request : requests) {
            answers.add(
                    threads.submit(() -> {
                        start.await();
                        return request.call().statusCode();
                    }));
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> answer : answers) {
            statuses.add(answer.get());
        }
        return statuses;
    }

    private List<Integer> together(String method, String path, String body) throws Exception {
        Callable<HttpResponse<String>> request = () -> send(method, path, body);
        return together(IntStream.range(0, ADMINISTRATORS).mapToObj(_ -> request).toList());
    }

    private static void assertOneOf(List<Integer> statuses, int winner, int others) {
        assertThat(statuses).filteredOn(status -> status == winner).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == others).hasSize(statuses.size() - 1);
    }

    @Test
    @Conforms("A-151")
    void oneOfThemMakesTheDatabase() throws Exception {
        assertOneOf(together("POST", "/databases", named("plant")), 200, 409);

        assertThat(list("/databases?status=all")).hasSize(1);
    }

    @Test
    void oneOfThemMakesTheTable() throws Exception {
        made("plant");

        assertOneOf(together("POST", "/databases/plant/tables", named("oven")), 200, 409);

        assertThat(list("/databases/plant/tables?status=all")).hasSize(1);
    }

    @Test
    void oneOfThemDeletesAndOneOfThemBringsBack() throws Exception {
        long id = made("plant");

        assertOneOf(together("DELETE", "/databases/plant", ""), 204, 404);
        assertOneOf(together("PUT", "/databases/" + id + "/undelete", ""), 200, 400);

        assertThat(list("/databases")).hasSize(1);
    }

    @Test
    @Conforms("A-152")
    void oneOfThemTakesTheNameByRenaming() throws Exception {
        List<Callable<HttpResponse<String>>> requests = new ArrayList<>();
        for (int i = 0; i < ADMINISTRATORS; i++) {
            String path = "/databases/d" + i + "/rename";
            made("d" + i);
            requests.add(() -> send("PUT", path, named("plant")));
        }

        assertOneOf(together(requests), 200, 409);

        assertThat(list("/databases")).hasSize(ADMINISTRATORS);
    }

    @Test
    void allOfThemRevokeATokenAndTheFirstTimeCounts() throws Exception {
        String created = send("POST", "/tokens", "{\"description\":\"d\"}").body();
        String path = "/tokens/" + MAPPER.readTree(created).get("id").stringValue();

        assertThat(together("DELETE", path, "")).containsOnly(204);

        String revoked = send("GET", path, "").body();
        assertThat(together("DELETE", path, "")).containsOnly(204);
        assertThat(send("GET", path, "").body()).isEqualTo(revoked).contains("revokedAt");
    }

    /// What each administrator does with the few names that there are, again and again.
    private final class Hand implements Callable<Void> {
        private final Random random;
        private final Queue<Long> ids;

        Hand(long seed, Queue<Long> ids) {
            this.random = new Random(seed);
            this.ids = ids;
        }

        @Override
        public Void call() throws Exception {
            for (int i = 0; i < 60; i++) {
                step();
            }
            return null;
        }

        private void step() throws Exception {
            String name = "n" + random.nextInt(3);
            String path = "/databases/" + name;
            Long known = ids.peek();
            HttpResponse<String> answer =
                    switch (random.nextInt(6)) {
                        case 0, 1 -> send("POST", "/databases", named(name));
                        case 2 -> send("PUT", path + "/rename", named("n" + random.nextInt(3)));
                        case 3 ->
                                send("PATCH", path, "{\"maxTables\":" + random.nextInt(1, 9) + "}");
                        case 4 -> send("DELETE", path, "");
                        default ->
                                send(
                                        "PUT",
                                        "/databases/" + (known == null ? 1 : known) + "/undelete",
                                        "");
                    };
            assertThat(answer.statusCode()).as(answer.body()).isLessThan(500);
            if (answer.request().method().equals("POST") && answer.statusCode() == 200) {
                ids.add(id(answer));
            } else if (known != null && random.nextBoolean() && ids.remove(known)) {
                ids.add(known);
            }
        }
    }

    @Test
    @Conforms("A-174")
    void whateverTheyDoAtOnceNothingIsDoubledOrLost() throws Exception {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("TwoAdministratorsTest: -Dseed=" + seed);
        Queue<Long> ids = new ConcurrentLinkedQueue<>();
        List<Future<Void>> hands = new ArrayList<>();
        for (int i = 0; i < ADMINISTRATORS; i++) {
            hands.add(threads.submit(new Hand(seed + i, ids)));
        }
        for (Future<Void> hand : hands) {
            hand.get();
        }

        List<JsonNode> live = list("/databases");
        List<JsonNode> all = list("/databases?status=all");
        assertThat(live.stream().map(database -> database.get("name")))
                .as("names of live databases")
                .doesNotHaveDuplicates();
        assertThat(ids).as("ids that were given").doesNotHaveDuplicates().isNotEmpty();
        assertThat(all.stream().map(database -> database.get("id").longValue()))
                .as("ids that are there")
                .containsExactlyInAnyOrderElementsOf(ids);

        server.close();
        server = new OneServer(directory);
        assertThat(list("/databases?status=all")).as("after a restart").isEqualTo(all);
    }
}
