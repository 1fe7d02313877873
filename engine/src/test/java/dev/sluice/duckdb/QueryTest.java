// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import dev.sluice.query.QueryRequest;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.arrow.vector.TimeStampNanoVector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What queries answer: tables, names, joins, functions, parameters.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class QueryTest {
    private QueryFixture db;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        db = QueryFixture.open(directory);
    }

    @BeforeEach
    void startEmpty() {
        db.nextDatabase();
    }

    @AfterEach
    void requireNothingLeft() {
        db.requireNothingLeft();
    }

    @AfterAll
    void close() {
        db.close();
    }

    private void fillHome() throws IOException {
        db.file(
                "home,room=Kitchen temp=21,hum=35.9,co=0i 1641024000000000000",
                "home,room=Living\\ Room temp=21.1,hum=35.9,co=0i 1641024000000000000");
        db.buffer(
                "home,room=Kitchen temp=23,hum=36.2,co=2i 1641027600000000000",
                "home,room=Living\\ Room temp=21.4,hum=35.9,co=1i 1641027600000000000");
    }

    @Test
    @Conforms("D-136")
    void givesColumnsInByteOrder() {
        db.buffer("t,b=1,Z=1 _x=1,a=2,é=3 1");

        assertThat(db.columns("SELECT * FROM t")).containsExactly("Z", "_x", "a", "b", "time", "é");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "home",
                "HOME",
                "iox.home",
                "public.iox.home",
                "\"home\"",
                "\"public\".\"iox\".\"home\""
            })
    @Conforms("D-138")
    void findsTablesByAllTheirNames(String name) throws IOException {
        fillHome();

        assertThat(db.rows("SELECT count(*) FROM " + name)).containsExactly("4");
    }

    @Test
    void refusesTablesThatAreNotThere() {
        assertThatThrownBy(() -> db.open("SELECT * FROM ghost"))
                .isInstanceOf(ProblemException.class)
                .hasMessage(
                        "Error while planning query: Error during planning:"
                                + " table 'public.iox.ghost' not found");
    }

    @Test
    @Conforms("D-137")
    void foldsNamesWithoutQuotes() {
        db.buffer("Home Temp=1,temp=2 1");

        assertThat(db.rows("SELECT Temp, \"Temp\" FROM \"Home\"")).containsExactly("2.0|1.0");
        assertThatThrownBy(() -> db.open("SELECT * FROM Home"))
                .hasMessageContaining("table 'public.iox.home' not found");
    }

    @Test
    @Conforms("D-137")
    void keepsNamesApartThatDifferInCaseAlone() throws IOException {
        db.file("t Temp=1,temp=2,TEMP=3 1");
        db.buffer("t Temp=4,temp=5,TEMP=6 2");

        assertThat(db.rows("SELECT \"TEMP\", \"Temp\", temp FROM t ORDER BY time"))
                .containsExactly("3.0|1.0|2.0", "6.0|4.0|5.0");
        assertThat(db.rows("SELECT x.temp FROM (SELECT \"Temp\", temp FROM t) x ORDER BY 1"))
                .containsExactly("2.0", "5.0");
        assertThat(db.columns("SELECT * FROM t")).containsExactly("TEMP", "Temp", "temp", "time");
    }

    @Test
    void doesNotTakeOneCaseForTheOther() {
        db.buffer("t temp=1 1");

        assertThatThrownBy(() -> db.open("SELECT \"Temp\" FROM t"))
                .hasMessageContaining("No field named \"Temp\"");
        assertThat(db.rows("SELECT temp AS \"Temp\" FROM t ORDER BY temp")).containsExactly("1.0");
    }

    @Test
    void readsColumnsWithTheEnginesOwnNames() {
        db.buffer("t,user=u current_user=1,localtime=2 1");

        assertThat(db.rows("SELECT \"user\", current_user, localtime FROM t"))
                .containsExactly("u|1.0|2.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"it's", "a\"b", "ünïcödé °C 漢字 🚀", "a\\b", "--", "/*", "%_", " "})
    void keepsAnyText(String text) {
        db.buffer("t,tag=x field=\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\" 1");

        assertThat(db.rows("SELECT field FROM t")).containsExactly(text);
        assertThat(
                        db.rows(
                                "SELECT count(*) FROM t WHERE field = '"
                                        + text.replace("'", "''")
                                        + "'"))
                .containsExactly("1");
        assertThat(db.rows("SELECT count(*) FROM t WHERE field = $f", Map.of("f", text)))
                .containsExactly("1");
    }

    @ParameterizedTest
    @CsvSource({
        "-9223372036854775808",
        "-9223372036854775807",
        "-9223372036854775806",
        "-1",
        "0",
        "1",
        "999",
        "1641024000000000001",
        "9223372036854775806",
        "9223372036854775807"
    })
    void keepsAnyTime(long nanos) throws IOException {
        db.buffer("b v=1 " + nanos);
        db.file("f v=1 " + nanos);

        for (String table : new String[] {"b", "f"}) {
            try (var stream = db.open("SELECT time FROM " + table)) {
                assertThat(stream.next()).isTrue();
                var times = (TimeStampNanoVector) stream.root().getVector("time");
                assertThat(times.get(0)).isEqualTo(nanos);
            }
        }
    }

    @Test
    void keepsEveryType() throws IOException {
        String line =
                "t,tag=x i=-9223372036854775808i,u=18446744073709551615u,f=-0.1,s=\"\",b=true 1";
        db.file(line);
        db.buffer(line.replace(" 1", " 2"));

        assertThat(db.rows("SELECT b, f, i, s, tag, u FROM t ORDER BY time"))
                .hasSize(2)
                .allMatch(row ->
                        row.startsWith("true|-0.1|-9223372036854775808||x|")
                                && (row.endsWith("|-1") || row.endsWith("|18446744073709551615")));
        assertThat(db.rows("SELECT count(*) FROM t WHERE u = 18446744073709551615"))
                .containsExactly("2");
    }

    @Test
    void givesNullWhereASourceLacksAColumn() throws IOException {
        db.file("t a=1 1");
        db.file("t b=2i 2");
        db.buffer("t,tag=x c=\"3\" 3");

        assertThat(db.rows("SELECT a, b, c, tag FROM t ORDER BY time"))
                .containsExactly("1.0|null|null|null", "null|2|null|null", "null|null|3|x");
    }

    @Test
    void answersEmptyTablesWithTheirColumns() {
        db.buffer("t a=1 1");

        assertThat(db.rows("SELECT * FROM t WHERE time > '2022-01-01'")).isEmpty();
        assertThat(db.columns("SELECT * FROM t WHERE time > '2022-01-01'"))
                .containsExactly("a", "time");
    }

    @Test
    void joinsATableWithItself() throws IOException {
        fillHome();

        assertThat(
                        db.rows(
                                "SELECT count(*) FROM home a JOIN home b ON a.room = b.room"
                                        + " JOIN home c ON b.room = c.room"))
                .containsExactly("16");
    }

    @Test
    void runsSubqueriesSetsAndCommonTables() throws IOException {
        fillHome();

        assertThat(
                        db.rows(
                                """
                                WITH warm AS (SELECT room, temp FROM home WHERE temp > 21),
                                     "Rooms"(name) AS (SELECT DISTINCT room FROM warm)
                                SELECT name, (SELECT max(temp) FROM home WHERE room = name)
                                FROM "Rooms" WHERE EXISTS (SELECT 1 FROM home WHERE room = name)
                                UNION ALL SELECT 'x', 1.0 ORDER BY 1
                                """))
                .containsExactly("Kitchen|23.0", "Living Room|21.4", "x|1.0");
    }

    @Test
    void letsACommonTableHideATable() throws IOException {
        fillHome();

        assertThat(db.rows("WITH home AS (SELECT 7 AS co) SELECT home.co FROM home"))
                .containsExactly("7");
        assertThat(
                        db.rows(
                                "WITH home AS (SELECT max(co) AS co FROM home)"
                                        + " SELECT co FROM home"))
                .containsExactly("2");
    }

    @Test
    void runsRecursiveCommonTables() {
        assertThat(
                        db.rows(
                                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                                        + " WHERE i < 3) SELECT i FROM n ORDER BY i"))
                .containsExactly("1", "2", "3");
    }

    @Test
    void runsWindowsAndGroupings() throws IOException {
        fillHome();

        assertThat(
                        db.rows(
                                """
                                SELECT room, co - lag(co) OVER (PARTITION BY room ORDER BY time) AS d,
                                       row_number() OVER w
                                FROM home WINDOW w AS (ORDER BY time, room) ORDER BY 3
                                """))
                .containsExactly(
                        "Kitchen|null|1", "Living Room|null|2", "Kitchen|2|3", "Living Room|1|4");
        assertThat(db.rows("SELECT room, sum(co) FROM home GROUP BY ROLLUP (room) ORDER BY 2, 1"))
                .containsExactly("Living Room|1", "Kitchen|2", "null|3");
    }

    @Test
    @Conforms("D-145")
    void putsNullsLastUpAndFirstDown() {
        db.buffer("t v=1 1", "t w=1 2", "t v=2 3");

        assertThat(db.rows("SELECT v FROM t ORDER BY v")).containsExactly("1.0", "2.0", "null");
        assertThat(db.rows("SELECT array_agg(v ORDER BY 'x', v) FROM t ORDER BY 'x', true"))
                .containsExactly("[1.0,2.0,null]");
        assertThat(db.rows("SELECT v FROM t ORDER BY v DESC"))
                .containsExactly("null", "2.0", "1.0");
    }

    @Test
    @Conforms("D-182")
    void takesParameters() throws IOException {
        fillHome();

        assertThat(
                        db.rows(
                                """
                                SELECT count(*) FROM home
                                WHERE room = $room AND temp >= $temp AND co < $co AND $yes
                                  AND time >= $from AND $nothing IS NULL
                                """,
                                Map.of(
                                        "room",
                                        "Kitchen",
                                        "temp",
                                        22.5,
                                        "co",
                                        9L,
                                        "yes",
                                        true,
                                        "from",
                                        "2022-01-01T10:00:00+01:00",
                                        "nothing",
                                        QueryRequest.NULL_PARAMETER,
                                        "surplus",
                                        1L)))
                .containsExactly("1");
    }

    @Test
    void cannotBeInjectedByParameters() throws IOException {
        fillHome();

        assertThat(
                        db.rows(
                                "SELECT count(*) FROM home WHERE room = $r",
                                Map.of("r", "x' OR '1'='1")))
                .containsExactly("0");
    }

    @Test
    @Conforms("D-182")
    void refusesMissingParameters() throws IOException {
        fillHome();

        assertThatThrownBy(() -> db.open("SELECT * FROM home WHERE room = $room"))
                .hasMessageContaining("No value found for placeholder with name $room");
    }

    @Test
    void listsTablesAndColumns() throws IOException {
        fillHome();

        assertThat(db.rows("SHOW TABLES"))
                .contains("public|iox|home|BASE TABLE", "public|information_schema|columns|VIEW");
        assertThat(db.rows("SHOW COLUMNS FROM home"))
                .containsExactlyInAnyOrder(
                        "public|iox|home|co|Int64|YES",
                        "public|iox|home|hum|Float64|YES",
                        "public|iox|home|room|Dictionary(Int32, Utf8)|YES",
                        "public|iox|home|temp|Float64|YES",
                        "public|iox|home|time|Timestamp(Nanosecond, None)|NO");
        assertThat(
                        db.rows(
                                "SELECT column_name FROM information_schema.columns c"
                                        + " WHERE c.table_name = 'home' ORDER BY 1"))
                .containsExactly("co", "hum", "room", "temp", "time");
        assertThatThrownBy(() -> db.open("SHOW COLUMNS FROM ghost"))
                .hasMessageContaining("table 'public.iox.ghost' not found");
    }

    @Test
    void namesColumnsAsTheReferenceDoes() throws IOException {
        fillHome();

        assertThat(
                        db.columns(
                                "SELECT room, avg(temp), count(*), temp * 2, max(temp) AS \"Max\","
                                        + " 1 FROM home GROUP BY room, temp"))
                .containsExactly(
                        "room",
                        "avg(home.temp)",
                        "count(*)",
                        "home.temp * Int64(2)",
                        "Max",
                        "Int64(1)");
    }

    /// AS may be left out before a name in single quotes too.
    @Test
    void takesNamesInSingleQuotes() throws IOException {
        fillHome();

        assertThat(
                        db.columns(
                                "SELECT temp 'temperature', max(home.temp) 'the most' FROM home GROUP BY temp"))
                .containsExactly("temperature", "the most");
    }
}
