// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of values of different types that are compared, or one of which is chosen.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CommonTypesTest {
    private QueryFixture db;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        db = QueryFixture.open(directory);
        db.buffer("n,k=a i=10i,f=2.5,s=\"9\",u=3u 0", "n,k=10 i=7i 3600000000000");
    }

    @AfterAll
    void close() {
        db.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    coalesce(k, 1) | a
                    coalesce(NULL, f, k) | 2.5
                    nvl(i, k) | 10
                    ifnull(u, s) | 3
                    nullif(k, 1) | a
                    nullif(i, s) | 10
                    greatest(k, 1, f) | a
                    least(s, i) | 10
                    CASE WHEN i > 5 THEN k ELSE 0 END | a
                    CASE WHEN i > 50 THEN 'many' ELSE i END | 10
                    CASE k WHEN 1 THEN 'one' WHEN 2.5 THEN 'two' ELSE f END | 2.5
                    make_array(k, i, 1.5) | ["a","10","1.5"]
                    [s, 1, NULL] | ["9","1",null]
                    lag(k, 1, 'none') OVER (ORDER BY time) | none
                    k = 1 | false
                    k > 1.5 | true
                    k <> i | true
                    s > i | true
                    i BETWEEN '1' AND k | true
                    i = '10' | true
                    i > '9' | true
                    i = 'many' | false
                    k IN (1, 2.5, 'a') | true
                    """)
    void writesNumbersBesideTextAsText(String expression, String value) {
        assertThat(db.rows("SELECT " + expression + " FROM n ORDER BY time LIMIT 1"))
                .containsExactly(value);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    SELECT a.i FROM n a JOIN n b ON a.i = b.k | 10
                    SELECT i FROM n WHERE k = i + 3 | 7
                    """)
    void findsNumbersByText(String sql, String value) {
        assertThat(db.rows(sql)).containsExactly(value);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    k <> 'x%d' | 2
                    k <> 'x%d' AND k <> 'a' | 1
                    k <> %d | 1
                    i <> %d | 0
                    f <> %d.25 | 1
                    time <> %d::TIMESTAMP | 1
                    NOT (k = 'x%d') AND i <> -%d | 2
                    """)
    void excludesManyConstantsAtOnce(String condition, String count) {
        String sql =
                IntStream.range(0, 200)
                        .mapToObj(number -> condition.replace("%d", Integer.toString(number)))
                        .collect(Collectors.joining(" AND ", "SELECT count(*) FROM n WHERE ", ""));

        assertThat(db.rows(sql)).containsExactly(count);
        if (condition.startsWith("k")) {
            assertThat(db.plans.getLast().text().get()).contains(" IN (").doesNotContain("<>");
        }
    }
}
