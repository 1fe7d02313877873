// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.peer;

import dev.sluice.http.LocalWrites;
import dev.sluice.http.PeerWrites;
import dev.sluice.http.WriteRelay;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/// Hands writes on to the process that takes them. One that it does not answer, because it is
/// stopping, away or starting again, is held and sent again, for a while: points are idempotent, so
/// it does no harm where it was stored and the answer alone was lost. Any answer to the write goes
/// back as it is, also one that says that there is too much to do: whoever writes too fast has to
/// hear of it.
///
/// Safe for many threads.
public final class HeldWrites implements WriteRelay, AutoCloseable {
    /// How many writes are on their way at once, each on a connection of its own; three such
    /// processes stay below what one takes at once by default.
    static final int CONNECTIONS_MAX = 64;

    /// A hundred refused lines, with names as long as they may be.
    private static final long ANSWER_BYTES_MAX = 16L << 20;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final PeerClient client;
    private final int writesMax;
    private final Duration holdMax;
    private final Presence presence = new Presence();
    private final Semaphore connections = new Semaphore(CONNECTIONS_MAX, true);
    private final AtomicInteger writes = new AtomicInteger();

    /// @param urls where that process may be
    /// @param tokens gives what proves who asks; where one is not taken, the next one is tried
    /// @param trust whose certificates are believed
    /// @param writesMax how many writes may be here at once while that process answers; while it
    ///   does not, their number is that which the memory for bodies holds
    /// @param holdMax how long a write is held at most, its sending included
    public HeldWrites(
            List<URI> urls,
            Supplier<List<Secret>> tokens,
            SSLContext trust,
            int writesMax,
            Duration holdMax) {
        this.client = new PeerClient(urls, tokens, trust);
        this.writesMax = writesMax;
        this.holdMax = holdMax;
    }

    /// What became of sending a write.
    private sealed interface Attempt {
        /// It was answered.
        record Answered(Answer answer) implements Attempt {}

        /// It was not.
        ///
        /// @param reason how the other process is, in a few words
        record Unanswered(String reason) implements Attempt {}

        /// It was not, at a place that others have left since.
        record Late() implements Attempt {}
    }

    /// How many writes are here.
    public int count() {
        return writes.get();
    }

    /// Whether that process is there, as far as the last write has found.
    public boolean isThere() {
        return presence.isThere();
    }

    @Override
    public Answer relay(Order order) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + holdMax.toNanos();
        try {
            if (writes.incrementAndGet() > writesMax && presence.isSteady()) {
                throw LocalWrites.overloaded().asException();
            }
            while (presence.await(deadlineNanos)) {
                if (send(order, deadlineNanos) instanceof Attempt.Answered(Answer answer)) {
                    return answer;
                }
            }
            throw unanswered();
        } finally {
            writes.decrementAndGet();
        }
    }

    /// Sends it once, and lets the others know how that went.
    private Attempt send(Order order, long deadlineNanos) throws InterruptedException {
        boolean told = false;
        try {
            Attempt attempt = connected(order, deadlineNanos);
            switch (attempt) {
                case Attempt.Answered _ -> presence.found();
                case Attempt.Unanswered(String reason) -> presence.lost(reason);
                case Attempt.Late _ -> presence.leave();
            }
            told = true;
            return attempt;
        } finally {
            if (!told) {
                presence.leave();
            }
        }
    }

    private Attempt connected(Order order, long deadlineNanos) throws InterruptedException {
        if (!connections.tryAcquire(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            throw LocalWrites.overloaded().asException();
        }
        try {
            long leftNanos = deadlineNanos - System.nanoTime();
            return leftNanos <= 0
                    ? new Attempt.Unanswered("it did not answer in time")
                    : attempt(order, Duration.ofNanos(leftNanos));
        } finally {
            connections.release();
        }
    }

    private Attempt attempt(Order order, Duration wait) throws InterruptedException {
        PeerClient.Place place = client.place();
        Attempt attempt = attempt(order, place, wait);
        return attempt instanceof Attempt.Unanswered && !client.leave(place)
                ? new Attempt.Late()
                : attempt;
    }

    private Attempt attempt(Order order, PeerClient.Place place, Duration wait)
            throws InterruptedException {
        try {
            HttpResponse<byte[]> answer =
                    client.send(
                            place,
                            request(order, place, wait),
                            BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX),
                            HeldWrites::isStranger);
            if (isAnswer(answer)) {
                return new Attempt.Answered(
                        new Answer(
                                answer.statusCode(),
                                answer.headers().map(),
                                ByteBuffer.wrap(answer.body())));
            }
            return new Attempt.Unanswered(PeerClient.described(answer.statusCode()));
        } catch (HttpTimeoutException _) {
            return new Attempt.Unanswered("it did not answer in time");
        } catch (ConnectException _) {
            return new Attempt.Unanswered("nobody listens there");
        } catch (PeerClient.ElsewhereException elsewhere) {
            return new Attempt.Unanswered(String.valueOf(elsewhere.getMessage()));
        } catch (IOException _) {
            return new Attempt.Unanswered("the connection broke");
        } catch (ProblemException tokenless) {
            return new Attempt.Unanswered(tokenless.problem().message());
        }
    }

    private static HttpRequest.Builder request(Order order, PeerClient.Place place, Duration wait) {
        ByteBuffer body = order.body();
        HttpRequest.Builder request =
                PeerClient.request(place, order.target(), wait)
                        .header(PeerWrites.CREDENTIAL, order.credential().reveal())
                        .header(PeerWrites.ARRIVED, Long.toString(order.arrivedNanos()))
                        .POST(
                                BodyPublishers.ofByteArray(
                                        body.array(),
                                        body.arrayOffset() + body.position(),
                                        body.remaining()));
        return order.gzip() ? request.header("Content-Encoding", "gzip") : request;
    }

    private static boolean isAnswer(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue(PeerWrites.ANSWER).isPresent();
    }

    private static boolean isStranger(HttpResponse<byte[]> answer) {
        return answer.statusCode() == PeerClient.UNAUTHORIZED && !isAnswer(answer);
    }

    private ProblemException unanswered() {
        // Begins as documented (data.md 7.2). The log says why, once: there may be many of them.
        return Problem.busy(
                        "ingester_away",
                        "not enough upstreams accepted replicated write; want 1, but only received"
                                + " 0 acks: the server that takes the points did not answer within "
                                + holdMax.toSeconds()
                                + " seconds, please send them again",
                        RETRY_AFTER)
                .asException();
    }

    @Override
    public void close() {
        client.close();
    }
}
