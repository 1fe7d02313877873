// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The reference results of data.md 8.1, row by row.
final class HomeReferenceTest {
    private static final String KITCHEN = " FROM home WHERE room='Kitchen'";
    private static final String BINS =
            KITCHEN
                    + " AND time >= '2022-01-01T08:00:00Z' AND time <= '2022-01-01T20:00:00Z'"
                    + " GROUP BY time(6h)";

    private static InfluxqlFixture home;

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        home = InfluxqlFixture.open(directory);
        home.database().file(HomeSensors.lines());
    }

    @AfterAll
    static void close() {
        home.close();
    }

    @Test
    @Conforms({"D-198", "D-199", "D-208"})
    void aggregatesOfEverything() {
        gives("SELECT COUNT(*) FROM home", "0 26 26 26");
        assertThat(home.columns("SELECT COUNT(*) FROM home"))
                .containsExactly("time", "count_co", "count_hum", "count_temp");
        gives("SELECT COUNT(DISTINCT(co)) FROM home", "0 12");
        gives("SELECT MEAN(*) FROM home", "0 5.269230769230769 36.15 22.396153846153844");
        gives("SELECT MEDIAN(*) FROM home", "0 1 36.05 22.45");
        gives("SELECT MODE(*) FROM home", "0 0 36 22.7");
        gives("SELECT SPREAD(temp) FROM home", "0 2.3000000000000007");
        gives(
                "SELECT STDDEV(*) FROM home",
                "0 7.774613519951676 0.25495097567963926 0.5553238833191091");
        gives("SELECT SUM(*) FROM home", "0 137 939.9 582.3");
    }

    @Test
    @Conforms({"D-198", "D-209"})
    void meansByRoom() {
        assertThat(home.ask("SELECT MEAN(temp) FROM home GROUP BY room"))
                .containsExactly(
                        "home{room=Kitchen} time mean",
                        "1970-01-01T00:00:00Z 22.623076923076926",
                        "home{room=Living Room} time mean",
                        "1970-01-01T00:00:00Z 22.16923076923077");
    }

    @Test
    @Conforms("D-200")
    void integrals() {
        gives("SELECT INTEGRAL(co)" + KITCHEN, "0 266400");
        gives("SELECT INTEGRAL(co,1h)" + KITCHEN, "0 74");
        gives("SELECT INTEGRAL(*,1h)" + KITCHEN, "0 74 435 272.25");
        gives("SELECT INTEGRAL(co,1h)" + BINS, "06 0", "12 30", "18 44");
    }

    @Test
    @Conforms({"D-198", "D-201", "D-210"})
    void binsOfSixHours() {
        gives("SELECT COUNT(temp)" + BINS, "06 4", "12 6", "18 3");
        gives("SELECT MEAN(temp)" + BINS, "06 22.275", "12 22.65", "18 23.033333333333335");
        gives("SELECT MEDIAN(temp)" + BINS, "06 22.55", "12 22.7", "18 23.1");
        gives("SELECT SPREAD(co)" + BINS, "06 0", "12 9", "18 8");
        gives("SELECT STDDEV(co)" + BINS, "06 0", "12 3.6742346141747673", "18 4");
        gives("SELECT SUM(co)" + BINS, "06 0", "12 21", "18 66");
        gives("SELECT MODE(co)" + BINS, "06 0", "12 1", "18 18");
        gives("SELECT FIRST(temp)" + BINS, "06 21", "12 22.5", "18 23.3");
        gives("SELECT LAST(temp)" + BINS, "06 22.4", "12 22.7", "18 22.7");
        gives("SELECT MAX(temp)" + BINS, "06 23", "12 22.8", "18 23.3");
        gives("SELECT MIN(temp)" + BINS, "06 21", "12 22.4", "18 22.7");
        gives("SELECT PERCENTILE(temp,50)" + BINS, "06 22.4", "12 22.7", "18 23.1");
    }

    @Test
    @Conforms({"D-201", "D-202", "D-208"})
    void selectorsHaveTheTimeOfTheirRow() {
        gives("SELECT MAX(co) FROM home", "20 26");
        gives("SELECT MAX(*) FROM home", "0 26 36.9 23.3");
        gives("SELECT PERCENTILE(temp,50) FROM home", "11 22.4");
        gives("SELECT BOTTOM(temp,3) FROM home", "08 21", "08 21.1", "09 21.4");
        gives("SELECT TOP(temp,room,2) FROM home", "18 23.3 Kitchen", "18 22.8 Living Room");
        gives(
                "SELECT BOTTOM(temp,room,2) FROM home WHERE time >= '2022-01-01T08:00:00Z'"
                        + " AND time <= '2022-01-01T12:00:00Z' GROUP BY time(2h)",
                "08 21 Kitchen",
                "08 21.1 Living Room",
                "10 21.8 Living Room",
                "11 22.4 Kitchen",
                "12 22.2 Living Room",
                "12 22.5 Kitchen");
    }

    @Test
    @Conforms({"D-187", "D-196"})
    void arithmetic() {
        String fahrenheit = "SELECT (temp * (9 / 5)) + 32 FROM home LIMIT 4";
        gives(fahrenheit, "08 69.80000000000001", "08 69.98", "09 73.4", "09 70.52");
        assertThat(home.columns(fahrenheit)).containsExactly("time", "temp");
    }

    @Test
    @Conforms("D-218")
    void subquery() {
        gives("SELECT SUM(max) FROM (SELECT MAX(temp) FROM home GROUP BY room)", "0 46.1");
    }

    @Test
    @Conforms({"D-185", "D-216"})
    void rows() {
        gives("SELECT co, temp FROM home WHERE co > temp", "20 26 22.7");
        gives(
                "SELECT *" + KITCHEN + " LIMIT 3 OFFSET 3",
                "11 0 36 Kitchen 22.4",
                "12 0 36 Kitchen 22.5",
                "13 1 36.5 Kitchen 22.8");
        assertThat(home.columns("SELECT * FROM home"))
                .containsExactly("time", "co", "hum", "room", "temp");
    }

    @Test
    @Conforms("D-225")
    void theZoneIsToldToWhoShowsTimes() {
        String query = "SELECT temp" + KITCHEN + " LIMIT 1 tz('America/Chicago')";
        gives(query, "08 21");
        var result = home.series(query);
        result.rows().close();
        assertThat(result.layout().zone()).isEqualTo("America/Chicago");
    }

    /// Each row as `hour values`; hour 0 is the epoch.
    private static void gives(String query, String... rows) {
        List<String> actual = home.rows(query);
        assertThat(actual).as(query).hasSize(rows.length);
        for (int i = 0; i < rows.length; i++) {
            String hour = rows[i].substring(0, rows[i].indexOf(' '));
            String time =
                    hour.equals("0") ? "1970-01-01T00:00:00Z" : "2022-01-01T" + hour + ":00:00Z";
            Approximately.same(
                    query, actual.get(i), time + rows[i].substring(rows[i].indexOf(' ')));
        }
    }
}
