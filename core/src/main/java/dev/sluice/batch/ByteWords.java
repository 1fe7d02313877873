// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.batch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Bytes eight at a time, for loops that every line of a write goes through.
public final class ByteWords {
    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

    private ByteWords() {}

    /// The eight bytes from `at` on, the first one lowest.
    public static long at(byte[] source, int at) {
        return (long) WORDS.get(source, at);
    }

    /// Takes another word into a hash.
    public static long mix(long hash, long word) {
        long product = (hash ^ word) * MULTIPLIER;
        return product ^ (product >>> 32);
    }
}
