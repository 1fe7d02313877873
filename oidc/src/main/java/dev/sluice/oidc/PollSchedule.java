// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import java.time.Duration;

/// When to ask the token endpoint next (RFC 8628, sections 3.3 and 3.5; admin.md 3.5, step 4).
///
/// Never sooner than the provider's interval after the last answer; five seconds later for good
/// after each `slow_down`; twice as late after each failure in a row, up to a minute.
final class PollSchedule {
    /// What `slow_down` adds.
    static final Duration SLOW_DOWN_STEP = Duration.ofSeconds(5);

    /// The longest wait after a failure.
    static final Duration BACK_OFF_MAX = Duration.ofMinutes(1);

    private final Pacer pacer;
    private final long startNanos;
    private final Duration lifetime;
    private Duration interval;
    private Duration wait;

    PollSchedule(DeviceAuthorization authorization, Pacer pacer) {
        this.pacer = pacer;
        this.startNanos = pacer.nanos();
        this.lifetime = authorization.expiresIn();
        this.interval = authorization.interval();
        this.wait = interval;
    }

    /// Waits until it is time to ask.
    ///
    /// @return false, at once, when the codes will be over by then
    boolean awaitTurn() throws InterruptedException {
        Duration elapsed = Duration.ofNanos(pacer.nanos() - startNanos);
        if (elapsed.plus(wait).compareTo(lifetime) >= 0) {
            return false;
        }
        pacer.sleep(wait);
        return true;
    }

    /// The provider answered: back to its interval.
    void answered() {
        wait = interval;
    }

    /// The provider answered `slow_down`.
    void slowDown() {
        interval = interval.plus(SLOW_DOWN_STEP);
        wait = interval;
    }

    /// The provider did not answer.
    void backOff() {
        Duration doubled = wait.multipliedBy(2);
        Duration capped = doubled.compareTo(BACK_OFF_MAX) > 0 ? BACK_OFF_MAX : doubled;
        wait = capped.compareTo(interval) < 0 ? interval : capped;
    }
}
