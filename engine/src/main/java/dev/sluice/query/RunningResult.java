// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The result that is opened for a client and brought to it, for a door whose client may go away
/// meanwhile: one thread opens and brings, any other [#cancel]s, or asks for the [#columns].
public final class RunningResult {
    private static final ScopedValue<RunningResult> OPENING = ScopedValue.newInstance();
    private static final ScopedValue<Boolean> PART = ScopedValue.newInstance();

    private boolean cancelled;
    private @Nullable Runnable end;
    private @Nullable Supplier<ResultStream> columns;

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

    /// Says that what has [#begun] runs now for the result that this thread opens, if it opens one,
    /// and that the result will have its columns.
    ///
    /// @param columns gives a stream of no rows that has them, to any other thread
    public static void runs(Supplier<ResultStream> columns) {
        if (OPENING.isBound() && !PART.isBound()) {
            OPENING.get().tellBy(columns);
        }
    }

    /// Opens a result of which this thread makes the one that it opens, which has columns of its
    /// own.
    public static <T> T openingPart(ScopedValue.CallableOp<T, RuntimeException> open) {
        return ScopedValue.where(PART, true).call(open);
    }

    private synchronized void tellBy(Supplier<ResultStream> told) {
        columns = told;
    }

    /// The columns that the result will have which is being opened: a stream of no rows, which the
    /// caller closes. Null when there is nobody who knows them.
    ///
    /// @throws dev.sluice.model.ProblemException when they cannot be told, now or at all
    public @Nullable ResultStream columns() {
        Supplier<ResultStream> told;
        synchronized (this) {
            told = columns;
        }
        return told == null ? null : told.get();
    }

    private synchronized void endBy(Runnable ending) {
        end = ending;
        columns = null;
        if (cancelled) {
            ending.run();
        }
    }

    /// Brings this result from now on, until the next one or none.
    ///
    /// @return false when the client has gone, and nothing needs to be brought
    public synchronized boolean attach(ResultStream result) {
        end = result::cancel;
        columns = null;
        return !cancelled;
    }

    /// Brings nothing any more.
    public synchronized void detach() {
        end = null;
        columns = null;
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
