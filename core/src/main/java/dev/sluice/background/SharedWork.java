// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.background;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Work that brings something up to date, shared by all who ask for it at the same time. Nobody is
/// given the outcome of work that had begun before they asked; whoever asks while it is done waits
/// for the next time, which then serves all who wait. Safe for many threads.
///
/// @param <T> what comes of it
public final class SharedWork<T> {
    private final Supplier<T> work;
    private final AtomicLong begun = new AtomicLong();
    private @Nullable T made;
    private @Nullable RuntimeException failed;

    /// @param work is never done twice at once; what it throws, all who share it are thrown
    public SharedWork(Supplier<T> work) {
        this.work = work;
    }

    /// The outcome of work that begins after the call.
    public T await() {
        long before = begun.get();
        synchronized (this) {
            if (begun.get() == before) {
                begin();
            }
            if (failed != null) {
                throw failed;
            }
            if (made == null) {
                throw new IllegalStateException("nothing came of the work");
            }
            return made;
        }
    }

    private void begin() {
        long _ = begun.incrementAndGet();
        made = null;
        failed = null;
        try {
            made = work.get();
        } catch (RuntimeException e) {
            failed = e;
        }
    }
}
