// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Points of several series at one time, as every agent writes them: answers are those in the order
/// of their tags, also where nobody asks for these, whatever order the points came in. Where a
/// function has another order, that is kept.
final class InfluxqlTiesTest {
    private static final List<String> LINES =
            List.of(
                    "m,h=a f=7 0",
                    "m,h=b f=5 0",
                    "m,h=c f=3 0",
                    "m,h=d f=1 0",
                    "n,h=a f=9 0",
                    "n,h=b f=2 0",
                    "m,h=a f=4 1000000000",
                    "m,h=b f=8 1000000000",
                    "p,h=a f=20 0",
                    "p,h=b f=19 0",
                    "p,h=c f=18 0",
                    "p,h=d f=17 0",
                    "p,h=e f=16 0",
                    "p,h=f f=15 0",
                    "p,h=g f=14 0",
                    "p,h=h f=13 0",
                    "p,h=i f=12 0",
                    "p,h=j f=11 0",
                    "p,h=k f=10 0",
                    "p,h=l f=9 0");

    @TempDir private Path directory;

    @ParameterizedTest(name = "{0}")
    @Conforms({"D-200", "D-218"})
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    f FROM (SELECT f FROM m); 7 5 3 1 4 8
                    f FROM (SELECT f FROM m) LIMIT 1; 7
                    * FROM (SELECT f FROM m, n); 7 5 3 1 4 8 9 2
                    f FROM (SELECT f FROM m), n; 7 5 3 1 4 8 9 2
                    f FROM (SELECT f FROM (SELECT f FROM m)) LIMIT 2 OFFSET 1; 5 3
                    tie0 FROM (SELECT f AS tie0 FROM m) LIMIT 2; 7 5
                    difference(f) FROM (SELECT f FROM m); -2 -2 -2 3 4
                    cumulative_sum(f) FROM (SELECT f FROM m); 7 12 15 16 20 28
                    integral(f) FROM m; 2.5
                    integral(f) FROM m WHERE time >= 0 AND time < 3s GROUP BY time(1s); 2.5
                    integral(f) FROM (SELECT f FROM m); 2.5
                    mode(f) FROM m; 1
                    mode(f), sum(f) FROM m; 1 28
                    f FROM (SELECT top(f, 12) AS f FROM p), n; 9 2 20 19 18 17 16 15 14 13 12 11 10 9
                    cumulative_sum(f) FROM (SELECT top(f, 3) AS f FROM p), (SELECT f FROM p WHERE h = 'l'); 9 29 48 66
                    f FROM (SELECT top(f, 2) AS f FROM m), (SELECT distinct(f) AS f FROM m); 1 3 5 7 4 8 7 8
                    * FROM (SELECT top(f, 2) FROM m), (SELECT distinct(f) FROM n); null 7 null 8 2 null 9 null
                    """)
    void comeInTheOrderOfTheirTags(String query, String expected) throws IOException {
        List<String> turned = new ArrayList<>(LINES).reversed();
        try (InfluxqlFixture db = InfluxqlFixture.open(directory)) {
            LINES.forEach(db.database()::buffer);
            assertThat(values(db, query)).isEqualTo(expected);

            db.database().nextDatabase();
            turned.forEach(db.database()::buffer);
            assertThat(values(db, query)).isEqualTo(expected);

            db.database().nextDatabase();
            db.database().files(turned.toArray(String[]::new));
            assertThat(values(db, query)).isEqualTo(expected);
        }
    }

    private static String values(InfluxqlFixture db, String query) {
        return String.join(
                " ",
                db.rows("SELECT " + query).stream()
                        .map(row -> row.substring(row.indexOf(' ') + 1))
                        .toList());
    }
}
