// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import dev.sluice.model.Problem;
import java.util.concurrent.atomic.AtomicLong;

/// The memory that all request bodies together may take. A quarter of it is for small bodies alone,
/// so that they still come through while large ones are slow to arrive. Safe for many threads.
public final class BodyMemory {
    /// What a request takes by itself while its body is waited for.
    static final int REQUEST_BYTES = 10 * 1024;

    /// A body that needs no more is a small one.
    private static final int SMALL_BYTES = 64 * 1024;

    /// Beside them this part of it is kept of those that are over, if that is not too much.
    private static final int SPARE_PART = 8;

    private static final long SPARE_BYTES_MAX = 64L << 20;

    private final long bytesMax;
    private final long largeBytesMax;
    private final AtomicLong bytesTaken = new AtomicLong();
    private final SpareArrays spares;

    /// @param bytesMax the limit
    public BodyMemory(long bytesMax) {
        this.spares = new SpareArrays(Math.min(SPARE_BYTES_MAX, bytesMax / SPARE_PART));
        this.bytesMax = bytesMax;
        this.largeBytesMax = bytesMax - bytesMax / 4;
    }

    /// Another one with a part of this one's limit, beside it.
    BodyMemory part(int parts) {
        return new BodyMemory(bytesMax / parts);
    }

    /// How much is taken now.
    public long bytesTaken() {
        return bytesTaken.get();
    }

    /// @param bytes how much more a body takes
    /// @param bodyBytes how much it takes then
    /// @throws dev.sluice.model.ProblemException *busy* when there is not so much left; then
    ///   nothing was taken
    void take(long bytes, long bodyBytes) {
        long limit = bodyBytes > SMALL_BYTES ? largeBytesMax : bytesMax;
        if (bytesTaken.addAndGet(bytes) > limit) {
            bytesTaken.addAndGet(-bytes);
            throw Problem.busy(
                            "body_memory",
                            "this service is overloaded, please try again later (request bodies"
                                    + " fill their limit of "
                                    + limit
                                    + " bytes)")
                    .asException();
        }
    }

    /// Arrays of bodies that are over.
    SpareArrays spares() {
        return spares;
    }

    void give(long bytes) {
        bytesTaken.addAndGet(-bytes);
    }
}
