// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.query.ResultStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Statements that would take all time or memory: some are refused, the others end at a limit.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BombsTest {
    private QueryFixture db;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        db = QueryFixture.open(directory);
        db.file("home,room=Kitchen temp=21 1");
        db.buffer("home,room=Hall temp=18 2");
    }

    @AfterAll
    void close() {
        db.close();
    }

    /// What would take all there is ends at a limit of memory, of time or of its own.
    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "SELECT array_agg(i) FROM range(1000000000000) t(i)",
                "SELECT string_agg(i::VARCHAR, ',') FROM range(1000000000000) t(i)",
                "SELECT count(DISTINCT i) FROM range(1000000000000) t(i)",
                "SELECT a.i FROM range(1000000000) a(i) ORDER BY md5(a.i::VARCHAR)",
                "SELECT count(*) FROM range(1000000000) a(i), range(1000000000) b(i) WHERE a.i + b.i = -1",
                "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r",
                "WITH RECURSIVE r(s) AS (SELECT 'a' UNION ALL SELECT s || s FROM r) SELECT count(*) FROM r",
                "SELECT regexp_like('a', '((((((a{100}){100}){100}){100}){100}){100})')",
                "SELECT regexp_replace(repeat('a', 1500), '(a*)*b', 'x', 'g') FROM range(10000000)",
                "SELECT sum(levenshtein(repeat('a', 500), repeat('b', 490) || i::VARCHAR))"
                        + " FROM range(100000000) t(i)",
                "SELECT factorial(1000000)",
                "SELECT median(a.i + b.i) FROM range(1000000) a(i), range(1000000) b(i)",
                "SELECT sum(i) OVER (ORDER BY i ROWS BETWEEN 1000000 PRECEDING AND 1000000 FOLLOWING)"
                        + " FROM range(10000000000) t(i)"
            })
    void endsBombsAtALimit(String sql) {
        assertThatThrownBy(
                        () -> {
                            try (ResultStream stream =
                                    db.open(sql, Map.of(), Duration.ofMillis(300))) {
                                while (stream.next()) {
                                    assertThat(stream.root().getRowCount()).isPositive();
                                }
                            }
                        })
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem().kind())
                                        .isIn(
                                                Problem.Kind.INVALID,
                                                Problem.Kind.TOO_LARGE,
                                                Problem.Kind.UNAVAILABLE));

        assertThat(db.rows("SELECT count(*) FROM home")).containsExactly("2");
        db.awaitPlaces();
        db.requireNothingLeft();
    }

    /// What would take all memory or hours within one value, where nothing can end it, is not
    /// begun.
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            textBlock =
                    """
                    SELECT repeat(repeat(repeat('x', 60000), 60000), 60000) ~ text is too long (limit: 65536)
                    SELECT lpad('x', 2000000000) ~ text is too long (limit: 65536)
                    SELECT rpad(room, 2000000000, 'ab') FROM home ~ text is too long (limit: 65536)
                    SELECT replace(repeat('a', 60000), 'a', repeat('b', 60000)) ~ text is too long (limit: 1048576)
                    SELECT replace(repeat('a', 60000), '', 'bbbbbbbbbbbbbbbbbbbb') ~ text is too long (limit: 1048576)
                    SELECT regexp_replace(repeat('a', 60000), 'a', repeat('b', 60000), 'g') ~ text is too long (limit: 1048576)
                    SELECT regexp_replace(repeat('a', 60000), '(a*)', repeat('\\1', 30000)) ~ text is too long (limit: 1048576)
                    SELECT regexp_replace(repeat('a', 60000), '(a*)', '\\1\\1\\1\\1\\1\\1\\1\\1\\1\\1\\1\\1\\1\\1\\1\\1\\1\\1\\1\\1') ~ text is too long (limit: 1048576)
                    SELECT array_to_string(array_repeat(repeat('x', 30), 60000), ',') ~ text is too long (limit: 1048576)
                    SELECT array_repeat(repeat('x', 60000), 60000) ~ a list is too long (limit: 65536)
                    SELECT array_to_string(array_repeat(NULL::VARCHAR, 60000), ',', repeat('x', 60000)) ~ text is too long (limit: 1048576)
                    SELECT encode(encode(encode(encode(encode(repeat('x', 65536), 'hex'), 'hex'), 'hex'), 'hex'), 'hex') ~ text is too long (limit: 262144)
                    SELECT levenshtein(repeat('a', 60000), repeat('b', 60000)) ~ texts are too long to be compared (limit: 250000)
                    SELECT array_repeat(array_repeat(1, 1000000), 1000000) ~ a list is too long (limit: 65536)
                    SELECT array_resize([1], 9000000000000000000) ~ a list is too long (limit: 65536)
                    SELECT array_resize([1], 900000000, 7) ~ a list is too long (limit: 65536)
                    SELECT range(900000000) ~ a list is too long (limit: 65536)
                    SELECT range(-9000000000000000000, 9000000000000000000) ~ a list is too long (limit: 65536)
                    SELECT range(0, -900000000, -1) ~ a list is too long (limit: 65536)
                    SELECT generate_series(1, 9000000000000000000) ~ a list is too long (limit: 65536)
                    SELECT generate_series(TIMESTAMP '2020-01-01', TIMESTAMP '2030-01-01', INTERVAL '1 second') ~ a list is too long (limit: 65536)
                    SELECT unnest(range(900000000)) ~ a list is too long (limit: 65536)
                    """)
    void beginsNothingWithoutEnd(String sql, String message) {
        db.requireRefused(sql, message);
    }

    /// Nothing ends the reading of a replacement: it takes a moment, however long it is.
    @Test
    @Timeout(5)
    void readsLongReplacementsInAMoment() {
        String begun = "${".repeat(64_000);

        assertThat(db.rows("SELECT regexp_replace('ab', 'b', '" + begun + "')"))
                .containsExactly("a" + begun);
        assertThat(
                        db.rows(
                                "SELECT length(regexp_replace('a', 'a', repeat('${', 30000) || i))"
                                        + " FROM range(9) t(i)"))
                .hasSize(9)
                .containsOnly("60001");
        assertThat(db.rows("SELECT regexp_replace('ab', '(b)', '$" + "0".repeat(64_000) + "1')"))
                .containsExactly("ab");
        assertThat(db.rows("SELECT regexp_replace('ab', '(b)', '$" + "9".repeat(64_000) + "')"))
                .containsExactly("a");
    }

    static List<String> manyCalls() {
        return List.of(
                "SELECT cardinality(array_concat(" + times(600, "range(60000)") + "))",
                "SELECT sum(cardinality(array_concat("
                        + times(20, "range(5000 + i)")
                        + "))) FROM range(10000) t(i)",
                "SELECT " + times(100, "repeat(i::VARCHAR, 9000)") + " FROM range(10000) t(i)",
                "SELECT "
                        + times(100, "upper(c || 'x')")
                        + " FROM (SELECT repeat(i::VARCHAR, 9000) AS c FROM range(10000) t(i)) t",
                "SELECT "
                        + times(30, "repeat(random()::VARCHAR, 3000)")
                        + " FROM range(10000) t(i)",
                "SELECT string_to_array(c, ','), "
                        + times(20, "lower(c)")
                        + " FROM (SELECT repeat(i::VARCHAR || ',', 5000) AS c"
                        + " FROM range(10000) t(i)) t",
                doubled("c || c", "'" + "x".repeat(10_000) + "'", 12),
                doubled("concat(c, c)", "'" + "x".repeat(10_000) + "'", 12),
                doubled("array_concat(c, c)", "make_array(1, 2)", 18),
                "WITH RECURSIVE r(s) AS (SELECT 'a' UNION ALL SELECT s || s FROM r) SELECT 1 FROM r");
    }

    private static String times(int count, String part) {
        return String.join(", ", Collections.nCopies(count, part));
    }

    private static String doubled(String part, String first, int levels) {
        return "SELECT c FROM "
                + ("(SELECT " + part + " AS c FROM ").repeat(levels)
                + ("(SELECT " + first + " AS c) t")
                + ") t".repeat(levels);
    }

    /// What all calls of a statement make has a limit: the more there are, the less each.
    @ParameterizedTest(name = "many calls {index}")
    @MethodSource("manyCalls")
    void makesNoMoreWithManyCalls(String sql) {
        assertThatThrownBy(() -> db.rows(sql))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.getMessage()).contains("too long (limit: "));
    }

    @Test
    void makesWhatStatementsWant() {
        assertThat(
                        db.rows(
                                "SELECT length(replace(c, 'x', 'y')), "
                                        + times(20, "upper('a')")
                                        + " FROM (SELECT string_agg('xxxxxxxxxx', '') AS c"
                                        + " FROM range(50000)) t"))
                .first()
                .asString()
                .startsWith("500000|");
        assertThat(
                        db.rows(
                                "SELECT length(regexp_replace(c, '(x+)', '<$1>')),"
                                        + " length(regexp_replace(c, 'x', repeat('y', 50000)))"
                                        + " FROM (SELECT string_agg('xxxxxxxxxx', '') AS c"
                                        + " FROM range(100000)) t"))
                .containsExactly("1000002|1049999");
        assertThat(db.rows("SELECT cardinality(range(65000))")).containsExactly("65000");
        assertThat(db.rows("SELECT max(cardinality(range(30000 + i))) FROM range(9) t(i)"))
                .containsExactly("30008");
        assertThat(db.rows("SELECT max(length(repeat(room, 8000))) FROM home"))
                .containsExactly("56000");
        assertThat(
                        db.rows(
                                "SELECT length(a || ' ' || b) FROM"
                                        + " (SELECT repeat('x', 20000) || '-' AS a, lpad('y', 20000) AS b) t"))
                .containsExactly("40002");
        assertThat(
                        db.rows(
                                "SELECT max(cardinality(string_to_array(repeat('a,', 20000), ',')))"
                                        + " FROM home"))
                .containsExactly("20001");
    }

    /// A batch of long values would take gigabytes.
    @Test
    void bringsLongValuesInSmallBatches() {
        assertThat(rowsOfABatch("SELECT i FROM range(20000) t(i)")).isEqualTo(16_384);
        assertThat(rowsOfABatch("SELECT i, repeat('x', i) FROM range(20000) t(i)"))
                .isEqualTo(2_048);
        assertThat(rowsOfABatch("SELECT range(i % 9) FROM range(20000) t(i)")).isEqualTo(2_048);
        assertThat(rowsOfABatch("SELECT {'i': i} AS s FROM range(20000) t(i)")).isEqualTo(2_048);
        assertThat(rowsOfABatch("SELECT room, i FROM home, range(20000) t(i)")).isEqualTo(16_384);
    }

    private int rowsOfABatch(String sql) {
        try (ResultStream stream = db.open(sql)) {
            assertThat(stream.next()).isTrue();
            return stream.root().getRowCount();
        }
    }

    /// Functions that the engine writes out in others repeat their arguments, but not each level
    /// again (`MacroSizesTest`).
    @ParameterizedTest
    @ValueSource(
            strings = {
                "signum(x)",
                "x::BIGINT::DOUBLE",
                "TRY_CAST(TRY_CAST(x AS BIGINT UNSIGNED) AS DOUBLE)",
                "length(lpad(x::VARCHAR, 3))",
                "nanvl(x, 1.0)",
                "date_bin(INTERVAL '1 month', to_timestamp(x::BIGINT))::BIGINT",
                "(to_timestamp(x::BIGINT) + INTERVAL '1 month')::BIGINT",
                "length(replace(x::VARCHAR, 'a', 'b'))",
                "cardinality(array_remove([x], 1.0))",
            })
    void plansFunctionsWithinFunctions(String part) {
        String value = "temp";
        for (int level = 0; level < 16; level++) {
            value = part.replace("x", value);
        }
        assertThat(db.rows("SELECT " + value + " FROM home")).hasSize(2);
    }

    @Test
    void plansFunctionsWithinFunctionsInReason() {
        String sums =
                String.join(
                        " + ", Collections.nCopies(60, "signum(round(temp::BIGINT::DOUBLE, 1))"));

        assertThat(db.rows("SELECT " + sums + " FROM home WHERE temp > 20"))
                .containsExactly("60.0");
    }

    static List<String> bombs() {
        int n = 200_000;
        return List.of(
                "SELECT " + "(".repeat(n) + "1" + ")".repeat(n),
                "SELECT " + "(".repeat(n),
                "SELECT E'\\'' " + "(".repeat(n) + "'",
                "SELECT 1 /* /* */ ' */ " + "(".repeat(n) + " --'",
                "SELECT 1" + "+1".repeat(n / 2),
                "SELECT " + "NOT ".repeat(n / 4) + "true",
                "SELECT " + "- ".repeat(n / 2) + "1",
                "SELECT " + "CASE WHEN true THEN ".repeat(n / 26) + "1" + " END".repeat(n / 26),
                "SELECT " + "[".repeat(n / 2) + "]".repeat(n / 2),
                "SELECT 1" + "::INT".repeat(n / 5),
                "SELECT a" + "[1]".repeat(n / 3),
                "SELECT " + "abs(".repeat(n / 5) + "1" + ")".repeat(n / 5),
                "SELECT * FROM " + "(SELECT * FROM ".repeat(n / 16) + "home" + ")".repeat(n / 16),
                "SELECT * FROM home" + " NATURAL JOIN home".repeat(n / 18),
                "SELECT room" + " IS NULL".repeat(n / 8) + " FROM home",
                "SELECT room" + " AND true OR room".repeat(n / 17) + " IS NULL FROM ghost",
                "SELECT 1 -- \r ' \n" + "(".repeat(n) + "'",
                "SELECT " + "x".repeat(300_000),
                "SELECT '\0'");
    }

    @ParameterizedTest(name = "bomb {index}")
    @MethodSource("bombs")
    void refusesWhatWouldExhaustTheParser(String sql) {
        assertThatThrownBy(() -> db.open(sql))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().kind()).isEqualTo(Problem.Kind.INVALID));

        assertThat(db.rows("SELECT count(*) FROM home")).containsExactly("2");
    }
}
