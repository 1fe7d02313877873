// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static dev.sluice.server.QueryClient.encoded;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How `/query` of a whole server is asked, and by whom (data.md 2.8, 3.1 to 3.3).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class QueryRequestTest {
    private static final String QUERY = "SELECT f FROM m";
    private static final String ROWS =
            "{\"results\":[{\"statement_id\":0,\"series\":[{\"name\":\"m\",\"columns\":[\"time\",\"f\"],"
                    + "\"values\":[[1,1]]}]}]}";

    @TempDir private static Path directory;

    private DataServer server;
    private String reader;
    private String token;
    private QueryClient client;

    @BeforeAll
    void start() throws Exception {
        server =
                new DataServer(
                                directory,
                                Map.of(),
                                Map.of("access.failedAttemptsPerMinuteMax", "0"))
                        .withDatabase("db")
                        .withDatabase("db/week")
                        .withDatabase("other");
        reader = server.token("read *");
        token = "Token " + reader;
        client = new QueryClient(server, reader);
        write("db", "m f=1 1");
        write("db/week", "m f=7 1");
        write("other", "m f=9 1");
    }

    private void write(String database, String lines) throws Exception {
        assertThat(server.write(database, lines).statusCode()).isEqualTo(204);
    }

    @AfterAll
    void close() {
        server.close();
    }

    private HttpResponse<String> post(String url, String type, String body) throws Exception {
        return type.isEmpty()
                ? server.post("/query" + url, body.getBytes(UTF_8), "Authorization", token)
                : server.post(
                        "/query" + url,
                        body.getBytes(UTF_8),
                        "Authorization",
                        token,
                        "Content-Type",
                        type);
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String message) {
        assertThat(answer.body()).isEqualTo("{\"error\":\"" + message + "\"}");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("x-influxdb-error"))
                .hasValue(message.replace("\\\"", "\"").replace("µ", " "));
    }

    @Test
    @Conforms("D-83")
    void getTakesTheUrl() throws Exception {
        assertThat(QueryClient.ok(client.get("db", "db", "epoch", "ns", "q", QUERY)))
                .isEqualTo(ROWS);
    }

    @Test
    @Conforms("D-83")
    void postTakesAFormBeforeTheUrl() throws Exception {
        String form = "application/x-www-form-urlencoded";

        for (String type :
                List.of(form, form + "; charset=utf-8", "Application/X-WWW-Form-UrlEncoded")) {
            assertThat(
                            QueryClient.ok(
                                    post("", type, encoded("db", "db", "epoch", "ns", "q", QUERY))))
                    .isEqualTo(ROWS);
        }
        assertThat(
                        QueryClient.ok(
                                post(
                                        "?"
                                                + encoded(
                                                        "db",
                                                        "other",
                                                        "epoch",
                                                        "ns",
                                                        "q",
                                                        "SELECT x"),
                                        form,
                                        encoded("db", "db", "q", QUERY))))
                .isEqualTo(ROWS);
        assertThat(
                        QueryClient.ok(
                                post(
                                        "?" + encoded("db", "db", "epoch", "ns", "q", QUERY),
                                        form,
                                        "")))
                .isEqualTo(ROWS);
    }

    @Test
    void postWithoutABodyMayNameAnyType() throws Exception {
        assertThat(
                        QueryClient.ok(
                                post(
                                        "?" + encoded("db", "db", "epoch", "ns", "q", QUERY),
                                        "application/json",
                                        "")))
                .isEqualTo(ROWS);
    }

    @Test
    @Conforms("D-83")
    void postTakesParts() throws Exception {
        String parts =
                """
                --XX
                Content-Disposition: form-data; name="db"

                db
                --XX
                Content-Disposition: form-data; name="q"; filename="query.txt"
                Content-Type: text/plain

                SELECT f
                FROM m
                --XX
                Content-Disposition: form-data; name="epoch"

                ns
                --XX--
                """
                        .replace("\n", "\r\n");

        assertThat(QueryClient.ok(post("?db=other", "multipart/form-data; boundary=XX", parts)))
                .isEqualTo(ROWS);
        assertRefused(
                post("", "multipart/form-data", parts),
                400,
                "invalid mime type (multipart/form-data)");
        assertThat(post("", "multipart/form-data; boundary=XX", "--XX\r\nbroken").statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @Conforms("D-83")
    @ValueSource(strings = {"", "application/vnd.influxql"})
    void postTakesABareStatement(String type) throws Exception {
        assertThat(QueryClient.ok(post("?db=db&epoch=ns", type, QUERY))).isEqualTo(ROWS);
        assertThat(
                        QueryClient.ok(
                                post(
                                        "?" + encoded("db", "db", "epoch", "ns", "q", QUERY),
                                        type,
                                        "x")))
                .isEqualTo(ROWS);
    }

    @Test
    @Conforms("D-84")
    void saysWhatIsMissing() throws Exception {
        String noQuery = "expected a query to be provided in the query string or body";

        assertRefused(
                server.send("GET", "/query", "Authorization", token),
                400,
                "missing query parameters 'db' and 'q'");
        assertRefused(client.get("db", "db"), 400, noQuery);
        assertRefused(client.get("db", "db", "q", ""), 400, noQuery);
        assertRefused(post("?db=db", "", ""), 400, noQuery);
        assertRefused(post("", "application/x-www-form-urlencoded", "db=db"), 400, noQuery);
        assertRefused(post("?db=db", "text/plain", QUERY), 400, "invalid mime type (text/plain)");
        assertRefused(
                post("?db=db", "application/json", QUERY),
                400,
                "invalid mime type (application/json)");
        assertRefused(post("?db=db", "nonsense", QUERY), 400, "invalid mime type (nonsense)");
    }

    @Test
    void aBodyHasALimit() throws Exception {
        URI url = URI.create(server.url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.getOutputStream()
                    .write(
                            ("POST /query?db=db HTTP/1.1\r\nHost: x\r\nContent-Length: 4194305"
                                            + "\r\n\r\n")
                                    .getBytes(UTF_8));
            assertThat(
                            new BufferedReader(
                                            new InputStreamReader(socket.getInputStream(), UTF_8))
                                    .readLine())
                    .isEqualTo("HTTP/1.1 413 Request Entity Too Large");
        }
    }

    @Test
    void otherMethodsAreRefused() throws Exception {
        HttpResponse<String> answer = server.send("PUT", "/query?q=x", "Authorization", token);

        assertRefused(answer, 405, "method not allowed");
        assertThat(answer.headers().firstValue("allow")).hasValue("GET, POST");
    }

    private String value(String... parameters) throws Exception {
        String body = QueryClient.ok(client.get(parameters));
        return body.replaceAll(".*\"values\":\\[\\[\"[^\"]*\",(.*)]]}]}]}", "$1");
    }

    @Test
    @Conforms("D-92")
    void theStatementsDatabaseGoesFirst() throws Exception {
        assertThat(value("db", "db", "q", QUERY)).isEqualTo("1");
        assertThat(value("db", "db", "q", "SELECT f FROM other..m")).isEqualTo("9");
        assertThat(value("q", "SELECT f FROM other.autogen.m")).isEqualTo("9");
        assertThat(QueryClient.ok(client.get("db", "db", "q", "SHOW MEASUREMENTS ON other")))
                .contains("[[\"m\"]]");
        assertThat(QueryClient.ok(client.get("q", "SELECT f FROM other..m; SELECT f FROM db..m")))
                .contains("\"statement_id\":0,", ",9]]", "\"statement_id\":1,", ",1]]");
        String conflict =
                "\"error\":\"Error during planning: can only perform queries on a single database\"";
        assertThat(client.result("SELECT f FROM m, other..m")).isEqualTo(conflict);
        assertThat(client.result("SELECT f FROM db..m, other..m")).isEqualTo(conflict);
        String missing =
                "must specify a 'db' parameter, or provide the database in the InfluxQL query";
        assertRefused(client.get("q", QUERY), 400, missing);
        assertRefused(client.get("db", "", "q", "SELECT f FROM other..m; " + QUERY), 400, missing);
        assertRefused(client.get("q", "SHOW RETENTION POLICIES"), 400, missing);
    }

    @Test
    @Conforms("D-93")
    void aDatabaseThatIsNotThereIsNotFound() throws Exception {
        assertRefused(client.get("db", "nowhere", "q", QUERY), 404, "Database nowhere not found");
        assertRefused(
                client.get("db", "db", "rp", "nope", "q", QUERY),
                404,
                "Database db/nope not found");
        assertRefused(
                client.get("db", "db", "q", QUERY + "; SELECT f FROM nowhere..m"),
                404,
                "Database nowhere not found");
        assertThat(client.get("db", "a b", "q", QUERY).statusCode()).isEqualTo(400);
    }

    @Test
    @Conforms("D-94")
    void aPolicyIsPartOfTheDatabasesName() throws Exception {
        for (String usual : List.of("", "''", "autogen", "default", "AutoGen")) {
            assertThat(value("db", "db", "rp", usual, "q", QUERY)).isEqualTo("1");
        }
        assertThat(value("db", "db", "rp", "week", "q", QUERY)).isEqualTo("7");
        assertThat(value("db", "db", "rp", "WEEK", "q", QUERY)).isEqualTo("7");
        assertThat(value("db", "db/week", "q", QUERY)).isEqualTo("7");
        assertThat(value("q", "SELECT f FROM db.week.m")).isEqualTo("7");
        assertThat(value("q", "SELECT f FROM db.WEEK.m")).isEqualTo("7");
        assertThat(value("db", "db", "q", "SELECT f FROM week.m")).isEqualTo("7");
        assertThat(value("db", "db", "rp", "week", "q", "SELECT f FROM autogen.m")).isEqualTo("1");
        assertThat(value("db", "db", "rp", "week", "q", "SELECT f FROM db..m")).isEqualTo("1");
    }

    @Test
    @Conforms("D-98")
    void answersInAFormThatIsAsked() throws Exception {
        for (String accept :
                List.of(
                        "*/*",
                        "application/json",
                        "application/json, text/plain, */*",
                        "text/html,application/xhtml+xml,*/*;q=0.8",
                        "text/csv;q=0.5, application/json")) {
            assertThat(
                            QueryClient.ok(
                                    client.accepting(
                                            accept, "db", "db", "epoch", "ns", "q", QUERY)))
                    .isEqualTo(ROWS);
        }
        for (String accept :
                List.of("text/html", "application/xml", "image/png;q=1", "x", "*/*;q=0")) {
            assertRefused(
                    client.accepting(accept, "db", "db", "q", QUERY),
                    400,
                    "invalid mime type (" + accept + ")");
        }
    }

    @Test
    @Conforms("D-100")
    void parametersAreValues() throws Exception {
        String where = "SELECT f FROM m WHERE f = $v";

        assertThat(value("db", "db", "q", where, "params", "{\"v\":1}")).isEqualTo("1");
        assertThat(value("db", "db", "q", where, "params", "{\"v\":1.0}")).isEqualTo("1");
        assertThat(value("db", "db", "q", QUERY, "params", "null")).isEqualTo("1");
        assertThat(client.result(where, "params", "{\"v\":2}")).isEmpty();
        assertThat(client.result(where, "params", "{\"v\":\"1 OR 1=1\"}")).isEmpty();
        assertThat(
                        value(
                                "db",
                                "db",
                                "q",
                                "SELECT f FROM m WHERE time = $\"t\"",
                                "params",
                                "{\"t\":\"1970-01-01T00:00:00.000000001Z\"}"))
                .isEqualTo("1");
        assertThat(client.result(where))
                .isEqualTo(
                        "\"error\":\"Bind parameter '$v' was referenced in the InfluxQL statement"
                                + " but its value is undefined.\"");
        assertThat(client.result(where, "params", "{\"v\":1,\"w\":2}"))
                .isEqualTo(
                        "\"error\":\"Bind parameter '$w' was provided but not found in the InfluxQL"
                                + " statement\"");
        assertThat(client.result(where, "params", "{\"v\":null}"))
                .isEqualTo("\"error\":\"Parameter type 'Null' is not supported by InfluxQL\"");
        assertThat(client.result(where, "params", "{\"v\":[1]}"))
                .isEqualTo("\"error\":\"Parameter type 'Array' is not supported by InfluxQL\"");
        for (String broken : List.of("{", "[1]", "7", "{\"v\":1")) {
            assertRefused(
                    client.get("db", "db", "q", where, "params", broken),
                    400,
                    "the parameter params must be a JSON object of bind parameters");
        }
    }

    @ParameterizedTest
    @Conforms("D-104")
    @CsvSource({"pretty,1", "pretty,True", "chunked,yes", "chunked,TRUE", "chunked,f"})
    void truthIsTrueOrFalse(String name, String value) throws Exception {
        assertRefused(
                client.get("db", "db", "q", QUERY, name, value),
                400,
                "invalid value \\\"" + value + "\\\" of " + name + ", expected true or false");
        assertThat(client.get("db", "db", "q", QUERY, name, "false").statusCode()).isEqualTo(200);
    }

    @Test
    void otherParametersHaveTheirValuesToo() throws Exception {
        for (String rows : List.of("0", "-1", "many", "1.5")) {
            assertRefused(
                    client.get("db", "db", "q", QUERY, "chunked", "true", "chunk_size", rows),
                    400,
                    "invalid value \\\""
                            + rows
                            + "\\\" of chunk_size, expected a whole number above zero");
        }
        assertRefused(
                client.get("db", "db", "q", QUERY, "epoch", "y"),
                400,
                "invalid value \\\"y\\\" of epoch, expected one of ns, u, µ, ms, s, m, h, d, w");
    }

    private int status(String url, String... headers) throws Exception {
        return server.send("GET", "/query?" + url, headers).statusCode();
    }

    @Test
    @Conforms("D-73")
    void theParameterComesBeforeTheHeaderOnQueries() throws Exception {
        String asked = encoded("db", "db", "q", QUERY);

        assertThat(status(asked + "&u=any&p=" + reader)).isEqualTo(200);
        assertThat(status(asked + "&p=" + reader, "Authorization", "Token nobody")).isEqualTo(200);
        assertThat(status(asked + "&p=nobody", "Authorization", token)).isEqualTo(403);
        assertThat(status(asked + "&u=&p=", "Authorization", token)).isEqualTo(200);
        assertThat(status(asked + "&u=any&p=")).isEqualTo(401);
        String form = "application/x-www-form-urlencoded";
        assertThat(
                        server.post(
                                        "/query",
                                        (asked + "&u=any&p=" + reader).getBytes(UTF_8),
                                        "Content-Type",
                                        form)
                                .statusCode())
                .isEqualTo(200);
        assertThat(
                        server.post(
                                        "/query?p=" + reader,
                                        (asked + "&p=nobody").getBytes(UTF_8),
                                        "Content-Type",
                                        form)
                                .statusCode())
                .isEqualTo(403);
    }

    @Test
    @Conforms("D-72")
    void everySchemeIsTaken() throws Exception {
        for (String field :
                List.of(
                        "Bearer " + reader,
                        "Token " + reader,
                        "bearer " + reader,
                        DataServer.basic("anybody", reader))) {
            assertThat(status(encoded("db", "db", "q", QUERY), "Authorization", field))
                    .isEqualTo(200);
        }
    }

    @Test
    @Conforms({"D-74", "D-75", "D-77"})
    void whoMayNotReadIsToldNothing() throws Exception {
        String asked = encoded("db", "db", "q", QUERY);
        String writer = server.token("write *", "read other");

        assertThat(status(asked)).isEqualTo(401);
        assertThat(status(encoded("q", "SHOW DATABASES"))).isEqualTo(401);
        assertThat(status(encoded("db", "db", "q", "no InfluxQL"))).isEqualTo(401);
        assertThat(status(asked, "Authorization", "Digest x")).isEqualTo(401);
        HttpResponse<String> unauthorized = server.send("GET", "/query?" + asked);
        assertThat(unauthorized.body()).startsWith("{\"error\":\"");
        assertThat(unauthorized.headers().firstValue("www-authenticate")).hasValue("Bearer");
        for (String forbidden : List.of("nobody", writer, server.managementToken())) {
            HttpResponse<String> answer =
                    server.send("GET", "/query?" + asked, "Authorization", "Token " + forbidden);
            assertRefused(
                    answer,
                    403,
                    "the token is unknown, has ended, or does not permit this on the database");
        }
        assertThat(status(encoded("q", "SHOW DATABASES"), "Authorization", "Token nobody"))
                .isEqualTo(403);
        assertThat(
                        status(
                                encoded("q", "SELECT f FROM other..m; SELECT f FROM db..m"),
                                "Authorization",
                                "Token " + writer))
                .isEqualTo(403);
        assertThat(status(encoded("db", "other", "q", QUERY), "Authorization", "Token " + writer))
                .isEqualTo(200);
    }
}
