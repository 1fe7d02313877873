// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.query.ResultStream;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// SELECT without aggregates: columns, conditions, arithmetic (data.md 6.2 to 6.4).
final class InfluxqlRowsTest {
    private static InfluxqlFixture db;

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        db = InfluxqlFixture.open(directory);
        db.database()
                .file(
                        "cpu,host=a,region=eu usage=1.5,idle=3i,u=5u,s=\"x\",b=true 1",
                        "cpu,host=a,region=eu usage=2.5,idle=4i,u=3u,s=\"y\",b=false 3",
                        "cpu,host=b usage=10,idle=7i,u=9u,s=\"x\",b=true 1")
                .buffer(
                        "cpu,host=b usage=-4,idle=0i,u=0u 4",
                        "mem,host=a usage=7i,used=1 1",
                        "zeros,host=a f=1,g=0,i=7i,j=0i 1",
                        "holes,host=a x=1.5 1",
                        "holes,host=a y=2i 3",
                        "text,host=a usage=\"t\" 1",
                        "kinds1,h=1 v=1.5,w=1 1",
                        "kinds2,h=2 v=\"x\",w=2 1",
                        "kinds2,h=2 v=\"y\" 2",
                        "kinds3,h=1 v=7i 1",
                        "kinds4,h=9 v=true,w=4 1",
                        "kinds5,v=x w=5 1",
                        "kinds6 v=18446744073709551615u 1");
    }

    @AfterAll
    static void close() {
        db.close();
    }

    @ParameterizedTest
    @Conforms({"D-185", "D-187"})
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    * FROM cpu | time b host idle region s u usage
                    *::field FROM cpu | time b idle s u usage
                    *::tag, u FROM cpu | time host region u
                    /^u/ FROM cpu | time u usage
                    /o/, u FROM cpu | time host region u
                    * FROM cpu GROUP BY host | time b idle region s u usage
                    * FROM cpu GROUP BY * | time b idle s u usage
                    * FROM cpu GROUP BY /reg/ | time b host idle s u usage
                    * FROM kinds1, kinds5 | time h v v_1 w
                    *::tag, w FROM kinds1, kinds5 | time h v w
                    *::field FROM kinds1, kinds5 | time v w
                    /v/, w FROM kinds1, kinds5 | time v v_1 w
                    * FROM kinds1, kinds5 GROUP BY v | time h v w
                    usage, usage, usage FROM cpu | time usage usage_1 usage_2
                    usage AS x, idle AS x FROM cpu | time x x_1
                    usage - idle FROM cpu | time usage_idle
                    usage * 2 + u FROM cpu | time usage_u
                    mean(usage) * 2 FROM cpu | time mean
                    mean(usage), mean(idle) FROM cpu | time mean mean_1
                    mean(/u/) FROM cpu | time mean_u mean_usage
                    max(*) FROM cpu | time max_b max_idle max_u max_usage
                    count(*) FROM cpu | time count_b count_idle count_s count_u count_usage
                    mean(*) AS m FROM cpu | time m_idle m_u m_usage
                    time AS t, usage FROM cpu | t usage
                    usage::integer, "idle"::float FROM cpu | time usage idle
                    Usage FROM cpu | time Usage
                    """)
    void namesColumns(String query, String columns) {
        assertThat(String.join(" ", db.columns("SELECT " + query))).isEqualTo(columns);
    }

    @Test
    @Conforms({"D-185", "D-209"})
    void ordersRowsByTimeThenTags() {
        assertThat(db.ask("SELECT * FROM cpu"))
                .containsExactly(
                        "cpu{} time b host idle region s u usage",
                        at(1) + " true a 3 eu x 5 1.5",
                        at(1) + " true b 7 null x 9 10",
                        at(3) + " false a 4 eu y 3 2.5",
                        at(4) + " null b 0 null null 0 -4");
    }

    @Test
    @Conforms("D-209")
    void groupsByTagsAlsoByMissingOnes() {
        assertThat(db.ask("SELECT usage FROM cpu GROUP BY region, nope"))
                .containsExactly(
                        "cpu{nope=,region=} time usage",
                        at(1) + " 10",
                        at(4) + " -4",
                        "cpu{nope=,region=eu} time usage",
                        at(1) + " 1.5",
                        at(3) + " 2.5");
        assertThat(db.ask("SELECT usage FROM cpu GROUP BY *"))
                .containsExactly(
                        "cpu{host=a,region=eu} time usage",
                        at(1) + " 1.5",
                        at(3) + " 2.5",
                        "cpu{host=b,region=} time usage",
                        at(1) + " 10",
                        at(4) + " -4");
    }

    @Test
    @Conforms("D-209")
    void showsAGroupedTagThatIsAskedFor() {
        assertThat(db.ask("SELECT host, usage FROM cpu WHERE host = 'a' GROUP BY host LIMIT 1"))
                .containsExactly("cpu{host=a} time host usage", at(1) + " a 1.5");
    }

    @Test
    @Conforms("D-186")
    void givesNothingForTagsAlone() {
        assertThat(db.ask("SELECT host FROM cpu")).isEmpty();
        assertThat(db.ask("SELECT *::tag FROM cpu")).isEmpty();
    }

    @Test
    @Conforms("D-188")
    void readsSeveralMeasurements() {
        List<String> both =
                List.of(
                        "cpu{} time usage used",
                        at(1) + " 1.5 null",
                        at(1) + " 10 null",
                        at(3) + " 2.5 null",
                        at(4) + " -4 null",
                        "mem{} time usage used",
                        at(1) + " 7 1");
        assertThat(db.ask("SELECT usage, used FROM mem, cpu")).isEqualTo(both);
        assertThat(db.ask("SELECT usage, used FROM /^(cpu|mem)$/")).isEqualTo(both);
        assertThat(db.ask("SELECT used FROM cpu, mem"))
                .containsExactly("mem{} time used", at(1) + " 1");
        assertThat(db.ask("SELECT usage FROM text, mem, nope"))
                .as("a text is no number")
                .containsExactly("mem{} time usage", at(1) + " 7");
    }

    @Test
    @Conforms("D-189")
    void takesQualifiedNames() {
        String database = db.database().grant().database().value();
        for (String name :
                List.of(
                        '"' + database + "\".\"autogen\".\"mem\"",
                        '"' + database + "\"..mem",
                        "autogen.mem",
                        "\"default\".mem")) {
            assertThat(db.rows("SELECT used FROM " + name)).containsExactly(at(1) + " 1");
        }
    }

    /// A field has one type in all of them; one whose values do not convert is not there, for
    /// columns, functions and conditions.
    @ParameterizedTest
    @Conforms({"D-185", "D-188"})
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    v FROM /kinds[1234]/; kinds1 1.5, kinds3 7
                    v FROM kinds2, kinds4, kinds5; kinds2 x, kinds2 y
                    v FROM kinds3, kinds6; kinds3 7
                    v, w FROM kinds1, kinds2; kinds1 1.5 1, kinds2 null 2
                    v, w FROM kinds2, kinds5; kinds2 x 2, kinds2 y null, kinds5 null 5
                    v + 1 FROM kinds1, kinds2, kinds3; kinds1 2.5, kinds3 8
                    v::string FROM kinds1, kinds2; kinds2 x, kinds2 y
                    v::field FROM kinds1, kinds2; kinds1 1.5
                    v FROM kinds1, kinds2 WHERE v = 'x';
                    v FROM kinds2, kinds4 WHERE v = 'x'; kinds2 x
                    w FROM kinds1, kinds2 WHERE v = 'x';
                    w FROM kinds2, kinds5 WHERE v = 'x'; kinds2 2
                    v FROM kinds1, kinds2 LIMIT 1; kinds1 1.5
                    v FROM kinds1, kinds2 fill(7); kinds1 1.5
                    v, w FROM kinds2, kinds4 fill(7); kinds2 x 2, kinds2 y 7, kinds4  4
                    s, usage FROM cpu, mem WHERE time < 2 fill(7); cpu x 1.5, cpu x 10, mem  7
                    last(v) FROM /kinds[1234]/; kinds1 1.5, kinds3 7
                    first(v), w FROM /kinds[1234]/; kinds1 1.5 1, kinds3 7 null
                    max(v) FROM /kinds[1234]/; kinds1 1.5, kinds3 7
                    count(v) FROM /kinds[1234]/; kinds1 1, kinds3 1
                    count(v), count(w) FROM kinds1, kinds2; kinds1 1 1, kinds2 null 1
                    distinct(v) FROM /kinds[1234]/; kinds1 1.5, kinds3 7
                    top(v, 1) FROM /kinds[1234]/; kinds1 1.5, kinds3 7
                    last(v) FROM (SELECT v FROM kinds1, kinds2); kinds1 1.5
                    v FROM (SELECT v FROM kinds1), (SELECT v FROM kinds2); kinds1 1.5
                    v FROM (SELECT v FROM kinds2), (SELECT v, w FROM kinds5); kinds2 x, kinds2 y, kinds5 x
                    """)
    void givesFieldsOneTypeInAllMeasurements(String query, @Nullable String expected) {
        List<String> rows = new ArrayList<>();
        String measurement = "";
        for (String line : db.ask("SELECT " + query)) {
            int brace = line.indexOf('{');
            if (brace >= 0) {
                measurement = line.substring(0, brace);
            } else {
                rows.add(measurement + line.substring(line.indexOf(' ')));
            }
        }
        assertThat(String.join(", ", rows)).isEqualTo(Objects.toString(expected, ""));
    }

    @Test
    @Conforms({"D-185", "D-209"})
    void showsATagBesideTheFieldOfItsName() {
        assertThat(db.ask("SELECT * FROM kinds1, kinds5"))
                .containsExactly(
                        "kinds1{} time h v v_1 w",
                        at(1) + " 1 1.5 null 1",
                        "kinds5{} time h v v_1 w",
                        at(1) + " null null x 5");
        assertThat(db.ask("SELECT w FROM kinds1, kinds5 GROUP BY *"))
                .containsExactly(
                        "kinds1{h=1,v=} time w",
                        at(1) + " 1",
                        "kinds5{h=,v=x} time w",
                        at(1) + " 5");
        assertThat(db.ask("SELECT v, w FROM kinds2, kinds5 GROUP BY v"))
                .containsExactly(
                        "kinds2{v=} time v w",
                        at(1) + " x 2",
                        at(2) + " y null",
                        "kinds5{v=x} time v w",
                        at(1) + " null 5");
        assertThat(db.ask("SELECT max(w) FROM kinds1, kinds5 GROUP BY v"))
                .containsExactly(
                        "kinds1{v=} time max", at(1) + " 1", "kinds5{v=x} time max", at(1) + " 5");
    }

    /// GROUP BY is of tags: a field is one that is missing in each row.
    @Test
    @Conforms("D-209")
    void groupsByAFieldAsByNothing() {
        assertThat(db.ask("SELECT s, idle FROM cpu WHERE host = 'a' GROUP BY s"))
                .containsExactly("cpu{s=} time s idle", at(1) + " x 3", at(3) + " y 4");
        assertThat(db.ask("SELECT * FROM kinds2 GROUP BY v"))
                .containsExactly("kinds2{v=} time h v w", at(1) + " 2 x 2", at(2) + " 2 y null");
        assertThat(
                        db.ask(
                                "SELECT max(idle), s FROM cpu WHERE time >= 0 AND time < 4"
                                        + " GROUP BY time(2ns), s"))
                .containsExactly("cpu{s=} time max s", "1970-01-01T00:00:00Z 7 x", at(2) + " 4 y");
    }

    @Test
    void givesNothingForWhatIsNotThere() {
        assertThat(db.ask("SELECT usage FROM nope")).isEmpty();
        assertThat(db.ask("SELECT nope FROM cpu")).isEmpty();
        assertThat(db.ask("SELECT Usage FROM cpu")).isEmpty();
        assertThat(db.ask("SELECT usage, nope FROM mem"))
                .containsExactly("mem{} time usage nope", at(1) + " 7 null");
    }

    @ParameterizedTest
    @Conforms({"D-193", "D-194", "D-195"})
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    host = 'a' ; 1.5 2.5
                    host = 'A' ;
                    host != 'a' ; 10 -4
                    region = '' ; 10 -4
                    region != '' ; 1.5 2.5
                    region != 'eu' ; 10 -4
                    region = 'eu' ; 1.5 2.5
                    region =~ /./ ; 1.5 2.5
                    region !~ /./ ; 10 -4
                    region =~ /^(eu|us)$/ ; 1.5 2.5
                    region !~ /^(eu|us)$/ ; 10 -4
                    region =~ /^$/ ; 10 -4
                    host =~ /^A$/ ;
                    host =~ /(?i)^A$/ ; 1.5 2.5
                    host =~ /a|b/ ; 1.5 10 2.5 -4
                    host > 'a' ;
                    host = 5 ;
                    host = usage ;
                    s = 'x' ; 1.5 10
                    s != 'x' ; 2.5
                    s =~ /^x/ ; 1.5 10
                    s !~ /^x/ ; 2.5
                    s > 'a' ;
                    s = 5 ;
                    usage = 'text' ;
                    usage != 'text' ;
                    usage =~ /1/ ;
                    usage > 2 ; 10 2.5
                    2 < usage ; 10 2.5
                    idle > 3.5 ; 10 2.5
                    u >= 5 ; 1.5 10
                    idle > usage ; 1.5 2.5 -4
                    idle + usage > 4 ; 1.5 10 2.5
                    b ; 1.5 10
                    b = true ; 1.5 10
                    b != true ; 2.5
                    b = false ; 2.5
                    nope = '' ;
                    nope != 'x' ;
                    host = "a" ;
                    true ; 1.5 10 2.5 -4
                    false ;
                    host = 'a' AND usage > 2 OR b ; 1.5 10 2.5
                    host = 'a' AND (usage > 2 OR b) ; 1.5 2.5
                    """)
    void filters(String condition, String usages) {
        assertThat(usages("SELECT usage FROM cpu WHERE " + condition))
                .isEqualTo(usages == null ? "" : usages);
    }

    @ParameterizedTest
    @Conforms({"D-190", "D-191"})
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    time > 1 | 2.5 -4
                    time >= 3 AND time < 4 | 2.5
                    4 <= time | -4
                    time = 3ns | 2.5
                    time < '1970-01-01T00:00:00.000000003Z' | 1.5 10
                    time < '1970-01-02' | 1.5 10 2.5 -4
                    time > '1970-01-01 00:00:00.000000001' | 2.5 -4
                    time > now() - 10000w AND time <= 3ns - 1ns | 1.5 10
                    "time" > 3 | -4
                    TIME > 3 | -4
                    (time < 3) OR (time > 3) |
                    time > 1 AND host = 'a' OR host = 'b' | 2.5 -4
                    host = 'b' OR time > 1 | -4
                    """)
    void takesBoundsOfTimeWhereverTheyStand(String condition, String usages) {
        assertThat(usages("SELECT usage FROM cpu WHERE " + condition))
                .isEqualTo(usages == null ? "" : usages);
    }

    @ParameterizedTest
    @Conforms({"D-196", "D-197"})
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    idle / 2 ; 1.5 3.5 2 0
                    idle % 2 ; 1 1 0 0
                    idle & 3 ; 3 3 0 0
                    idle | 8 ; 11 15 12 8
                    idle ^ 1 ; 2 6 5 1
                    usage + idle ; 4.5 17 6.5 -4
                    idle - 5 ; -2 2 -1 -5
                    u + u ; 10 18 6 0
                    u - 1 ; 4 8 2 18446744073709551615
                    b & true ; true true false null
                    b ^ true ; false false true null
                    usage::integer ; 1 10 2 -4
                    usage::unsigned ; 1 10 2 null
                    idle::float / 2 ; 1.5 3.5 2 0
                    idle::string ; null null null null
                    s::float ; null null null null
                    usage::tag, usage ; null null null null
                    usage::field ; 1.5 10 2.5 -4
                    host + 1 ; null null null null
                    usage + nope ; null null null null
                    -idle ; -3 -7 -4 0
                    abs(usage) ; 1.5 10 2.5 4
                    """)
    void computes(String term, String values) {
        assertThat(usages("SELECT " + term + ", idle AS keep FROM cpu")).isEqualTo(values);
    }

    @Test
    @Conforms("D-196")
    void dividesByZeroWithoutAnError() {
        assertThat(db.rows("SELECT f / g, i / j, f / j, f % g, i % j, f / 0, i % 0 FROM zeros"))
                .containsExactly(at(1) + " 0 0 0 null 0 0 0");
    }

    @Test
    @Conforms("D-215")
    void reversesRowsInsideEachSeries() {
        assertThat(db.ask("SELECT usage FROM cpu GROUP BY host ORDER BY time DESC"))
                .containsExactly(
                        "cpu{host=a} time usage",
                        at(3) + " 2.5",
                        at(1) + " 1.5",
                        "cpu{host=b} time usage",
                        at(4) + " -4",
                        at(1) + " 10");
    }

    @ParameterizedTest
    @Conforms("D-216")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GROUP BY host LIMIT 1 | 1.5 10
                    GROUP BY host OFFSET 1 | 2.5 -4
                    GROUP BY host LIMIT 5 OFFSET 1 | 2.5 -4
                    GROUP BY host ORDER BY time DESC LIMIT 1 | 2.5 -4
                    LIMIT 2 | 1.5 10
                    LIMIT 2 OFFSET 1 | 10 2.5
                    OFFSET 3 | -4
                    OFFSET 0 | 1.5 10 2.5 -4
                    GROUP BY host OFFSET 0 | 1.5 2.5 10 -4
                    ORDER BY time DESC LIMIT 1 | -4
                    LIMIT 0 |
                    """)
    void cutsEachSeries(String tail, String usages) {
        assertThat(usages("SELECT usage FROM cpu " + tail)).isEqualTo(usages == null ? "" : usages);
    }

    @Test
    void fillsRowsWithANumber() {
        assertThat(db.rows("SELECT x, y FROM holes fill(9.5)"))
                .containsExactly(at(1) + " 1.5 9", at(3) + " 9.5 2");
    }

    @Test
    @Conforms("D-125")
    void tellsClientsWhichColumnsAreGroupTags() {
        try (ResultStream rows =
                db.stream("SELECT usage, mean, host FROM cpu GROUP BY host, region")) {
            assertThat(rows.schema().getFields().stream().map(Field::getName))
                    .containsExactly("iox::measurement", "time", "region", "usage", "mean", "host");
            assertThat(rows.schema().getFields().stream().map(Field::isNullable))
                    .containsExactly(false, false, true, true, true, true);
            assertThat(rows.schema().getFields().getFirst().getType())
                    .isEqualTo(ArrowType.Utf8.INSTANCE);
            assertThat(rows.schema().getFields().get(2).getMetadata())
                    .containsEntry("iox::column::type", "iox::column_type::tag");
            assertThat(rows.root().getSchema().getCustomMetadata())
                    .containsEntry(
                            "iox::influxql::group_key::metadata",
                            "{\"measurement_column_index\":0,\"tag_key_columns\":["
                                    + "{\"tag_key\":\"host\",\"column_index\":5,"
                                    + "\"is_projected\":true},"
                                    + "{\"tag_key\":\"region\",\"column_index\":2,"
                                    + "\"is_projected\":false}]}");
        }
        try (ResultStream rows = db.stream("SELECT s FROM cpu GROUP BY s")) {
            assertThat(rows.schema().getFields().stream().map(Field::getName))
                    .containsExactly("iox::measurement", "time", "s", "s");
            assertThat(rows.root().getSchema().getCustomMetadata())
                    .containsEntry(
                            "iox::influxql::group_key::metadata",
                            "{\"measurement_column_index\":0,\"tag_key_columns\":["
                                    + "{\"tag_key\":\"s\",\"column_index\":2,"
                                    + "\"is_projected\":false}]}");
        }
    }

    @Test
    void runsOneStatementAtATime() {
        assertThatThrownBy(() -> db.stream("SELECT usage FROM cpu; SELECT usage FROM mem"))
                .hasMessage("expected a single InfluxQL statement, got 2");
    }

    /// The first shown value after the time of each row.
    private static String usages(String query) {
        return db.rows(query).stream()
                .map(row -> row.split(" ", 3)[1])
                .collect(Collectors.joining(" "));
    }

    private static String at(int nanos) {
        return "1970-01-01T00:00:00.00000000" + nanos + "Z";
    }
}
