// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import dev.sluice.oidc.KeySource.Fetch;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The provider's keys as the verifier sees them: fetched ahead of need, asked for again when a
/// token names an unknown one, and kept while the provider is down (admin.md 1.6).
///
/// Good keys are never replaced by none. One fetch runs at a time; whoever needs its result waits
/// for it, up to a limit. Safe for many threads; has none of its own, see [KeyRefresher].
final class KeyCache {
    private final KeySource source;
    private final KeyCacheLimits limits;
    private final LongSupplier ticker;
    private final RandomGenerator random;
    private final Consumer<KeyEvent> events;
    private final ReentrantLock fetching = new ReentrantLock();
    private final DemandLimiter limiter;
    private final UnknownKeys unknownKeys;
    private volatile State state;

    KeyCache(
            KeySource source,
            KeyCacheLimits limits,
            LongSupplier ticker,
            RandomGenerator random,
            Consumer<KeyEvent> events) {
        this.source = source;
        this.limits = limits;
        this.ticker = ticker;
        this.random = random;
        this.events = events;
        long now = ticker.getAsLong();
        this.limiter = new DemandLimiter(limits.demandWindow(), limits.demandBurst(), now);
        this.unknownKeys = new UnknownKeys(limits.unknownKeyMemory(), limits.unknownKeysMax());
        this.state = new State(null, now, now, now, now, 0, 0, "they were never fetched");
    }

    /// Whether there are keys to verify with.
    sealed interface Keys {
        /// There are.
        record Available(KeySet set) implements Keys {}

        /// There are none.
        ///
        /// @param message one sentence: why
        record Unavailable(String message) implements Keys {}
    }

    /// @param set the set in use
    /// @param freshUntilNanos until when it is fresh
    /// @param dueNanos when the next fetch ahead of need is due
    /// @param backOffUntilNanos before this no fetch starts
    /// @param warnedNanos when staleness was last told
    /// @param failures how many fetches failed since the last good one
    /// @param attempts how many fetches there were
    /// @param trouble why the last fetch failed
    private record State(
            @Nullable KeySet set,
            long freshUntilNanos,
            long dueNanos,
            long backOffUntilNanos,
            long warnedNanos,
            int failures,
            long attempts,
            String trouble) {}

    /// The keys to verify with. Fetches, or waits for the fetch that runs, only when there are
    /// none.
    Keys keys() {
        State seen = state;
        if (usable(seen) == null) {
            refresh(seen, true);
            seen = state;
        }
        KeySet set = usable(seen);
        return set == null
                ? new Keys.Unavailable(
                        "the identity provider's keys are not at hand: " + seen.trouble())
                : new Keys.Available(set);
    }

    /// The keys that are at hand, without waiting for any.
    @Nullable KeySet present() {
        return usable(state);
    }

    /// Asks the provider whether it knows a key that `seen` has not, or has and that does not
    /// verify; but neither too often nor while it is failing.
    ///
    /// @param keyId what the token names; null when it names none
    /// @return the set to try again with, which is `seen` when there is nothing new
    KeySet renewed(KeySet seen, @Nullable String keyId) {
        State before = state;
        if (before.set() != seen) {
            return before.set() == null ? seen : before.set();
        }
        String unknown = keyId == null || seen.names(keyId) ? null : keyId;
        if (unknown != null && unknownKeys.isKnownToBeUnknown(unknown, ticker.getAsLong())) {
            return seen;
        }
        refresh(before, false);
        State after = state;
        KeySet set = after.set() == null ? seen : after.set();
        boolean wasAsked = after.attempts() != before.attempts() && after.failures() == 0;
        if (unknown != null && wasAsked && !set.names(unknown)) {
            unknownKeys.remember(unknown, ticker.getAsLong());
        }
        return set;
    }

    /// Why nobody can say which keys the provider has now.
    ///
    /// @return one sentence; null when it answered the last time that it was asked
    @Nullable String trouble() {
        State seen = state;
        return seen.failures() == 0 ? null : seen.trouble();
    }

    /// Fetches if a fetch ahead of need is due.
    void refreshIfDue() throws InterruptedException {
        State seen = state;
        if (ticker.getAsLong() - seen.dueNanos() < 0) {
            return;
        }
        fetching.lockInterruptibly();
        try {
            if (state.attempts() == seen.attempts()) {
                fetch();
            }
        } finally {
            fetching.unlock();
        }
    }

    /// How long until the next fetch ahead of need.
    Duration untilDue() {
        return Duration.ofNanos(Math.max(0, state.dueNanos() - ticker.getAsLong()));
    }

    private void refresh(State seen, boolean urgent) {
        try {
            if (fetching.getQueueLength() >= limits.waitersMax()
                    || !fetching.tryLock(limits.waitMax().toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
            try {
                if (state.attempts() == seen.attempts() && mayFetch(urgent)) {
                    fetch();
                }
            } finally {
                fetching.unlock();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean mayFetch(boolean urgent) {
        long now = ticker.getAsLong();
        if (now - state.backOffUntilNanos() < 0) {
            return false;
        }
        if (urgent || limiter.tryTake(now)) {
            return true;
        }
        events.accept(new KeyEvent.DemandRefused());
        return false;
    }

    private void fetch() throws InterruptedException {
        long startNanos = ticker.getAsLong();
        Fetch fetch = read();
        Duration took = Duration.ofNanos(ticker.getAsLong() - startNanos);
        switch (fetch) {
            case Fetch.Failed(String message) -> failed(message, took);
            case Fetch.Fetched(KeySet set, _) when set.isEmpty() ->
                    failed("the identity provider published no key that may sign", took);
            case Fetch.Fetched(KeySet set, Duration maxAge) -> fetched(set, maxAge, took);
        }
    }

    /// @return failed, too, where memory ran out or our own code is wrong: keys must be asked for
    ///   again
    private Fetch read() throws InterruptedException {
        try {
            return source.fetch();
        } catch (RuntimeException | OutOfMemoryError e) {
            return new Fetch.Failed("reading the identity provider's answer broke off: " + e);
        }
    }

    private void fetched(KeySet set, @Nullable Duration maxAge, Duration took) {
        State before = state;
        Duration wanted = maxAge == null ? limits.freshDefault() : maxAge;
        long fresh =
                Math.clamp(
                        wanted.toNanos(), limits.freshMin().toNanos(), limits.freshMax().toNanos());
        long now = ticker.getAsLong();
        KeySet old = before.set();
        boolean changed = old == null || !old.sameAs(set);
        state =
                new State(
                        changed ? set : old,
                        now + fresh,
                        now + jittered(fresh / 100 * limits.refreshAtPercent()),
                        now,
                        now,
                        0,
                        before.attempts() + 1,
                        "");
        events.accept(
                new KeyEvent.Fetched(changed, set.size(), set.ignored(), set.refused(), took));
    }

    private void failed(String message, Duration took) {
        State before = state;
        long now = ticker.getAsLong();
        long pause = jittered(backOffNanos(before.failures()));
        boolean wasDue = before.set() == null || now - before.dueNanos() >= 0;
        long overdue = now - before.freshUntilNanos();
        boolean warns =
                before.set() != null
                        && overdue > 0
                        && now - before.warnedNanos() >= limits.staleWarning().toNanos();
        state =
                new State(
                        before.set(),
                        before.freshUntilNanos(),
                        wasDue ? now + pause : before.dueNanos(),
                        now + pause,
                        warns ? now : before.warnedNanos(),
                        before.failures() + 1,
                        before.attempts() + 1,
                        message);
        events.accept(new KeyEvent.FetchFailed(message, Duration.ofNanos(pause), took));
        if (warns) {
            events.accept(new KeyEvent.Stale(Duration.ofNanos(overdue)));
        }
    }

    private long backOffNanos(int failures) {
        long doubled = limits.backOffMin().toNanos() << Math.min(failures, 16);
        return Math.min(doubled, limits.backOffMax().toNanos());
    }

    private long jittered(long nanos) {
        double spread = limits.jitterPercent() / 100d;
        return (long) (nanos * (1 + spread * (2 * random.nextDouble() - 1)));
    }

    private @Nullable KeySet usable(State seen) {
        long overdue = ticker.getAsLong() - seen.freshUntilNanos();
        return overdue < limits.staleMax().toNanos() ? seen.set() : null;
    }
}
