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

    /// A hash of the bytes from `start` up to `end`. Up to eight bytes of the same number never
    /// have the same one.
    public static long hash(byte[] source, int start, int end) {
        long hash = (long) end - start;
        int at = start;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = mix(hash, at(source, at));
        }
        return at == end && at > start ? hash : mix(hash, rest(source, at, end));
    }

    /// The bits of a hash that a table of some size takes its place from.
    static int fold(long hash) {
        return (int) (hash ^ (hash >>> 29));
    }

    /// Less than eight bytes, the first one lowest.
    private static long rest(byte[] source, int at, int end) {
        if (at + Long.BYTES <= source.length) {
            return at(source, at) & ((1L << ((end - at) * Byte.SIZE)) - 1);
        }
        long rest = 0;
        for (int i = end - 1; i >= at; i--) {
            rest = (rest << Byte.SIZE) | (source[i] & 0xff);
        }
        return rest;
    }
}
