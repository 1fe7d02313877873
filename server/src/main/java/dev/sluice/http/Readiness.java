// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// Whether this process wants requests; what `/health` tells load balancers (data.md 2.11). Safe
/// for many threads.
public final class Readiness {
    private final AtomicReference<State> state = new AtomicReference<>(State.STARTING);
    private final Supplier<Optional<String>> trouble;

    /// Of a process that serves as long as it lives.
    public Readiness() {
        this(Optional::empty);
    }

    /// @param trouble tells what all requests are refused for now, or nothing
    public Readiness(Supplier<Optional<String>> trouble) {
        this.trouble = trouble;
    }

    /// The life of a server.
    public enum State {
        /// Not yet.
        STARTING,
        /// Not while another process does the work that this one waits to do.
        STANDING_BY,
        /// Yes.
        READY,
        /// No longer: requests are still answered, and no more should be sent.
        DRAINING
    }

    /// The present state.
    public State state() {
        return state.get();
    }

    /// Whether requests are welcome.
    public boolean isReady() {
        return state() == State.READY;
    }

    /// What all requests are refused for now, although it is ready; or nothing.
    public Optional<String> trouble() {
        return trouble.get();
    }

    /// From now on another process is waited for; [#ready] changes nothing then.
    public void standingBy() {
        state.compareAndSet(State.STARTING, State.STANDING_BY);
    }

    /// From now on requests are welcome, unless it stands by, or drains already.
    public void ready() {
        state.compareAndSet(State.STARTING, State.READY);
    }

    /// From now on they should go elsewhere.
    public void draining() {
        state.set(State.DRAINING);
    }
}
