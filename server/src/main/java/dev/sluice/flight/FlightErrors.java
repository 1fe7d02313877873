// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import dev.sluice.http.FailureLog;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.query.sql.UnsupportedSql;
import io.grpc.Status;
import java.util.function.Supplier;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.grpc.StatusUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Problems as gRPC statuses (data.md 4.8).
final class FlightErrors {
    /// Longer messages are cut: they travel in a header.
    private static final int MESSAGE_CHARACTERS_MAX = 2000;

    private static final String CUT = "...";

    /// The code of a query that ran out of time; gRPC has a status of its own for it.
    private static final String DEADLINE_CODE = "query_deadline";

    /// How the codes of refused InfluxQL begin.
    private static final String INFLUXQL_CODES = "influxql_";

    private static final Logger log = LoggerFactory.getLogger(FlightErrors.class);
    private static final FailureLog FAILURES = new FailureLog();

    private FlightErrors() {}

    static FlightRuntimeException unauthenticated() {
        return CallStatus.UNAUTHENTICATED.withDescription("Unauthenticated").toRuntimeException();
    }

    static FlightRuntimeException forbidden() {
        return CallStatus.UNAUTHORIZED.withDescription("Permission denied").toRuntimeException();
    }

    static FlightRuntimeException tooManyRequests(String message) {
        return CallStatus.RESOURCE_EXHAUSTED.withDescription(message).toRuntimeException();
    }

    static FlightRuntimeException unavailable(String message) {
        return CallStatus.UNAVAILABLE.withDescription(cut(message)).toRuntimeException();
    }

    static FlightRuntimeException late(String message) {
        return CallStatus.TIMED_OUT.withDescription(cut(message)).toRuntimeException();
    }

    /// What to answer to a problem. An *internal* one shows the request id and nothing else.
    static FlightRuntimeException of(Problem problem, String requestId) {
        if (problem.code().equals(DEADLINE_CODE)) {
            return late(problem.message());
        }
        return switch (problem.kind()) {
            case UNAUTHENTICATED -> unauthenticated();
            case FORBIDDEN -> forbidden();
            case INTERNAL ->
                    CallStatus.INTERNAL
                            .withDescription("internal error, request id " + requestId)
                            .toRuntimeException();
            case INVALID, NOT_FOUND, CONFLICT, TOO_LARGE, BUSY, UNAVAILABLE, OUTCOME_UNKNOWN ->
                    status(problem.kind())
                            .withDescription(cut(message(problem)))
                            .toRuntimeException();
        };
    }

    /// The status of a call whose body was refused on its way; null for what is no such refusal.
    static @Nullable Status ofBody(Throwable failed, String requestId) {
        return failed instanceof ProblemException refused
                ? StatusUtils.toGrpcStatus(of(refused.problem(), requestId).status())
                : null;
    }

    /// InfluxQL is refused in words that `/query` shows alone; those of SQL are whole.
    private static String message(Problem problem) {
        return problem.code().startsWith(INFLUXQL_CODES)
                ? UnsupportedSql.PLANNING + problem.message()
                : problem.message();
    }

    /// Does something that is not a stream, whose refusals and mistakes become statuses.
    ///
    /// @param requestId what to look for in the log
    // The door is where an unforeseen exception ends: it is logged here and answered as internal.
    @SuppressWarnings("CatchingUnchecked")
    static <T extends @Nullable Object> T answering(String requestId, Supplier<T> answer) {
        try {
            return answer.get();
        } catch (RuntimeException failed) {
            throw statusOf(failed, requestId);
        }
    }

    /// The status that a refusal or a mistake is answered with; logs what is the server's trouble.
    ///
    /// @param requestId what to look for in the log
    static FlightRuntimeException statusOf(RuntimeException failed, String requestId) {
        return switch (failed) {
            case FlightRuntimeException status -> status;
            case ProblemException refused -> {
                FAILURES.report(
                        refused,
                        log.atWarn().addKeyValue("requestId", requestId),
                        "a query failed");
                yield of(refused.problem(), requestId);
            }
            default -> mistake(failed, requestId);
        };
    }

    /// Logs what nobody foresaw.
    private static FlightRuntimeException mistake(RuntimeException unforeseen, String requestId) {
        log.atError()
                .addKeyValue("requestId", requestId)
                .setCause(unforeseen)
                .log("a query failed by a mistake of the server");
        return of(new Problem(Problem.Kind.INTERNAL, "internal", "internal error"), requestId);
    }

    private static CallStatus status(Problem.Kind kind) {
        return switch (kind) {
            case INVALID -> CallStatus.INVALID_ARGUMENT;
            case UNAUTHENTICATED -> CallStatus.UNAUTHENTICATED;
            case FORBIDDEN -> CallStatus.UNAUTHORIZED;
            case NOT_FOUND -> CallStatus.NOT_FOUND;
            case CONFLICT -> CallStatus.ALREADY_EXISTS;
            case TOO_LARGE, BUSY -> CallStatus.RESOURCE_EXHAUSTED;
            case UNAVAILABLE -> CallStatus.UNAVAILABLE;
            case OUTCOME_UNKNOWN -> CallStatus.UNKNOWN;
            case INTERNAL -> CallStatus.INTERNAL;
        };
    }

    private static String cut(String message) {
        return message.length() <= MESSAGE_CHARACTERS_MAX
                ? message
                : message.substring(0, MESSAGE_CHARACTERS_MAX - CUT.length()) + CUT;
    }
}
