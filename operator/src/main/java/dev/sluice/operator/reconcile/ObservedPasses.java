// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.reconcile;

import dev.sluice.operator.reconcile.PassObserver.Result;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs passes, from the first question to the API server on, and tells of each.
record ObservedPasses(PassObserver observer) {
    /// After a failure (admin.md 6.3).
    static final Duration RETRY_AFTER = Duration.ofSeconds(60);

    /// Runs one.
    ///
    /// @param pass gives null where there was none to make
    /// @return when to try again; null when only a change can help, or nothing has to
    @Nullable Duration run(Supplier<@Nullable Result> pass) {
        long begunNanos = System.nanoTime();
        Result result = Result.BROKEN;
        try {
            result = pass.get();
        } finally {
            if (result != null) {
                observer.passed(result, Duration.ofNanos(System.nanoTime() - begunNanos));
            }
        }
        return result == Result.FAILED ? RETRY_AFTER : null;
    }

    /// The AppInstance is not there any more.
    ///
    /// @return null, as no pass was made
    @Nullable Result gone() {
        observer.gone();
        return null;
    }
}
