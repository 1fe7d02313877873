// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.AuditConfig;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.testkit.Golden;
import dev.sluice.testkit.StubIdentityProvider;
import java.io.RandomAccessFile;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Two servers that administer beside one that does everything and one that answers queries, with a
/// real PostgreSQL: what one of them has answered, all of them know.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AdminProcessesTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String DATABASES = "/api/v0/databases";
    private static final String TOKENS = "/api/v0/tokens";
    private static final String MANAGEMENT_TOKENS = "/api/v0/management-tokens";

    @TempDir private static Path directory;
    private StubIdentityProvider provider;
    private Cluster cluster;
    private Path file;
    private Path keys;
    private OneServer one;
    private OneServer two;
    private OneServer querier;
    private String ada;

    @BeforeAll
    void start() throws Exception {
        provider = StubIdentityProvider.start();
        cluster = new Cluster(directory, section(StubIdentityProvider.SUBJECT));
        keys = Files.createDirectories(directory.resolve("mounted/rsa-keys"));
        try (Stream<Path> parts = Files.list(cluster.keyDirectory())) {
            for (Path part : parts.toList()) {
                Files.copy(part, keys.resolve(part.getFileName()));
            }
        }
        file = Files.writeString(directory.resolve("admin.yaml"), settings(ada()));
        one = cluster.administrator("one", file, keys);
        two = cluster.administrator("two", file, keys);
        querier = cluster.querier("querier");
        ada = provider.accessToken().sign(provider.signer());
    }

    @AfterAll
    void stop() {
        cluster.close();
        provider.close();
    }

    private static String ada() {
        return StubIdentityProvider.SUBJECT;
    }

    private String section(String userId) {
        return """
        admin:
          identityProvider: keycloak
          jwksEndpoint: %s
          users:
            - {id: %s, firstName: Ada, lastName: L, email: ada@example.com}
        """
                .formatted(provider.keysUrl(), userId);
    }

    private String settings(String userId) {
        return "catalog: {dsn: {value: '" + cluster.dsn() + "'}}\n" + section(userId);
    }

    private static JsonNode good(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return MAPPER.readTree(answer.body());
    }

    private static String text(JsonNode answer, String member) {
        return answer.get(member).stringValue();
    }

    private static String named(String name) {
        return "{\"name\":\"" + name + "\"}";
    }

    private JsonNode token(OneServer server, String database) throws Exception {
        return good(
                server.postJson(
                        TOKENS,
                        ada,
                        """
                        {"description":"d","permissions":[
                          {"action":"read","resource":"%1$s"},
                          {"action":"write","resource":"%1$s"}]}
                        """
                                .formatted(database)));
    }

    @Test
    void whatOneHasMadeWorksEverywhereAtOnce() throws Exception {
        for (int i = 0; i < 8; i++) {
            String database = "made" + i;
            good(one.postJson(DATABASES, ada, named(database)));
            String token = text(token(two, database), "accessToken");

            HttpResponse<String> written = cluster.all().write(database, token, "m f=1 1");
            assertThat(written.statusCode()).as(written.body()).isEqualTo(204);
            assertThat(querier.query(database, token, "SELECT f FROM m")).containsExactly("1.0");

            good(one.postJson(DATABASES + "/" + database + "/tables", ada, named("t")));
            assertThat(cluster.all().query(database, token, "SELECT count(*) FROM t"))
                    .containsExactly("0");
        }
        assertThat(two.get(DATABASES, ada).body()).contains("\"made7\"");
    }

    @Test
    void everyCredentialAdministersAndEndsInAllOfThem() throws Exception {
        JsonNode made = good(one.postJson(MANAGEMENT_TOKENS, ada, "{\"description\":\"ci\"}"));
        String machine = text(made, "token");
        for (OneServer server : List.of(one, two, cluster.all())) {
            good(server.get(DATABASES, ada));
            good(server.get(DATABASES, machine));
            good(server.get(DATABASES, cluster.all().adminToken()));
        }
        assertThat(one.delete(MANAGEMENT_TOKENS + "/" + text(made, "id"), ada).statusCode())
                .isEqualTo(204);
        assertThat(two.get(DATABASES, machine).statusCode()).isEqualTo(401);
        while (cluster.all().get(DATABASES, machine).statusCode() != 401) {
            Thread.sleep(20);
        }

        good(one.postJson(DATABASES, ada, named("guarded")));
        JsonNode given = token(one, "guarded");
        String token = text(given, "accessToken");
        assertThat(cluster.all().write("guarded", token, "m f=1 1").statusCode()).isEqualTo(204);
        assertThat(two.delete(TOKENS + "/" + text(given, "id"), ada).statusCode()).isEqualTo(204);
        assertThatThrownBy(() -> querier.query("guarded", token, "SELECT f FROM m"))
                .hasMessageContaining("Permission denied");
        while (cluster.all().write("guarded", token, "m f=1 1").statusCode() != 403) {
            Thread.sleep(20);
        }
        assertThat(Files.readString(directory.resolve("two/audit.log")))
                .contains("\"operation\":\"revoke_token\"")
                .contains("\"subject\":\"" + ada() + "\"");
    }

    @Test
    void ofTwoWhoMakeTheSameOneIsRefused() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                String body = named("same" + i);
                List<Future<HttpResponse<String>>> answers = new ArrayList<>();
                for (OneServer server : List.of(one, two, one, two)) {
                    answers.add(threads.submit(() -> server.postJson(DATABASES, ada, body)));
                }
                List<Integer> statuses = new ArrayList<>();
                for (Future<HttpResponse<String>> answer : answers) {
                    statuses.add(answer.get().statusCode());
                }
                assertThat(statuses).containsExactlyInAnyOrder(200, 409, 409, 409);
            }
        }
    }

    @Test
    void administrationGoesOnWhileTheOneProcessIsAway() throws Exception {
        cluster.stopAll();
        String token;
        try {
            good(one.postJson(DATABASES, ada, named("meanwhile")));
            token = text(token(two, "meanwhile"), "accessToken");
            assertThat(good(one.get("/api/v0/cluster", ada)).get("state").stringValue())
                    .isEqualTo("ready");
            good(two.get("/api/v0/users", ada));
            good(two.get("/api/v0/whoami", ada));
        } finally {
            cluster.resumeAll();
        }
        assertThat(cluster.all().write("meanwhile", token, "m f=1 1").statusCode()).isEqualTo(204);
    }

    @Test
    void isAdministrationAndNothingElse() throws Exception {
        Golden.check("routes-admin.txt", String.join("\n", one.routeTable()) + "\n");
        for (HttpResponse<String> answer :
                List.of(
                        one.write("x", ada, "m f=1 1"),
                        one.writeByParameter("x", ada, "m f=1 1"),
                        one.get("/query?db=x&q=SHOW%20DATABASES", ada))) {
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("retry-after")).isPresent();
            assertThat(answer.body()).contains("this server administers alone: ");
        }
        assertThatThrownBy(() -> one.query("x", ada, "SELECT 1"))
                .isInstanceOfSatisfying(
                        FlightRuntimeException.class,
                        refused ->
                                assertThat(refused.status().code())
                                        .isEqualTo(FlightStatusCode.UNAVAILABLE))
                .hasMessageContaining("this server administers alone: queries go to");
        assertThat(one.get("/internal/v1/tables/1/rows?held=x", ada).statusCode()).isEqualTo(404);
        assertThat(one.getWithoutCredential("/health").statusCode()).isEqualTo(200);
        try (Stream<Path> kept = Files.list(directory.resolve("one"))) {
            assertThat(kept.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("audit.log", "lock", "server.json");
        }
    }

    /// As when its disk is full: a larger file is to be put aside, and that cannot be done.
    @Test
    void saysThatItIsOfNoUseWhileNothingCanBeAudited() throws Exception {
        OneServer three = cluster.administrator("three", file, keys);
        assertThat(three.getWithoutCredential("/health").statusCode()).isEqualTo(200);
        Path kept = directory.resolve("three");
        try (RandomAccessFile log =
                new RandomAccessFile(kept.resolve("audit.log").toFile(), "rw")) {
            log.setLength(AuditConfig.DEFAULT.fileBytesMax());
        }
        Files.createFile(kept.resolve("audit.log.3"));
        Path inTheWay = Files.createDirectories(kept.resolve("audit.log.4/full"));

        for (HttpResponse<String> refused :
                List.of(three.get(DATABASES, ada), three.getWithoutCredential("/health"))) {
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body())
                    .contains("the audit log cannot be written: it cannot be used");
        }

        Files.delete(inTheWay);
        while (three.getWithoutCredential("/health").statusCode() != 200) {
            Thread.sleep(20);
        }
        good(three.get(DATABASES, ada));
    }

    @Test
    void followsItsSettingsAndItsKeyPairAndSlowsGuessers() throws Exception {
        String patient = "sluice: {access: {failedAttemptsPerMinuteMax: 100}}\n";
        Path own = Files.writeString(directory.resolve("own.yaml"), patient + settings(ada()));
        Path pair = Files.createDirectories(directory.resolve("own/rsa-keys"));
        OneServer third = cluster.administrator("third", own, pair);
        String admin = cluster.all().adminToken();
        good(third.get(DATABASES, ada));
        assertThat(third.get(DATABASES, admin).statusCode()).isEqualTo(401);

        try (Stream<Path> parts = Files.list(keys)) {
            for (Path part : parts.toList()) {
                Files.copy(part, pair.resolve(part.getFileName()));
            }
        }
        Files.writeString(own, patient + settings("00000000-0000-0000-0000-0000000000aa"));
        while (third.get(DATABASES, admin).statusCode() != 200
                || third.get(DATABASES, ada).statusCode() != 403) {
            Thread.sleep(500);
        }
        for (String part : List.of("id", "privateKey", "publicKey")) {
            Files.delete(pair.resolve(part));
        }
        Files.writeString(own, patient + settings(ada()));
        while (third.get(DATABASES, admin).statusCode() != 401
                || third.get(DATABASES, ada).statusCode() != 200) {
            Thread.sleep(500);
        }

        int guesses = 0;
        while (third.get(DATABASES, "M.V1.guess" + guesses).statusCode() == 401) {
            guesses++;
        }
        assertThat(guesses).isPositive();
        assertThat(third.get(DATABASES, ada).statusCode()).isEqualTo(429);
        good(one.get(DATABASES, ada));
    }

    @Test
    void whileTheCatalogIsAwayNobodyIsToldThatThereIsNothing() throws Exception {
        good(one.postJson(DATABASES, ada, named("outage")));
        String token = text(token(one, "outage"), "accessToken");
        assertThat(cluster.all().write("outage", token, "m f=1 1").statusCode()).isEqualTo(204);
        cluster.postgres().stop();
        try {
            for (HttpResponse<String> refused :
                    List.of(
                            one.get(DATABASES, ada),
                            cluster.all().write("outage", "apiv1_unknown", "m f=1 1"),
                            cluster.all()
                                    .write("unknown", cluster.all().adminToken(), "m f=1 1"))) {
                assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
            }
            assertThat(one.get(DATABASES, "nobody").body())
                    .contains("the catalog cannot be asked what is new")
                    .doesNotContain("127.0.0.1");
            assertThat(cluster.all().write("outage", token, "m f=2 2").statusCode()).isEqualTo(204);
        } finally {
            cluster.postgres().resume();
        }
        while (one.get(DATABASES, ada).statusCode() != 200) {
            Thread.sleep(100);
        }
    }

    @Test
    void makesNoCatalog() throws Exception {
        String dsn = cluster.postgres().createDatabase("nothing");
        Path empty =
                Files.writeString(
                        directory.resolve("empty.yaml"), "catalog: {dsn: {value: '" + dsn + "'}}");
        var source = cluster.administratorSource("first", empty, keys);

        assertThatThrownBy(() ->
                        new AdminAssembly(
                                        OneServer.config(source),
                                        source,
                                        OneServer.host(),
                                        Duration.ZERO)
                                .start()
                                .close())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> {
                            assertThat(refused.problem().kind())
                                    .isEqualTo(Problem.Kind.UNAVAILABLE);
                            assertThat(refused.problem().code()).isEqualTo("catalog_not_ready");
                        });
        assertThat(
                        cluster.postgres()
                                .psql(
                                        dsn,
                                        "SELECT count(*) FROM pg_tables"
                                                + " WHERE schemaname = 'public'"))
                .isEqualTo("0\n");
    }
}
