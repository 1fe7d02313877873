// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.model.ProblemException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// A batch that waits for its sync. The committer completes it once; the caller waits.
final class PendingBatch {
    private final byte[] encoded;
    private final CountDownLatch done = new CountDownLatch(1);
    private long position;
    private @Nullable ProblemException failure;

    PendingBatch(byte[] encoded) {
        this.encoded = encoded;
    }

    byte[] encoded() {
        return encoded;
    }

    void succeed(long atPosition) {
        position = atPosition;
        done.countDown();
    }

    void fail(ProblemException problem) {
        failure = problem;
        done.countDown();
    }

    /// Waits without being interruptible: whoever gave up could not tell whether the batch is
    /// stored. The interrupt is kept for later.
    ///
    /// @return the batch's position
    /// @throws ProblemException when it was not stored for certain
    LogPosition await() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    done.await();
                    break;
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (failure != null) {
            // The same one for each of a group would have the trace of another caller.
            throw new ProblemException(
                    failure.problem(), String.valueOf(failure.getMessage()), failure.getCause());
        }
        return new LogPosition(position);
    }
}
