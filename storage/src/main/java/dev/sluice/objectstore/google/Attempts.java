// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore.google;

import dev.sluice.objectstore.Bucket;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Sends a request again when it failed for a reason that may pass, within limits of time, which
/// the library and the JDK's connections lack.
///
/// @param attemptTimeout how long one may take
/// @param timeout how long all of them and the pauses may take
/// @param pause before the second attempt; it doubles
record Attempts(Duration attemptTimeout, Duration timeout, Duration pause) {
    /// Those of each service of buckets.
    static final Attempts STANDARD =
            new Attempts(Bucket.ATTEMPT_TIMEOUT, Bucket.REQUEST_TIMEOUT, Duration.ofMillis(100));

    /// One attempt. It runs in a virtual thread, so that an interrupt ends what it waits for.
    interface Request<T> {
        T send() throws IOException;
    }

    /// Sends it until there is an answer.
    ///
    /// @param mayPass whether a failure is worth another attempt
    /// @throws IOException the last failure
    <T> T send(Request<T> request, Predicate<IOException> mayPass) throws IOException {
        long end = System.nanoTime() + timeout.toNanos();
        long pauseNanos = pause.toNanos();
        for (int attempt = 1; ; attempt++) {
            try {
                return once(request, Math.min(attemptTimeout.toNanos(), end - System.nanoTime()));
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                if (attempt == Bucket.ATTEMPTS_MAX
                        || !mayPass.test(e)
                        || end - System.nanoTime() <= pauseNanos) {
                    throw e;
                }
            }
            sleep(pauseNanos);
            pauseNanos *= 2;
        }
    }

    private static <T> T once(Request<T> request, long nanos) throws IOException {
        FutureTask<T> answer = new FutureTask<>(request::send);
        Thread.ofVirtual().name("google-request").start(answer);
        try {
            return answer.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            throw new IOException(
                    "no answer in " + TimeUnit.NANOSECONDS.toSeconds(nanos) + " seconds");
        } catch (InterruptedException _) {
            throw interrupted();
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private static IOException failure(@Nullable Throwable cause) {
        return switch (cause) {
            // Of a connection; for the caller it would say that its thread was interrupted.
            case InterruptedIOException e -> new IOException(e.getMessage(), e);
            case IOException e -> e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> new IOException(cause);
        };
    }

    private static void sleep(long nanos) throws InterruptedIOException {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException _) {
            throw interrupted();
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while waiting for the object store");
    }
}
