// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.testkit.Conforms;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The sample sets that people load first, as they are published, and their documented results
/// (data.md 8.2). The set `home` has a test of its own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SampleSetsTest {
    private static final String DATABASE = "samples";

    /// Last digits of floats depend on the order of summation (data.md 8.1).
    private static final double TOLERANCE = 1e-9;

    @TempDir private static Path directory;

    private DataServer server;

    @BeforeAll
    void start() throws Exception {
        server = new DataServer(directory, Map.of(), Map.of()).withDatabase(DATABASE);
    }

    @AfterAll
    void close() {
        server.close();
    }

    /// Writes a published file without unpacking it.
    private void load(String set, String precision) throws Exception {
        String name = "/samples/" + set + ".lp.gz";
        try (InputStream file =
                Objects.requireNonNull(SampleSetsTest.class.getResourceAsStream(name), name)) {
            HttpResponse<String> answer =
                    server.post(
                            "/api/v2/write?bucket=" + DATABASE + "&precision=" + precision,
                            file.readAllBytes(),
                            "Authorization",
                            "Token " + server.token("write " + DATABASE),
                            "Content-Encoding",
                            "gzip");
            assertThat(answer.body()).isEmpty();
            assertThat(answer.statusCode()).isEqualTo(204);
        }
    }

    private void write(String lines) throws Exception {
        HttpResponse<String> answer =
                server.post(
                        "/api/v2/write?precision=s&bucket=" + DATABASE,
                        lines.getBytes(UTF_8),
                        "Authorization",
                        "Token " + server.token("write " + DATABASE));
        assertThat(answer.body()).isEmpty();
    }

    private List<String> rows(String sql) throws Exception {
        return server.query(DATABASE, sql);
    }

    /// A query that gives one number a row.
    private void gives(String sql, double... expected) throws Exception {
        double[] numbers = rows(sql).stream().mapToDouble(Double::parseDouble).toArray();
        assertThat(numbers).as(sql).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(numbers[i])
                    .as(sql)
                    .isCloseTo(expected[i], within(Math.abs(expected[i]) * TOLERANCE));
        }
    }

    @Test
    @Conforms("D-252")
    void weatherOfTheBayArea() throws Exception {
        load("weather", "ns");

        assertThat(rows("SELECT location, count(*) FROM weather GROUP BY location ORDER BY 1"))
                .containsExactly("Concord|1096", "Hayward|1096", "San Francisco|1096");
        assertThat(selected("selector_min(temp_min, time)", "weather"))
                .containsExactly(
                        "Concord|28.0|2022-01-02",
                        "Hayward|32.0|2021-01-26",
                        "San Francisco|35.0|2022-01-02");
        assertThat(selected("selector_max(temp_max, time)", "weather"))
                .containsExactly(
                        "Concord|112.0|2020-09-07",
                        "Hayward|107.0|2022-09-06",
                        "San Francisco|102.0|2020-09-06");
        assertThat(selected("selector_last(precip, time)", "weather WHERE precip > 0"))
                .containsExactly(
                        "Concord|3.04|2022-12-31",
                        "Hayward|4.34|2022-12-31",
                        "San Francisco|3.67|2022-12-31");
    }

    private List<String> selected(String selector, String from) throws Exception {
        return rows(
                "SELECT location, s['value'], substr(s['time']::STRING, 1, 10) FROM (SELECT location, "
                        + selector
                        + " AS s FROM "
                        + from
                        + " GROUP BY location) ORDER BY location");
    }

    @Test
    @Conforms("D-252")
    void pricesOfBitcoin() throws Exception {
        load("bitcoin", "ns");

        assertThat(
                        rows(
                                "SELECT code, symbol, count(*) FROM bitcoin GROUP BY code, symbol"
                                        + " ORDER BY code"))
                .containsExactly("EUR|&euro;|1250", "GBP|&pound;|1250", "USD|&#36;|1250");
        gives(
                "SELECT avg(price) FROM bitcoin GROUP BY code ORDER BY code",
                27328.848667840,
                23441.832453920,
                28054.160950480);
        String weeks =
                " FROM bitcoin WHERE code = 'EUR' GROUP BY date_bin(INTERVAL '7 days', time)";
        assertThat(
                        rows(
                                "SELECT substr(week::STRING, 1, 10) FROM (SELECT"
                                        + " date_bin(INTERVAL '7 days', time) AS week"
                                        + weeks
                                        + ") ORDER BY week"))
                .containsExactly("2023-04-27", "2023-05-04", "2023-05-11");
        gives(
                "SELECT avg(price)" + weeks + " ORDER BY min(time)",
                27681.21808576779,
                27829.413580354256,
                26210.24799033149);
        gives(
                "SELECT avg(price) FROM bitcoin WHERE code = 'USD'"
                        + " AND time < '2023-05-01T05:00:00Z'"
                        + " GROUP BY date_bin(INTERVAL '1 hour', time) ORDER BY min(time)",
                29313.6754,
                29263.2886,
                28605.66655,
                28572.809925,
                28549.392625);
    }

    @Test
    @Conforms("D-252")
    void gapsOfBitcoinAreFilled() throws Exception {
        load("bitcoin", "ns");
        String from =
                " AS price FROM bitcoin WHERE code = 'USD' AND time >= '2023-05-01T00:00:00Z'"
                        + " AND time < '2023-05-01T02:00:00Z'";
        String bins = "date_bin_gapfill(INTERVAL '30 minutes', time)";

        assertThat(
                        rows(
                                "SELECT price FROM (SELECT "
                                        + bins
                                        + " AS t, avg(price)"
                                        + from
                                        + " GROUP BY t) ORDER BY t"))
                .hasSize(4)
                .element(2)
                .isEqualTo("null");
        gives(
                "SELECT price FROM (SELECT "
                        + bins
                        + " AS t, interpolate(avg(price))"
                        + from
                        + " GROUP BY t) ORDER BY t",
                29319.9092,
                29307.4416,
                29285.3651,
                29263.2886);
    }

    @Test
    @Conforms("D-252")
    void randomNumbers() throws Exception {
        load("numbers", "ns");

        assertThat(rows("SELECT count(*), min(time)::STRING, max(time)::STRING FROM numbers"))
                .containsExactly("721|2023-01-01T00:00:00|2023-01-01T12:00:00");
        gives(
                "SELECT b FROM numbers ORDER BY time LIMIT 6",
                -0.163643058925645,
                0.137034364053949,
                -0.482943221384294,
                -0.0729732928756677,
                1.77857552719844,
                0.741147445214238);
        assertThat(last("SELECT derivative(b) FROM numbers LIMIT 1"))
                .isCloseTo(0.005011290382993233, within(TOLERANCE));
        assertThat(last("SELECT cumulative_sum(b) FROM numbers LIMIT 6"))
                .isCloseTo(1.9371977632810204, within(TOLERANCE));
        assertThat(last("SELECT ceil(b) FROM numbers LIMIT 1")).isEqualTo(-0.0);
    }

    /// The last value of the last row of an InfluxQL query.
    private double last(String influxql) throws Exception {
        String row = server.influxql(DATABASE, influxql).getLast();
        return Double.parseDouble(row.substring(row.lastIndexOf('|') + 1));
    }

    @Test
    @Conforms("D-252")
    void windOfEurope() throws Exception {
        load("wind_data", "s");

        assertThat(
                        rows(
                                "SELECT count(*), count(DISTINCT country), count(DISTINCT county),"
                                        + " count(DISTINCT city) FROM wind_data"))
                .containsExactly("3096|20|111|129");
        assertThat(
                        rows(
                                "SELECT min(time)::STRING, max(time)::STRING FROM wind_data"
                                        + " WHERE city = 'Berlin'"))
                .containsExactly("2025-10-01T00:00:00|2025-10-01T23:00:00");
        assertThat(rows("SELECT DISTINCT county, country FROM wind_data WHERE city = 'Düsseldorf'"))
                .containsExactly("North Rhine-Westphalia|Germany");
    }

    @Test
    @Conforms("D-252")
    void actionsAtHome() throws Exception {
        write(
                String.join(
                        "\n",
                        cooling("09", "23°C (23°C). Cooling to 22°C."),
                        cooling("18", "23°C (23.3°C). Cooling to 22°C."),
                        cooling("19", "23°C (23.1°C). Cooling to 22°C."),
                        alert("Kitchen", "18", 18),
                        alert("Kitchen", "19", 22),
                        alert("Kitchen", "20", 26),
                        alert("Living\\ Room", "19", 14),
                        alert("Living\\ Room", "20", 17)));

        assertThat(
                        rows(
                                "SELECT room, action, level, count(*) FROM home_actions"
                                        + " GROUP BY room, action, level ORDER BY 1, 2"))
                .containsExactly(
                        "Kitchen|alert|warn|3", "Kitchen|cool|ok|3", "Living Room|alert|warn|2");
        assertThat(rows("SELECT description FROM home_actions ORDER BY time LIMIT 1"))
                .containsExactly("Temperature at or above 23°C (23°C). Cooling to 22°C.");
    }

    private static String cooling(String hour, String description) {
        return action(
                "Kitchen,action=cool,level=ok", "Temperature at or above " + description, hour);
    }

    private static String alert(String room, String hour, int ppm) {
        return action(
                room + ",action=alert,level=warn",
                "Carbon monoxide level above normal: " + ppm + " ppm.",
                hour);
    }

    private static String action(String tags, String description, String hour) {
        long seconds = Instant.parse("2022-01-01T" + hour + ":00:00Z").getEpochSecond();
        return "home_actions,room=" + tags + " description=\"" + description + "\" " + seconds;
    }

    @Test
    @Conforms("D-252")
    void productionAndItsErrorsJoin() throws Exception {
        write(
                """
                prod_line,station=B1 produced=26 1641024000
                prod_line,station=B1 produced=54 1641027600
                prod_line,station=B1 produced=56 1641031200
                prod_line,station=B1 other=1 1641034800
                prod_line,station=B1 produced=82 1641038400
                errors,station=B1,level=warn message="Maintenance required" 1641031200
                errors,station=B1,level=crit message="Station offline" 1641034800
                """);

        assertThat(joined("INNER")).hasSize(2);
        assertThat(joined("LEFT")).hasSize(5);
        assertThat(joined("RIGHT")).hasSize(2);
        assertThat(joined("FULL")).hasSize(5);
        assertThat(
                        rows(
                                "SELECT p.produced, e.level, e.message FROM prod_line p JOIN errors e"
                                        + " ON p.time = e.time AND p.station = e.station"
                                        + " ORDER BY p.time"))
                .containsExactly("56.0|warn|Maintenance required", "null|crit|Station offline");
    }

    private List<String> joined(String kind) throws Exception {
        return rows(
                "SELECT p.time, e.time FROM prod_line p "
                        + kind
                        + " JOIN errors e ON p.time = e.time");
    }
}
