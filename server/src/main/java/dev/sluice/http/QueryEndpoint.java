// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.sluice.auth.Credential;
import dev.sluice.influxql.BindParameters;
import dev.sluice.influxql.InfluxqlParser;
import dev.sluice.influxql.Statement;
import dev.sluice.model.ProblemException;
import dev.sluice.query.SeriesQueries;
import dev.sluice.series.AnswerStyle;
import dev.sluice.series.AnswerWriter;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `GET` and `POST /query`: InfluxQL as clients of version 1 ask it (data.md 3). Checks in this
/// order: parameters, credentials, databases; whoever has no leave for one statement gets none. A
/// statement that fails is told in the answer, and the others are answered still. Answers are
/// written while their rows are read, and no faster than the client takes them.
public final class QueryEndpoint implements Endpoint {
    private static final Logger log = LoggerFactory.getLogger(QueryEndpoint.class);

    private final Services services;
    private final Duration timeLimit;

    /// What this door stands before.
    ///
    /// @param gate decides who may read
    /// @param lister decides who may know of which database
    /// @param queries takes the statements
    public record Services(DatabaseDecider gate, DatabaseLister lister, SeriesQueries queries) {}

    /// @param services behind this door
    /// @param timeLimit the longest time that one statement may take, and that a client may take
    ///   over one buffer of its answer
    public QueryEndpoint(Services services, Duration timeLimit) {
        this.services = services;
        this.timeLimit = timeLimit;
    }

    @Override
    public void mount(Routes routes) {
        routes.add(
                List.of(HttpMethod.GET, HttpMethod.POST), "/query", DataErrors.QUERY, this::answer);
    }

    private HttpResponse answer(Call call) throws InterruptedException {
        QueryParameters parameters =
                QueryParameters.of(QueryFields.of(call), AcceptedFormat.of(call.headers("accept")));
        Credential credential =
                Credentials.ofQuery(call.headers("authorization"), parameters.token());
        try {
            return delivered(
                    call,
                    parameters.style(),
                    steps(parameters, new QueryAdmission(services, call, credential)));
        } catch (QueryAdmission.RefusedException refused) {
            return refused.answer();
        }
    }

    private static List<QueryStep> steps(QueryParameters parameters, QueryAdmission admission)
            throws QueryAdmission.RefusedException {
        List<Statement> statements;
        try {
            statements =
                    BindParameters.bound(
                            InfluxqlParser.parse(parameters.text()), parameters.literals());
        } catch (ProblemException unreadable) {
            admission.requireCredential();
            return List.of(new QueryStep.Failed(unreadable.problem().message()));
        }
        return admission.admit(statements, parameters);
    }

    private HttpResponse delivered(Call call, AnswerStyle style, List<QueryStep> steps) {
        AnswerStream stream =
                new AnswerStream(
                        ResponseHeaders.builder(HttpStatus.OK)
                                .set(HttpHeaderNames.CONTENT_TYPE, style.format().mediaType())
                                .set("request-id", call.requestId())
                                .build(),
                        call::answer,
                        timeLimit);
        QueryDelivery delivery =
                new QueryDelivery(
                        services.queries(),
                        timeLimit,
                        AnswerWriter.of(style, steps.size(), stream),
                        stream,
                        call.requestId());
        call.whenGone(delivery::cancel);
        try {
            return delivered(call, delivery, steps);
        } finally {
            // Where it has begun and could not be ended, as after a mistake of the server.
            stream.cut();
        }
    }

    private static HttpResponse delivered(
            Call call, QueryDelivery delivery, List<QueryStep> steps) {
        try {
            return delivery.deliver(steps);
        } catch (AnswerStream.CutException cut) {
            String reason = String.valueOf(cut.getMessage());
            log.atDebug()
                    .addKeyValue("requestId", call.requestId())
                    .addKeyValue("reason", reason)
                    .log("an answer was cut off");
            return DataErrors.QUERY.unavailable(reason, DataErrors.RETRY_AFTER);
        }
    }
}
