// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigSource;
import dev.sluice.testkit.Golden;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two servers that hand writes on to one that does everything, with a real PostgreSQL: a write at
/// one of them is a write at that one.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RouterTest {
    private static final String WRITE = "/api/v2/write?bucket=same";

    @TempDir private static Path directory;
    private final HttpClient client = HttpClient.newHttpClient();
    private Cluster cluster;
    private OneServer one;
    private OneServer two;
    private String admin;

    @BeforeAll
    void start() throws Exception {
        cluster =
                new Cluster(
                        directory,
                        // Failures are what is tried here.
                        Map.of(
                                "access.failedAttemptsPerMinuteMax",
                                "0",
                                "write.bodyBytesMax",
                                "100000"));
        admin = cluster.all().adminToken();
        one = cluster.router("one");
        two = cluster.router("two");
    }

    @AfterAll
    void stop() {
        client.close();
        cluster.close();
    }

    private void create(String database) throws Exception {
        HttpResponse<String> answer =
                cluster.all()
                        .postJson("/api/v0/databases", admin, "{\"name\":\"" + database + "\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private HttpResponse<String> makeToken(String database) throws Exception {
        HttpResponse<String> made =
                cluster.all()
                        .postJson(
                                "/api/v0/tokens",
                                admin,
                                "{\"description\":\"w\",\"permissions\":[{\"action\":\"write\","
                                        + "\"resource\":\""
                                        + database
                                        + "\"}]}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
        return made;
    }

    private static String member(HttpResponse<String> made, String name) {
        return made.body().replaceAll(".*\"" + name + "\":\"([^\"]+)\".*", "$1");
    }

    /// A request, and everything that counts of its answer.
    ///
    /// @param headers names and values in turns
    private record Request(String method, String target, BodyPublisher body, List<String> headers) {
        static Request post(String target, String body, String... headers) {
            return of("POST", target, body.getBytes(UTF_8), headers);
        }

        static Request of(String method, String target, byte[] body, String... headers) {
            return new Request(method, target, BodyPublishers.ofByteArray(body), List.of(headers));
        }

        @Override
        public String toString() {
            return method + " " + target + " " + headers.size();
        }
    }

    private String answer(OneServer server, Request request) throws Exception {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(server.url() + request.target))
                        .method(request.method, request.body);
        if (!request.headers.isEmpty()) {
            builder.headers(request.headers.toArray(String[]::new));
        }
        HttpResponse<String> answer = client.send(builder.build(), BodyHandlers.ofString());
        Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
        assertThat(headers.remove("x-request-id")).hasSize(1);
        headers.remove("date");
        return answer.statusCode() + "\n" + headers + "\n" + answer.body();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private List<Request> requests() throws Exception {
        String[] token = {"Authorization", "Token " + member(makeToken("same"), "accessToken")};
        String[] zipped = {token[0], token[1], "Content-Encoding", "gzip"};
        String text = member(makeToken("same"), "accessToken");
        byte[] cut = gzip("m f=1 1\n".repeat(1_000));
        List<Request> requests = new ArrayList<>();
        for (String body :
                List.of(
                        "m,t=a f=1,g=2i 1",
                        "",
                        "# nothing",
                        "m f=1",
                        "m f=1 1\n,bad\nm f=3 3",
                        "bad",
                        "bad\n".repeat(150),
                        "m f=1i 1",
                        "m t=1 1",
                        "m,t=a,t=b f=1 1",
                        "m f=1 9223372036854775808",
                        "m \u00e9=1 1")) {
            requests.add(Request.post(WRITE, body, token));
            requests.add(Request.post("/write?db=same", body, token));
        }
        for (String target :
                List.of(
                        "/api/v2/write",
                        "/api/v2/write?bucket=",
                        "/api/v2/write?bucket=a.b",
                        "/api/v2/write?bucket=nope",
                        "/api/v2/write?bucket=other",
                        WRITE + "&precision=h",
                        WRITE + "&precision=s",
                        WRITE + "&bucket=same",
                        "/write",
                        "/write?rp=x",
                        "/write?db=nope&rp=weekly",
                        "/write?db=same&rp=autogen&precision=h",
                        "/write?db=same&precision=x",
                        "/write?db=same&p=" + text,
                        "/api/v2/delete",
                        "/api/v2/query",
                        "/api/v3/write_lp?db=same",
                        "/nowhere")) {
            requests.add(Request.post(target, "m f=1 1", token));
            requests.add(Request.post(target, "m f=1 1"));
            requests.add(Request.post(target, "m f=1 1", "Authorization", "Bearer " + admin));
        }
        for (String field :
                List.of(
                        "Bearer " + text,
                        "Basic " + DataServer.basic("any", text).substring(6),
                        "Basic !",
                        "Bearer nobody",
                        "Bearer ",
                        "Bearer a b",
                        "Bearer M.V1.x",
                        "Bearer ey.ey.ey",
                        "Negotiate " + text)) {
            requests.add(Request.post(WRITE, "m f=1 1", "Authorization", field));
            requests.add(Request.post("/write?db=same&p=" + text, "m f=1", "Authorization", field));
        }
        requests.add(Request.of("POST", WRITE, gzip("m f=1 1"), zipped));
        requests.add(Request.of("POST", WRITE, cut, zipped));
        requests.add(Request.of("POST", WRITE, Arrays.copyOf(cut, cut.length - 3), zipped));
        requests.add(Request.post("/write?db=same", "m f=1 1", zipped));
        requests.add(Request.of("POST", WRITE, gzip("x".repeat(200_000)), zipped));
        requests.add(Request.post(WRITE, "x".repeat(100_001), token));
        requests.add(Request.of("POST", WRITE, new byte[] {'m', ' ', (byte) 0xff}, token));
        requests.add(Request.post(WRITE, "m f=1", token[0], token[1], "Content-Encoding", "br"));
        requests.add(Request.post(WRITE, "m f=1", token[0], token[1], token[0], token[1]));
        requests.add(Request.of("PUT", WRITE, new byte[0], token));
        requests.add(Request.of("GET", "/write?db=same", new byte[0], token));
        requests.add(Request.of("GET", "/ping", new byte[0]));
        requests.add(Request.of("GET", "/health", new byte[0]));
        return requests;
    }

    /// Status, fields and body, to the letter.
    @Test
    void answersAsTheOneThatTakesTheWrite() throws Exception {
        create("same");
        create("other");
        List<Request> requests = requests();
        assertThat(requests).hasSizeGreaterThan(100);
        for (Request request : requests) {
            String expected = answer(cluster.all(), request);
            assertThat(answer(one, request)).as("%s", request).isEqualTo(expected);
        }
        assertThat(cluster.all().query("same", admin, "SELECT f FROM m WHERE t = 'a'"))
                .containsExactly("1.0");
    }

    @Test
    void whatWasMadeElsewhereWorksAtOnceAndWhatWasRevokedEnds() throws Exception {
        for (int i = 0; i < 8; i++) {
            String database = "made" + i;
            create(database);
            HttpResponse<String> made = makeToken(database);
            String token = member(made, "accessToken");
            HttpResponse<String> written = one.write(database, token, "m f=1 1");
            assertThat(written.statusCode()).as(written.body()).isEqualTo(204);
            assertThat(two.writeByParameter(database, token, "m f=2 2").statusCode())
                    .isEqualTo(204);
            assertThat(cluster.all().query(database, admin, "SELECT count(*) FROM m"))
                    .containsExactly("2");

            assertThat(
                            cluster.all()
                                    .delete("/api/v0/tokens/" + member(made, "id"), admin)
                                    .statusCode())
                    .isEqualTo(204);
            while (one.write(database, token, "m f=3 3").statusCode() != 403) {
                Thread.sleep(20);
            }
        }
    }

    @Test
    void whoIsRefusedNeverReachesTheOneThatTakesTheWrite() throws Exception {
        create("guarded");
        String token = member(makeToken("guarded"), "accessToken");
        assertThat(one.write("guarded", token, "m f=1 1").statusCode()).isEqualTo(204);
        cluster.stopAll();
        try {
            assertThat(one.write("guarded", "nobody", "m f=1 1").statusCode()).isEqualTo(403);
            assertThat(one.write("other", token, "m f=1 1").statusCode()).isEqualTo(403);
            assertThat(one.write("a.b", token, "m f=1 1").statusCode()).isEqualTo(400);
            for (Request refused :
                    List.of(
                            Request.post("/api/v2/write?bucket=guarded", "m f=1 1"),
                            Request.post(
                                    "/api/v2/write?bucket=guarded",
                                    "no gzip",
                                    "Authorization",
                                    "Bearer " + token,
                                    "Content-Encoding",
                                    "gzip"))) {
                assertThat(answer(one, refused)).startsWith("4");
            }
            assertThat(answer(one, Request.of("GET", "/health", new byte[0])))
                    .as("it goes on holding")
                    .startsWith("200");
        } finally {
            cluster.resumeAll();
        }
    }

    @Test
    void holdsWritesWhileTheOneThatTakesThemStartsAgain() throws Exception {
        create("held");
        String token = member(makeToken("held"), "accessToken");
        cluster.stopAll();
        List<Future<HttpResponse<String>>> answers = new ArrayList<>();
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                for (int i = 0; i < 300; i++) {
                    OneServer server = i % 2 == 0 ? one : two;
                    String line = "m f=" + i + " " + i;
                    answers.add(writers.submit(() -> server.write("held", token, line)));
                }
                // The time of its coming is that of the point.
                answers.add(writers.submit(() -> one.write("held", token, "timeless f=1")));
            } finally {
                cluster.resumeAll();
            }
            for (Future<HttpResponse<String>> answer : answers) {
                assertThat(answer.get().statusCode()).as(answer.get().body()).isEqualTo(204);
            }
        }
        assertThat(cluster.all().query("held", admin, "SELECT count(*), sum(f) FROM m"))
                .containsExactly("300|44850.0");
        assertThat(cluster.all().query("held", admin, "SELECT count(*) FROM timeless"))
                .containsExactly("1");
    }

    @Test
    void whileTheCatalogIsAwayKnownTokensGoOn() throws Exception {
        create("outage");
        String token = member(makeToken("outage"), "accessToken");
        assertThat(one.write("outage", token, "m f=1 1").statusCode()).isEqualTo(204);
        cluster.postgres().stop();
        try {
            assertThat(one.write("outage", token, "m f=2 2").statusCode()).isEqualTo(204);
            HttpResponse<String> unknown = one.write("outage", "apiv1_unknown", "m f=1 1");
            assertThat(unknown.statusCode()).isEqualTo(503);
            assertThat(unknown.body())
                    .contains("the catalog cannot be asked whether it knows this token")
                    .doesNotContain("127.0.0.1");
        } finally {
            cluster.postgres().resume();
        }
        while (one.write("outage", "apiv1_unknown", "m f=1 1").statusCode() != 403) {
            Thread.sleep(100);
        }
    }

    @Test
    void takesWritesAndDoesNothingElse() throws Exception {
        Golden.check("routes-router.txt", String.join("\n", one.routeTable()) + "\n");
        for (HttpResponse<String> answer :
                List.of(
                        one.get("/api/v0/databases", admin),
                        one.get("/query?db=x&q=SHOW%20DATABASES", admin))) {
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("retry-after")).isPresent();
            assertThat(answer.body()).contains("this server hands on writes alone: ");
        }
        assertThatThrownBy(() -> one.query("x", admin, "SELECT 1"))
                .isInstanceOfSatisfying(
                        FlightRuntimeException.class,
                        refused ->
                                assertThat(refused.status().code())
                                        .isEqualTo(FlightStatusCode.UNAVAILABLE))
                .hasMessageContaining("this server hands on writes alone: queries go to");
        assertThat(one.get("/internal/v1/tables/1/rows?held=x", admin).statusCode()).isEqualTo(404);
        try (Stream<Path> kept = Files.list(directory.resolve("one"))) {
            assertThat(kept.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("audit.log", "lock", "server.json");
        }
        assertThat(Files.readString(directory.resolve("one/audit.log")))
                .contains("in_force")
                .doesNotContain("add_administrator");
    }

    @Test
    void doesNotStartWithoutWhatItShares() {
        ConfigSource source = cluster.routerSource("missing", cluster.keyDirectory());
        Map<String, String> flags = new HashMap<>(source.flags());
        flags.remove("cluster.ingester");
        for (ConfigSource few :
                List.of(
                        new ConfigSource(source.file(), Map.of(), flags),
                        new ConfigSource(null, Map.of(), source.flags()))) {
            assertThatThrownBy(() ->
                            new OneServer(
                                            directory.resolve("missing"),
                                            few,
                                            OneServer.host(),
                                            Role.ROUTER)
                                    .close())
                    .hasMessageEndingWith(
                            few.file() == null
                                    ? ": set catalog.dsn"
                                    : ": set sluice.cluster.ingester");
        }
        assertThat(directory.resolve("missing")).doesNotExist();
    }

    /// Limits that differ are a mistake of settings, and no reason to hold a write.
    @Test
    void aBodyThatIsTooLargeForTheOneThatTakesItIsRefusedAtOnce() throws Exception {
        create("large");
        ConfigSource source = cluster.routerSource("large", cluster.keyDirectory());
        Map<String, String> flags = new HashMap<>(source.flags());
        flags.put("write.bodyBytesMax", "20000000");
        Request large =
                Request.post(
                        "/write?db=large",
                        "x".repeat(10_000_000),
                        "Authorization",
                        "Bearer " + admin);
        try (OneServer router =
                new OneServer(
                        directory.resolve("large"),
                        new ConfigSource(source.file(), Map.of(), flags),
                        OneServer.host(),
                        Role.ROUTER)) {
            assertThat(answer(router, large))
                    .startsWith("413\n")
                    .contains("max request size (100000 bytes) exceeded");
        }
    }

    @Test
    void waitsForAKeyPair() throws Exception {
        create("keys");
        String token = member(makeToken("keys"), "accessToken");
        Path keys = Files.createDirectories(directory.resolve("later/rsa-keys"));
        OneServer third = cluster.router("third", keys);
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> waiting =
                    writers.submit(() -> third.write("keys", token, "m f=1 1"));
            try (Stream<Path> parts = Files.list(cluster.keyDirectory())) {
                for (Path part : parts.toList()) {
                    Files.copy(part, keys.resolve(part.getFileName()));
                }
            }
            assertThat(waiting.get().statusCode()).as(waiting.get().body()).isEqualTo(204);
        }
    }
}
