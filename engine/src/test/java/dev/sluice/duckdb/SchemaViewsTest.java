// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.influxql.InfluxqlParser;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.partition.PartitionTemplate;
import dev.sluice.partition.TemplatePart;
import dev.sluice.partition.TimeFormat;
import dev.sluice.query.QueryRequest;
import dev.sluice.query.ResultStream;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a database tells of itself: `information_schema`, SHOW, EXPLAIN and the system tables
/// (data.md 5.12 to 5.14).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SchemaViewsTest {
    private QueryFixture db;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        db = QueryFixture.open(directory);
        db.buffer("other,secret=x v=1 1");
    }

    @BeforeEach
    void startEmpty() {
        db.nextDatabase();
    }

    @AfterAll
    void close() {
        db.close();
    }

    @Test
    @Conforms("D-176")
    void listsTables() {
        db.buffer("home,room=Kitchen temp=1 1", "\"Upper\" v=1i 1");

        assertThat(db.rows("SELECT * FROM information_schema.tables ORDER BY 2 DESC, 3"))
                .containsExactly(
                        "public|iox|\"Upper\"|BASE TABLE",
                        "public|iox|home|BASE TABLE",
                        "public|information_schema|columns|VIEW",
                        "public|information_schema|df_settings|VIEW",
                        "public|information_schema|parameters|VIEW",
                        "public|information_schema|routines|VIEW",
                        "public|information_schema|schemata|VIEW",
                        "public|information_schema|tables|VIEW",
                        "public|information_schema|views|VIEW");
        assertThat(
                        db.rows(
                                "SELECT table_name FROM information_schema.views WHERE table_schema = 'iox'"))
                .isEmpty();
        assertThat(db.rows("SELECT schema_name FROM information_schema.schemata"))
                .containsExactly("iox", "information_schema");
    }

    /// The engine would plan each value of rows that are written out.
    @Test
    void theEngineGetsTheColumnsOfManyTablesAsOneText() {
        String fields = IntStream.range(0, 100).mapToObj(i -> "f" + i + "=1").collect(joining(","));
        for (int table = 0; table < 60; table++) {
            db.buffer("it's" + table + "," + "k=\\\"x " + fields + " 1");
        }

        assertThat(
                        db.rows(
                                "SELECT table_name, count(*), max(ordinal_position),"
                                        + " count(column_default), count(datetime_precision)"
                                        + " FROM information_schema.columns"
                                        + " WHERE table_schema = 'iox' GROUP BY 1 ORDER BY 1 LIMIT 2"))
                .containsExactly("it's0|102|101|0|0", "it's1|102|101|0|0");
        assertThat(db.plans.getLast().sql()).doesNotContain("VALUES").doesNotContain("NULL");
    }

    @Test
    @Conforms("D-176")
    void listsColumnsWithTheirArrowTypes() {
        db.buffer("t,tag=x b=true,f=1,i=1i,s=\"a\",u=1u 1");

        assertThat(
                        db.rows(
                                "SELECT column_name, ordinal_position, column_default, is_nullable,"
                                        + " data_type, character_maximum_length"
                                        + " FROM public.information_schema.columns"
                                        + " WHERE table_schema = 'iox' AND table_name = 't'"
                                        + " ORDER BY ordinal_position"))
                .containsExactly(
                        "b|0|null|YES|Boolean|null",
                        "f|1|null|YES|Float64|null",
                        "i|2|null|YES|Int64|null",
                        "s|3|null|YES|Utf8|null",
                        "tag|4|null|YES|Dictionary(Int32, Utf8)|null",
                        "time|5|null|NO|Timestamp(Nanosecond, None)|null",
                        "u|6|null|YES|UInt64|null");
        assertThat(
                        db.rows(
                                "SELECT data_type FROM information_schema.columns WHERE table_name ="
                                        + " 'columns' AND column_name = 'ordinal_position'"))
                .containsExactly("Int64");
    }

    @Test
    @Conforms("D-176")
    void tellsSettingsAndRoutines() {
        assertThat(
                        db.rows(
                                "SELECT value, description FROM information_schema.df_settings"
                                        + " WHERE name = 'datafusion.execution.time_zone'"))
                .containsExactly("+00:00|null");
        assertThat(
                        db.rows(
                                "SELECT routine_type, function_type FROM"
                                        + " information_schema.routines WHERE routine_name IN ('avg', 'abs',"
                                        + " 'rank') ORDER BY 2"))
                .containsExactly("FUNCTION|AGGREGATE", "FUNCTION|SCALAR", "FUNCTION|WINDOW");
        assertThat(db.rows("SELECT * FROM information_schema.parameters")).isEmpty();
    }

    @Test
    @Conforms("D-177")
    void showsTablesColumnsAndSettings() {
        db.buffer("home,room=Kitchen temp=1 1");

        assertThat(db.rows("SHOW TABLES;"))
                .contains("public|iox|home|BASE TABLE", "public|information_schema|columns|VIEW")
                .hasSize(8);
        assertThat(db.rows("show columns from public.iox.home"))
                .containsExactly(
                        "public|iox|home|room|Dictionary(Int32, Utf8)|YES",
                        "public|iox|home|temp|Float64|YES",
                        "public|iox|home|time|Timestamp(Nanosecond, None)|NO");
        assertThat(db.columns("SHOW COLUMNS FROM home"))
                .containsExactly(
                        "table_catalog",
                        "table_schema",
                        "table_name",
                        "column_name",
                        "data_type",
                        "is_nullable");
        assertThat(db.rows("DESCRIBE /* all */ home; -- now"))
                .containsExactly(
                        "room|Dictionary(Int32, Utf8)|YES",
                        "temp|Float64|YES",
                        "time|Timestamp(Nanosecond, None)|NO");
        assertThat(db.rows("DESCRIBE information_schema.schemata")).hasSize(7);
        assertThat(db.rows("SHOW ALL"))
                .contains("datafusion.catalog.default_schema|iox")
                .isSorted();
        assertThat(db.rows("SHOW datafusion.catalog.default_catalog"))
                .containsExactly("datafusion.catalog.default_catalog|public");
        assertThat(db.rows("SHOW TIMEZONE"))
                .containsExactly("datafusion.execution.time_zone|+00:00");
        assertThat(db.rows("SHOW FUNCTIONS")).contains("date_bin|SCALAR", "selector_max|AGGREGATE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    SHOW COLUMNS FROM ghost | table 'public.iox.ghost' not found
                    SHOW COLUMNS FROM home WHERE column_name = 'temp' | SHOW COLUMNS takes the name of one table, and nothing behind it
                    SHOW COLUMNS FROM home h | SHOW COLUMNS takes the name of one table, and nothing behind it
                    SHOW COLUMNS FROM <home> | SHOW COLUMNS takes the name of one table, and nothing behind it
                    SHOW COLUMNS FROM other.iox.home | SHOW COLUMNS takes the name of one table, and nothing behind it
                    DESCRIBE ghost | table 'public.iox.ghost' not found
                    DESCRIBE | Statement not supported: this form of SHOW or DESCRIBE
                    SHOW | Statement not supported: this form of SHOW or DESCRIBE
                    SHOW; | Statement not supported: this form of SHOW or DESCRIBE
                    DESCRIBE 'home' | Statement not supported: this form of SHOW or DESCRIBE
                    SHOW TABLES FROM iox | Statement not supported: this form of SHOW or DESCRIBE
                    DESCRIBE other | table 'public.iox.other' not found
                    DESCRIBE system.queries | table 'public.system.queries' not found
                    SHOW memory_limit | 'memory_limit' is not a variable which can be viewed with 'SHOW'
                    SHOW a.b | 'a.b' is not a variable which can be viewed with 'SHOW'
                    """)
    @Conforms("D-177")
    void showsNothingThatIsNotThere(String sql, String message) {
        assertThatThrownBy(() -> db.open(sql)).hasMessageContaining(message);
    }

    @Test
    @Conforms("D-178")
    void explains() throws IOException {
        db.file("home,room=a temp=1 1", "home,room=b temp=2 2");
        db.buffer("home,room=a temp=3 2");
        String sql = "SELECT room, max(temp) FROM home WHERE temp > 0 GROUP BY room";

        assertThat(db.columns("EXPLAIN " + sql)).containsExactly("plan_type", "plan");
        assertThat(db.rows("EXPLAIN " + sql))
                .satisfiesExactly(
                        row ->
                                assertThat(row)
                                        .isEqualTo(
                                                """
                                                logical_plan|Projection: room, max(temp)
                                                  Aggregate: groupBy=[room]
                                                    Filter: temp > Int64(0)
                                                      TableScan: home\
                                                """),
                        row ->
                                assertThat(row)
                                        .startsWith("physical_plan|")
                                        .contains(
                                                "DeduplicateExec",
                                                "RecordBatchesExec: batches=1, rows=1",
                                                "ParquetExec: file=data/",
                                                ".parquet, rows=2"));
        assertThat(types(db.rows("explain verbose " + sql)))
                .containsExactly(
                        "initial_logical_plan",
                        "logical_plan after resolve",
                        "logical_plan",
                        "initial_physical_plan",
                        "physical_plan");
        assertThat(db.rows("EXPLAIN ANALYZE " + sql))
                .singleElement()
                .asString()
                .startsWith("Plan with Metrics|")
                .contains("metrics=[output_rows=2, elapsed_compute=");
        assertThat(types(db.rows("EXPLAIN ANALYZE VERBOSE " + sql)))
                .containsExactly(
                        "Plan with Metrics", "Plan with Full Metrics", "Output Rows", "Duration");
        assertThat(db.rows("EXPLAIN ANALYZE VERBOSE " + sql)).contains("Output Rows|2");
    }

    @Test
    @Conforms("D-178")
    void refusesToExplainWhatIsNoQuery() {
        assertThatThrownBy(() -> db.open("EXPLAIN DROP TABLE home"))
                .hasMessageContaining("DDL not supported: DROP");
        assertThatThrownBy(() -> db.open("EXPLAIN EXPLAIN SELECT 1"))
                .hasMessageContaining("Statement not supported: EXPLAIN");
        assertThatThrownBy(() -> db.open("EXPLAIN ANALYZE SELECT 1 / 0"))
                .hasMessageContaining("Divide by zero error");
        db.requireNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"queries", "tables", "partitions", "compactor"})
    @Conforms("D-179")
    void hidesSystemTablesWithoutDebugging(String table) {
        assertThatThrownBy(() -> db.open("SELECT * FROM system." + table))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().kind()).isEqualTo(Problem.Kind.INVALID))
                .hasMessageContaining("table 'public.system." + table + "' not found");
        assertThat(db.rows("SHOW TABLES")).noneMatch(row -> row.contains("|system|"));

        assertThat(db.debugRows("SELECT count(*) >= 0 FROM public.system." + table))
                .containsExactly("true");
        assertThat(db.debugRows("SHOW TABLES")).contains("public|system|" + table + "|BASE TABLE");
        assertThat(db.debugRows("DESCRIBE system." + table)).isNotEmpty();
    }

    @Test
    @Conforms("D-180")
    void remembersQueries() throws IOException {
        db.file(0, "2022-01-01", "t v=1 1", "t v=2 2");
        db.rows("SELECT v FROM t ORDER BY v");
        assertThatThrownBy(() -> db.open("SELECT nothing FROM t")).isInstanceOf(Exception.class);
        assertThatThrownBy(() -> db.rows("SELECT 1 / (v::BIGINT - v::BIGINT) FROM t"))
                .isInstanceOf(ProblemException.class);
        try (ResultStream stream = db.open("SELECT * FROM range(100000000)")) {
            assertThat(stream.next()).isTrue();
            assertThat(
                            db.debugRows(
                                    "SELECT phase, running FROM system.queries WHERE query_text ="
                                            + " 'SELECT * FROM range(100000000)'"))
                    .containsExactly("execution_permit|true");
        }

        assertThat(
                        db.debugRows(
                                "SELECT phase, success, running, cancelled, query_type, trace_id,"
                                        + " parquet_files, partitions, query_text, issue_time"
                                        + " FROM system.queries WHERE query_text NOT LIKE '%issue_time%'"))
                .containsExactlyInAnyOrder(
                        "success|true|false|false|sql|null|1|1|SELECT v FROM t ORDER BY v|2026-03-01T12:00",
                        "fail|false|false|false|sql|null|0|0|SELECT nothing FROM t|2026-03-01T12:00",
                        "fail|false|false|false|sql|null|1|1|SELECT 1 / (v::BIGINT - v::BIGINT) FROM t"
                                + "|2026-03-01T12:00",
                        "cancel|false|false|true|sql|null|0|0|SELECT * FROM range(100000000)"
                                + "|2026-03-01T12:00",
                        "success|true|false|false|sql|trace-1|0|0|SELECT phase, running FROM"
                                + " system.queries WHERE query_text = 'SELECT * FROM"
                                + " range(100000000)'|2026-03-01T12:00");
        assertThat(
                        db.debugRows(
                                "SELECT count(DISTINCT id) = count(*), min(end2end_duration),"
                                        + " min(plan_duration), min(permit_duration) FROM system.queries"))
                .containsExactly("true|0|0|0");
    }

    @Test
    @Conforms("D-180")
    void remembersOnlyTheDatabasesOwnQueriesAndTheLastOnes() {
        db.rows("SELECT 'of the one before'");
        db.nextDatabase();
        assertThat(db.debugRows("SELECT query_text FROM system.queries"))
                .containsExactly("SELECT query_text FROM system.queries");
        assertThat(
                        db.debugRows(
                                "SELECT phase FROM system.queries WHERE phase = 'logically_planned'"))
                .containsExactly("logically_planned");

        for (int i = 0; i < 310; i++) {
            assertThatThrownBy(() -> db.open("SELECT (")).isInstanceOf(ProblemException.class);
        }
        assertThat(db.debugRows("SELECT count(*) FROM system.queries")).containsExactly("300");
        db.open(
                        "SELECT 7",
                        Map.of(),
                        QueryFixture.LONG,
                        new QueryRequest.Options(false, "flightsql", null))
                .close();
        assertThat(
                        db.debugRows(
                                "SELECT query_type FROM system.queries WHERE query_text = 'SELECT 7'"))
                .containsExactly("flightsql");
    }

    @Test
    @Conforms("D-180")
    void remembersInfluxqlFromEitherDoor() {
        db.buffer("t v=1 1", "t v=2 2");
        influxql("SELECT v FROM t");
        assertThatThrownBy(() -> influxql("SELECT v FROM")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> influxql("SELECT mean(v), v FROM t"))
                .isInstanceOf(ProblemException.class);
        try (ResultStream rows =
                db.service
                        .openSeries(
                                db.grant(),
                                InfluxqlParser.parse("select v from t").getFirst(),
                                QueryFixture.LONG)
                        .rows()) {
            assertThat(rows.next()).isTrue();
        }

        assertThat(
                        db.debugRows(
                                "SELECT phase, query_type, query_text FROM system.queries WHERE"
                                        + " query_type = 'influxql'"))
                .containsExactly(
                        "success|influxql|SELECT v FROM t",
                        "fail|influxql|SELECT v FROM",
                        "fail|influxql|SELECT mean(v), v FROM t",
                        "cancel|influxql|SELECT v FROM t");
    }

    private void influxql(String text) {
        try (ResultStream rows =
                db.service.open(
                        db.grant(),
                        new QueryRequest(
                                text,
                                QueryRequest.Language.INFLUXQL,
                                Map.of(),
                                QueryFixture.LONG))) {
            while (rows.next()) {
                assertThat(rows.root().getRowCount()).isPositive();
            }
        }
    }

    @Test
    @Conforms("D-181")
    void tellsTemplatesPartitionsAndLevels() throws IOException {
        db.table(
                "cut",
                new PartitionTemplate(
                        List.of(
                                new TemplatePart.Time(new TimeFormat("%Y-%m-%d")),
                                new TemplatePart.Tag("room"),
                                new TemplatePart.Bucket("host", 250))));
        db.file(0, "1970-01-01|a|7", "cut,room=a,host=h v=1 1");
        db.file(0, "1970-01-01|a|7", "cut,room=a,host=h v=1 2");
        db.file(2, "1970-01-01|b|7", "cut,room=b,host=h v=1 1");
        db.file(1, "1970-01-01", "plain v=1 1");

        assertThat(db.debugRows("SELECT * FROM system.tables ORDER BY table_name"))
                .containsExactly(
                        "cut|{\"parts\":[{\"timeFormat\":\"%Y-%m-%d\"},{\"tagValue\":\"room\"},"
                                + "{\"bucket\":{\"tagName\":\"host\",\"numBuckets\":250}}]}",
                        "plain|null");
        assertThat(
                        db.debugRows(
                                "SELECT table_name, partition_key, last_new_file_created_at, num_files,"
                                        + " total_size_mb FROM system.partitions ORDER BY 1, 2"))
                .containsExactly(
                        "cut|1970-01-01|a|7|null|2|0",
                        "cut|1970-01-01|b|7|null|1|0",
                        "plain|1970-01-01|null|1|0");
        assertThat(
                        db.debugRows(
                                "SELECT c.partition_key, total_l0_files, total_l1_files,"
                                        + " total_l2_files, total_l0_bytes > 0, total_l1_bytes,"
                                        + " total_l2_bytes > 0, skipped_reason FROM system.compactor c"
                                        + " JOIN system.partitions p ON c.partition_id = p.partition_id"
                                        + " WHERE c.table_name = 'cut' ORDER BY 1"))
                .containsExactly(
                        "1970-01-01|a|7|2|0|0|true|0|false|null",
                        "1970-01-01|b|7|0|0|1|false|0|true|null");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            textBlock =
                    """
                    SELECT * FROM ghost ~ table 'public.iox.ghost' not found
                    SELECT * FROM iox.ghost ~ table 'public.iox.ghost' not found
                    SELECT * FROM public.iox."Ghost" ~ table 'public.iox.Ghost' not found
                    SELECT * FROM other.iox.home ~ table 'other.iox.home' not found
                    SELECT * FROM other ~ table 'public.iox.other' not found
                    SELECT ghost FROM home ~ No field named ghost. Valid fields are home.room, home.temp, home.time
                    SELECT home.ghost FROM home ~ No field named home.ghost. Valid fields are home.room, home.temp, home.time
                    SELECT h.temp FROM home ~ No field named h.temp
                    SELECT "temp " FROM home ~ No field named "temp "
                    SELECT 1 FROM home WHERE room = "Kitchen" ~ No field named "Kitchen". Valid fields are home.room, home.temp, home.time
                    SELECT 1 FROM home GROUP BY ghost ~ No field named ghost
                    SELECT room FROM home ORDER BY ghost ~ No field named ghost
                    SELECT temp FROM home a JOIN home b ON a.room = b.room ~ Ambiguous reference to unqualified field temp
                    SELECT temp, avg(temp) FROM home GROUP BY room ~ temp
                    """)
    @Conforms("D-183")
    void namesWhatIsNotThere(String sql, String message) {
        db.buffer("home,room=Kitchen temp=1 1");

        assertThatThrownBy(() -> db.open(sql))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().kind()).isEqualTo(Problem.Kind.INVALID))
                .hasMessageStartingWith("Error while planning query: ")
                .hasMessageContaining(message);
    }

    private static List<String> types(List<String> rows) {
        return rows.stream().map(row -> row.substring(0, row.indexOf('|'))).toList();
    }
}
