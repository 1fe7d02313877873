// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Columns of different types in UNION, INTERSECT and EXCEPT (data.md 5.2).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SetOperationsTest {
    private QueryFixture db;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        db = QueryFixture.open(directory);
        // 2022-05-17T13:14:15.123456789
        db.buffer("t s=\"2022-05-17T15:14:15.123456789+02:00\" 1652793255123456789");
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
                    SELECT time FROM t UNION ALL SELECT '2022-05-16T02:00:00+02:00' | 2022-05-16T00:00:00
                    SELECT '2022-05-16' UNION SELECT time FROM t | 2022-05-16T00:00:00
                    SELECT DISTINCT s FROM t UNION ALL SELECT time FROM t | 2022-05-17T13:14:15.123456789
                    SELECT time FROM t UNION ALL SELECT s FROM t GROUP BY s | 2022-05-17T13:14:15.123456789
                    SELECT time FROM t UNION ALL SELECT * FROM (SELECT '2022-05-16') AS x | 2022-05-16T00:00:00
                    SELECT time FROM t UNION ALL VALUES ('2022-05-16') | 2022-05-16T00:00:00
                    SELECT time FROM t UNION ALL (SELECT '2022-05-16' UNION ALL SELECT s FROM t) | 2022-05-16T00:00:00
                    SELECT time FROM t INTERSECT SELECT s FROM t | 2022-05-17T13:14:15.123456789
                    SELECT TIMESTAMP '2022-05-16' EXCEPT SELECT s FROM t | 2022-05-16T00:00:00
                    """)
    @Conforms("D-141")
    void readsTextAsTimesInSetOperations(String sql, String first) {
        try (var stream = db.open(sql)) {
            assertThat(stream.schema().getFields().getFirst().getType())
                    .hasToString("Timestamp(NANOSECOND, null)");
        }
        assertThat(db.rows("SELECT v::VARCHAR FROM (" + sql + ") AS x(v) ORDER BY v"))
                .first()
                .isEqualTo(first);
    }

    @Test
    @Conforms("D-141")
    void readsTextByTheClockOfTheOtherTimes() {
        assertThat(
                        db.rows(
                                "SELECT z::VARCHAR FROM (SELECT tz(time, 'Asia/Tokyo') AS z FROM t"
                                        + " UNION ALL SELECT '2022-05-17') AS x ORDER BY z"))
                .first()
                .isEqualTo("2022-05-17T00:00:00+09:00");
    }
}
