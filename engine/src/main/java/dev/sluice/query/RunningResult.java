// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import org.jspecify.annotations.Nullable;

/// The result that is opened for a client and brought to it, for a door whose client may go away
/// meanwhile: one thread opens and brings, any other [#cancel]s.
public final class RunningResult {
    private static final ScopedValue<RunningResult> OPENING = ScopedValue.newInstance();

    private boolean cancelled;
    private @Nullable Runnable end;

    /// Nothing is opened or brought yet.
    public RunningResult() {}

    /// Opens a result, most of whose work may be done before there is one: a query that sorts or
    /// counts has read everything by then. [#cancel] ends that too.
    public <T> T whileOpening(ScopedValue.CallableOp<T, RuntimeException> open) {
        try {
            return ScopedValue.where(OPENING, this).call(open);
        } finally {
            detach();
        }
    }

    /// Says that a query has begun for the result that this thread opens, if it opens one.
    ///
    /// @param ending ends it, from any thread
    public static void begun(Runnable ending) {
        if (OPENING.isBound()) {
            OPENING.get().endBy(ending);
        }
    }

    private synchronized void endBy(Runnable ending) {
        end = ending;
        if (cancelled) {
            ending.run();
        }
    }

    /// Brings this result from now on, until the next one or none.
    ///
    /// @return false when the client has gone, and nothing needs to be brought
    public synchronized boolean attach(ResultStream result) {
        end = result::cancel;
        return !cancelled;
    }

    /// Brings nothing any more.
    public synchronized void detach() {
        end = null;
    }

    /// Says that nobody waits for the answer any more.
    public synchronized void cancel() {
        cancelled = true;
        if (end != null) {
            end.run();
        }
    }

    /// Whether somebody did.
    public synchronized boolean isCancelled() {
        return cancelled;
    }
}
