// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import dev.sluice.auth.Credential;
import dev.sluice.catalog.StoredCatalog;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/// `POST /internal/v1/api/v2/write` and `/internal/v1/write`: writes that other processes of the
/// cluster hand on. Each proves to be such a process, and shows the credential of who sent the
/// write, which is judged here once more: what another process believes may be old.
///
/// Everything that is an answer to the write bears the field [#ANSWER]. What does not, such as a
/// refusal by a server that is stopping, or that another one has taken over from, says nothing of
/// the write, which is sent again.
public final class PeerWrites implements Endpoint {
    /// Below which the paths are those of clients.
    public static final String BASE = PeerEndpoint.BASE;

    /// The field that shows the sender's credential: the token alone.
    public static final String CREDENTIAL = "sluice-credential";

    /// The field that says when the write came, in nanoseconds since 1970. It is the same when it
    /// is sent again, so that its lines without a time are the same points.
    public static final String ARRIVED = "sluice-arrived-nanos";

    /// The field of an answer to the write itself.
    public static final String ANSWER = "sluice-write-answer";

    /// What says of a server that it takes no write any more, and of the write that nothing of it
    /// is stored.
    private static final Set<String> ENDING =
            Set.of("log_closed", "log_taken_over", "catalog_taken_over", StoredCatalog.WENT_BACK);

    private final Predicate<Credential> peers;
    private final WriteAdmission admission;

    /// @param peers says who is a process of this cluster
    /// @param gate decides who may write
    /// @param work takes the writes
    public PeerWrites(Predicate<Credential> peers, DatabaseDecider gate, LocalWrites work) {
        this.peers = peers;
        this.admission = new WriteAdmission(gate, work);
    }

    @Override
    public void mount(Routes routes) {
        List<HttpMethod> post = List.of(HttpMethod.POST);
        routes.add(
                post,
                BASE + WriteEndpoint.CURRENT_PATH,
                DataErrors.CURRENT,
                call -> answer(call, DataErrors.CURRENT));
        routes.add(
                post,
                BASE + WriteEndpoint.LEGACY_PATH,
                DataErrors.LEGACY,
                call -> answer(call, DataErrors.LEGACY));
    }

    private HttpResponse answer(Call call, DataErrors errors) throws InterruptedException {
        Credential peer = Credentials.ofManagement(call.headers("authorization"));
        if (!peers.test(peer)) {
            return PeerEndpoint.stranger(call, peer);
        }
        try {
            HttpResponse answer = admission.answer(call, request(call, errors), errors);
            call.tell(ANSWER, "1");
            return answer;
        } catch (RuntimeException refused) {
            if (!isEnding(refused)) {
                call.tell(ANSWER, "1");
            }
            throw refused;
        }
    }

    private static boolean isEnding(RuntimeException refused) {
        return refused instanceof ProblemException problem
                && ENDING.contains(problem.problem().code());
    }

    private static WriteRequest request(Call call, DataErrors errors) {
        WriteParameters parameters =
                errors.legacy()
                        ? WriteParameters.ofLegacy(call.query())
                        : WriteParameters.ofCurrent(call.query());
        return new WriteRequest(
                parameters.database(),
                parameters.precision(),
                new Credential.Bearer(Secret.of(call.header(CREDENTIAL))),
                WriteEndpoint.encoding(call),
                OptionalLong.of(arrivedNanos(call)));
    }

    private static long arrivedNanos(Call call) {
        try {
            return Long.parseLong(call.header(ARRIVED));
        } catch (NumberFormatException malformed) {
            throw new ProblemException(
                    Problem.invalid("invalid_arrival", ARRIVED + " must be a whole number"),
                    malformed);
        }
    }
}
