// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import dev.sluice.model.Problem;
import java.util.concurrent.atomic.AtomicLong;

/// The memory that all request bodies together may take. Safe for many threads.
public final class BodyMemory {
    private final long bytesMax;
    private final AtomicLong bytesTaken = new AtomicLong();

    /// @param bytesMax the limit
    public BodyMemory(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// How much is taken now.
    public long bytesTaken() {
        return bytesTaken.get();
    }

    /// @throws dev.sluice.model.ProblemException *busy* when there is not so much left; then
    ///   nothing was taken
    void take(long bytes) {
        if (bytesTaken.addAndGet(bytes) > bytesMax) {
            bytesTaken.addAndGet(-bytes);
            throw Problem.busy(
                            "body_memory",
                            "this service is overloaded, please try again later (request bodies"
                                    + " fill their limit of "
                                    + bytesMax
                                    + " bytes)")
                    .asException();
        }
    }

    void give(long bytes) {
        bytesTaken.addAndGet(-bytes);
    }
}
