// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import dev.sluice.auth.Decision;
import dev.sluice.ingest.WriteOutcome;
import dev.sluice.lineprotocol.RejectedLine;
import dev.sluice.model.Action;
import dev.sluice.model.Grant;
import dev.sluice.model.Precision;
import dev.sluice.model.Problem;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/// `POST /api/v2/write` and `POST /write` (data.md 2.2 to 2.8). Checks in this order: parameters,
/// credentials, encoding, body, load, lines. A body that is slow to arrive takes memory of
/// [BodyMemory] and no place among the writes that are worked on, so that others get through.
public final class WriteEndpoint implements Endpoint {
    /// More refused lines than this are left out of the answer (data.md 1.7).
    private static final int REPORTED_LINES_MAX = 100;

    private final DatabaseDecider gate;
    private final PointWriter writer;
    private final BodyMemory memory;
    private final WriteLimits limits;
    private final Semaphore running;
    private final RowMemory rows;

    /// @param gate decides who may write
    /// @param writer takes the lines
    /// @param memory what all bodies may take together
    /// @param limits of one request, and of their number
    public WriteEndpoint(
            DatabaseDecider gate, PointWriter writer, BodyMemory memory, WriteLimits limits) {
        this.gate = gate;
        this.writer = writer;
        this.memory = memory;
        this.limits = limits;
        this.running = new Semaphore(limits.concurrentRequestsMax());
        this.rows = new RowMemory(limits.rowBytesMax());
    }

    @Override
    public void mount(Routes routes) {
        List<HttpMethod> post = List.of(HttpMethod.POST);
        routes.add(
                post,
                "/api/v2/write",
                DataErrors.CURRENT,
                call -> answer(call, current(call), DataErrors.CURRENT));
        routes.add(
                post,
                "/write",
                DataErrors.LEGACY,
                call -> answer(call, legacy(call), DataErrors.LEGACY));
    }

    private static WriteRequest current(Call call) {
        WriteParameters parameters = WriteParameters.ofCurrent(call.query());
        return new WriteRequest(
                parameters.database(),
                parameters.precision(),
                Credentials.ofData(call.headers("authorization")),
                encoding(call));
    }

    private static WriteRequest legacy(Call call) {
        WriteParameters parameters = WriteParameters.ofLegacy(call.query());
        return new WriteRequest(
                parameters.database(),
                parameters.precision(),
                Credentials.ofData(call.headers("authorization"), parameters.token()),
                encoding(call));
    }

    private static String encoding(Call call) {
        List<String> encodings = call.headers(HttpHeaderNames.CONTENT_ENCODING.toString());
        return encodings.isEmpty() ? "identity" : String.join(", ", encodings);
    }

    private HttpResponse answer(Call call, WriteRequest request, DataErrors errors)
            throws InterruptedException {
        Decision<Grant.ForDatabase> decision =
                gate.decide(request.credential(), Action.WRITE, request.database(), call.origin());
        if (!(decision instanceof Decision.Allowed<Grant.ForDatabase>(Grant.ForDatabase grant))) {
            return errors.refused(call, decision);
        }
        return request.encodingKnown()
                ? answer(limited(call, grant, request), errors)
                : errors.answer(
                        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                        "unacceptable content-encoding: " + request.encoding());
    }

    private WriteOutcome limited(Call call, Grant.ForDatabase grant, WriteRequest request)
            throws InterruptedException {
        try (Body received = call.body(limits.bodyBytesMax())) {
            if (!running.tryAcquire()) {
                throw Problem.busy(
                                "write_concurrency",
                                "this service is overloaded, please try again later")
                        .asException();
            }
            try {
                return write(grant, request, received);
            } finally {
                running.release();
            }
        }
    }

    private WriteOutcome write(Grant.ForDatabase grant, WriteRequest request, Body received)
            throws InterruptedException {
        if (!request.gzip()) {
            return write(grant, request.precision(), received);
        }
        try (Body decoded = Gunzip.decode(received, memory, limits.bodyBytesMax())) {
            received.close();
            return write(grant, request.precision(), decoded);
        }
    }

    private WriteOutcome write(Grant.ForDatabase grant, Precision precision, Body lines)
            throws InterruptedException {
        try (RowMemory.Room _ = rows.await(lines.size())) {
            return writer.write(grant, lines.array(), lines.size(), precision);
        }
    }

    private static HttpResponse answer(WriteOutcome outcome, DataErrors errors) {
        return switch (outcome) {
            case WriteOutcome.Accepted _ -> HttpResponse.of(HttpStatus.NO_CONTENT);
            case WriteOutcome.Rejected(List<RejectedLine> rejected, long acceptedCount) ->
                    refusedLines(
                            acceptedCount > 0
                                    ? "partial write has occurred, "
                                    : "no data written, ",
                            rejected,
                            errors);
            case WriteOutcome.Unparsed(List<RejectedLine> rejected) ->
                    refusedLines("failed to parse line protocol: ", rejected, errors);
            case WriteOutcome.Unfit(boolean tooOld, String message) ->
                    errors.answer(
                            tooOld ? HttpStatus.UNPROCESSABLE_ENTITY : HttpStatus.BAD_REQUEST,
                            message);
        };
    }

    private static HttpResponse refusedLines(
            String beginning, List<RejectedLine> rejected, DataErrors errors) {
        return errors.rejectedLines(
                rejected.getFirst().lineNumber(),
                beginning
                        + "errors encountered on line(s):\n"
                        + rejected.stream()
                                .limit(REPORTED_LINES_MAX)
                                .map(RejectedLine::message)
                                .collect(Collectors.joining("\n")));
    }
}
