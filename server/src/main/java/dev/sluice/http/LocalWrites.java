// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import dev.sluice.ingest.WriteOutcome;
import dev.sluice.lineprotocol.RejectedLine;
import dev.sluice.model.Problem;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Semaphore;

/// Writes that this process takes itself: load, then lines.
public final class LocalWrites implements WriteWork {
    /// More refused lines than this are left out of the answer (data.md 1.7).
    private static final int REPORTED_LINES_MAX = 100;

    /// And those that its text would need more characters than this for: ordinary ones need half.
    private static final int REPORTED_CHARACTERS_MAX = 32 * 1024;

    private static final String MORE_REFUSED =
            "further lines were refused; this answer has no room to say which";

    private final PointWriter writer;
    private final BodyMemory memory;
    private final WriteLimits limits;
    private final Semaphore running;
    private final RowMemory rows;

    /// @param writer takes the lines
    /// @param memory what all bodies may take together
    /// @param limits of one request, and of their number
    public LocalWrites(PointWriter writer, BodyMemory memory, WriteLimits limits) {
        this.writer = writer;
        this.memory = memory;
        this.limits = limits;
        this.running = new Semaphore(limits.concurrentRequestsMax());
        this.rows = new RowMemory(limits.rowBytesMax());
    }

    @Override
    public long bodyBytesMax() {
        return limits.bodyBytesMax();
    }

    @Override
    public HttpResponse take(AdmittedWrite write, Body body) throws InterruptedException {
        if (!running.tryAcquire()) {
            throw overloaded().asException();
        }
        try {
            return answer(outcome(write, body), write.errors());
        } finally {
            running.release();
        }
    }

    /// What a write is told that finds too many others.
    public static Problem overloaded() {
        return Problem.busy(
                "write_concurrency", "this service is overloaded, please try again later");
    }

    private WriteOutcome outcome(AdmittedWrite write, Body body) throws InterruptedException {
        if (!write.request().gzip()) {
            return lines(write, body);
        }
        try (Body decoded = Gunzip.decode(body, memory, limits.bodyBytesMax())) {
            body.closeForReuse();
            return lines(write, decoded);
        }
    }

    private WriteOutcome lines(AdmittedWrite write, Body lines) throws InterruptedException {
        WriteRequest request = write.request();
        try (RowMemory.Room _ = rows.await(lines.size())) {
            return writer.write(
                    write.grant(),
                    lines.array(),
                    lines.size(),
                    request.precision(),
                    request.arrivedNanos());
        } finally {
            // Whoever reads lines copies what is kept of them.
            lines.closeForReuse();
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
                beginning + "errors encountered on line(s):\n" + told(rejected));
    }

    private static String told(List<RejectedLine> rejected) {
        StringJoiner entries = new StringJoiner("\n");
        for (RejectedLine line :
                rejected.subList(0, Math.min(rejected.size(), REPORTED_LINES_MAX))) {
            if (entries.length() + line.message().length() > REPORTED_CHARACTERS_MAX) {
                return entries.add(MORE_REFUSED).toString();
            }
            entries.add(line.message());
        }
        return entries.toString();
    }
}
