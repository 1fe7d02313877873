// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.peer;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the process that takes writes is there, as the writes find that are handed on to it.
/// While it is away one of them at a time tries, and the others wait for what that finds. Safe for
/// many threads.
final class Presence {
    /// How long nobody tries after one has found it away.
    static final Duration PAUSE = Duration.ofMillis(250);

    /// How long after its return those who have waited may take to get through.
    static final Duration SETTLING = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(Presence.class);

    private boolean away;
    private boolean tried;
    private long nextTryNanos;
    private long backNanos = System.nanoTime() - SETTLING.toNanos();

    /// Waits until it is there, or somebody has to try whether it is. Whoever gets true says what
    /// became of it: [#found], [#lost] or [#leave].
    ///
    /// @param deadlineNanos until when, by [System#nanoTime()]
    /// @return whether to send; false when the time is over
    synchronized boolean await(long deadlineNanos) throws InterruptedException {
        while (away) {
            long now = System.nanoTime();
            if (deadlineNanos - now <= 0) {
                return false;
            }
            if (!tried && nextTryNanos - now <= 0) {
                tried = true;
                return true;
            }
            long until = tried ? deadlineNanos - now : Math.min(deadlineNanos, nextTryNanos) - now;
            wait(Math.max(1, Duration.ofNanos(until).toMillis()));
        }
        return deadlineNanos - System.nanoTime() > 0;
    }

    /// It has answered.
    synchronized void found() {
        if (away) {
            away = false;
            tried = false;
            backNanos = System.nanoTime();
            log.atInfo().log("the server that takes writes is back");
            notifyAll();
        }
    }

    /// It has not answered.
    ///
    /// @param reason how it is, in a few words
    synchronized void lost(String reason) {
        if (!away) {
            log.atWarn()
                    .addKeyValue("reason", reason)
                    .addKeyValue("effect", "writes are held")
                    .log("the server that takes writes is away");
        }
        away = true;
        tried = false;
        nextTryNanos = System.nanoTime() + PAUSE.toNanos();
        notifyAll();
    }

    /// Nobody knows: the write was given up.
    synchronized void leave() {
        if (tried) {
            tried = false;
            notifyAll();
        }
    }

    /// Whether it has answered the last time.
    synchronized boolean isThere() {
        return !away;
    }

    /// Whether it is there, and those who have waited for it had time to get through.
    synchronized boolean isSteady() {
        return !away && System.nanoTime() - backNanos > SETTLING.toNanos();
    }
}
