// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Line protocol from the request to the query (data.md 1): what a line stores, and what a refused
/// one is told. Each test has a table of its own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LineProtocolTest {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private DataServer server;

    /// A server to try; another one where the same has to hold.
    DataServer open(Path place, Map<String, String> environment, Map<String, String> flags)
            throws Exception {
        return new DataServer(place, environment, flags);
    }

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        server = open(directory, Map.of(), Map.of()).withDatabase("db");
    }

    @AfterAll
    void close() {
        server.close();
    }

    private void stores(String lines) throws Exception {
        HttpResponse<String> answer = server.write("db", lines);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.statusCode()).isEqualTo(204);
    }

    /// @param errors the lines after `errors encountered on line(s):`
    private void refuses(String lines, String beginning, String... errors) throws Exception {
        HttpResponse<String> answer = server.write("db", lines);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body().replace("\\\"", "\""))
                .contains(
                        "\"message\":\""
                                + beginning
                                + ", errors encountered on line(s):\\n"
                                + String.join("\\n", errors)
                                + "\"");
    }

    private List<String> rows(String sql) throws Exception {
        return server.query("db", sql);
    }

    @Test
    @Conforms("D-1")
    void aMinimalLineGetsTheTimeOfTheServer() throws Exception {
        long before = nanos(Instant.now());
        stores("minimal f=1");
        long after = nanos(Instant.now());

        long time = Long.parseLong(rows("SELECT time::BIGINT FROM minimal").getFirst());
        assertThat(time).isBetween(before, after);
    }

    @Test
    @Conforms("D-2")
    void aFullLineHasEveryType() throws Exception {
        stores("full,host=a,region=eu f=1.5,i=-2i,u=18446744073709551615u,s=\"x y\",b=true 42");

        assertThat(rows("SELECT host, region, f, i, u::VARCHAR, s, b, time::BIGINT FROM \"full\""))
                .containsExactly("a|eu|1.5|-2|18446744073709551615|x y|true|42");
    }

    @Test
    @Conforms({"D-3", "D-4", "D-5", "D-7", "D-8"})
    void escapesAreUndoneInNamesAndValues() throws Exception {
        stores("esc\\,a\\ b=c,t\\=\\ k\\,=v\\,\\ \\=w f\\,\\ \\=1=1 1");
        stores("esc\\x,t=a\\b,q=\"q\" f=\"a\\\"b\\\\c\\nd\",\"g\"=\"x\" 1");
        stores("esc2,t=a\\\\\\,b f=1 1");

        assertThat(rows("SELECT \"t= k,\", \"f, =1\" FROM \"esc,a b=c\""))
                .containsExactly("v, =w|1.0");
        assertThat(rows("SELECT t, q, f, \"\"\"g\"\"\" FROM \"esc\\x\""))
                .containsExactly("a\\b|\"q\"|a\"b\\c\\nd|x");
        assertThat(rows("SELECT t FROM esc2")).containsExactly("a\\,b");
    }

    @Test
    @Conforms({"D-9", "D-10", "D-11"})
    void aNewlineInAStringIsDataAndAnOpenStringSwallows() throws Exception {
        stores("nl s=\"a\nb\" 1");
        refuses(
                "nl s=\"open 1\nnl s=\"x\" 2\nnl s=\"y",
                "no data written",
                "error parsing line 1 (1-based): Could not parse entire line. Found trailing"
                        + " content: `x\\\" 2\\nnl s=...`".replace("\\\"", "\""));
        refuses(
                "nl f=1\\\nnl f=2 2\nnl f=3 3",
                "partial write has occurred",
                "error parsing line 1 (1-based): Could not parse entire line. Found trailing"
                        + " content: `\\\\\\nnl f=2 2`");

        assertThat(rows("SELECT s, f FROM nl ORDER BY time"))
                .containsExactly("a\nb|null", "null|3.0");
    }

    @Test
    @Conforms({"D-12", "D-13", "D-14"})
    void commentsBlankLinesAndSpaceBeforeALineAreNoLines() throws Exception {
        refuses(
                "# c\n\n \t space f=1 1\n#\nspace f=2 \nspace f=3 3  \nbad\n",
                "partial write has occurred",
                "error parsing line 2 (1-based): Could not parse entire line. Found trailing"
                        + " content: ` `",
                "error parsing line 4 (1-based): Expected at least one space character, got end"
                        + " of input");

        assertThat(rows("SELECT f FROM space ORDER BY time")).containsExactly("1.0", "3.0");
    }

    @Test
    @Conforms({"D-15", "D-16"})
    void carriageReturnsAndTabsAreNoSeparators() throws Exception {
        refuses(
                "cr f=1 1\r\n\r\ncr\tf=1 1\ncr f=1\t1\n",
                "no data written",
                "error parsing line 1 (1-based): Could not parse entire line. Found trailing"
                        + " content: `\\r`",
                "error parsing line 2 (1-based): Expected at least one space character, got end"
                        + " of input",
                "error parsing line 3 (1-based): Expected at least one space character, got"
                        + " `\\tf=1 1`",
                "error parsing line 4 (1-based): Could not parse entire line. Found trailing"
                        + " content: `\\t1`");
    }

    @Test
    @Conforms({"D-17", "D-18", "D-19"})
    void numbersKeepTheirLimits() throws Exception {
        stores(
                "num i=9223372036854775807i,j=-9223372036854775808i,u=18446744073709551615u,"
                        + "x=1e999,y=-0,z=1.5E-3 1");
        refuses(
                "num i=9223372036854775808i\nnum u=18446744073709551616u\nnum u=-1u\nnum f=.5",
                "no data written",
                "error parsing line 1 (1-based): Unable to parse integer value"
                        + " `9223372036854775808`",
                "error parsing line 2 (1-based): Unable to parse unsigned integer value"
                        + " `18446744073709551616`",
                "error parsing line 3 (1-based): Could not parse entire line. Found trailing"
                        + " content: `u`",
                "error parsing line 4 (1-based): No fields were provided");

        assertThat(rows("SELECT i, j, u::VARCHAR, x, y, z FROM num"))
                .containsExactly(
                        "9223372036854775807|-9223372036854775808|18446744073709551615|Infinity"
                                + "|-0.0|0.0015");
    }

    @Test
    @Conforms({"D-20", "D-21"})
    void truthHasTenSpellings() throws Exception {
        stores("bool a=t,b=T,c=true,d=True,e=TRUE,f=f,g=F,h=false,i=False,j=FALSE,q=\"true\" 1");
        refuses(
                "bool a=tRUE\nbool a=yes",
                "no data written",
                "error parsing line 1 (1-based): Could not parse entire line. Found trailing"
                        + " content: `RUE`",
                "error parsing line 2 (1-based): No fields were provided");

        assertThat(rows("SELECT a, b, c, d, e, f, g, h, i, j, upper(q) FROM bool"))
                .containsExactly("true|true|true|true|true|false|false|false|false|false|TRUE");
    }

    @Test
    @Conforms({"D-22", "D-23", "D-24"})
    void timestampsAreWholeNumbersOfTheirUnit() throws Exception {
        refuses(
                "ts f=1 -5\nts f=2 0\nts f=3 00012\nts f=4 +5\nts f=5 1.5\nts f=6\nts f=7",
                "partial write has occurred",
                "error parsing line 4 (1-based): Could not parse entire line. Found trailing"
                        + " content: ` +5`",
                "error parsing line 5 (1-based): Could not parse entire line. Found trailing"
                        + " content: `.5`");
        HttpResponse<String> overflow =
                server.post("/api/v2/write?bucket=db&precision=s", "ts f=8 1\nts f=9 9223372037");

        assertThat(overflow.body()).contains("timestamp overflows i64 on line 2 (1-based)");
        // Lines 6 and 7 are one point, for they have one time and no tags.
        assertThat(rows("SELECT f FROM ts ORDER BY time"))
                .containsExactly("1.0", "2.0", "3.0", "8.0", "7.0");
    }

    @Test
    @Conforms("D-25")
    void precisionScalesTimestamps() throws Exception {
        int n = 0;
        for (String precision : List.of("ns", "us", "ms", "s")) {
            for (String path : List.of("/api/v2/write?bucket=db&", "/write?db=db&")) {
                assertThat(
                                server.post(
                                                path + "precision=" + precision,
                                                "unit,p=" + precision + " f=" + n++ + " 3")
                                        .statusCode())
                        .isEqualTo(204);
            }
        }
        for (String precision : List.of("m", "h")) {
            String lines = "unit,p=" + precision + " f=1 3";
            assertThat(server.post("/write?db=db&precision=" + precision, lines).statusCode())
                    .isEqualTo(204);
            assertThat(
                            server.post("/api/v2/write?bucket=db&precision=" + precision, lines)
                                    .statusCode())
                    .isEqualTo(400);
        }

        assertThat(rows("SELECT p, time::BIGINT FROM unit ORDER BY time"))
                .containsExactly(
                        "ns|3",
                        "us|3000",
                        "ms|3000000",
                        "s|3000000000",
                        "m|180000000000",
                        "h|10800000000000");
    }

    @Test
    @Conforms({"D-26", "D-27", "D-28", "D-29", "D-30"})
    void aLineMustNotContradictItself() throws Exception {
        refuses(
"""
                self,k=1,k=2 f=1 1
                self f=1,f=1i 2
                self f=1,f=2 3
                self,time=1 f=1 4
                self time=5,f=5 5
                self time=6 6
                self,v=1 v=1 7
                self,t= f=1 8
                time f=1 9
""",
                "partial write has occurred",
                "error writing line 1 (1-based): the tag 'k' is specified more than once with"
                        + " conflicting values",
                "error writing line 2 (1-based): the field 'f' is specified more than once with"
                        + " conflicting types",
                "error writing line 4 (1-based): input tag \"time\" on measurement \"self\" is"
                        + " invalid",
                "error writing line 6 (1-based): invalid field name: input field \"time\" on"
                        + " measurement \"self\" is invalid",
                "error writing line 7 (1-based): Could not insert column: Existing table schema"
                        + " specifies column v is type tag, but type"
                        + " iox::column_type::field::float was given",
                "error parsing line 8 (1-based): Expected tag value, got ` f=1 8`");

        assertThat(rows("SELECT f, time::BIGINT FROM self ORDER BY time"))
                .containsExactly("2.0|3", "5.0|5");
        assertThat(rows("SELECT f FROM \"time\"")).containsExactly("1.0");
    }

    @Test
    @Conforms("D-31")
    void namesAndStringsHaveALimit() throws Exception {
        String name = "n".repeat(64 * 1024);
        stores("long,t=" + name + " f=\"" + "s".repeat(1024 * 1024) + "\" 1");
        refuses(
                "long,t=" + name + "n f=1 2\nlong f=\"" + "s".repeat(1024 * 1024 + 1) + "\" 3",
                "no data written",
                "error parsing line 1 (1-based): String is greater than 64KB",
                "error parsing line 2 (1-based): String is greater than 1MB");

        assertThat(rows("SELECT length(t), length(f) FROM long")).containsExactly("65536|1048576");
    }

    @Test
    @Conforms("D-32")
    void oneCommaAfterOneFieldIsTaken() throws Exception {
        refuses(
                "comma f=1, 1\ncomma f=1,g=2, 2\ncomma f=3,",
                "partial write has occurred",
                "error parsing line 2 (1-based): Could not parse entire line. Found trailing"
                        + " content: `, 2`");

        assertThat(rows("SELECT f FROM comma ORDER BY time")).containsExactly("1.0", "3.0");
    }

    @Test
    @Conforms("D-33")
    void textIsUtf8() throws Exception {
        stores("größe,ü=😀 ñ=\"日本\" 1");

        assertThat(rows("SELECT \"ü\", \"ñ\" FROM \"größe\"")).containsExactly("😀|日本");
        HttpResponse<String> answer =
                server.post(
                        "/api/v2/write?bucket=db",
                        new byte[] {'m', ' ', 'f', '=', '1', '\n', (byte) 0xff},
                        "Authorization",
                        "Token " + server.token("write db"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"code\":\"invalid\",\"message\":\"body content is not valid utf8:"
                                + " invalid utf-8 sequence of 1 bytes from index 6\"}");
    }

    @Test
    @Conforms({"D-35", "D-36"})
    void theFirstRowDecidesAColumnsType() throws Exception {
        String conflict =
                "(1-based): Could not insert column: Existing table schema specifies column v is"
                        + " type i64, but type iox::column_type::field::%s was given";
        refuses(
                "first v=1i 1\nfirst v=2 2\nfirst v=3i 3",
                "partial write has occurred",
                "error writing line 2 " + conflict.formatted("float"));
        refuses(
                "first v=\"4\" 4\nfirst v=5u 5",
                "no data written",
                "error writing line 1 " + conflict.formatted("string"),
                "error writing line 2 " + conflict.formatted("uinteger"));

        assertThat(rows("SELECT v FROM first ORDER BY time")).containsExactly("1", "3");
    }

    @Test
    @Conforms({"D-37", "D-38", "D-39", "D-40", "D-41"})
    void pointsOfOneSeriesAndTimeAreOnePoint() throws Exception {
        stores("dup,a=1,b=2 f=1,g=1 1\ndup,b=2,a=1 f=2,h=1 1\ndup,a=1 f=3 1\ndup f=4 1");
        stores("dup,a=1,b=2 g=5 1\ndup,a=1,c=3 f=6 2");

        assertThat(rows("SELECT a, b, c, f, g, h FROM dup ORDER BY time, f"))
                .containsExactly(
                        "1|2|null|2.0|5.0|1.0",
                        "1|null|null|3.0|null|null",
                        "null|null|null|4.0|null|null",
                        "1|null|3|6.0|null|null");
    }

    @Test
    @Conforms({"D-42", "D-44"})
    void aTableHasNoMoreColumnsThanItsLimit() throws Exception {
        server.withDatabase("columns", ",\"maxColumnsPerTable\":250");
        String fields =
                IntStream.range(0, 249)
                        .mapToObj(i -> "f" + i + "=1")
                        .collect(Collectors.joining(","));
        assertThat(server.write("columns", "m " + fields + " 1").statusCode()).isEqualTo(204);

        assertLimited(server.write("columns", "m one_more=1 2"));
        assertThat(
                        server.administer(
                                        "PATCH",
                                        "/api/v0/databases/columns",
                                        "{\"maxColumnsPerTable\":251}")
                                .statusCode())
                .isEqualTo(200);
        assertLimited(server.write("columns", "m one_more=1 2"));
        assertThat(server.write("columns", "n " + fields + ",one_more=1 1").statusCode())
                .isEqualTo(204);
    }

    private static void assertLimited(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains(
                        "dml handler error: service limit reached: couldn't create columns in table"
                                + " `m`; table contains 250 existing columns, applying this write"
                                + " would result in 251 columns, limit is 250");
    }

    @Test
    @Conforms("D-43")
    void aDatabaseHasNoMoreTablesThanItsLimit() throws Exception {
        server.withDatabase("tables");
        String lines =
                IntStream.range(0, 500)
                        .mapToObj(i -> "m" + i + " f=1 1")
                        .collect(Collectors.joining("\n"));
        assertThat(server.write("tables", lines).statusCode()).isEqualTo(204);

        HttpResponse<String> answer = server.write("tables", "m0 f=2 2\none_more f=1 1");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains(
                        "\"line\":2,\"message\":\"partial write has occurred,",
                        "dml handler error: service limit reached: couldn't create new table;"
                                + " namespace contains 500 existing tables, applying this write"
                                + " would result in 501 tables, limit is 500");
        assertThat(server.query("tables", "SELECT f FROM m0 ORDER BY time"))
                .containsExactly("1.0", "2.0");
    }

    @Test
    @Conforms("D-45")
    void aPointOlderThanTheRetentionIsRefused() throws Exception {
        server.withDatabase("hour", ",\"retentionPeriod\":" + 3_600 * SECOND_NANOS);
        long now = nanos(Instant.now());

        HttpResponse<String> answer =
                server.write("hour", "m f=1 " + now + "\nm f=2 " + (now - 7_200 * SECOND_NANOS));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .containsPattern(
                        "\"line\":2,\"message\":\"partial write has occurred, errors encountered on"
                                + " line\\(s\\):.nerror writing line 2 \\(1-based\\): dml handler"
                                + " error: data in table m is outside of the retention period:"
                                + " minimum acceptable timestamp is [-0-9T:.]+Z, but observed"
                                + " timestamp [-0-9T:.]+Z is older\\.");
        assertThat(server.query("hour", "SELECT f FROM m")).containsExactly("1.0");
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * SECOND_NANOS + instant.getNano();
    }
}
