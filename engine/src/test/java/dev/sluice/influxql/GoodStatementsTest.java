// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Texts that are read, and the one form that is written from their trees. A line holds a text and
/// its canonical form, or only one when both are the same.
final class GoodStatementsTest {
    /// The queries of data.md sections 3, 6 and 8.
    private static final String SPECIFIED =
            """
            SELECT COUNT(*) FROM home => SELECT count(*) FROM home
            SELECT COUNT(DISTINCT(co)) FROM home => SELECT count(distinct(co)) FROM home
            SELECT MEAN(temp) FROM home GROUP BY room => SELECT mean(temp) FROM home GROUP BY room
            SELECT INTEGRAL(*,1h) FROM home => SELECT integral(*, 1h) FROM home
            SELECT INTEGRAL(co,1h) FROM home WHERE room='Kitchen' GROUP BY time(6h) => SELECT integral(co, 1h) FROM home WHERE room = 'Kitchen' GROUP BY time(6h)
            SELECT PERCENTILE(temp,50) FROM home => SELECT percentile(temp, 50) FROM home
            SELECT BOTTOM(temp,room,2) FROM home WHERE time >= '2022-01-01T08:00:00Z' AND time <= '2022-01-01T12:00:00Z' GROUP BY time(2h) => SELECT bottom(temp, room, 2) FROM home WHERE time >= '2022-01-01T08:00:00Z' AND time <= '2022-01-01T12:00:00Z' GROUP BY time(2h)
            SELECT (temp * (9 / 5)) + 32 FROM home
            SELECT SUM(max) FROM (SELECT MAX(temp) FROM home GROUP BY room) => SELECT sum(max) FROM (SELECT max(temp) FROM home GROUP BY room)
            SELECT co, temp FROM home WHERE co > temp
            SELECT * FROM home WHERE room='Kitchen' LIMIT 3 OFFSET 3 => SELECT * FROM home WHERE room = 'Kitchen' LIMIT 3 OFFSET 3
            SELECT temp FROM home tz('America/Chicago')
            SELECT max(temp), room FROM home
            SELECT derivative(mean(x)) FROM m
            SELECT mean(10 * f) FROM m
            SELECT * + 2 FROM m
            SELECT count(*) / 2 FROM m
            SELECT a FROM m WHERE t !~ /./
            SELECT a FROM m WHERE time > now() - 1h
            SELECT a FROM m WHERE time > '2022-01-01' + 1w
            SELECT a FROM m WHERE time > 2 * 1h
            SELECT a FROM m WHERE time > 1672531200s => SELECT a FROM m WHERE time > 2765w3d
            SELECT a FROM m WHERE time > a AND t='x' OR t='y' => SELECT a FROM m WHERE time > a AND t = 'x' OR t = 'y'
            SELECT a FROM m WHERE time > a AND tag='x' OR tag='y' => SELECT a FROM m WHERE time > a AND "tag" = 'x' OR "tag" = 'y'
            SELECT a FROM m WHERE tag = '' AND (Tag::tag !~ /./ OR 'x' != field) => SELECT a FROM m WHERE "tag" = '' AND ("Tag"::tag !~ /./ OR 'x' != "field")
            SELECT mean(f) FROM m GROUP BY time(1h, 15m)
            SELECT mean(f) FROM m GROUP BY time(1h, -15m)
            SELECT mean(f) FROM m GROUP BY time(1h, now())
            SELECT mean(f) FROM m GROUP BY time(1h, '2022-01-01T00:00:00Z')
            SELECT f FROM "db"."rp"."m" => SELECT f FROM db.rp.m
            SELECT f FROM db..m
            SELECT f FROM m WHERE t = $name
            SELECT f FROM m WHERE t = $"quoted name"
            SELECT f FROM (SELECT f FROM m), m2
            SELECT f FROM m SLIMIT 1 SOFFSET 2
            SELECT count(distinct f) FROM m => SELECT count(DISTINCT f) FROM m
            SELECT *::field, *::tag FROM m
            SELECT f::integer, f::unsigned, f::float, f::string, f::boolean, f::field, f::tag FROM m
            SELECT a % b & c | d ^ e FROM m
            SELECT mean(f) FROM m GROUP BY time(1m) fill(previous)
            SHOW DATABASES
            SHOW RETENTION POLICIES
            SHOW RETENTION POLICIES ON "db" => SHOW RETENTION POLICIES ON db
            SHOW MEASUREMENTS
            SHOW TAG KEYS
            SHOW FIELD KEYS
            SHOW TAG VALUES WITH KEY = room
            CREATE DATABASE db
            DELETE FROM m WHERE time < 0
            DROP MEASUREMENT m
            EXPLAIN SELECT f FROM m
            EXPLAIN VERBOSE SELECT f FROM m
            EXPLAIN ANALYZE SELECT f FROM m
            EXPLAIN ANALYZE VERBOSE SELECT f FROM m
            """;

    private static final String NAMES_AND_SOURCES =
            """
            select F from M => SELECT F FROM M
            SELECT "from" FROM "select"
            SELECT "a \\"b\\" \\\\ \\n" FROM m
            SELECT "1a", a1, _a, "ä", "a b", "" FROM m
            SELECT a.b, a..b, "a"."b".c FROM m => SELECT "a.b", "a..b", "a.b.c" FROM m
            SELECT "true", true, False FROM m => SELECT "true", true, false FROM m
            SELECT f AS "time", g AS h FROM m => SELECT f AS time, g AS h FROM m
            SELECT f FROM rp.m
            SELECT f FROM rp./m.*/, db..  /a\\/b/, db.rp./c/ => SELECT f FROM rp./m.*/, db../a\\/b/, db.rp./c/
            SELECT f FROM .rp.m, ..m => SELECT f FROM rp.m, m
            SELECT f FROM m--comment
            SELECT/**/f/* ; */FROM/* -- */m => SELECT f FROM m
            SELECT f FROM/cpu/ => SELECT f FROM /cpu/
            SELECT time, "time", Time FROM m => SELECT time, time, Time FROM m
            SELECT fill, tz, mean, now FROM fill fill(1) tz('UTC')
            SELECT f FROM (SELECT f FROM (SELECT f FROM m WHERE a = 1) LIMIT 1) => SELECT f FROM (SELECT f FROM (SELECT f FROM m WHERE a = 1) LIMIT 1)
            """;

    private static final String TERMS =
            """
            SELECT 1, -1, +1, 9223372036854775807, -9223372036854775808, 9223372036854775808, 18446744073709551615 FROM m => SELECT 1, -1, 1, 9223372036854775807, -9223372036854775808, 9223372036854775808, 18446744073709551615 FROM m
            SELECT 1.5, .5, -.5, 00.10, 0.0, -0.0, 123456789012345678901234.0 FROM m => SELECT 1.5, 0.5, -0.5, 0.1, 0.0, -0.0, 123456789012345690000000.0 FROM m
            SELECT 1ns, 1u, 1µ, 1ms, 1s, 1m, 1h, 1d, 1w FROM m => SELECT 1ns, 1u, 1u, 1ms, 1s, 1m, 1h, 1d, 1w FROM m
            SELECT 1h30m, 90m, 1m1h, 1000ms, 0s, 0h, -90m, 1w2d3h4m5s6ms7u8ns FROM m => SELECT 1h30m, 1h30m, 1h1m, 1s, 0s, 0s, -1h30m, 1w2d3h4m5s6ms7u8ns FROM m
            SELECT 9223372036854775807ns, -9223372036854775808ns FROM m => SELECT 15250w1d23h47m16s854ms775u807ns, -15250w1d23h47m16s854ms775u808ns FROM m
            SELECT 'it\\'s', 'a\\\\b', 'x\\ny', '', '"' FROM m
            SELECT /a/, /a\\/b/, /C:\\\\/, //, /\\d+/ FROM m
            SELECT a / b / c FROM m
            SELECT a/b, c/d FROM m => SELECT a / b, c / d FROM m
            SELECT a + b * c - d / e FROM m
            SELECT (a + b) * c FROM m
            SELECT a - (b - c) FROM m
            SELECT -a, -1 * a, -(a), -f(a), -$p, b * -a, b / -a, b - -a FROM m => SELECT -a, -a, -(a), -f(a), -$p, b * -a, b / -a, b - -a FROM m
            SELECT - - 5, -(-5) FROM m => SELECT 5, -(-5) FROM m
            SELECT MEAN (a), NOW( ), f(a, 'b', 1s, /c/, *, *::field) FROM m => SELECT mean(a), now(), f(a, 'b', 1s, /c/, *, *::field) FROM m
            SELECT DISTINCT a, distinct(a), DISTINCT (a), DISTINCT "from" FROM m => SELECT DISTINCT a, distinct(a), distinct(a), DISTINCT "from" FROM m
            SELECT $a, $1, $_, $"a b", $"" FROM m
            """;

    private static final String CONDITIONS =
            """
            SELECT f FROM m WHERE a = 1 AND b <> 2 OR c != 3 AND (d < 4 OR e <= 5) => SELECT f FROM m WHERE a = 1 AND b != 2 OR c != 3 AND (d < 4 OR e <= 5)
            SELECT f FROM m WHERE ((a = 1))
            SELECT f FROM m WHERE (a) AND ((b)) OR (a + 1) * 2 > 3
            SELECT f FROM m WHERE (a + b) > 5 AND (a) =~ /x/
            SELECT f FROM m WHERE true OR NOT_A_WORD
            SELECT f FROM m WHERE a=~/x y/AND b!~/[\\/]/ => SELECT f FROM m WHERE a =~ /x y/ AND b !~ /[\\/]/
            SELECT f FROM m WHERE a=-1 AND b>=-1s => SELECT f FROM m WHERE a = -1 AND b >= -1s
            SELECT f FROM m WHERE 5 < time AND a::tag = 'x' and abs(f) > 1 => SELECT f FROM m WHERE 5 < time AND a::tag = 'x' AND abs(f) > 1
            """;

    private static final String CLAUSES =
            """
            SELECT f FROM m GROUP BY a, "b", *, /c/, d::tag, "time", a.b => SELECT f FROM m GROUP BY a, b, *, /c/, d::tag, "time", "a.b"
            SELECT f FROM m GROUP BY *::tag => SELECT f FROM m GROUP BY *
            SELECT f FROM m GROUP BY TIME ( 1h + 30m , now() - 5m ) => SELECT f FROM m GROUP BY time(1h30m, now() - 5m)
            SELECT f FROM m GROUP BY time(2 * 1h), time(1h / 2), time((1h)), time(1h - 1m) => SELECT f FROM m GROUP BY time(2h), time(30m), time(1h), time(59m)
            SELECT f FROM m FILL ( NULL ) => SELECT f FROM m fill(null)
            SELECT f FROM m fill(none) ORDER BY time => SELECT f FROM m fill(none)
            SELECT f FROM m fill(LINEAR) ORDER BY "Time" ASC => SELECT f FROM m fill(linear)
            SELECT f FROM m fill(-1) ORDER BY DESC => SELECT f FROM m fill(-1) ORDER BY time DESC
            SELECT f FROM m fill(+1.50) ORDER BY TIME DESC => SELECT f FROM m fill(1.5) ORDER BY time DESC
            SELECT f FROM m ORDER BY ASC LIMIT 0 OFFSET 18446744073709551615 SLIMIT 1 SOFFSET 2 TZ('Europe/Berlin') => SELECT f FROM m LIMIT 0 OFFSET 18446744073709551615 SLIMIT 1 SOFFSET 2 tz('Europe/Berlin')
            SELECT f FROM m OFFSET 5
            SELECT f FROM m LIMIT 5OFFSET 6 => SELECT f FROM m LIMIT 5 OFFSET 6
            """;

    private static final String OTHERS =
            """
            SHOW MEASUREMENTS ON db WITH MEASUREMENT = m WHERE t = 'x' LIMIT 1 OFFSET 2
            SHOW MEASUREMENTS ON db.rp WITH MEASUREMENT =~ /m/
            SHOW MEASUREMENTS ON * WITH MEASUREMENT = "db"."rp"."m" => SHOW MEASUREMENTS ON * WITH MEASUREMENT = db.rp.m
            show measurements on *.* => SHOW MEASUREMENTS ON *.*
            SHOW TAG KEYS ON "my db" FROM m, rp.n, /o/ WHERE a = 'b' LIMIT 1 OFFSET 2
            SHOW FIELD KEYS ON db FROM m LIMIT 1 OFFSET 2
            SHOW TAG VALUES ON db FROM m WITH KEY IN (a, "b c") WHERE time > now() - 1d LIMIT 1 OFFSET 2
            SHOW TAG VALUES WITH KEY="a" => SHOW TAG VALUES WITH KEY = a
            SHOW TAG VALUES WITH KEY != a
            SHOW TAG VALUES WITH KEY=~/a/ => SHOW TAG VALUES WITH KEY =~ /a/
            SHOW TAG VALUES WITH KEY !~ /a/
            CREATE DATABASE "a b" WITH DURATION 30d REPLICATION 1 SHARD DURATION 1h NAME rp => CREATE DATABASE "a b" WITH DURATION 4w2d REPLICATION 1 SHARD DURATION 1h NAME rp
            CREATE DATABASE db WITH NAME rp
            DELETE WHERE a = 'b'
            DELETE FROM /m/
            DROP MEASUREMENT "m n"
            """;

    private static Stream<String> statements() {
        return Stream.of(SPECIFIED, NAMES_AND_SOURCES, TERMS, CONDITIONS, CLAUSES, OTHERS)
                .flatMap(String::lines);
    }

    @ParameterizedTest
    @MethodSource("statements")
    @Conforms("D-224")
    void areRead(String line) {
        String[] parts = line.split(" => ", 2);
        List<Statement> read = InfluxqlParser.parse(parts[0]);
        assertThat(read).hasSize(1);
        String canonical = parts[parts.length - 1].replaceFirst("--.*", "");
        assertThat(InfluxqlWriter.write(read.getFirst())).isEqualTo(canonical);
        assertThat(InfluxqlParser.parse(canonical)).isEqualTo(read);
    }

    @Test
    void comeInOrderAndWithoutTheEmptyOnes() {
        assertThat(
                        InfluxqlParser.parse(
                                ";; SHOW DATABASES;-- ;\n;SELECT ';' FROM \";\" ; /* ; */ ;"))
                .extracting(InfluxqlWriter::write)
                .containsExactly("SHOW DATABASES", "SELECT ';' FROM \";\"");
        assertThat(InfluxqlParser.parse(" \t\n-- nothing")).isEmpty();
    }

    @Test
    @Conforms("D-224")
    void takeCommentsForBlanks() {
        assertThat(
                        InfluxqlParser.parse(
                                "SELECT f -- one\nFROM m\r\n\t/* two\nlines */WHERE a = 1 --"))
                .extracting(InfluxqlWriter::write)
                .containsExactly("SELECT f FROM m WHERE a = 1");
    }
}
