// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Requests whose answers are not written yet, so that a server that ends waits for them, whatever
/// they came by: the library's own end breaks off those of HTTP/2. Safe for many threads.
final class RunningRequests {
    private boolean ending;
    private int count;

    /// One begins, unless the server ends.
    ///
    /// @return whether it has begun, so that [#end] has to be told
    synchronized boolean begin() {
        if (!ending) {
            count++;
        }
        return !ending;
    }

    /// One that had begun is over.
    synchronized void end() {
        count--;
        notifyAll();
    }

    /// Lets none begin any more, and waits until all are over.
    ///
    /// @param max how long to wait
    /// @return whether all are over
    synchronized boolean endWithin(Duration max) throws InterruptedException {
        ending = true;
        long deadline = System.nanoTime() + max.toNanos();
        for (long left = max.toNanos();
                count > 0 && left > 0;
                left = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return count == 0;
    }
}
