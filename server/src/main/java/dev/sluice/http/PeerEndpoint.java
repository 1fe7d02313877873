// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import dev.sluice.auth.Credential;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// `/internal/v1`: what other processes of the cluster ask, and nobody else is told: the rows of a
/// table that are in no file yet. Writes that they hand on are taken by [PeerWrites]. Whoever does
/// not prove to be such a process gets 401, whatever else they are.
public final class PeerEndpoint implements Endpoint {
    /// Where it stands; a proxy for users leads nothing there.
    public static final String BASE = "/internal/v1";

    /// How many answers are on their way at once; each takes as much memory as it is long.
    private static final int ANSWERS_MAX = 4;

    /// How long a request waits for others to be answered.
    private static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(5);

    private static final DataErrors ERRORS = DataErrors.CURRENT;

    private final Predicate<Credential> gate;
    private final Rows rows;
    private final Semaphore answers = new Semaphore(ANSWERS_MAX);

    /// Gives rows that are in no file yet.
    @FunctionalInterface
    public interface Rows {
        /// What a copy of a table's rows lacks, or a part of it, as bytes.
        ///
        /// @param held what the copy has, in the words of the process that made it
        byte[] since(long tableId, String held);
    }

    /// @param gate says who is a process of this cluster
    /// @param rows gives the answers
    public PeerEndpoint(Predicate<Credential> gate, Rows rows) {
        this.gate = gate;
        this.rows = rows;
    }

    @Override
    public void mount(Routes routes) {
        routes.add(List.of(HttpMethod.GET), BASE + "/tables/{tableId}/rows", ERRORS, this::rows);
    }

    private HttpResponse rows(Call call) throws InterruptedException {
        List<String> field = call.headers("authorization");
        Credential credential = Credentials.ofManagement(field);
        if (!gate.test(credential)) {
            return stranger(call, credential);
        }
        long tableId = tableId(call);
        String held = call.queryParameter("held");
        if (!answers.tryAcquire(ANSWER_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
            throw Problem.unavailable("too_many_answers", "too many processes ask at once")
                    .asException();
        }
        boolean sent = false;
        try {
            HttpResponse answer =
                    HttpResponse.of(
                            HttpStatus.OK,
                            MediaType.OCTET_STREAM,
                            HttpData.wrap(rows.since(tableId, held == null ? "" : held)));
            var _ = answer.whenComplete().whenComplete((_, _) -> answers.release());
            sent = true;
            return answer;
        } finally {
            if (!sent) {
                answers.release();
            }
        }
    }

    /// The answer to whom is no process of the cluster.
    static HttpResponse stranger(Call call, Credential credential) {
        return ERRORS.unauthenticated(
                Challenge.of(call, credential instanceof Credential.Bearer),
                "this path is for processes of the same cluster");
    }

    private static long tableId(Call call) {
        String text = call.pathParameter("tableId");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException malformed) {
            throw new ProblemException(
                    Problem.invalid("invalid_id", "tableId must be a whole number"), malformed);
        }
    }
}
