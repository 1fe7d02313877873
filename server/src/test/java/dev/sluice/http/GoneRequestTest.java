// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.common.Flags;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.sluice.influxql.InfluxqlParser;
import dev.sluice.influxql.Statement;
import dev.sluice.model.Action;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Grant;
import dev.sluice.model.Principal;
import dev.sluice.query.SeriesQueries;
import dev.sluice.query.SeriesResult;
import dev.sluice.series.AnswerFormat;
import dev.sluice.series.AnswerStyle;
import dev.sluice.series.AnswerWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Clients that ask and leave at once.
final class GoneRequestTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void nothingIsDoneForWhoHasLeftBeforeItsTurn() {
        HttpRequest request = HttpRequest.of(HttpMethod.GET, "/query");
        ServiceRequestContext context = ServiceRequestContext.of(request);
        Call call =
                new Call(
                        context,
                        request,
                        "/query",
                        Map.of(),
                        new BodyReader(new BodyMemory(1_000), new BodyMemory(1_000), LONG));
        AtomicBoolean asked = new AtomicBoolean();
        Handler handler =
                _ -> {
                    asked.set(true);
                    return HttpResponse.of(HttpStatus.OK);
                };

        context.cancel();
        var _ = HttpDoor.answer(DataErrors.QUERY, call, handler);

        assertThat(asked).isFalse();
    }

    @Test
    void aQueryThatFailsSinceItsClientLeftIsNoMistakeOfTheServer() {
        AtomicReference<QueryDelivery> delivery = new AtomicReference<>();
        SeriesQueries queries =
                new SeriesQueries() {
                    @Override
                    public SeriesResult openSeries(
                            Grant.ForDatabase grant, Statement statement, Duration timeLimit) {
                        delivery.get().cancel();
                        throw new IllegalStateException("the query was closed");
                    }

                    @Override
                    public void requireDatabase(Grant.ForDatabase grant) {}
                };
        AnswerStream stream = new AnswerStream(ResponseHeaders.of(HttpStatus.OK), _ -> {}, LONG);
        AnswerStyle style = new AnswerStyle(AnswerFormat.JSON, null, false, 0);
        delivery.set(
                new QueryDelivery(queries, LONG, AnswerWriter.of(style, 1, stream), stream, "1"));

        assertThatThrownBy(() -> delivery.get().deliver(List.of(step())))
                .isInstanceOf(AnswerStream.CutException.class);
    }

    @Test
    void theLibraryLogsNoStacksOfClientsThatLeft() {
        assertThat(Flags.defaultUnloggedExceptionsReportIntervalMillis()).isZero();
    }

    private static QueryStep step() {
        return new QueryStep.Run(
                InfluxqlParser.parse("SELECT f FROM m").getFirst(),
                new Grant.ForDatabase(
                        new Principal(
                                Principal.CredentialKind.DATABASE_TOKEN, "sluice", "1", "test"),
                        Action.READ,
                        new DatabaseName("db")));
    }
}
