// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Texts that are refused, with what and where. In a line `^` stands before the word that the
/// refusal names; without a message it is the usual one.
final class BadStatementsTest {
    private static final String UNSUPPORTED =
            """
            SELECT f ^INTO n FROM m
            ^ALTER RETENTION POLICY rp ON db DURATION 1h
            ^GRANT ALL TO u
            ^REVOKE ALL FROM u
            ^KILL QUERY 1
            ^SET PASSWORD FOR u = 'p'
            CREATE ^USER u WITH PASSWORD 'p' => invalid CREATE statement, expected DATABASE following CREATE
            CREATE ^CONTINUOUS QUERY q ON d BEGIN SELECT f INTO m FROM n END => invalid CREATE statement, expected DATABASE following CREATE
            DROP ^DATABASE d => invalid DROP statement, expected MEASUREMENT
            DROP ^SERIES FROM m => invalid DROP statement, expected MEASUREMENT
            SHOW ^SERIES => {show}
            SHOW ^SERIES CARDINALITY => {show}
            SHOW ^SERIES EXACT CARDINALITY => {show}
            SHOW ^QUERIES => {show}
            SHOW ^USERS => {show}
            SHOW ^STATS => {show}
            SHOW ^SHARDS => {show}
            SHOW MEASUREMENTS ^CARDINALITY
            SHOW ^MEASUREMENT CARDINALITY => {show}
            SHOW TAG VALUES ^CARDINALITY => invalid SHOW TAG VALUES statement, expected WITH KEY clause
            SHOW TAG KEYS ^ORDER BY time
            SHOW TAG KEYS LIMIT 1 ^SLIMIT 1
            SHOW TAG ^KEY CARDINALITY => invalid SHOW TAG statement, expected KEYS or VALUES
            SHOW FIELD ^KEY CARDINALITY => invalid SHOW FIELD KEYS statement, expected KEYS
            ^INSERT m f=1
            ^BAD SQL
            """;

    private static final String SELECTS =
            """
            SELECT ^FROM m => invalid SELECT statement, expected field
            SELECT f,^ => invalid SELECT statement, expected field
            SELECT f^
            SELECT f ^g FROM m
            SELECT a ^> b FROM m
            SELECT f AS ^FROM m => invalid field alias, expected identifier
            SELECT f AS ^'x' FROM m => invalid field alias, expected identifier
            SELECT f FROM ^ => {from}
            SELECT f FROM ^WHERE a = 1 => {from}
            SELECT f FROM m, ^; => {from}
            SELECT f FROM (^SHOW DATABASES) => {from}
            SELECT f FROM (SELECT g FROM m^; SELECT h FROM n)
            SELECT f FROM (SELECT g FROM m^
            SELECT f FROM ^.m => {from}
            SELECT f FROM a.b.c^.d
            SELECT f FROM m ^n
            SELECT f FROM m GROUP ^time(1m) => {group-by}
            SELECT f FROM m GROUP BY ^ => {dimension}
            SELECT f FROM m GROUP BY a, ^1 => {dimension}
            SELECT f FROM m GROUP BY time^ => invalid TIME call, expected 1 or 2 arguments
            SELECT f FROM m GROUP BY time(^) => invalid TIME call, expected a duration for the interval
            SELECT f FROM m GROUP BY time(^5) => invalid TIME call, expected a duration for the interval
            SELECT f FROM m GROUP BY time(^a) => invalid TIME call, expected a duration for the interval
            SELECT f FROM m GROUP BY time(^1h * 1h) => invalid TIME call, expected a duration for the interval
            SELECT f FROM m GROUP BY time(^1h / 0) => invalid TIME call, expected a duration for the interval
            SELECT f FROM m GROUP BY time(1h, 2h^, 3h) => invalid TIME call, expected ')'
            SELECT f FROM m GROUP BY time(1h, ^f)
            SELECT f FROM m GROUP BY time(1h, ^abs(1h)) => invalid expression, the only valid function call is 'now' with no arguments
            SELECT f FROM m GROUP BY time(1h, ^now(1h)) => invalid expression, the only valid function call is 'now' with no arguments
            SELECT f FROM m fill(^) => {fill}
            SELECT f FROM m fill(^'x') => {fill}
            SELECT f FROM m fill(^1s) => {fill}
            SELECT f FROM m fill(^-a) => {fill}
            SELECT f FROM m fill(^18446744073709551615) => {fill}
            SELECT f FROM m fill ^null
            SELECT f FROM m fill(null) ^GROUP BY a
            SELECT f FROM m ORDER BY ^f => invalid ORDER BY, expected TIME column
            SELECT f FROM m ORDER BY ^1 => invalid ORDER BY, expected ASC, DESC or TIME
            SELECT f FROM m ORDER BY time DESC^, g
            SELECT f FROM m LIMIT ^-1 => invalid LIMIT clause, expected unsigned integer
            SELECT f FROM m LIMIT ^1.5 => invalid LIMIT clause, expected unsigned integer
            SELECT f FROM m LIMIT ^$n => invalid LIMIT clause, expected unsigned integer
            SELECT f FROM m OFFSET ^x => invalid OFFSET clause, expected unsigned integer
            SELECT f FROM m SLIMIT ^ => invalid SLIMIT clause, expected unsigned integer
            SELECT f FROM m SOFFSET ^'1' => invalid SOFFSET clause, expected unsigned integer
            SELECT f FROM m OFFSET 1 ^LIMIT 1
            SELECT f FROM m tz(^UTC) => invalid TZ clause, expected string
            SELECT f FROM m tz(^'Nowhere/Land') => unable to find timezone
            SELECT f FROM m tz(^'+02:00') => unable to find timezone
            EXPLAIN ^SHOW DATABASES => invalid EXPLAIN statement, expected InfluxQL statement
            EXPLAIN VERBOSE ^ANALYZE SELECT f FROM m => invalid EXPLAIN statement, expected InfluxQL statement
            """;

    private static final String TERMS =
            """
            SELECT f + ^FROM m
            SELECT f(a ^FROM m
            SELECT f(a, ^) FROM m
            SELECT (a ^FROM m
            SELECT f::^text FROM m => invalid data type for tag or field reference, expected float, integer, unsigned, string, boolean, field, tag
            SELECT *::^float FROM m => invalid wildcard type specifier, expected TAG or FIELD
            SELECT DISTINCT ^FROM m => invalid DISTINCT expression, expected identifier
            SELECT ^-'x' FROM m => {unary}
            SELECT ^-* FROM m => {unary}
            SELECT ^-true FROM m => {unary}
            SELECT -^9223372036854775809 FROM m => constant overflows signed integer
            SELECT ^18446744073709551616 FROM m => unable to parse integer due to overflow
            SELECT ^9223372036854775808ns FROM m => unable to parse duration due to overflow
            SELECT ^15251w FROM m => unable to parse duration due to overflow
            SELECT 1.5^h FROM m
            SELECT 1^e3 FROM m
            SELECT 0^x10 FROM m
            SELECT 1h^30 FROM m
            SELECT 1h ^30m FROM m
            SELECT 1^y FROM m
            SELECT 1m^o FROM m
            SELECT a.^
            SELECT ^ä FROM m => invalid SELECT statement, expected field
            SELECT 'ä', ^# FROM m => invalid SELECT statement, expected field
            SELECT ^'x => unterminated string literal
            SELECT ^"x => unterminated string literal
            SELECT ^/x => unterminated regex literal
            SELECT f ^/* x => invalid inline comment, missing closing */
            SELECT 'x^\\y' FROM m => invalid escape sequence, expected \\\\, \\' or \\n
            SELECT "x^\\'" FROM m => invalid escape sequence, expected \\\\, \\" or \\n
            SELECT ^$ FROM m => invalid SELECT statement, expected field
            """;

    private static final String CONDITIONS =
            """
            SELECT f FROM m WHERE ^ => invalid conditional expression
            SELECT f FROM m WHERE ^GROUP BY a => invalid conditional expression
            SELECT f FROM m WHERE a = ^ => invalid conditional expression
            SELECT f FROM m WHERE a = ^/x/ => invalid conditional expression
            SELECT f FROM m WHERE a =~ ^'x' => invalid conditional, expected regular expression
            SELECT f FROM m WHERE a !~ ^$x => invalid conditional, expected regular expression
            SELECT f FROM m WHERE a AND ^ => invalid conditional expression
            SELECT f FROM m WHERE a OR ^OR b => invalid conditional expression
            SELECT f FROM m WHERE a = 1 ^= 2
            SELECT f FROM m WHERE (a = 1) ^= true
            SELECT f FROM m WHERE a = (b ^= 1)
            SELECT f FROM m WHERE (a = 1^
            SELECT f FROM m WHERE (a = 1)^)
            SELECT f FROM m WHERE ^* = 1 => invalid conditional expression
            SELECT f FROM m WHERE ^key = 'x' => invalid conditional expression
            SELECT ^tag FROM m => invalid SELECT statement, expected field
            SELECT f FROM m GROUP BY ^tag => invalid GROUP BY clause, expected wildcard, TIME, identifier or regular expression
            SELECT f FROM m WHERE ^DISTINCT a => invalid conditional expression
            SELECT f FROM m WHERE NOT ^a
            SELECT f FROM m WHERE a ^IN ('x')
            SELECT f FROM m WHERE a + ^/x/ > 1
            """;

    private static final String OTHERS =
            """
            SHOW ^ => {show}
            SHOW RETENTION ^POLICY => invalid SHOW RETENTION POLICIES statement, expected POLICIES
            SHOW TAG VALUES ^ => invalid SHOW TAG VALUES statement, expected WITH KEY clause
            SHOW TAG VALUES WITH ^a => invalid WITH KEY clause, expected KEY
            SHOW TAG VALUES WITH KEY ^a => invalid WITH KEY clause, expected condition
            SHOW TAG VALUES WITH KEY ^"=" a => invalid WITH KEY clause, expected condition
            SHOW TAG VALUES WITH KEY = ^'a' => invalid WITH KEY clause, expected identifier following =
            SHOW TAG VALUES WITH KEY != ^/a/ => invalid WITH KEY clause, expected identifier following !=
            SHOW TAG VALUES WITH KEY =~ ^a => invalid WITH KEY clause, expected regular expression following =~
            SHOW TAG VALUES WITH KEY !~ ^a => invalid WITH KEY clause, expected regular expression following !~
            SHOW TAG VALUES WITH KEY IN ^a => invalid WITH KEY clause, expected identifier list following IN
            SHOW TAG VALUES WITH KEY IN (^) => invalid IN clause, expected identifier
            SHOW TAG VALUES WITH KEY IN (a^ => invalid identifier list, expected ')'
            SHOW MEASUREMENTS ON ^ => invalid ON clause, expected wildcard or identifier
            SHOW MEASUREMENTS ON *.^rp => invalid ON clause, expected wildcard or identifier
            SHOW MEASUREMENTS ON db.^* => invalid ON clause, expected wildcard or identifier
            SHOW MEASUREMENTS WITH ^KEY = a => invalid WITH clause, expected MEASUREMENT
            SHOW MEASUREMENTS WITH MEASUREMENT ^m => invalid WITH clause, expected = or =~
            SHOW MEASUREMENTS WITH MEASUREMENT = ^/m/ => invalid WITH clause, expected measurement name following =
            SHOW MEASUREMENTS WITH MEASUREMENT =~ ^m => invalid WITH clause, expected regular expression following =~
            SHOW TAG KEYS ON ^'db' => invalid ON clause, expected identifier
            SHOW TAG KEYS FROM ^(SELECT f FROM m) => invalid FROM clause, expected identifier or regular expression
            SHOW FIELD KEYS ^WHERE a = 1
            SHOW DATABASES ^LIMIT 1
            SHOW DATABASES ^SHOW DATABASES
            CREATE DATABASE ^ => invalid CREATE DATABASE statement, expected identifier
            CREATE DATABASE db WITH ^ => {with}
            CREATE DATABASE db WITH DURATION ^INF => invalid DURATION clause, expected duration
            CREATE DATABASE db WITH REPLICATION ^x => invalid REPLICATION clause, expected unsigned integer
            CREATE DATABASE db WITH SHARD ^1h => invalid SHARD DURATION clause, expected "DURATION"
            CREATE DATABASE db WITH NAME ^1 => invalid NAME clause, expected identifier
            DELETE ^ => invalid DELETE statement, expected FROM or WHERE
            DELETE ^m => invalid DELETE statement, expected FROM or WHERE
            DROP MEASUREMENT ^/m/ => invalid DROP MEASUREMENT statement, expected identifier
            """;

    private static Stream<String> statements() {
        return Stream.of(UNSUPPORTED, SELECTS, TERMS, CONDITIONS, OTHERS).flatMap(String::lines);
    }

    @ParameterizedTest
    @MethodSource("statements")
    void areRefusedAtTheWordThatDoesNotFit(String line) {
        String[] parts = line.split(" => ", 2);
        int position = parts[0].indexOf('^');
        String text = parts[0].substring(0, position) + parts[0].substring(position + 1);
        String message = parts.length < 2 ? "invalid InfluxQL statement" : named(parts[1]);
        assertRefused(text, message, position);
    }

    private static String named(String message) {
        return switch (message) {
            case "{show}" ->
                    "invalid SHOW statement, expected DATABASES, FIELD KEYS, MEASUREMENTS, TAG KEYS,"
                            + " TAG VALUES, or RETENTION POLICIES following SHOW";
            case "{from}" ->
                    "invalid FROM clause, expected identifier, regular expression or subquery";
            case "{group-by}" -> "invalid GROUP BY clause, expected BY";
            case "{dimension}" ->
                    "invalid GROUP BY clause, expected wildcard, TIME, identifier or regular"
                            + " expression";
            case "{fill}" ->
                    "invalid FILL clause, expected NULL, NONE, PREVIOUS, LINEAR, or a number";
            case "{unary}" ->
                    "unexpected unary expression: expected literal integer, float, duration, field,"
                            + " function or parenthesis";
            case "{with}" ->
                    "invalid WITH clause, expected \"DURATION\", \"REPLICATION\", \"SHARD\" or"
                            + " \"NAME\"";
            default -> message;
        };
    }

    private static void assertRefused(String text, String message, int position) {
        int bytes =
                text.substring(0, position)
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)
                        .length;
        assertThat(problem(text))
                .isEqualTo(
                        Problem.invalid(
                                "influxql_syntax",
                                "error in InfluxQL statement: parsing error: "
                                        + message
                                        + " at pos "
                                        + bytes));
    }

    private static Problem problem(String text) {
        ProblemException refusal =
                catchThrowableOfType(ProblemException.class, () -> InfluxqlParser.parse(text));
        assertThat(refusal).as(text).isNotNull();
        return Objects.requireNonNull(refusal).problem();
    }

    @Test
    void areRefusedWholeWithTheGoodOnesBefore() {
        assertRefused("SHOW DATABASES; BAD", "invalid InfluxQL statement", 16);
    }

    @Test
    void areRefusedPastTheLimits() {
        assertThat(problem(" ".repeat(Tokens.LENGTH_MAX + 1)).message())
                .endsWith("parsing error: query text is too long: 262145 (limit: 262144)");
        assertThat(InfluxqlParser.parse(" ".repeat(Tokens.LENGTH_MAX))).isEmpty();
        assertThat(problem(nested(Tokens.NESTING_MAX)).code()).isEqualTo("influxql_too_large");
        assertThat(InfluxqlParser.parse(nested(Tokens.NESTING_MAX - 1))).hasSize(1);
        assertThat(problem(chain(Tokens.OPERATORS_MAX + 1)).message())
                .endsWith("statement has too many operators (limit: 500)");
        String longest = chain(Tokens.OPERATORS_MAX);
        assertThat(InfluxqlParser.parse(longest + ";" + longest)).hasSize(2);
    }

    @Test
    void areRefusedForTheLengthOfANumber() {
        String digits = "9".repeat(200_000);
        assertRefused("SELECT " + digits, "unable to parse integer due to overflow", 7);
        assertRefused("SELECT " + digits + "s", "unable to parse duration due to overflow", 7);
        assertRefused("SELECT " + digits + ".0", "unable to parse float", 7);
        assertRefused("SELECT " + "0".repeat(101), "unable to parse integer due to overflow", 7);
        assertThat(InfluxqlParser.parse("SELECT " + "0".repeat(100) + " FROM m")).hasSize(1);
    }

    @Test
    void areRefusedPastTheLimitInEveryKindOfNest() {
        for (String nest :
                List.of(
                        "SELECT " + "f(".repeat(300),
                        "SELECT " + "- ".repeat(300),
                        "SELECT " + "+".repeat(300),
                        "SELECT f FROM m WHERE " + "(".repeat(300),
                        "SELECT f FROM m WHERE a = " + "(".repeat(300),
                        "SELECT f FROM m GROUP BY time(" + "(".repeat(300),
                        "SELECT f FROM " + "(SELECT f FROM ".repeat(300))) {
            assertThat(problem(nest).message())
                    .as(nest)
                    .endsWith("statement is nested too deeply (limit: 100)");
        }
    }

    private static String nested(int depth) {
        return "SELECT " + "(".repeat(depth) + "a" + ")".repeat(depth) + " FROM m";
    }

    private static String chain(int operators) {
        return "SELECT f FROM m WHERE a" + " OR a".repeat(operators);
    }
}
