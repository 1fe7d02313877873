// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.sluice.auth.AdminTokenFiles;
import dev.sluice.auth.AdminTokens;
import dev.sluice.auth.PeerTokens;
import dev.sluice.config.ConfigSource;
import dev.sluice.testkit.PreparedKeys;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One server that does everything and two that answer queries: whatever was acknowledged by the
/// first, all three answer the same.
// Flight's streams declare any exception on close.
@SuppressWarnings("try")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class QuerierTest {
    private static final String ROWS = "SELECT * FROM m ORDER BY time, k";
    private static final String REACHES = "sluice_querier_ingester_up";
    private static final String IN_FILES =
            "SELECT count(*) FROM file_entry f JOIN table_entry t ON t.id = f.table_id"
                    + " JOIN database_entry d ON d.id = t.database_id WHERE d.name = '%s'";

    /// What writes and management make; files come and go by themselves.
    private static final String MADE =
            "SELECT (SELECT count(*) FROM database_entry) + (SELECT count(*) FROM table_entry)";

    @TempDir private static Path directory;
    private Cluster cluster;
    private OneServer one;
    private OneServer two;
    private String admin;

    @BeforeAll
    void start() throws Exception {
        cluster = new Cluster(directory);
        one = cluster.querier("one");
        two = cluster.querier("two");
        admin = cluster.all().adminToken();
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    private void create(String database) throws Exception {
        HttpResponse<String> answer = tryCreate(database);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private HttpResponse<String> tryCreate(String database) throws Exception {
        return cluster.all()
                .postJson("/api/v0/databases", admin, "{\"name\":\"" + database + "\"}");
    }

    private void write(String database, String lines) throws Exception {
        HttpResponse<String> answer = cluster.all().write(database, admin, lines);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    }

    private String influxql(OneServer server, String database, String text) throws Exception {
        HttpResponse<String> answer =
                server.get(
                        "/query?db="
                                + database
                                + "&q="
                                + URLEncoder.encode(text, StandardCharsets.UTF_8),
                        admin);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private List<String> flightSql(OneServer server, String database, String text)
            throws Exception {
        FlightCallHeaders headers = new FlightCallHeaders();
        headers.insert("authorization", "Bearer " + admin);
        headers.insert("database", database);
        CallOption as = new HeaderCallOption(headers);
        try (RootAllocator memory = new RootAllocator();
                FlightClient flight =
                        FlightClient.builder(
                                        memory,
                                        Location.forGrpcInsecure("127.0.0.1", server.port()))
                                .build();
                FlightSqlClient sql = new FlightSqlClient(flight);
                FlightStream rows =
                        sql.getStream(
                                sql.execute(text, as).getEndpoints().getFirst().getTicket(), as)) {
            return FlightRows.of(rows);
        }
    }

    /// What all three answer, by both doors, asked at once.
    private List<String> answers(String database, String text, String influxql) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> rows = new ArrayList<>();
            List<Future<String>> series = new ArrayList<>();
            for (OneServer server : List.of(cluster.all(), one, two)) {
                rows.add(threads.submit(() -> server.query(database, admin, text)));
                rows.add(threads.submit(() -> flightSql(server, database, text)));
                series.add(threads.submit(() -> influxql(server, database, influxql)));
            }
            List<String> answer = rows.getFirst().get();
            for (Future<List<String>> other : rows) {
                assertThat(other.get()).isEqualTo(answer);
            }
            for (Future<String> other : series) {
                assertThat(other.get()).isEqualTo(series.getFirst().get());
            }
            return answer;
        }
    }

    private List<String> answers(String database) throws Exception {
        return answers(database, ROWS, "SELECT * FROM m");
    }

    private void awaitFiles(String database, long count) throws Exception {
        cluster.await(IN_FILES.formatted(database), count);
    }

    @Test
    void whatWasAcknowledgedIsInTheNextAnswerAtEveryMoment() throws Exception {
        create("life");
        write("life", "m,k=a f=1 1");
        assertThat(answers("life")).hasSize(1);
        write("life", "m,k=b f=2 2");
        assertThat(answers("life")).hasSize(2);
        awaitFiles("life", 1);
        assertThat(answers("life")).hasSize(2);
        write("life", "m,k=a f=3 1\nm,k=c f=4 3");
        assertThat(answers("life")).hasSize(3).first().asString().contains("3.0");
        write("life", "m,k=c,n=x g=1i 4");
        assertThat(answers("life")).hasSize(4).last().asString().contains("x");
        write("life", "other f=1 1");
        assertThat(answers("life", "SELECT count(*) FROM other", "SELECT count(f) FROM other"))
                .containsExactly("1");
        awaitFiles("life", 3);
        assertThat(answers("life")).hasSize(4);

        assertThat(cluster.all().delete("/api/v0/databases/life/tables/other", admin).statusCode())
                .isEqualTo(204);
        for (OneServer server : List.of(cluster.all(), one, two)) {
            assertThatThrownBy(() -> server.query("life", admin, "SELECT * FROM other"))
                    .isInstanceOf(FlightRuntimeException.class)
                    .hasMessageContaining("not found");
        }
        write("life", "other f=2 2");
        assertThat(answers("life", "SELECT f FROM other", "SELECT f FROM other"))
                .containsExactly("2.0");
        assertThat(cluster.all().delete("/api/v0/databases/life", admin).statusCode())
                .isEqualTo(204);
        for (OneServer server : List.of(cluster.all(), one, two)) {
            assertThatThrownBy(() -> server.query("life", admin, ROWS))
                    .isInstanceOf(FlightRuntimeException.class)
                    .hasMessageContaining("not found");
        }
    }

    @Test
    void rowsStayWhenFilesAreMerged() throws Exception {
        create("merged");
        String level1 = IN_FILES.formatted("merged") + " AND f.level > 0";
        int written = 0;
        while (cluster.ask(level1) == 0) {
            write("merged", "m,k=a f=" + written + ' ' + written + "\nm,k=b f=" + written + " 0");
            written++;
            assertThat(answers("merged")).hasSize(written + 1);
        }
        assertThat(answers("merged")).hasSize(written + 1);
    }

    @Test
    void randomWritesAndFlushesGiveTheSameAnswersEverywhere() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("QuerierTest -Dseed=" + seed);
        Random random = new Random(seed);
        create("random");
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        Map<String, Integer> expected = new HashMap<>();
        for (int step = 1; System.nanoTime() < end; step++) {
            String database = "random";
            StringBuilder lines = new StringBuilder();
            for (int i = random.nextInt(5); i >= 0; i--) {
                String key = "k" + random.nextInt(4);
                int time = random.nextInt(100);
                lines.append("m,k=").append(key).append(" f=").append(step).append("i ");
                lines.append(time).append('\n');
                expected.put(key + ' ' + time, step);
            }
            if (random.nextInt(20) == 0) {
                lines.append("m,k=new").append(step).append(" c").append(step).append("=1 ");
                lines.append(1000 + step).append('\n');
                expected.put("new " + step, 0);
            }
            write(database, lines.toString());
            int sum = expected.values().stream().mapToInt(Integer::intValue).sum();
            assertThat(
                            answers(
                                    database,
                                    "SELECT count(*), sum(f) FROM m",
                                    "SELECT f FROM m GROUP BY k"))
                    .containsExactly(expected.size() + "|" + sum);
        }
        assertThat(answers("random")).hasSize(expected.size());
    }

    @Test
    void aTokenIsGoodAndEndsEverywhereAtOnce() throws Exception {
        create("guarded");
        write("guarded", "m f=1 1");
        HttpResponse<String> made =
                cluster.all()
                        .postJson(
                                "/api/v0/tokens",
                                admin,
                                "{\"description\":\"r\",\"permissions\":"
                                        + "[{\"action\":\"read\",\"resource\":\"guarded\"}]}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
        String token = made.body().replaceAll(".*\"accessToken\":\"([^\"]+)\".*", "$1");
        String id = made.body().replaceAll(".*\"id\":\"([^\"]+)\".*", "$1");
        for (OneServer server : List.of(one, two)) {
            assertThat(server.query("guarded", token, "SELECT f FROM m")).containsExactly("1.0");
        }
        assertThat(cluster.all().delete("/api/v0/tokens/" + id, admin).statusCode()).isEqualTo(204);
        for (OneServer server : List.of(one, two)) {
            assertThatThrownBy(() -> server.query("guarded", token, "SELECT f FROM m"))
                    .isInstanceOf(FlightRuntimeException.class)
                    .hasMessageContaining("Permission denied");
        }
    }

    @Test
    void writesAndManagementAreRefusedAndChangeNothing() throws Exception {
        create("refused");
        long made = cluster.ask(MADE);
        for (HttpResponse<String> answer :
                List.of(
                        one.write("refused", admin, "m f=1 1"),
                        one.writeByParameter("refused", admin, "m f=1 1"),
                        one.postJson("/api/v0/databases", admin, "{\"name\":\"x\"}"),
                        one.get("/api/v0/databases", admin))) {
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("retry-after")).isPresent();
            assertThat(answer.body()).contains("this server answers queries alone: ");
        }
        assertThat(cluster.ask(MADE)).isEqualTo(made);
        assertThat(one.getWithoutCredential("/ping").statusCode()).isEqualTo(204);
        assertThat(one.getWithoutCredential("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void theInternalPathIsForProcessesOfTheClusterAlone() throws Exception {
        String path = "/internal/v1/tables/1/rows?held=x";
        HttpResponse<String> bare = cluster.all().getWithoutCredential(path);
        assertThat(bare.statusCode()).isEqualTo(401);
        assertThat(bare.body()).contains("for processes of the same cluster");
        for (String token : List.of(admin, "apiv1_none", "M.V1.none")) {
            assertThat(cluster.all().get(path, token).statusCode()).isEqualTo(401);
        }
        assertThat(one.get(path, admin).statusCode()).isEqualTo(404);
    }

    @Test
    void aTokenOfSuchAProcessOpensNothingElse() throws Exception {
        create("closed");
        write("closed", "m f=1 1");
        UUID clusterId =
                UUID.fromString(Files.readString(directory.resolve("data/cluster-id")).strip());
        Clock clock = Clock.systemUTC();
        AdminTokens keys =
                AdminTokens.follow(
                        new AdminTokenFiles(directory.resolve("data/secrets")),
                        clusterId,
                        null,
                        clock);
        String token = new PeerTokens(keys, clusterId, clock).tokens().getFirst().reveal();
        String nobody = "00000000-0000-0000-0000-000000000000.0.0.0";

        assertThat(
                        cluster.all()
                                .get("/internal/v1/tables/1/rows?held=" + nobody, token)
                                .statusCode())
                .isEqualTo(200);
        assertThat(cluster.all().get("/api/v0/databases", token).statusCode()).isEqualTo(401);
        assertThat(cluster.all().write("closed", token, "m f=2 2").statusCode()).isEqualTo(403);
        for (OneServer server : List.of(cluster.all(), one)) {
            assertThat(server.get("/query?db=closed&q=SELECT%20*%20FROM%20m", token).statusCode())
                    .isEqualTo(403);
            assertThatThrownBy(() -> server.query("closed", token, ROWS))
                    .hasMessageContaining("Permission denied");
        }
    }

    @Test
    void whileTheIngesterIsAwayNoAnswerIsGivenAndAfterwardsTheRightOne() throws Exception {
        create("restart");
        write("restart", "m,k=a f=1 1");
        assertThat(answers("restart")).hasSize(1);
        assertThat(cluster.measured("one", REACHES)).isEqualTo(1);
        cluster.stopAll();
        try {
            HttpResponse<String> refused =
                    one.get("/query?db=restart&q=SELECT%20*%20FROM%20m", admin);
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
            assertThat(refused.body())
                    .contains("rows that are not in files yet cannot be had")
                    .contains("nobody listens there");
            assertThat(cluster.measured("one", REACHES)).isZero();
            assertThat(cluster.measured("one", "sluice_working{role=\"querier\"}")).isEqualTo(1);
            assertThatThrownBy(() -> two.query("restart", admin, ROWS))
                    .isInstanceOf(FlightRuntimeException.class)
                    .hasMessageContaining("sluice.cluster.ingester");
        } finally {
            cluster.resumeAll();
        }

        assertThat(answers("restart")).hasSize(1);
        assertThat(cluster.measured("one", REACHES)).isEqualTo(1);
        write("restart", "m,k=b f=1 2");
        assertThat(answers("restart")).hasSize(2);
    }

    @Test
    void whileTheDatabaseIsAwayNoAnswerIsGivenThatMayBeOld() throws Exception {
        create("outage");
        write("outage", "m,k=a f=1 1");
        assertThat(answers("outage")).hasSize(1);
        cluster.postgres().stop();
        try {
            HttpResponse<String> refused =
                    one.get("/query?db=outage&q=SELECT%20*%20FROM%20m", admin);
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
            assertThat(refused.body())
                    .contains("the catalog cannot be asked what is new")
                    .doesNotContain("PostgreSQL");
        } finally {
            cluster.postgres().resume();
        }
        assertThat(answers("outage")).hasSize(1);
        while (tryCreate("afterwards").statusCode() == 503) {
            Thread.sleep(100);
        }
    }

    @Test
    void followsItsKeyPairAsThatComesAndChanges() throws Exception {
        create("keys");
        write("keys", "m,k=a f=1 1");
        Path keys = Files.createDirectories(directory.resolve("other/rsa-keys"));
        OneServer third = cluster.querier("third", keys);
        String token = databaseToken("keys");
        assertThatThrownBy(() -> third.query("keys", token, ROWS))
                .hasMessageContaining("has no key pair");

        Path another = directory.resolve("another");
        PreparedKeys.copyAnotherTo(another);
        replace(new AdminTokenFiles(another).keyDirectory(), keys);
        awaitStranger(third, token);
        replace(cluster.keyDirectory(), keys);
        assertThat(answerWhenKnown(third, token)).hasSize(1);
    }

    private static List<String> answerWhenKnown(OneServer server, String token) throws Exception {
        while (true) {
            try {
                return server.query("keys", token, ROWS);
            } catch (FlightRuntimeException notYet) {
                assertThat(notYet).hasMessageContaining("key pair");
                Thread.sleep(100);
            }
        }
    }

    private static void awaitStranger(OneServer server, String token) throws Exception {
        while (true) {
            try {
                fail("a stranger was answered: " + server.query("keys", token, ROWS));
            } catch (FlightRuntimeException refused) {
                if (String.valueOf(refused.getMessage())
                        .contains("does not take this server for one of its cluster")) {
                    return;
                }
                assertThat(refused).hasMessageContaining("has no key pair");
                Thread.sleep(100);
            }
        }
    }

    private static void replace(Path from, Path to) throws Exception {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private String databaseToken(String database) throws Exception {
        return cluster.all()
                .postJson(
                        "/api/v0/tokens",
                        admin,
                        "{\"description\":\"r\",\"permissions\":[{\"action\":\"read\","
                                + "\"resource\":\""
                                + database
                                + "\"}]}")
                .body()
                .replaceAll(".*\"accessToken\":\"([^\"]+)\".*", "$1");
    }

    @Test
    void doesNotStartWithoutWhatItShares() {
        ConfigSource source = cluster.querierSource("missing", cluster.keyDirectory());
        Map<String, String> flags = new HashMap<>(source.flags());
        flags.remove("cluster.ingester");
        ConfigSource without = new ConfigSource(source.file(), Map.of(), flags);

        assertThatThrownBy(() ->
                        new OneServer(
                                        directory.resolve("missing"),
                                        without,
                                        OneServer.host(),
                                        Role.QUERIER)
                                .close())
                .hasMessageEndingWith(": set sluice.cluster.ingester");
        assertThat(directory.resolve("missing")).doesNotExist();
    }

    @Test
    void nobodyAdministersIt() throws Exception {
        assertThat(Files.readString(directory.resolve("one/audit.log")))
                .contains("in_force")
                .doesNotContain("add_administrator");
        assertThat(Files.readString(directory.resolve("data/audit.log")))
                .contains("add_administrator");
    }
}
