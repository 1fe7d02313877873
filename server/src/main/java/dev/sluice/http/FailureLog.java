// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.spi.LoggingEventBuilder;

/// Logs requests that failed by trouble of the server and not of whoever asked. What is down fails
/// many of them: where it came from is logged whole once in a while, by the problem's code, and of
/// each of the others in a line. Safe for many threads.
public final class FailureLog {
    /// For so long one stack trace does for all.
    static final Duration WHOLE_EVERY = Duration.ofSeconds(10);

    private final LongSupplier nanoTime;

    /// By code, of which there are few: when one was logged whole.
    private final Map<String, Long> wholeNanos = new ConcurrentHashMap<>();

    /// Nothing is logged yet.
    public FailureLog() {
        this(System::nanoTime);
    }

    FailureLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// Logs a failure, unless it is the request's own.
    ///
    /// @param event a warning that has what is known of the request
    /// @param message what failed
    public void report(ProblemException failed, LoggingEventBuilder event, String message) {
        Problem problem = failed.problem();
        switch (problem.kind()) {
            case INVALID, UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, CONFLICT, TOO_LARGE, BUSY -> {}
            case UNAVAILABLE, OUTCOME_UNKNOWN, INTERNAL -> {
                LoggingEventBuilder told = event.addKeyValue("code", problem.code());
                if (isWhole(problem.code())) {
                    told.setCause(failed).log(message);
                } else {
                    told.addKeyValue("cause", cause(failed)).log(message);
                }
            }
        }
    }

    private boolean isWhole(String code) {
        long now = nanoTime.getAsLong();
        Long before = wholeNanos.putIfAbsent(code, now);
        return before == null
                || (now - before >= WHOLE_EVERY.toNanos() && wholeNanos.replace(code, before, now));
    }

    /// The innermost, which says most.
    private static String cause(Throwable failed) {
        Throwable innermost = failed;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost.toString();
    }
}
