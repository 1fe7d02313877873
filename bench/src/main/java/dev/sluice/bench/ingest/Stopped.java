// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import dev.sluice.local.process.DetachedProcess;
import java.io.IOException;
import java.time.Duration;

/// Ends processes where an interrupt must not keep them alive.
final class Stopped {
    private Stopped() {}

    /// Ends a process in good order if it does so in time.
    static void stop(DetachedProcess process, Duration patience) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            process.stop(patience);
        } catch (InterruptedException _) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
