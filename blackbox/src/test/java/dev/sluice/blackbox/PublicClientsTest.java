// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.v3.client.InfluxDBApiHttpException;
import com.influxdb.v3.client.Point;
import com.influxdb.v3.client.write.WriteOptions;
import com.influxdb.v3.client.write.WritePrecision;
import dev.sluice.blackbox.Cluster.DatabaseToken;
import dev.sluice.local.SampleData;
import dev.sluice.model.Secret;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.influxdb.InfluxDB;
import org.influxdb.InfluxDBFactory;
import org.influxdb.dto.BoundParameterQuery;
import org.influxdb.dto.Query;
import org.influxdb.dto.QueryResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Public clients as they are handed out, against a server of this build: for Java those of
/// versions 3, 2 and 1 and Arrow's JDBC driver, for JavaScript those of versions 3 and 1, the shell
/// of InfluxDB 1.x, and curl. Each does what its first users do.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PublicClientsTest {
    private static final String DATABASE = "garden";

    private final Cluster cluster;
    private final DatabaseToken token;
    private final PublicClient client;

    PublicClientsTest(@TempDir Path directory) throws IOException, InterruptedException {
        cluster = Cluster.start(directory);
        token = cluster.createDatabase(DATABASE);
        client = cluster.client(DATABASE, token);
    }

    @BeforeAll
    void writeSampleData() throws IOException {
        client.api()
                .writeRecords(
                        SampleData.lines().lines().toList(),
                        new WriteOptions(DATABASE, WritePrecision.S, 1));
    }

    @AfterAll
    void stop() throws IOException, InterruptedException {
        client.close();
        cluster.close();
    }

    @Test
    @Conforms("D-133")
    void queriesWhatItWrote() {
        assertThat(client.rows("SELECT count(*) AS points, sum(co) AS co FROM home"))
                .containsExactly(Map.of("points", 26L, "co", 137L));
    }

    @Test
    void passesParameters() {
        try (Stream<Map<String, Object>> rows =
                client.api()
                        .queryRows(
                                "SELECT count(*) AS points FROM home WHERE room = $room",
                                Map.of("room", "Kitchen"))) {
            assertThat(rows).containsExactly(Map.of("points", 13L));
        }
    }

    @Test
    void theClientOfVersionTwoWritesWhatIsQueried() {
        try (InfluxDBClient older =
                InfluxDBClientFactory.create(
                        cluster.uri("/").toString(),
                        token.text().reveal().toCharArray(),
                        "any",
                        DATABASE)) {
            older.getWriteApiBlocking()
                    .writeRecord(
                            com.influxdb.client.domain.WritePrecision.NS,
                            "older,client=v2 value=7i 1000");
        }

        assertThat(client.rows("SELECT client, value FROM older"))
                .containsExactly(Map.of("client", "v2", "value", 7L));
    }

    @Test
    @Conforms({"D-72", "D-83", "D-90"})
    void theClientOfVersionOneWritesAndQueries() {
        try (InfluxDB oldest =
                InfluxDBFactory.connect(
                        cluster.uri("/").toString(), "any", token.text().reveal())) {
            assertThat(oldest.ping().isGood()).isTrue();
            assertThat(oldest.version()).matches("\\d+\\.\\d+\\.\\d+.*");
            oldest.setDatabase(DATABASE);
            oldest.write(
                    org.influxdb.dto.Point.measurement("oldest")
                            .time(1500, TimeUnit.MILLISECONDS)
                            .tag("client", "v1")
                            .addField("real", 21.0)
                            .addField("whole", 7L)
                            .addField("text", "tü\"x")
                            .build());

            assertThat(valuesOf(oldest.query(new Query("SELECT * FROM oldest"))))
                    .containsExactly(List.of("1970-01-01T00:00:01.500Z", "v1", 21.0, "tü\"x", 7.0));
            for (TimeUnit unit :
                    List.of(TimeUnit.NANOSECONDS, TimeUnit.MICROSECONDS, TimeUnit.SECONDS)) {
                assertThat(valuesOf(oldest.query(new Query("SELECT real FROM oldest"), unit)))
                        .containsExactly(
                                List.of((double) unit.convert(1500, TimeUnit.MILLISECONDS), 21.0));
            }
            assertThat(
                            valuesOf(
                                    oldest.query(
                                            BoundParameterQuery.QueryBuilder.newQuery(
                                                            "SELECT real FROM oldest WHERE whole ="
                                                                    + " $whole")
                                                    .forDatabase(DATABASE)
                                                    .bind("whole", 7)
                                                    .create(),
                                            TimeUnit.SECONDS)))
                    .containsExactly(List.of(1.0, 21.0));
            assertThat(valuesOf(oldest.query(new Query("SHOW DATABASES"))))
                    .containsExactly(List.of(DATABASE));
            QueryResult wrong = oldest.query(new Query("SELECT mean(real), whole FROM oldest"));
            assertThat(wrong.getResults().getFirst().getError()).contains("mixing aggregate");
        }
    }

    @Test
    @Conforms("D-95")
    void theClientOfVersionOneTakesChunks() throws InterruptedException {
        List<List<Object>> rows = new CopyOnWriteArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        try (InfluxDB oldest =
                InfluxDBFactory.connect(
                        cluster.uri("/").toString(), "any", token.text().reveal())) {
            oldest.query(
                    new Query("SELECT co FROM home GROUP BY room", DATABASE),
                    5,
                    (_, result) -> {
                        if (result.getResults() != null) {
                            rows.addAll(valuesOf(result));
                        }
                    },
                    done::countDown);
            done.await();
        }

        assertThat(rows).hasSize(26);
    }

    private static List<List<Object>> valuesOf(QueryResult result) {
        assertThat(result.hasError()).as(result.toString()).isFalse();
        return result.getResults().stream()
                .flatMap(one -> one.getSeries().stream())
                .flatMap(series -> series.getValues().stream())
                .toList();
    }

    @Test
    @Conforms({"D-73", "D-100"})
    void theClientOfVersionOneForNodeWritesAndQueries() throws Exception {
        assertThat(FetchedClients.node("version1.mjs", arguments()))
                .isEqualTo(
                        "{\"online\":[true],\"databases\":[\"garden\"],\"creation\":\"Error from"
                                + " InfluxDB: This feature is not implemented: CREATE DATABASE\","
                                + "\"rows\":[{\"time\":\"1970-01-01T00:00:01.000000000Z\",\"client\":"
                                + "\"a b\",\"real\":0.5,\"text\":\"tü\\\"x\",\"truth\":true,"
                                + "\"whole\":7},{\"time\":\"1970-01-01T00:00:02.000000000Z\","
                                + "\"client\":\"c\",\"real\":2,\"text\":null,\"truth\":null,"
                                + "\"whole\":null}],\"groups\":[[{\"client\":\"a b\"},0.5],"
                                + "[{\"client\":\"c\"},2]],\"bound\":1,\"several\":[2,1],"
                                + "\"raw\":{\"results\":[{\"statement_id\":0,\"series\":[{\"name\":"
                                + "\"node1\",\"columns\":[\"time\",\"whole\"],\"values\":[[1,7]]}]}]},"
                                + "\"listed\":true,\"error\":\"Error from InfluxDB: Error during"
                                + " planning: mixing aggregate and non-aggregate columns is not"
                                + " supported\",\"stranger\":\"A 403 Forbidden error occurred:"
                                + " {\\\"error\\\":\\\"the token is unknown, has ended, or does not"
                                + " permit this on the database\\\"}\"}");
    }

    @Test
    @Conforms("D-133")
    void theClientOfVersionThreeForJavaScriptWritesAndQueries() throws Exception {
        assertThat(FetchedClients.node("version3.mjs", arguments()))
                .isEqualTo(
                        "{\"version\":\""
                                + client.api().getServerVersion()
                                + "\",\"rows\":[{\"client\":\"line\",\"real\":1.5,\"whole\":7,"
                                + "\"truth\":null,\"text\":null},{\"client\":\"point\",\"real\":0.25,"
                                + "\"whole\":-3,\"truth\":true,\"text\":\"tü\\\"x\"}],\"bound\":"
                                + "[{\"real\":0.25}],\"influxql\":[{\"iox::measurement\":\"node3\","
                                + "\"time\":0.001,\"max\":1.5}],\"points\":[[\"line\",1.5]],"
                                + "\"badLine\":\"no data written, errors encountered on line(s):\\n"
                                + "error parsing line 1 (1-based): No fields were provided\","
                                + "\"badQuery\":\"Error while planning query: Error during planning:"
                                + " No field named nothing. Valid fields are node3.client, node3.real,"
                                + " node3.text, node3.time, node3.truth, node3.whole.\"}");
    }

    private String[] arguments() {
        return new String[] {String.valueOf(cluster.port()), DATABASE, token.text().reveal()};
    }

    @Test
    @Conforms("D-102")
    void theShellOfVersionOneWritesAndQueries(@TempDir Path home) throws Exception {
        assertThat(shell(home, "column", "INSERT shell,client=influx value=7i 1000")).isBlank();
        assertThat(shell(home, "csv", "SELECT * FROM shell"))
                .isEqualTo("name,time,client,value\nshell,1000,influx,7\n");
        assertThat(shell(home, "json", "SELECT max(temp) FROM home GROUP BY room"))
                .startsWith("{\"results\":[{\"series\":[{\"name\":\"home\",");
        assertThat(shell(home, "column", "SHOW DATABASES")).contains("name: databases", DATABASE);
        assertThat(shell(home, "column", "SHOW RETENTION POLICIES")).contains("autogen 0s");
        assertThat(shell(home, "column", "SHOW MEASUREMENTS")).contains("shell");
    }

    private String shell(Path home, String format, String statement) throws Exception {
        return dev.sluice.local.process.Commands.run(
                "the shell of InfluxDB 1.x",
                home,
                Map.of("HOME", home.toString()),
                List.of(
                        FetchedClients.shell().toString(),
                        "-host",
                        "localhost",
                        "-port",
                        String.valueOf(cluster.port()),
                        "-username",
                        "any",
                        "-password",
                        token.text().reveal(),
                        "-database",
                        DATABASE,
                        "-format",
                        format,
                        "-execute",
                        statement));
    }

    @Test
    @Conforms({"D-83", "D-96"})
    void curlAsks(@TempDir Path directory) throws Exception {
        String authorization = "Authorization: Token " + token.text().reveal();
        String query = cluster.uri("/query").toString();

        assertThat(
                        FetchedClients.run(
                                directory,
                                "curl",
                                "--silent",
                                "--get",
                                query,
                                "--header",
                                authorization,
                                "--data-urlencode",
                                "db=" + DATABASE,
                                "--data-urlencode",
                                "q=SELECT count(co), max(temp) FROM home"))
                .isEqualTo(
                        "{\"results\":[{\"statement_id\":0,\"series\":[{\"name\":\"home\","
                                + "\"columns\":[\"time\",\"count\",\"max\"],\"values\":"
                                + "[[\"1970-01-01T00:00:00Z\",26,23.3]]}]}]}\n");
        assertThat(
                        FetchedClients.run(
                                directory,
                                "curl",
                                "--silent",
                                query,
                                "--user",
                                "any:" + token.text().reveal(),
                                "--header",
                                "Accept: application/csv",
                                "--form",
                                "db=" + DATABASE,
                                "--form",
                                "q=SELECT count(co) FROM home"))
                .isEqualTo("name,tags,time,count\nhome,,0,26\n");
        assertThat(
                        FetchedClients.run(
                                directory,
                                "curl",
                                "--silent",
                                "--output",
                                "/dev/null",
                                "--write-out",
                                "%{http_code}",
                                query + "?db=" + DATABASE + "&q=SHOW%20MEASUREMENTS"))
                .isEqualTo("401");
    }

    @Test
    @Conforms("D-134")
    void theDriverOfFlightSqlSignsInWithUserAndPassword() throws SQLException {
        try (Connection connection =
                DriverManager.getConnection(jdbc(""), "any", token.text().reveal())) {
            assertThat(
                            rows(
                                    connection
                                            .createStatement()
                                            .executeQuery(
                                                    "SELECT count(*) AS points, sum(co) AS co FROM"
                                                            + " home")))
                    .containsExactly("26|137");
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("Sluice");
            assertThat(connection.getMetaData().isReadOnly()).isTrue();
        }
    }

    @Test
    @Conforms("D-134")
    void theDriverOfFlightSqlListsWhatThereIs() throws SQLException {
        try (Connection connection = connectWithToken()) {
            DatabaseMetaData about = connection.getMetaData();

            assertThat(rows(about.getCatalogs())).containsExactly("public");
            assertThat(rows(about.getSchemas()))
                    .containsExactly("information_schema|public", "iox|public");
            assertThat(rows(about.getTableTypes())).containsExactly("BASE TABLE", "VIEW");
            assertThat(rows(about.getTables(null, "iox", "h%", new String[] {"BASE TABLE"})))
                    .singleElement()
                    .asString()
                    .startsWith("public|iox|home|BASE TABLE");
            assertThat(rows(about.getColumns(null, "iox", "home", null)))
                    .extracting(row -> row.split("\\|", -1)[3] + " " + row.split("\\|", -1)[5])
                    .containsExactly(
                            "co BIGINT",
                            "hum DOUBLE",
                            "room VARCHAR",
                            "temp DOUBLE",
                            "time TIMESTAMP");
            assertThat(rows(about.getPrimaryKeys(null, null, "home"))).isEmpty();
        }
    }

    /// Tools and mappers ask this first, and a fact that is not told is a `NullPointerException` of
    /// the driver.
    @Test
    void theDriverOfFlightSqlKnowsWhatThereIsNot() throws SQLException {
        try (Connection connection = connectWithToken()) {
            DatabaseMetaData about = connection.getMetaData();

            assertThat(about.supportsResultSetType(ResultSet.TYPE_FORWARD_ONLY)).isTrue();
            assertThat(about.supportsResultSetType(ResultSet.TYPE_SCROLL_INSENSITIVE)).isFalse();
            assertThat(about.supportsTransactionIsolationLevel(Connection.TRANSACTION_NONE))
                    .isTrue();
            assertThat(
                            about.supportsTransactionIsolationLevel(
                                    Connection.TRANSACTION_READ_COMMITTED))
                    .isFalse();
            assertThat(about.dataDefinitionCausesTransactionCommit()).isFalse();
            assertThat(about.dataDefinitionIgnoredInTransactions()).isFalse();
            assertThat(about.supportsConvert()).isFalse();
            assertThat(about.supportsConvert(Types.BIGINT, Types.VARCHAR)).isFalse();
            assertThat(about.supportsPositionedDelete()).isFalse();
            assertThat(about.supportsPositionedUpdate()).isFalse();
            assertThat(about.supportsSchemasInIndexDefinitions()).isFalse();
            assertThat(about.supportsCatalogsInPrivilegeDefinitions()).isFalse();
            assertThat(about.supportsStoredFunctionsUsingCallSyntax()).isFalse();
        }
    }

    @Test
    @Conforms("D-134")
    void theDriverOfFlightSqlBindsParametersOfEachType() throws SQLException {
        String sql =
                "SELECT room, co FROM home WHERE room = ? AND temp > ? AND co >= ? AND time < ?"
                        + " ORDER BY time DESC LIMIT 1";
        try (Connection connection = connectWithToken();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            assertThat(statement.getParameterMetaData().getParameterCount()).isEqualTo(4);
            assertThat(statement.getMetaData().getColumnName(2)).isEqualTo("co");
            statement.setString(1, "Kitchen");
            statement.setDouble(2, 20.5);
            statement.setLong(3, 20);
            statement.setTimestamp(4, Timestamp.valueOf("2022-01-01 20:00:00"));
            assertThat(rows(statement.executeQuery())).containsExactly("Kitchen|22");
            statement.setString(1, "Living Room");
            assertThat(rows(statement.executeQuery())).isEmpty();
        }
    }

    @Test
    void theDriverOfFlightSqlTellsWhatIsWrong() throws SQLException {
        try (Connection connection = connectWithToken();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("SELECT nothing FROM home"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("No field named nothing");
            assertThatThrownBy(() -> statement.executeUpdate("DELETE FROM home"))
                    .isInstanceOf(SQLException.class);
        }
        try (Connection forging = DriverManager.getConnection(jdbc(""), "any", "forged")) {
            assertThatThrownBy(() -> rows(forging.getMetaData().getCatalogs()))
                    .hasMessageContaining("Permission denied");
        }
    }

    /// Long enough for columns and an empty batch to come before, on all but a machine that is
    /// sometimes slow.
    @Test
    void clientsWaitForAFirstRowThatIsLongInComing() throws Exception {
        assertThat(client.rows(counting(1))).containsExactly(Map.of("n", 100_000L));
        long from = System.nanoTime();
        assertThat(client.rows(counting(1000))).containsExactly(Map.of("n", 100_000_000L));
        long thousands = Duration.ofSeconds(5).toNanos() / (System.nanoTime() - from) + 1;

        try (ExecutorService waiting = Executors.newFixedThreadPool(2);
                Connection connection = connectWithToken();
                Statement statement = connection.createStatement()) {
            Future<List<Map<String, Object>>> rows =
                    waiting.submit(() -> client.rows(counting(1000 * thousands)));
            Future<List<String>> ofDriver =
                    waiting.submit(() -> rows(statement.executeQuery(counting(1000 * thousands))));

            assertThat(rows.get()).containsExactly(Map.of("n", thousands * 100_000_000));
            assertThat(ofDriver.get()).containsExactly(Long.toString(thousands * 100_000_000));
        }
    }

    /// Looks at so many times 100 000 pairs of numbers before there is a row.
    private static String counting(long times) {
        return "SELECT count(*) AS n FROM range("
                + times
                + ") a(i), range(100000) b(i) WHERE (a.i + b.i) % 7 < 7";
    }

    private Connection connectWithToken() throws SQLException {
        return DriverManager.getConnection(jdbc("&token=" + token.text().reveal()));
    }

    private String jdbc(String more) {
        return "jdbc:arrow-flight-sql://localhost:"
                + cluster.port()
                + "?useEncryption=false&database="
                + DATABASE
                + more;
    }

    private static List<String> rows(ResultSet result) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (result) {
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    values.add(String.valueOf(result.getObject(i)));
                }
                rows.add(String.join("|", values));
            }
        }
        return rows;
    }

    @Test
    void getsAColumnAsTheTypeThatWasWritten() {
        client.api()
                .writePoint(
                        Point.measurement("types")
                                .setTag("tag", "a tag")
                                .setField("real", 0.5)
                                .setField("whole", -7L)
                                .setField("natural", BigInteger.TWO)
                                .setField("truth", true)
                                .setField("text", "tü\"x")
                                .setTimestamp(Instant.parse("2024-02-29T23:59:59.123456789Z")));

        Map<String, Object> row =
                client.rows("SELECT tag, real, whole, truth, text FROM types").getFirst();

        assertThat(row)
                .isEqualTo(
                        Map.of(
                                "tag", "a tag", "real", 0.5, "whole", -7L, "truth", true, "text",
                                "tü\"x"));
    }

    @Test
    void seesOnePointWhereTheSamePointIsWrittenTwice() {
        client.api().writeRecord("twice,tag=a first=1i,second=1i 1000");
        client.api().writeRecord("twice,tag=a second=2i 1000");

        assertThat(client.rows("SELECT tag, first, second FROM twice"))
                .containsExactly(Map.of("tag", "a", "first", 1L, "second", 2L));
    }

    @Test
    void learnsWhichLineIsWrong() {
        assertThatThrownBy(() -> client.api().writeRecords(List.of("good value=1 1", "bad line")))
                .isInstanceOf(InfluxDBApiHttpException.class)
                .hasMessageContaining("line 2");
    }

    @Test
    void mayNotWriteWithATokenThatMayOnlyRead() throws IOException, InterruptedException {
        DatabaseToken reader = cluster.createToken("read:" + DATABASE);
        try (PublicClient reading = cluster.client(DATABASE, reader)) {
            assertThatThrownBy(() -> reading.api().writeRecord("attic value=1 1"))
                    .isInstanceOfSatisfying(
                            InfluxDBApiHttpException.class,
                            refusal -> assertThat(refusal.statusCode()).isEqualTo(403));
        }
    }

    @Test
    void mayNotReadWithATokenThatMayOnlyWrite() throws IOException, InterruptedException {
        DatabaseToken writer = cluster.createToken("write:" + DATABASE);
        try (PublicClient writing = cluster.client(DATABASE, writer)) {
            assertThatThrownBy(() -> writing.rows("SELECT * FROM home"))
                    .hasMessageContaining("Permission denied");
        }
    }

    @Test
    void mayDoNothingWithATokenThatNobodyMade() throws IOException, InterruptedException {
        var forged = new DatabaseToken("", Secret.of("apiv1_" + "A".repeat(86)));
        try (PublicClient forging = cluster.client(DATABASE, forged)) {
            assertThatThrownBy(() -> forging.api().writeRecord("attic value=1 1"))
                    .isInstanceOfSatisfying(
                            InfluxDBApiHttpException.class,
                            refusal -> assertThat(refusal.statusCode()).isEqualTo(403));
        }
    }

    @Test
    void learnsTheServersVersion() {
        assertThat(client.api().getServerVersion()).matches("\\d+\\.\\d+\\.\\d+.*");
    }
}
