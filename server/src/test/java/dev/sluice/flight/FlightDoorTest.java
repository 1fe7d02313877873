// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import static dev.sluice.flight.OpenFlight.assertStatus;
import static dev.sluice.flight.OpenFlight.authorization;
import static dev.sluice.flight.OpenFlight.bearer;
import static dev.sluice.flight.OpenFlight.drain;
import static dev.sluice.flight.OpenFlight.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.linecorp.armeria.common.NonBlocking;
import dev.sluice.influxql.InfluxqlParser;
import dev.sluice.influxql.Refusals;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.query.QueryRequest;
import dev.sluice.query.ScanLimits;
import dev.sluice.query.sql.UnsupportedSql;
import dev.sluice.testkit.Conforms;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.CallOptions;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.Criteria;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementQuery;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may ask, what is handed on, and how refusals look.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FlightDoorTest {
    private final OpenFlight flight = new OpenFlight();

    @AfterEach
    void startAfresh() {
        flight.forget();
    }

    @AfterAll
    void nothingIsLeaked() throws Exception {
        flight.close();
    }

    @Test
    void handsOnTheTicketAndTheGrant() throws Exception {
        flight.numbers();

        assertThat(flight.grants())
                .singleElement()
                .satisfies(grant -> {
                    assertThat(grant.database().value()).isEqualTo("db");
                    assertThat(grant.action().word()).isEqualTo("read");
                });
        assertThat(flight.requests())
                .singleElement()
                .satisfies(request -> {
                    assertThat(request.text()).isEqualTo("SELECT 1");
                    assertThat(request.parameters()).containsEntry("a", 1L);
                    assertThat(request.timeLimit()).isEqualTo(OpenFlight.TIME_LIMIT);
                });
    }

    @Test
    void takesAShorterTimeLimitFromTheClient() throws Exception {
        drain(flight.open(bearer("good"), CallOptions.timeout(30, TimeUnit.SECONDS)));

        // The server adds what the message had been under way.
        assertThat(flight.requests().getFirst().timeLimit())
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(35));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer good", "Token good", "bearer good"})
    @Conforms("D-111")
    void takesEveryScheme(String authorization) throws Exception {
        drain(flight.open(authorization(authorization)));

        assertThat(flight.grants()).hasSize(1);
    }

    @Test
    @Conforms("D-111")
    void takesBasicWithAnyUser() throws Exception {
        drain(flight.open(authorization(basic("any:good"))));

        assertThat(flight.grants()).hasSize(1);
    }

    @Test
    void refusesMissingCredentials() {
        assertStatus(
                () -> drain(flight.open()), FlightStatusCode.UNAUTHENTICATED, "Unauthenticated");
    }

    @Test
    void refusesAnUnknownToken() {
        assertStatus(
                () -> drain(flight.open(bearer("stranger"))),
                FlightStatusCode.UNAUTHORIZED,
                "Permission denied");
    }

    @Test
    @Conforms("D-78")
    void saysSoWhileNobodyCanDecide() {
        assertStatus(
                () -> drain(flight.open(bearer("down"))),
                FlightStatusCode.UNAVAILABLE,
                "keys are away");
    }

    @Test
    void saysWhenToComeBackAfterTooManyFailures() {
        assertStatus(
                () -> drain(flight.open(bearer("slowed"))),
                FlightStatusCode.RESOURCE_EXHAUSTED,
                "too many failed attempts to authenticate from this address, try again in 42 s");
    }

    @Test
    @Conforms("D-109")
    void refusesAnInvalidTicket() {
        for (String ticket :
                List.of("x", "", "{}", "\u0000", "\n\u0002db\u0012\u0001q\u0018\u0007")) {
            assertStatus(
                    () -> drain(flight.client().getStream(ticket(ticket), bearer("good"))),
                    FlightStatusCode.INVALID_ARGUMENT,
                    "Invalid ticket. Error: Invalid ticket");
        }
    }

    @Test
    @Conforms("D-108")
    void takesNativeTicketsInAnEnvelopeAndBare() throws Exception {
        ReadInfo info =
                new ReadInfo(
                        "db",
                        "SELECT $a",
                        ReadInfo.Kind.INFLUXQL,
                        ByteString.EMPTY,
                        true,
                        Map.of("a", 1L));

        drain(flight.client().getStream(new Ticket(info.toTicket()), bearer("good")));
        drain(flight.client().getStream(new Ticket(info.toBytes().toByteArray()), bearer("good")));

        assertThat(flight.requests())
                .hasSize(2)
                .allSatisfy(request -> {
                    assertThat(request.text()).isEqualTo("SELECT $a");
                    assertThat(request.language()).isEqualTo(QueryRequest.Language.INFLUXQL);
                    assertThat(request.parameters()).isEqualTo(Map.of("a", 1L));
                    assertThat(request.options().debug()).isTrue();
                });
    }

    @Test
    @Conforms("D-135")
    void headersLowerLimitsAndShowTheSystemSchema() throws Exception {
        HeaderCallOption headers =
                headers(
                        "x-influxdata-partition-limit", "7",
                        "x-influxdata-parquet-file-limit", "9",
                        "iox-debug", "on",
                        "uber-trace-id", "12ab:1:0:1");

        drain(flight.open(bearer("good"), headers));

        assertThat(flight.requests())
                .singleElement()
                .satisfies(request -> {
                    assertThat(request.limits()).isEqualTo(new ScanLimits(7, 9));
                    assertThat(request.options())
                            .isEqualTo(new QueryRequest.Options(true, "", "12ab"));
                });
    }

    @Test
    void aHeaderMakesAStatementInfluxQlAndSoDoesItsTicket() throws Exception {
        FlightSqlClient sql = new FlightSqlClient(flight.client());

        FlightInfo info =
                sql.execute(
                        "SHOW MEASUREMENTS",
                        bearer("good"),
                        headers("database", "db", "x-influxdata-query-language", "influxql"));
        drain(
                flight.client()
                        .getStream(info.getEndpoints().getFirst().getTicket(), bearer("good")));

        assertThat(flight.requests())
                .hasSize(2)
                .allSatisfy(request -> {
                    assertThat(request.text()).isEqualTo("SHOW MEASUREMENTS");
                    assertThat(request.language()).isEqualTo(QueryRequest.Language.INFLUXQL);
                });
    }

    @Test
    void noQueryRunsOnAThreadOfTheNetwork() throws Exception {
        FlightSqlClient sql = new FlightSqlClient(flight.client());

        flight.numbers();
        sql.execute("SELECT 1", bearer("good"), headers("database", "db"));
        sql.prepare("SELECT 1", bearer("good"), headers("database", "db"))
                .close(bearer("good"), headers("database", "db"));

        assertThat(flight.threads()).hasSize(3).noneMatch(thread -> thread instanceof NonBlocking);
    }

    @Test
    void refusesAHeaderThatIsNoNumber() {
        assertStatus(
                () ->
                        drain(
                                flight.open(
                                        bearer("good"),
                                        headers("x-influxdata-partition-limit", "-1"))),
                FlightStatusCode.INVALID_ARGUMENT,
                "header 'x-influxdata-partition-limit' is '-1'; it can be a number from 0 to"
                        + " 2147483647");
    }

    @ParameterizedTest
    @EnumSource(Problem.Kind.class)
    @Conforms("D-129")
    void mapsEveryKindOfProblem(Problem.Kind kind) {
        flight.answers(_ -> {
            throw new Problem(kind, "some_code", "what happened").asException();
        });
        ThrowingCallable query = () -> flight.numbers();

        switch (kind) {
            case INVALID -> assertStatus(query, FlightStatusCode.INVALID_ARGUMENT, "what happened");
            case UNAUTHENTICATED ->
                    assertStatus(query, FlightStatusCode.UNAUTHENTICATED, "Unauthenticated");
            case FORBIDDEN ->
                    assertStatus(query, FlightStatusCode.UNAUTHORIZED, "Permission denied");
            case NOT_FOUND -> assertStatus(query, FlightStatusCode.NOT_FOUND, "what happened");
            case CONFLICT -> assertStatus(query, FlightStatusCode.ALREADY_EXISTS, "what happened");
            case TOO_LARGE, BUSY ->
                    assertStatus(query, FlightStatusCode.RESOURCE_EXHAUSTED, "what happened");
            case UNAVAILABLE -> assertStatus(query, FlightStatusCode.UNAVAILABLE, "what happened");
            case OUTCOME_UNKNOWN -> assertStatus(query, FlightStatusCode.UNKNOWN, "what happened");
            case INTERNAL ->
                    assertThatThrownBy(query)
                            .isInstanceOfSatisfying(
                                    FlightRuntimeException.class,
                                    e -> {
                                        CallStatus status = e.status();
                                        assertThat(status.code())
                                                .isEqualTo(FlightStatusCode.INTERNAL);
                                        assertThat(status.description())
                                                .startsWith("internal error, request id ")
                                                .doesNotContain("what happened");
                                    });
        }
    }

    /// In whichever language the query was.
    @Test
    @Conforms("D-129")
    void saysThatPlanningFailed() {
        assertRefusal(
                UnsupportedSql.planning("some_code", "no such thing"),
                "Error while planning query: Error during planning: no such thing");
        assertRefusal(
                Refusals.planning("unsupported function foo()"),
                "Error while planning query: Error during planning: unsupported function foo()");
        assertRefusal(
                Refusals.notImplemented("SLIMIT or SOFFSET"),
                "Error while planning query: This feature is not implemented: SLIMIT or SOFFSET");
        assertRefusal(
                catchThrowableOfType(
                        ProblemException.class, () -> InfluxqlParser.parse("SELECT temp FRM home")),
                "Error while planning query: error in InfluxQL statement: parsing error: invalid"
                        + " InfluxQL statement at pos 12");
    }

    private void assertRefusal(ProblemException refusal, String message) {
        flight.answers(_ -> {
            throw refusal;
        });
        assertStatus(() -> flight.numbers(), FlightStatusCode.INVALID_ARGUMENT, message);
    }

    @Test
    void aQueryOutOfTimeHasTheStatusForIt() {
        flight.answers(_ -> {
            throw Problem.unavailable("query_deadline", "out of time").asException();
        });

        assertStatus(() -> flight.numbers(), FlightStatusCode.TIMED_OUT, "out of time");
    }

    @Test
    @Conforms("D-130")
    void cutsLongMessages() {
        flight.answers(_ -> {
            throw Problem.invalid("some_code", "x".repeat(5000)).asException();
        });

        assertStatus(
                () -> flight.numbers(),
                FlightStatusCode.INVALID_ARGUMENT,
                "x".repeat(1997) + "...");
    }

    @Test
    void aMistakeOfOursShowsTheRequestIdAlone() {
        flight.answers(memory ->
                new FakeResult(
                        memory,
                        (_, _) -> {
                            throw new IllegalStateException("secret detail");
                        }));

        assertThatThrownBy(() -> flight.numbers())
                .isInstanceOf(FlightRuntimeException.class)
                .hasMessageContaining("internal error, request id ")
                .hasMessageNotContaining("secret");
    }

    @Test
    @Conforms("D-110")
    void handshakeTurnsBasicIntoBearer() throws Exception {
        var bearer = flight.client().authenticateBasicToken("any", "good");

        assertThat(bearer).isPresent();
        drain(flight.open(bearer.orElseThrow()));
        assertThat(flight.grants()).hasSize(1);
    }

    @Test
    void handshakeChecksNothing() {
        assertThat(flight.client().authenticateBasicToken("any", "stranger")).isPresent();
    }

    @Test
    @Conforms("D-123")
    void otherMethodsAreUnimplemented() {
        assertUnimplemented(
                () -> flight.client().getInfo(FlightDescriptor.path("a"), bearer("good")));
        assertUnimplemented(() -> flight.client().listActions(bearer("good")).iterator().hasNext());
        FlightDescriptor statement =
                FlightDescriptor.command(
                        Any.pack(CommandStatementQuery.newBuilder().setQuery("SELECT 1").build())
                                .toByteArray());
        assertUnimplemented(() -> flight.client().getSchema(statement, bearer("good")));
        assertUnimplemented(() ->
                flight.client().listFlights(Criteria.ALL, bearer("good")).iterator().hasNext());
    }

    /// @param pairs names and values in turns
    private static HeaderCallOption headers(String... pairs) {
        FlightCallHeaders headers = new FlightCallHeaders();
        for (int i = 0; i < pairs.length; i += 2) {
            headers.insert(pairs[i], pairs[i + 1]);
        }
        return new HeaderCallOption(headers);
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertUnimplemented(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FlightRuntimeException.class,
                        e ->
                                assertThat(e.status().code())
                                        .isEqualTo(FlightStatusCode.UNIMPLEMENTED));
    }
}
