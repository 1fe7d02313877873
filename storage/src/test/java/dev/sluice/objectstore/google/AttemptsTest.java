// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.sluice.objectstore.Bucket;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class AttemptsTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(1);

    private final AtomicInteger sent = new AtomicInteger();

    private String fail() throws IOException {
        throw new IOException("failure " + sent.incrementAndGet());
    }

    private String waitForEver() throws IOException {
        sent.incrementAndGet();
        try {
            new CountDownLatch(1).await();
            return "";
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void sendsAsOftenAsItMay() {
        assertThatIOException()
                .isThrownBy(() -> new Attempts(LONG, LONG, SHORT).send(this::fail, _ -> true))
                .withMessage("failure " + Bucket.ATTEMPTS_MAX);
    }

    @Test
    void sendsOnceWhatDoesNotPass() {
        assertThatIOException()
                .isThrownBy(() -> new Attempts(LONG, LONG, SHORT).send(this::fail, _ -> false))
                .withMessage("failure 1");
    }

    @Test
    void sendsNoMoreWhenTheTimeOfAllWouldBeOver() {
        assertThatIOException()
                .isThrownBy(() -> new Attempts(LONG, LONG, LONG).send(this::fail, _ -> true))
                .withMessage("failure 1");
    }

    @Test
    void endsAnAttemptWhoseTimeIsOverAndSendsAgain() {
        assertThatIOException()
                .isThrownBy(
                        () -> new Attempts(SHORT, LONG, SHORT).send(this::waitForEver, _ -> true))
                .withMessage("no answer in 0 seconds");
        assertThat(sent).hasValueLessThanOrEqualTo(Bucket.ATTEMPTS_MAX);
    }

    /// So that no thread and no connection is left of an attempt that nobody waits for.
    @Test
    void endsWhatAnAttemptReadsFromTheNetwork() throws Exception {
        CompletableFuture<IOException> ended = new CompletableFuture<>();
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Attempts.Request<Integer> reading =
                    () -> {
                        try (Socket socket =
                                        new Socket(silent.getInetAddress(), silent.getLocalPort());
                                InputStream answer = socket.getInputStream()) {
                            return answer.read();
                        } catch (IOException e) {
                            ended.complete(e);
                            throw e;
                        }
                    };
            // Again where an attempt was over before it began.
            while (!ended.isDone()) {
                assertThatIOException()
                        .isThrownBy(() ->
                                new Attempts(Duration.ofMillis(50), LONG, SHORT)
                                        .send(reading, _ -> false));
            }

            assertThat(ended.join()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void endsWhenItsThreadIsInterrupted() {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(InterruptedIOException.class)
                .isThrownBy(
                        () -> new Attempts(LONG, LONG, SHORT).send(this::waitForEver, _ -> true));

        assertThat(Thread.interrupted()).isTrue();
    }
}
