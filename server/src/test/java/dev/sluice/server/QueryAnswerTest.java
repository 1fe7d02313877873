// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ExtensionValue;
import org.msgpack.value.Value;
import org.msgpack.value.ValueFactory;

/// What `/query` of a whole server answers (data.md 3.4 to 3.7).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class QueryAnswerTest {
    private static final String NONE = "{\"results\":[{\"statement_id\":0}]}";

    @TempDir private static Path directory;

    private DataServer server;
    private QueryClient client;

    @BeforeAll
    void start() throws Exception {
        server =
                new DataServer(directory, Map.of(), Map.of())
                        .withDatabase("db")
                        .withDatabase("db/week")
                        .withDatabase("other");
        client = new QueryClient(server, server.token("read *"));
        write(
                "db",
                """
                home,room=Kitchen temp=21,co=1i,ok=true,note="a \\"b\\"",n=18446744073709551615u 0
                home,room=Kitchen temp=22.5 3600000000000
                home,room=Hall temp=19.25,co=-3i 0
                home temp=5 0
                m1 f1=1 1000000000
                m1 f1=2 2000000000
                m1 f1=3 3000000000
                m2 f1=1.5 1000000000
                t f=0 0
                t f=1 1500000000
                t f=2 1500600000
                t f=3 1500600007
                t f=4 -1
                c,a=x,b=y\\,z f=1,s="plain" 1000000000
                c,a=x,b=y\\,z f=2,s="with , and \\" in it" 2000000000
                c,a=z f=3 1000000000
                big f=1e308 1
                big f=1e999 2
                """);
        write("db/week", "home temp=99 0");
    }

    private void write(String database, String lines) throws Exception {
        HttpResponse<String> stored = server.write(database, lines);
        assertThat(stored.statusCode()).as(stored.body()).isEqualTo(204);
    }

    @AfterAll
    void close() {
        server.close();
    }

    @Test
    @Conforms("D-85")
    void oneSeriesHasColumnsAndValues() throws Exception {
        HttpResponse<String> answer = client.get("db", "db", "q", "SELECT f1 FROM m1 LIMIT 2");

        assertThat(QueryClient.ok(answer))
                .isEqualTo(
                        "{\"results\":[{\"statement_id\":0,\"series\":[{\"name\":\"m1\",\"columns\":"
                                + "[\"time\",\"f1\"],\"values\":[[\"1970-01-01T00:00:01Z\",1],"
                                + "[\"1970-01-01T00:00:02Z\",2]]}]}]}");
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("request-id"))
                .isPresent()
                .isEqualTo(answer.headers().firstValue("x-request-id"));
        assertThat(QueryClient.ok(client.get("db", "db", "q", "SELECT nothing FROM m1")))
                .isEqualTo(NONE);
        assertThat(QueryClient.ok(client.get("db", "db", "q", "SELECT * FROM nowhere")))
                .isEqualTo(NONE);
        assertThat(QueryClient.ok(client.get("db", "db", "q", " ; ")))
                .isEqualTo("{\"results\":[]}");
    }

    @Test
    @Conforms("D-85")
    void everyTypeHasItsForm() throws Exception {
        assertThat(
                        client.values(
                                "SELECT temp, co, ok, note, n, room FROM home WHERE room ="
                                        + " 'Kitchen'"))
                .isEqualTo(
                        "[[\"1970-01-01T00:00:00Z\",21,1,true,\"a \\\"b\\\"\",18446744073709551615,"
                                + "\"Kitchen\"],"
                                + "[\"1970-01-01T01:00:00Z\",22.5,null,null,null,null,\"Kitchen\"]]");
    }

    @Test
    @Conforms("D-86")
    void prettyIsIndented() throws Exception {
        assertThat(
                        QueryClient.ok(
                                client.get(
                                        "db",
                                        "db",
                                        "pretty",
                                        "true",
                                        "q",
                                        "SELECT f1 FROM m2; SELECT f1 FROM nowhere")))
                .isEqualTo(
                        """
                        {
                          "results": [
                            {
                              "statement_id": 0,
                              "series": [
                                {
                                  "name": "m2",
                                  "columns": [
                                    "time",
                                    "f1"
                                  ],
                                  "values": [
                                    [
                                      "1970-01-01T00:00:01Z",
                                      1.5
                                    ]
                                  ]
                                }
                              ]
                            },
                            {
                              "statement_id": 1
                            }
                          ]
                        }\
                        """);
    }

    @ParameterizedTest
    @Conforms("D-87")
    @CsvSource({
        "ns,-1,1500600007",
        "u,0,1500600",
        "µ,0,1500600",
        "ms,0,1500",
        "s,0,1",
        "m,0,0",
        "h,0,0",
        "d,0,0",
        "w,0,0"
    })
    void epochCountsTowardsZero(String unit, long first, long last) throws Exception {
        String values = client.values("SELECT f FROM t", "epoch", unit);

        assertThat(values).startsWith("[[" + first + ",4],[0,0],").endsWith(",[" + last + ",3]]");
    }

    @Test
    @Conforms("D-87")
    void everyUnitHasItsLength() throws Exception {
        // Not a whole number of weeks, days, hours, minutes or seconds.
        write("db", "old f=1 -2000000123456789\nnew f=1 2000000123456789");

        for (Map.Entry<String, Long> unit :
                Map.of(
                                "ns", 2000000123456789L,
                                "u", 2000000123456L,
                                "ms", 2000000123L,
                                "s", 2000000L,
                                "m", 33333L,
                                "h", 555L,
                                "d", 23L,
                                "w", 3L)
                        .entrySet()) {
            assertThat(client.values("SELECT f FROM new", "epoch", unit.getKey()))
                    .isEqualTo("[[" + unit.getValue() + ",1]]");
            assertThat(client.values("SELECT f FROM old", "epoch", unit.getKey()))
                    .isEqualTo("[[-" + unit.getValue() + ",1]]");
        }
    }

    @Test
    @Conforms("D-88")
    void timesHaveTheFewestDigitsOfThree() throws Exception {
        assertThat(client.values("SELECT f FROM t"))
                .isEqualTo(
                        "[[\"1969-12-31T23:59:59.999999999Z\",4],"
                                + "[\"1970-01-01T00:00:00Z\",0],"
                                + "[\"1970-01-01T00:00:01.500Z\",1],"
                                + "[\"1970-01-01T00:00:01.500600Z\",2],"
                                + "[\"1970-01-01T00:00:01.500600007Z\",3]]");
        assertThat(client.values("SELECT f1 FROM m2 TZ('America/New_York')"))
                .isEqualTo("[[\"1969-12-31T19:00:01-05:00\",1.5]]");
    }

    @Test
    @Conforms("D-89")
    void groupsHaveTheirTags() throws Exception {
        assertThat(client.result("SELECT max(temp) FROM home GROUP BY room, floor"))
                .isEqualTo(
                        "\"series\":["
                                + "{\"name\":\"home\",\"tags\":{\"floor\":\"\",\"room\":\"\"},"
                                + "\"columns\":[\"time\",\"max\"],"
                                + "\"values\":[[\"1970-01-01T00:00:00Z\",5]]},"
                                + "{\"name\":\"home\",\"tags\":{\"floor\":\"\",\"room\":\"Hall\"},"
                                + "\"columns\":[\"time\",\"max\"],"
                                + "\"values\":[[\"1970-01-01T00:00:00Z\",19.25]]},"
                                + "{\"name\":\"home\",\"tags\":{\"floor\":\"\",\"room\":\"Kitchen\"},"
                                + "\"columns\":[\"time\",\"max\"],"
                                + "\"values\":[[\"1970-01-01T01:00:00Z\",22.5]]}]");
    }

    @Test
    @Conforms("D-90")
    void eachStatementHasItsNumberAndItsError() throws Exception {
        assertThat(
                        QueryClient.ok(
                                client.get(
                                        "db",
                                        "db",
                                        "q",
                                        "SELECT f1 FROM m2; SELECT mean(f1), f1 FROM m1;;"
                                                + " SHOW MEASUREMENTS LIMIT 1")))
                .isEqualTo(
                        "{\"results\":[{\"statement_id\":0,\"series\":[{\"name\":\"m2\",\"columns\":"
                                + "[\"time\",\"f1\"],\"values\":[[\"1970-01-01T00:00:01Z\",1.5]]}]},"
                                + "{\"statement_id\":1,\"error\":\"Error during planning: mixing"
                                + " aggregate and non-aggregate columns is not supported\"},"
                                + "{\"statement_id\":2,\"series\":[{\"name\":\"measurements\","
                                + "\"columns\":[\"name\"],\"values\":[[\"big\"]]}]}]}");
    }

    @Test
    @Conforms("D-91")
    void aSyntaxErrorIsAResult() throws Exception {
        assertThat(client.result("SELECT f1 FROM m1; FETCH x"))
                .isEqualTo(
                        "\"error\":\"error in InfluxQL statement: parsing error: invalid InfluxQL"
                                + " statement at pos 19\"");
        assertThat(client.result("SELECT f1 INTO x FROM m1"))
                .startsWith("\"error\":\"error in InfluxQL statement: parsing error: ");
    }

    @Test
    @Conforms("D-95")
    void chunksTellWhetherMoreFollows() throws Exception {
        assertThat(
                        QueryClient.ok(
                                client.get(
                                        "db",
                                        "db",
                                        "chunked",
                                        "true",
                                        "chunk_size",
                                        "2",
                                        "q",
                                        "SELECT f1 FROM m1, m2")))
                .isEqualTo(
                        """
                        {"results":[{"statement_id":0,"series":[{"name":"m1","columns":["time","f1"],"values":[["1970-01-01T00:00:01Z",1],["1970-01-01T00:00:02Z",2]],"partial":true}],"partial":true}]}
                        {"results":[{"statement_id":0,"series":[{"name":"m1","columns":["time","f1"],"values":[["1970-01-01T00:00:03Z",3]]}],"partial":true}]}
                        {"results":[{"statement_id":0,"series":[{"name":"m2","columns":["time","f1"],"values":[["1970-01-01T00:00:01Z",1.5]]}]}]}\
                        """);
    }

    @Test
    @Conforms("D-95")
    void aChunkIsCutOnlyWhereMoreRowsFollow() throws Exception {
        String all = client.result("SELECT f1 FROM m1");

        for (String rows : new String[] {"3", "4", "10000"}) {
            assertThat(client.result("SELECT f1 FROM m1", "chunked", "true", "chunk_size", rows))
                    .isEqualTo(all);
        }
        assertThat(client.result("SELECT f1 FROM m1", "chunked", "true")).isEqualTo(all);
        assertThat(client.result("SELECT f1 FROM m1", "chunk_size", "1")).isEqualTo(all);
        assertThat(
                        QueryClient.ok(
                                client.get(
                                        "db",
                                        "db",
                                        "chunked",
                                        "true",
                                        "q",
                                        "SELECT f1 FROM nowhere; SELECT x")))
                .startsWith("{\"results\":[{\"statement_id\":0,\"error\":");
        assertThat(
                        QueryClient.ok(
                                client.get(
                                        "db",
                                        "db",
                                        "chunked",
                                        "true",
                                        "q",
                                        "SELECT f1 FROM nowhere; SELECT mean(f1), f1 FROM m1")))
                .matches(
                        "\\{\"results\":\\[\\{\"statement_id\":0}]}\n"
                                + "\\{\"results\":\\[\\{\"statement_id\":1,\"error\":\".*\"}]}");
    }

    @Test
    @Conforms("D-96")
    void csvHasAHeaderAStatement() throws Exception {
        HttpResponse<String> answer =
                client.accepting(
                        "text/csv",
                        "db",
                        "db",
                        "q",
                        "SELECT f, s FROM c GROUP BY a, b; SELECT mean(f1), f1 FROM m1; SELECT f"
                                + " FROM nowhere; SHOW TAG KEYS FROM c; SELECT f FROM big");

        assertThat(answer.headers().firstValue("content-type")).hasValue("application/csv");
        assertThat(answer.body())
                .isEqualTo(
                        """
                        name,tags,time,f,s
                        c,"a=x,b=y,z",1000000000,1,plain
                        c,"a=x,b=y,z",2000000000,2,"with , and \"" in it"
                        c,a=z,1000000000,3,

                        name,tags,tagKey
                        c,,a
                        c,,b

                        name,tags,time,f
                        big,,1,1e+308
                        big,,2,inf
                        """);
        assertThat(
                        client.accepting(
                                        "application/csv",
                                        "db",
                                        "db",
                                        "epoch",
                                        "s",
                                        "q",
                                        "SELECT f1 FROM m2")
                                .body())
                .isEqualTo("name,tags,time,f1\nm2,,1,1.5\n");
    }

    private Value unpacked(String... parameters) throws Exception {
        HttpResponse<byte[]> answer =
                server.bytes(
                        "/query?" + QueryClient.encoded(parameters),
                        "Authorization",
                        "Token " + client.token(),
                        "Accept",
                        "application/x-msgpack");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/x-msgpack");
        List<Value> documents = new ArrayList<>();
        try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(answer.body())) {
            while (unpacker.hasNext()) {
                documents.add(unpacker.unpackValue());
            }
        }
        return documents.size() == 1 ? documents.getFirst() : ValueFactory.newArray(documents);
    }

    private static Value member(Value map, String name) {
        return Objects.requireNonNull(map.asMapValue().map().get(ValueFactory.newString(name)));
    }

    @Test
    @Conforms("D-97")
    void messagePackHasMapsAsVersion1() throws Exception {
        assertThat(
                        unpacked(
                                        "db",
                                        "db",
                                        "epoch",
                                        "ms",
                                        "q",
                                        "SELECT f1 FROM m1, m2; SELECT x; SELECT f FROM nowhere")
                                .toJson())
                .isEqualTo(
                        "{\"results\":[{\"statement_id\":0,\"error\":\"error in InfluxQL statement:"
                                + " parsing error: invalid InfluxQL statement at pos 31\"}]}");
        assertThat(
                        unpacked(
                                        "db",
                                        "db",
                                        "epoch",
                                        "ms",
                                        "q",
                                        "SELECT f1 FROM m1, m2; SELECT mean(f1), f1 FROM m1; SELECT f"
                                                + " FROM nowhere; SELECT temp, n, ok, note FROM home"
                                                + " WHERE time = 0 GROUP BY room")
                                .toJson())
                .isEqualTo(
                        "{\"results\":[{\"statement_id\":0,\"series\":[{\"name\":\"m1\",\"columns\":"
                                + "[\"time\",\"f1\"],\"values\":[[1000,1.0],[2000,2.0],[3000,3.0]]},"
                                + "{\"name\":\"m2\",\"columns\":[\"time\",\"f1\"],\"values\":"
                                + "[[1000,1.5]]}]},{\"statement_id\":1,\"error\":\"Error during planning:"
                                + " mixing aggregate and non-aggregate columns is not supported\"},"
                                + "{\"statement_id\":2,\"series\":[]},{\"statement_id\":3,\"series\":["
                                + "{\"name\":\"home\",\"tags\":{\"room\":\"\"},\"columns\":[\"time\","
                                + "\"temp\",\"n\",\"ok\",\"note\"],\"values\":[[0,5.0,null,null,null]]},"
                                + "{\"name\":\"home\",\"tags\":{\"room\":\"Hall\"},\"columns\":[\"time\","
                                + "\"temp\",\"n\",\"ok\",\"note\"],\"values\":[[0,19.25,null,null,null]]},"
                                + "{\"name\":\"home\",\"tags\":{\"room\":\"Kitchen\"},\"columns\":["
                                + "\"time\",\"temp\",\"n\",\"ok\",\"note\"],\"values\":[[0,21.0,"
                                + "18446744073709551615,true,\"a \\\"b\\\"\"]]}]}]}");
    }

    @Test
    @Conforms("D-97")
    void messagePackHasChunksAndTimestamps() throws Exception {
        assertThat(
                        unpacked(
                                        "db",
                                        "db",
                                        "epoch",
                                        "s",
                                        "chunked",
                                        "true",
                                        "chunk_size",
                                        "2",
                                        "q",
                                        "SELECT f1 FROM m1, m2")
                                .toJson())
                .isEqualTo(
                        "[{\"results\":[{\"statement_id\":0,\"series\":[{\"name\":\"m1\",\"columns\":"
                                + "[\"time\",\"f1\"],\"values\":[[1,1.0],[2,2.0]],\"partial\":true}],"
                                + "\"partial\":true}]},{\"results\":[{\"statement_id\":0,\"series\":["
                                + "{\"name\":\"m1\",\"columns\":[\"time\",\"f1\"],\"values\":[[3,3.0]]}],"
                                + "\"partial\":true}]},{\"results\":[{\"statement_id\":0,\"series\":["
                                + "{\"name\":\"m2\",\"columns\":[\"time\",\"f1\"],\"values\":[[1,1.5]]}]}"
                                + "]}]");
        List<Instant> times = new ArrayList<>();
        Value result = member(unpacked("db", "db", "q", "SELECT f FROM t"), "results");
        Value series = member(result.asArrayValue().get(0), "series");
        for (Value row : member(series.asArrayValue().get(0), "values").asArrayValue()) {
            ExtensionValue time = row.asArrayValue().get(0).asExtensionValue();
            assertThat(time.getType()).isEqualTo((byte) 5);
            ByteBuffer bytes = ByteBuffer.wrap(time.getData());
            times.add(Instant.ofEpochSecond(bytes.getLong(), bytes.getInt()));
            assertThat(bytes.hasRemaining()).isFalse();
        }
        assertThat(times)
                .startsWith(Instant.EPOCH.minusNanos(1), Instant.EPOCH)
                .endsWith(Instant.ofEpochSecond(1, 500_600_007));
    }

    @Test
    @Conforms("D-99")
    void numbersAreTheShortestText() throws Exception {
        write(
                "db",
                """
                num f=21 1
                num f=-0.0 2
                num f=7.307059979368068e43 3
                num f=0.1 4
                num f=1e-7 5
                num f=1e20 6
                num f=123456789.5 7
                num f=-1.5e-10 8
                num f=9007199254740993 9
                num f=1e21 10
                """);

        assertThat(client.values("SELECT f FROM num", "epoch", "ns"))
                .isEqualTo(
                        "[[1,21],[2,0],[3,7.307059979368068e+43],[4,0.1],[5,1e-7],"
                                + "[6,100000000000000000000],[7,123456789.5],[8,-1.5e-10],"
                                + "[9,9007199254740992],[10,1e+21]]");
        assertThat(client.values("SELECT sqrt(f) FROM num WHERE f < 0", "epoch", "ns"))
                .isEqualTo("[[8,null]]");
    }

    @Test
    @Conforms("D-99")
    void infinityIsNoDocument() throws Exception {
        assertThat(
                        QueryClient.ok(
                                client.get(
                                        "db", "db", "q", "SELECT f1 FROM m1; SELECT f FROM big")))
                .isEqualTo("{\"error\":\"json: unsupported value: +Inf\"}");
        assertThat(QueryClient.ok(client.get("db", "db", "q", "SELECT 0 - f FROM big")))
                .isEqualTo("{\"error\":\"json: unsupported value: -Inf\"}");
        assertThat(
                        QueryClient.ok(
                                client.get(
                                        "db",
                                        "db",
                                        "chunked",
                                        "true",
                                        "chunk_size",
                                        "1",
                                        "epoch",
                                        "ns",
                                        "q",
                                        "SELECT f FROM big; SELECT f1 FROM m2")))
                .isEqualTo(
                        """
                        {"results":[{"statement_id":0,"series":[{"name":"big","columns":["time","f"],"values":[[1,1e+308]],"partial":true}],"partial":true}]}
                        {"error":"json: unsupported value: +Inf"}
                        {"results":[{"statement_id":1,"series":[{"name":"m2","columns":["time","f1"],"values":[[1000000000,1.5]]}]}]}\
                        """);
    }

    @Test
    @Conforms("D-101")
    void everyDatabaseHasOnePolicyAndItsSiblings() throws Exception {
        String columns =
                "\"series\":[{\"name\":\"retention_policies\",\"columns\":[\"name\",\"duration\","
                        + "\"shardGroupDuration\",\"replicaN\",\"default\"],\"values\":[[\"autogen\","
                        + "\"0s\",\"168h0m0s\",1,true]";

        assertThat(client.result("SHOW RETENTION POLICIES ON other")).isEqualTo(columns + "]}]");
        String both = columns + ",[\"week\",\"0s\",\"168h0m0s\",1,false]]}]";
        assertThat(client.result("SHOW RETENTION POLICIES")).isEqualTo(both);
        assertThat(client.result("SHOW RETENTION POLICIES", "rp", "week")).isEqualTo(both);
        assertThat(
                        new QueryClient(server, server.token("read db/week"))
                                .result("SHOW RETENTION POLICIES ON \"db/week\""))
                .isEqualTo(columns + "]}]");
        assertThat(
                        new QueryClient(server, server.token("read db"))
                                .result("SHOW RETENTION POLICIES"))
                .isEqualTo(columns + "]}]");
    }

    @Test
    @Conforms("D-102")
    void databasesAreThoseThatTheTokenMayRead() throws Exception {
        assertThat(QueryClient.ok(client.get("q", "SHOW DATABASES")))
                .isEqualTo(
                        "{\"results\":[{\"statement_id\":0,\"series\":[{\"name\":\"databases\","
                                + "\"columns\":[\"name\"],\"values\":[[\"db\"],[\"db/week\"],"
                                + "[\"other\"]]}]}]}");
        QueryClient less =
                new QueryClient(server, server.token("read other", "read gone", "write db"));
        assertThat(QueryClient.ok(less.get("q", "SHOW DATABASES")))
                .contains("\"values\":[[\"other\"]]");
        QueryClient none = new QueryClient(server, server.token("write *"));
        assertThat(QueryClient.ok(none.get("q", "SHOW DATABASES"))).isEqualTo(NONE);
    }

    @ParameterizedTest
    @Conforms("D-103")
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE DATABASE x|CREATE DATABASE",
                "DELETE FROM m1|DELETE",
                "DROP MEASUREMENT m1|DROP MEASUREMENT"
            })
    void whatChangesDataIsNotImplemented(String statement, String name) throws Exception {
        assertThat(client.result(statement))
                .isEqualTo("\"error\":\"This feature is not implemented: " + name + "\"");
        assertThat(client.values("SELECT count(f1) FROM m1", "epoch", "s")).isEqualTo("[[0,3]]");
    }

    @Test
    void plansAreRows() throws Exception {
        assertThat(client.result("EXPLAIN SELECT f1 FROM m1"))
                .startsWith(
                        "\"series\":[{\"columns\":[\"plan_type\",\"plan\"],\"values\":"
                                + "[[\"logical_plan\",\"");
    }

    @Test
    void textIsUtf8() throws Exception {
        write("db", "umlaut,t=Größe s=\"Übermaß €\" 1");

        HttpResponse<String> answer = client.get("db", "db", "q", "SELECT s, t FROM umlaut");

        assertThat(new String(answer.body().getBytes(UTF_8), UTF_8))
                .contains("\"Übermaß €\",\"Größe\"");
    }
}
