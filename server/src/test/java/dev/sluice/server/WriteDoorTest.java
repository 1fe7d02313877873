// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Both write paths of a whole server, from the parameters to what a query then sees (data.md 2).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WriteDoorTest {
    private static final int BODY_BYTES_MAX = 100_000;
    private static final String WRITE = "/api/v2/write?bucket=db";

    private DataServer server;
    private String token;

    /// A server to try; another one where the same has to hold.
    DataServer open(Path place, Map<String, String> environment, Map<String, String> flags)
            throws Exception {
        return new DataServer(place, environment, flags);
    }

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        server =
                open(
                                directory,
                                Map.of(
                                        "INFLUXDB_IOX_MAX_HTTP_REQUEST_SIZE",
                                        String.valueOf(BODY_BYTES_MAX)),
                                Map.of())
                        .withDatabase("db")
                        .withDatabase("db/rp")
                        .withDatabase("db/rp/x");
        token = "Token " + server.token("write *", "read *");
    }

    @AfterAll
    void close() {
        server.close();
    }

    private static void assertStored(HttpResponse<String> answer) {
        assertThat(answer.body()).isEmpty();
        assertThat(answer.statusCode()).isEqualTo(204);
    }

    private static void assertError(
            HttpResponse<String> answer, int status, String code, String message) {
        String members = "{\"code\":\"" + code + "\",\"message\":\"" + message + "\"";
        assertThat(answer.body()).isIn(members + "}", members + ",\"error\":\"" + message + "\"}");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    }

    private HttpResponse<String> encoded(String encoding, byte[] body) throws Exception {
        return server.post(WRITE, body, "Authorization", token, "Content-Encoding", encoding);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(first);
        bytes.writeBytes(second);
        return bytes.toByteArray();
    }

    @Test
    @Conforms({"D-46", "D-48", "D-50", "D-52", "D-68"})
    void bothPathsStoreAndAnswerWithNothing() throws Exception {
        assertStored(server.post(WRITE + "&org=any&orgID=0&precision=s", "paths f=1 1"));
        assertStored(server.post("/write?db=db&consistency=all&u=ada&precision=s", "paths f=2 2"));
        assertStored(server.post(WRITE + "&org=", "paths f=3 3000000000"));

        assertThat(server.query("db", "SELECT f, time::BIGINT FROM paths ORDER BY time"))
                .containsExactly("1.0|1000000000", "2.0|2000000000", "3.0|3000000000");
    }

    @Test
    @Conforms({"D-47", "D-50"})
    void saysWhichParameterIsMissing() throws Exception {
        assertError(
                server.post("/api/v2/write", "m f=1"),
                400,
                "invalid",
                "no org/bucket destination provided");
        for (String query : new String[] {"?org=o", "?bucket=", "?bucket=&org=o"}) {
            assertError(
                    server.post("/api/v2/write" + query, "m f=1"),
                    400,
                    "invalid",
                    "missing bucket value");
        }
        assertError(server.post("/write", "m f=1"), 400, "invalid", "no db destination provided");
        assertError(
                server.post("/write?rp=x", "m f=1"),
                400,
                "invalid",
                "failed to deserialize db/rp/precision in request: missing field `db`");
    }

    @ParameterizedTest
    @Conforms({"D-49", "D-51"})
    @CsvSource({
        "/api/v2/write?bucket=db/rp,db/rp",
        "/api/v2/write?bucket=db%2Frp,db/rp",
        "/write?db=db,db",
        "/write?db=db&rp=,db",
        "/write?db=db&rp='',db",
        "/write?db=db&rp=autogen,db",
        "/write?db=db&rp=AutoGen,db",
        "/write?db=db&rp=DEFAULT,db",
        "/write?db=db&rp=RP,db/rp",
        "/write?db=db/rp,db/rp",
        "/write?db=db/rp&rp=default,db/rp",
        "/write?db=db/rp&rp=X,db/rp/x",
    })
    void aDatabaseAndAPolicyAreOneName(String path, String database) throws Exception {
        String table = "named_" + Integer.toHexString(path.hashCode());

        assertStored(server.post(path.replace("''", "%27%27"), table + " f=1 1"));

        assertThat(server.query(database, "SELECT f FROM \"" + table + "\""))
                .containsExactly("1.0");
    }

    @ParameterizedTest
    @Conforms("D-53")
    @ValueSource(strings = {"S", "NS", "minute", "auto", "µs", ""})
    void refusesOtherPrecisions(String precision) throws Exception {
        String encoded = precision.replace("µ", "%C2%B5");
        assertError(
                server.post(WRITE + "&precision=" + encoded, "m f=1"),
                400,
                "invalid",
                "failed to deserialize org/bucket/precision in request: unknown variant `"
                        + precision
                        + "`, expected one of `s`, `ms`, `us`, `ns`");
        assertError(
                server.post("/write?db=db&precision=" + encoded, "m f=1"),
                400,
                "invalid",
                "failed to deserialize db/rp/precision in request: unknown variant `"
                        + precision
                        + "`, expected one of `s`, `ms`, `us`, `ns`, `m`, `h`");
    }

    @ParameterizedTest
    @CsvSource({
        "n,1",
        "nanosecond,1",
        "u,1000",
        "microsecond,1000",
        "millisecond,1000000",
        "second,1000000000",
    })
    void takesTheOtherWordsForAPrecision(String precision, long nanos) throws Exception {
        assertStored(
                server.post(WRITE + "&precision=" + precision, "word,p=" + precision + " f=1 1"));

        assertThat(
                        server.query(
                                "db",
                                "SELECT time::BIGINT FROM word WHERE p = '" + precision + "'"))
                .containsExactly(String.valueOf(nanos));
    }

    @Test
    @Conforms("D-54")
    void takesGzipOfSeveralMembersAndNoDamagedOne() throws Exception {
        assertStored(encoded("gzip", gzip("zip f=1 1")));
        assertStored(encoded("gzip", joined(gzip("zip f=2"), gzip(" 2\nzip f=3 3"))));
        byte[] damaged = gzip("zip f=4 4");
        damaged[damaged.length - 6] ^= 1;

        assertError(
                encoded("gzip", damaged),
                400,
                "invalid",
                "error decoding gzip stream: checksum does not match");
        assertError(
                encoded("gzip", "zip,is=no f=5 5".getBytes(UTF_8)),
                400,
                "invalid",
                "error decoding gzip stream: invalid gzip header");
        assertError(
                encoded("gzip", joined(gzip("zip f=6 6\n"), new byte[] {1, 2})),
                400,
                "invalid",
                "error decoding gzip stream: what follows its end is no gzip");
        assertThat(server.query("db", "SELECT f FROM zip ORDER BY time"))
                .containsExactly("1.0", "2.0", "3.0");
    }

    @ParameterizedTest
    @Conforms("D-55")
    @ValueSource(strings = {"deflate", "br", "gzip, gzip"})
    void refusesOtherEncodings(String encoding) throws Exception {
        assertError(
                encoded(encoding, gzip("m f=1")),
                415,
                "unsupported media type",
                "unacceptable content-encoding: " + encoding);
        assertStored(encoded("identity", "enc f=1 1".getBytes(UTF_8)));
    }

    @Test
    @Conforms("D-56")
    void refusesBodiesOverTheLimit() throws Exception {
        String message = "max request size (100000 bytes) exceeded";
        String limit = "big s=\"" + "x".repeat(BODY_BYTES_MAX - 10) + "\" 1";
        assertThat(limit).hasSize(BODY_BYTES_MAX);

        assertStored(server.post(WRITE, limit));
        assertStored(encoded("gzip", gzip(limit)));
        assertError(server.post(WRITE, limit + " "), 413, "request too large", message);
        assertError(encoded("gzip", gzip(limit + " ")), 413, "request too large", message);
        assertError(
                encoded("gzip", gzip("x".repeat(50_000_000))), 413, "request too large", message);
    }

    @ParameterizedTest
    @Conforms("D-57")
    @ValueSource(strings = {"", "\n", "# comment", "\n \t\n#\n"})
    void aPayloadWithoutLinesIsStored(String payload) throws Exception {
        assertStored(server.post(WRITE, payload));
        assertStored(server.post("/write?db=db", payload));
        assertStored(encoded("gzip", gzip(payload)));
    }

    @Test
    @Conforms({"D-58", "D-60"})
    void tellsTheBadLinesAndStoresTheGoodOnes() throws Exception {
        HttpResponse<String> partial =
                server.post(
                        WRITE,
                        "home f=1 1\n,bad\nhome f=3 3\nhome f=4 123461000000000000000000000000");

        assertThat(partial.statusCode()).isEqualTo(400);
        assertThat(partial.body())
                .isEqualTo(
                        "{\"code\":\"invalid\",\"line\":2,\"message\":\"partial write has occurred,"
                                + " errors encountered on line(s):\\nerror parsing line 2 (1-based):"
                                + " Invalid measurement was provided\\nerror parsing line 4"
                                + " (1-based): Unable to parse timestamp value"
                                + " `123461000000000000000000000000`\"}");
        assertThat(server.query("db", "SELECT f FROM home ORDER BY time"))
                .containsExactly("1.0", "3.0");
        assertThat(server.post("/write?db=db", "home").body())
                .isEqualTo(
                        "{\"code\":\"invalid\",\"line\":1,\"message\":\"no data written, errors"
                                + " encountered on line(s):\\nerror parsing line 1 (1-based):"
                                + " Expected at least one space character, got end of input\","
                                + "\"error\":\"no data written, errors encountered on"
                                + " line(s):\\nerror parsing line 1 (1-based): Expected at least"
                                + " one space character, got end of input\"}");
    }

    @Test
    @Conforms("D-59")
    void tellsAHundredBadLinesAtMost() throws Exception {
        HttpResponse<String> answer = server.post(WRITE, "bad\n".repeat(150) + "hundred f=1 1");

        assertThat(answer.body())
                .contains("error parsing line 1 (1-based)", "error parsing line 100 (1-based)")
                .doesNotContain("line 101 ");
        assertThat(server.query("db", "SELECT f FROM hundred")).containsExactly("1.0");
    }

    @Test
    @Conforms({"D-63", "D-65"})
    void aDatabaseThatIsNotThereIsNotMade() throws Exception {
        assertError(
                server.post("/api/v2/write?bucket=nope", "m f=1"),
                404,
                "not found",
                "database 'nope' not found");
        assertError(
                server.post("/write?db=db&rp=nope", "m f=1"),
                404,
                "not found",
                "database 'db/nope' not found");
    }

    @Test
    @Conforms("D-64")
    void refusesNamesThatNoDatabaseHas() throws Exception {
        String longest = "n".repeat(64);
        assertError(
                server.post("/api/v2/write?bucket=" + longest, "m f=1"),
                404,
                "not found",
                "database '" + longest + "' not found");
        assertError(
                server.post("/api/v2/write?bucket=" + longest + "n", "m f=1"),
                400,
                "invalid",
                "namespace name " + longest + "n length must be between 1 and 64 characters");
        assertError(
                server.post("/write?db=", "m f=1"),
                400,
                "invalid",
                "namespace name  length must be between 1 and 64 characters");
        assertError(
                server.post("/api/v2/write?bucket=a.b", "m f=1"),
                400,
                "invalid",
                "namespace name 'a.b' contains invalid character, character number 1 is not"
                        + " whitelisted");
        assertError(
                server.post("/write?db=db&rp=a%20b", "m f=1"),
                400,
                "invalid",
                "namespace name 'db/a b' contains invalid character, character number 4 is not"
                        + " whitelisted");
    }

    @Test
    @Conforms("D-69")
    void theSameBatchAgainChangesNothing() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertStored(server.post(WRITE, "again,t=a f=1,g=2i 1\nagain,t=b f=3 1"));
        }

        assertThat(server.query("db", "SELECT t, f, g FROM again ORDER BY t"))
                .containsExactly("a|1.0|2", "b|3.0|null");
    }

    @ParameterizedTest
    @Conforms({"D-70", "D-71"})
    @CsvSource({
        "POST,/api/v2/delete?bucket=db,501,internal error,deletes are not supported",
        "GET,/api/v2/delete,405,method not allowed,method not allowed",
        "POST,/api/v2/query?org=o,404,not found,not found",
        "POST,/api/v3/write_lp?db=db&no_sync=true,405,method not allowed,method not allowed",
        "GET,/api/v3/query_sql?db=db,405,method not allowed,method not allowed",
        "POST,/api/v3/query_influxql,405,method not allowed,method not allowed",
        "DELETE,/api/v3/configure/database,405,method not allowed,method not allowed",
        "GET,/api/v2/write?bucket=db,405,method not allowed,method not allowed",
        "PUT,/write?db=db,405,method not allowed,method not allowed",
        "POST,/api/v2/nothing,404,not found,not found",
        "GET,/metrics,404,not found,not found",
    })
    void otherPathsAndMethodsAreRefused(
            String method, String path, int status, String code, String message) throws Exception {
        assertError(server.send(method, path, "Authorization", token), status, code, message);
    }

    @ParameterizedTest
    @Conforms({"D-80", "D-81"})
    @ValueSource(strings = {"GET", "HEAD"})
    void pingNeedsNoCredentials(String method) throws Exception {
        HttpResponse<String> plain = server.send(method, "/ping");
        HttpResponse<String> json = server.send(method, "/ping", "Accept", "application/json");

        assertThat(plain.statusCode()).isEqualTo(204);
        assertThat(plain.body()).isEmpty();
        assertThat(json.statusCode()).isEqualTo(method.equals("GET") ? 200 : 204);
        assertThat(json.body())
                .isEqualTo(
                        method.equals("GET")
                                ? "{\"version\":\"9.8.7\",\"revision\":\"sluice\"}"
                                : "");
        for (HttpResponse<String> answer : List.of(plain, json)) {
            assertThat(answer.headers().firstValue("x-influxdb-version")).hasValue("9.8.7");
            assertThat(answer.headers().firstValue("x-influxdb-build")).hasValue("sluice");
        }
    }
}
