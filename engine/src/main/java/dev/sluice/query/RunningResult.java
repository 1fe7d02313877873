// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import org.jspecify.annotations.Nullable;

/// The result that is being brought to a client, for a door whose client may go away meanwhile: one
/// thread brings, any other [#cancel]s.
public final class RunningResult {
    private boolean cancelled;
    private @Nullable ResultStream running;

    /// Nothing is brought yet.
    public RunningResult() {}

    /// Brings this result from now on, until the next one or none.
    ///
    /// @return false when the client has gone, and nothing needs to be brought
    public synchronized boolean attach(ResultStream result) {
        running = result;
        return !cancelled;
    }

    /// Brings nothing any more.
    public synchronized void detach() {
        running = null;
    }

    /// Says that nobody waits for the answer any more.
    public synchronized void cancel() {
        cancelled = true;
        if (running != null) {
            running.cancel();
        }
    }

    /// Whether somebody did.
    public synchronized boolean isCancelled() {
        return cancelled;
    }
}
