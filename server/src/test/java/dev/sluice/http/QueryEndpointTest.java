// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.auth.Decision;
import dev.sluice.influxql.Statement;
import dev.sluice.model.Grant;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.query.RunningResult;
import dev.sluice.query.SeriesQueries;
import dev.sluice.query.SeriesResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How answers travel, and what happens when either side stops.
// Opening and closing a port for each test would take longer than all of them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class QueryEndpointTest {
    private static final int BATCH_ROWS = 10_000;
    private static final String ASK = "/query?db=db&epoch=ns&q=SELECT+f+FROM+m";

    private final FakeGate gate = new FakeGate();
    private final List<OpenDoor> doors = new ArrayList<>();
    private volatile Supplier<SeriesResult> answer = QueryEndpointTest::nothing;
    private final OpenDoor door = door(Duration.ofSeconds(60));

    private static SeriesResult nothing() {
        return new FakeSeries((_, _) -> false).result();
    }

    private final class Answering implements SeriesQueries {
        @Override
        public SeriesResult openSeries(
                Grant.ForDatabase grant, Statement statement, Duration timeLimit) {
            return answer.get();
        }

        @Override
        public void requireDatabase(Grant.ForDatabase grant) {}
    }

    private OpenDoor door(Duration patience) {
        QueryEndpoint endpoint =
                new QueryEndpoint(
                        new QueryEndpoint.Services(
                                gate,
                                (_, _) -> new Decision.Forbidden<>("no_permission"),
                                new Answering()),
                        patience);
        OpenDoor made = new OpenDoor(new BodyMemory(1_000_000), endpoint);
        doors.add(made);
        return made;
    }

    @AfterEach
    void forget() {
        gate.forget();
        answer = QueryEndpointTest::nothing;
    }

    @AfterAll
    void close() {
        doors.forEach(OpenDoor::close);
    }

    private HttpResponse<String> ask(String pathAndQuery) throws Exception {
        return door.send(door.request(pathAndQuery).header("Authorization", "Token good"));
    }

    private FakeSeries answers(FakeSeries.Script script) {
        FakeSeries rows = new FakeSeries(script);
        answer = rows::result;
        return rows;
    }

    /// Scripts rows that never end.
    private FakeSeries endless() {
        return answers((series, step) -> {
            series.fill(step * BATCH_ROWS, BATCH_ROWS);
            return true;
        });
    }

    private static Socket socket(OpenDoor door) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(16 * 1024);
        socket.connect(door.address());
        socket.getOutputStream()
                .write(
                        ("GET " + ASK + " HTTP/1.1\r\nHost: x\r\nAuthorization: Token good\r\n\r\n")
                                .getBytes(UTF_8));
        return socket;
    }

    /// Scripts half a million rows.
    private FakeSeries large() {
        return answers((series, step) -> {
            series.fill(step * BATCH_ROWS, BATCH_ROWS);
            return step < 50;
        });
    }

    @Test
    void aLargeAnswerArrivesWhole() throws Exception {
        FakeSeries rows = large();

        HttpResponse<String> response = ask(ASK);

        assertThat(response.headers().firstValue("transfer-encoding")).hasValue("chunked");
        assertThat(response.body())
                .startsWith("{\"results\":[{\"statement_id\":0,\"series\":[{\"name\":\"m\",")
                .contains("[249999,249999],[250000,250000]")
                .endsWith("[499999,499999]]}]}]}\n");
        rows.awaitClosed();
    }

    @Test
    void aSlowClientHoldsItsRowsBack() throws Exception {
        FakeSeries slow = endless();

        try (Socket socket = socket(door)) {
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            assertThat(reader.readLine()).isEqualTo("HTTP/1.1 200 OK");
            // Others are served meanwhile, and by far more rows.
            for (int i = 0; i < 10; i++) {
                large();
                assertThat(ask(ASK).statusCode()).isEqualTo(200);
            }
            // What lies between is the buffers of the server's socket; a batch has 150 kB and more.
            assertThat(slow.steps()).isLessThan(100);
        }
        slow.awaitClosed();
    }

    @Test
    void aClientThatReadsNothingIsGivenUp() throws Exception {
        FakeSeries rows = endless();

        try (Socket _ = socket(door(Duration.ofMillis(500)))) {
            rows.awaitClosed();
        }
    }

    @Test
    void aClientThatGoesAwayEndsItsQuery() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        FakeSeries rows =
                answers((series, _) -> {
                    asked.countDown();
                    series.awaitCancelled();
                    return true;
                });

        Socket socket = socket(door);
        asked.await();
        socket.close();

        rows.awaitClosed();
    }

    @Test
    void aClientThatGoesAwayBeforeThereIsAnAnswerEndsItsQuery() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        CompletableFuture<Void> ended = new CompletableFuture<>();
        answer =
                () -> {
                    RunningResult.begun(() -> ended.complete(null));
                    opening.countDown();
                    ended.join();
                    throw Problem.unavailable("query_cancelled", "it was").asException();
                };

        Socket socket = socket(door);
        opening.await();
        socket.close();

        ended.join();
    }

    @Test
    void anErrorAfterTheFirstRowsEndsTheStatement() throws Exception {
        answer =
                () ->
                        new FakeSeries(
                                        (series, step) -> {
                                            if (step == 40) {
                                                throw Problem.unavailable("away", "it is away")
                                                        .asException();
                                            }
                                            series.fill(step * BATCH_ROWS, BATCH_ROWS);
                                            return true;
                                        })
                                .result();

        assertThat(ask(ASK + "%3BCREATE+DATABASE+x").body())
                .endsWith(
                        "[399999,399999]]}],\"error\":\"it is away\"},{\"statement_id\":1,\"error\":"
                                + "\"This feature is not implemented: CREATE DATABASE\"}]}\n");
        assertThat(ask(ASK + "&chunked=true&chunk_size=390001").body())
                .contains("[390000,390000]],\"partial\":true}],\"partial\":true}]}\n")
                .endsWith("[399999,399999]]}],\"error\":\"it is away\"}]}\n");
    }

    @Test
    void infinityEndsTheStatementOnceRowsAreUnderWay() throws Exception {
        answer =
                () ->
                        new FakeSeries(
                                        (series, step) -> {
                                            series.fill(step * BATCH_ROWS, BATCH_ROWS);
                                            if (step == 40) {
                                                series.last(Double.NEGATIVE_INFINITY);
                                            }
                                            return true;
                                        })
                                .result();

        assertThat(ask(ASK + "%3BCREATE+DATABASE+x").body())
                .startsWith("{\"results\":[{\"statement_id\":0,")
                .contains(
                        "[409998,409998],[409999,null]]}],\"error\":\"json: unsupported value:"
                                + " -Inf\"},{\"statement_id\":1,");
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID,200,bad",
        "TOO_LARGE,200,bad",
        "BUSY,503,bad",
        "UNAVAILABLE,503,bad",
        "INTERNAL,500,internal error"
    })
    void theServersOwnTroubleIsTheWholeAnswer(Problem.Kind kind, int status, String message)
            throws Exception {
        answer =
                () -> {
                    throw new ProblemException(new Problem(kind, "code", "bad"));
                };

        HttpResponse<String> response = ask(ASK);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body())
                .startsWith(
                        status == 200
                                ? "{\"results\":[{\"statement_id\":0,\"error\":\"" + message
                                : "{\"error\":\"" + message);
        assertThat(response.headers().firstValue("retry-after").isPresent())
                .isEqualTo(status == 503);
    }

    @Test
    void aQueryThatRanOutOfTimeIsNotAskedForAgain() throws Exception {
        answer =
                () -> {
                    throw Problem.unavailable("query_deadline", "the query ran out of time")
                            .asException();
                };

        assertThat(ask(ASK).body())
                .isEqualTo(
                        "{\"results\":[{\"statement_id\":0,\"error\":\"the query ran out of"
                                + " time\"}]}\n");
    }

    @Test
    void aMistakeOfTheServerShowsNothing() throws Exception {
        answer =
                () -> {
                    throw new IllegalStateException("secret");
                };

        HttpResponse<String> response = ask(ASK);

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body())
                .startsWith("{\"error\":\"internal error, see")
                .doesNotContain("secret");
    }

    @Test
    void aMistakeHalfWayCutsTheAnswerOff() {
        AtomicInteger calls = new AtomicInteger();
        answer =
                () ->
                        new FakeSeries(
                                        (series, step) -> {
                                            if (step == 40) {
                                                calls.incrementAndGet();
                                                throw new IllegalStateException("secret");
                                            }
                                            series.fill(step * BATCH_ROWS, BATCH_ROWS);
                                            return true;
                                        })
                                .result();

        assertThatThrownBy(() -> ask(ASK)).isInstanceOf(IOException.class);
        assertThat(calls).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({"slowed,429", "down,503", "bad,403"})
    void theGateDecides(String token, int status) throws Exception {
        HttpResponse<String> response =
                door.send(door.request(ASK).header("Authorization", "Token " + token));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).startsWith("{\"error\":\"");
    }

    @Test
    void eachDatabaseIsAskedForOnce() throws Exception {
        assertThat(ask(ASK + "%3BSELECT+f+FROM+m%3BSELECT+f+FROM+b..m").statusCode())
                .isEqualTo(200);

        assertThat(gate.asked()).containsExactly("db", "b");
    }
}
