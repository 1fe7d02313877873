// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.peer;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The process that takes writes, as others ask it. Safe for many threads.
public final class Ingester implements AutoCloseable {
    /// How long one answer may take.
    private static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(10);

    /// How long two processes may take to see that they have another key pair.
    private static final Duration KEYS_WAIT_MAX = Duration.ofSeconds(5);

    private static final Duration PAUSE = Duration.ofMillis(250);

    /// How long after it was there last it is waited for, as it may start again, or another one
    /// take its place: longer than either takes, as a rule.
    private static final Duration CHANGE_WAIT_MAX = Duration.ofSeconds(15);

    /// One batch may be as long as the log takes it, and comes beside what fills an answer.
    private static final long ANSWER_BYTES_MAX = (256L << 20) + 2 * BufferAnswers.ANSWER_BYTES_MAX;

    private static final int OK = 200;
    private static final String AWAY = "ingester_unavailable";
    private static final String STANDS_BY = "ingester_standing_by";
    private static final String UNTRUSTED = "ingester_untrusted";

    private final PeerClient client;
    private final Duration changeWaitMax;
    private boolean there = true;
    private long awayNanos;

    /// @param urls where it may be
    /// @param tokens gives what proves who asks; where one is not taken, the next one is tried
    /// @param trust whose certificates are believed
    public Ingester(List<URI> urls, Supplier<List<Secret>> tokens, SSLContext trust) {
        this(urls, tokens, trust, CHANGE_WAIT_MAX);
    }

    /// @param changeWaitMax how long after it was there last it is waited for
    Ingester(
            List<URI> urls,
            Supplier<List<Secret>> tokens,
            SSLContext trust,
            Duration changeWaitMax) {
        this.client = new PeerClient(urls, tokens, trust);
        this.changeWaitMax = changeWaitMax;
    }

    /// What it has of a table beyond what is held, or a part of that. While it starts again, or
    /// another one takes its place, that is waited for.
    ///
    /// @throws ProblemException *unavailable* when it cannot be asked
    RowsAnswer ask(long tableId, HeldWords held) {
        String target = "/tables/" + tableId + "/rows?held=" + held.text();
        while (true) {
            long begunNanos = System.nanoTime();
            try {
                RowsAnswer answer = ask(target);
                found();
                return answer;
            } catch (ProblemException away) {
                if (!isChanging(begunNanos) || away.problem().code().equals(UNTRUSTED)) {
                    throw away;
                }
                pause();
            }
        }
    }

    /// Asks at each place once.
    private RowsAnswer ask(String target) {
        ProblemException telling = null;
        for (int left = client.placeCount(); left > 0; left--) {
            PeerClient.Place place = client.place();
            try {
                return ask(place, target);
            } catch (ProblemException elsewhere) {
                boolean _ = client.leave(place);
                // That one stands by says less than how the other one is.
                if (telling == null || telling.problem().code().equals(STANDS_BY)) {
                    telling = elsewhere;
                }
            }
        }
        throw Objects.requireNonNull(telling);
    }

    private synchronized void found() {
        there = true;
    }

    /// Whether it may be about to come back, or another one to take its place.
    ///
    /// @param begunNanos when it was asked
    private synchronized boolean isChanging(long begunNanos) {
        if (there) {
            there = false;
            awayNanos = begunNanos;
        }
        return System.nanoTime() - awayNanos < changeWaitMax.toNanos();
    }

    /// Whether it has answered the last question.
    public synchronized boolean isThere() {
        return there;
    }

    private RowsAnswer ask(PeerClient.Place place, String target) {
        long begun = System.nanoTime();
        while (true) {
            HttpResponse<byte[]> answer = send(place, target);
            if (answer.statusCode() == OK) {
                return read(answer.body());
            }
            if (answer.statusCode() != PeerClient.UNAUTHORIZED
                    || System.nanoTime() - begun > KEYS_WAIT_MAX.toNanos()) {
                throw unavailable(
                        answer.statusCode() == PeerClient.NOT_FOUND ? STANDS_BY : AWAY,
                        PeerClient.described(answer.statusCode()),
                        null);
            }
            pause();
        }
    }

    private HttpResponse<byte[]> send(PeerClient.Place place, String target) {
        try {
            return client.send(
                    place,
                    PeerClient.request(place, target, ANSWER_WAIT_MAX),
                    BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX),
                    answer -> answer.statusCode() == PeerClient.UNAUTHORIZED);
        } catch (HttpTimeoutException late) {
            throw unavailable(
                    "it did not answer within " + ANSWER_WAIT_MAX.toSeconds() + " seconds", late);
        } catch (ConnectException away) {
            throw unavailable("nobody listens there", away);
        } catch (PeerClient.ElsewhereException elsewhere) {
            throw unavailable(String.valueOf(elsewhere.getMessage()), elsewhere);
        } catch (SSLException untrusted) {
            throw unavailable(
                    UNTRUSTED, "its certificate is not trusted, or it speaks no TLS", untrusted);
        } catch (IOException broken) {
            throw unavailable("the connection broke", broken);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw unavailable("this server is stopping", stopping);
        }
    }

    private static RowsAnswer read(byte[] body) {
        try {
            return RowsAnswer.decode(body);
        } catch (RuntimeException damaged) {
            throw unavailable("its answer cannot be read: " + damaged.getMessage(), damaged);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw unavailable("this server is stopping", stopping);
        }
    }

    /// What a query is told whose rows are not to be had.
    ///
    /// @param reason how the ingester is, in a few words
    static ProblemException unavailable(String reason, @Nullable Throwable cause) {
        return unavailable(AWAY, reason, cause);
    }

    private static ProblemException unavailable(
            String code, String reason, @Nullable Throwable cause) {
        return new ProblemException(
                Problem.unavailable(
                        code,
                        "rows that are not in files yet cannot be had from the server that"
                                + " sluice.cluster.ingester names: "
                                + reason),
                cause);
    }

    @Override
    public void close() {
        client.close();
    }
}
