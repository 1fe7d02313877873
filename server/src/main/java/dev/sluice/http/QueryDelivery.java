// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpResponse;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.query.ResultStream;
import dev.sluice.query.RunningResult;
import dev.sluice.query.SeriesQueries;
import dev.sluice.query.SeriesResult;
import dev.sluice.series.AnswerWriter;
import dev.sluice.series.SeriesRows;
import java.time.Duration;
import java.util.List;

/// Runs the statements of one request one after the other and writes what they give. A client that
/// goes away ends the query that runs.
final class QueryDelivery {
    /// The code of a query that ran out of time, which it would do again.
    private static final String QUERY_DEADLINE = "query_deadline";

    private final SeriesQueries queries;
    private final Duration timeLimit;
    private final AnswerWriter writer;
    private final AnswerStream stream;
    private final String requestId;
    private final RunningResult running = new RunningResult();

    /// @param queries answers statements
    /// @param timeLimit how long one statement may take
    /// @param writer writes to `stream`
    /// @param stream to the client
    /// @param requestId what the logs call the request
    QueryDelivery(
            SeriesQueries queries,
            Duration timeLimit,
            AnswerWriter writer,
            AnswerStream stream,
            String requestId) {
        this.queries = queries;
        this.timeLimit = timeLimit;
        this.writer = writer;
        this.stream = stream;
        this.requestId = requestId;
    }

    /// Answers.
    ///
    /// @throws ProblemException for the server's trouble before anything was sent
    /// @throws AnswerStream.CutException when there is nobody to answer
    HttpResponse deliver(List<QueryStep> steps) {
        for (int statement = 0; statement < steps.size(); statement++) {
            switch (steps.get(statement)) {
                case QueryStep.Failed(String message) -> writer.error(statement, message);
                case QueryStep.Known(var series) -> writer.rows(statement, series);
                case QueryStep.Run run -> deliver(statement, run);
            }
        }
        writer.end();
        return stream.finish();
    }

    private void deliver(int statement, QueryStep.Run run) {
        try {
            requireClient();
            SeriesResult result =
                    running.whileOpening(
                            () -> queries.openSeries(run.grant(), run.statement(), timeLimit));
            try (ResultStream rows = result.rows()) {
                if (!running.attach(rows)) {
                    throw clientGone();
                }
                writer.rows(statement, SeriesRows.of(result));
            } finally {
                running.detach();
            }
        } catch (ProblemException failed) {
            requireClient();
            writer.error(statement, told(failed));
        } catch (RuntimeException failed) {
            // A query that is ended while it is being opened fails in ways of its own.
            requireClient();
            throw failed;
        }
    }

    /// What a client is told of a statement's failure. The server's own trouble is the whole answer
    /// where that is still possible.
    private String told(ProblemException failed) {
        Problem problem = failed.problem();
        return switch (problem.kind()) {
            case INVALID, UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, CONFLICT, TOO_LARGE ->
                    problem.message();
            case BUSY, UNAVAILABLE, OUTCOME_UNKNOWN, INTERNAL -> {
                if (!stream.begun() && !problem.code().equals(QUERY_DEADLINE)) {
                    throw failed;
                }
                yield problem.kind() == Problem.Kind.INTERNAL
                        ? DataErrors.internal(requestId)
                        : problem.message();
            }
        };
    }

    /// Says that nobody waits for the answer any more. From any thread.
    void cancel() {
        running.cancel();
    }

    private void requireClient() {
        if (running.isCancelled()) {
            throw clientGone();
        }
    }

    private static AnswerStream.CutException clientGone() {
        return new AnswerStream.CutException("the client went away");
    }
}
