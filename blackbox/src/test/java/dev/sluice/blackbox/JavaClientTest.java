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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The public Java clients of versions 3 and 2, and Arrow's JDBC driver, against a server of this
/// build.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JavaClientTest {
    private static final String DATABASE = "garden";

    private final Cluster cluster;
    private final DatabaseToken token;
    private final PublicClient client;

    JavaClientTest(@TempDir Path directory) throws IOException, InterruptedException {
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

    @Test
    @Conforms("D-134")
    void theDriverOfFlightSqlBindsParametersOfEachType() throws SQLException {
        String sql =
                "SELECT room, co FROM home WHERE room = ? AND temp > ? AND co >= ? AND time >= ?"
                        + " ORDER BY time DESC LIMIT 1";
        try (Connection connection = connectWithToken();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            assertThat(statement.getParameterMetaData().getParameterCount()).isEqualTo(4);
            assertThat(statement.getMetaData().getColumnName(2)).isEqualTo("co");
            statement.setString(1, "Kitchen");
            statement.setDouble(2, 20.5);
            statement.setLong(3, 20);
            statement.setTimestamp(4, Timestamp.from(Instant.EPOCH));
            assertThat(rows(statement.executeQuery())).containsExactly("Kitchen|26");
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
