// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.batch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Bytes eight at a time, for loops that every line of a write goes through.
public final class ByteWords {
    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
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
        int length = end - start;
        if (length <= Long.BYTES) {
            return mix(length, few(source, start, end));
        }
        long hash = mix(length, at(source, start));
        for (int at = start + Long.BYTES; at + Long.BYTES < end; at += Long.BYTES) {
            hash = mix(hash, at(source, at));
        }
        // The last word is a whole one, and may have bytes of the word before.
        return mix(hash, at(source, end - Long.BYTES));
    }

    /// Whether as many bytes from `start` up to `end` are those from `otherStart` on.
    static boolean same(byte[] source, int start, int end, byte[] other, int otherStart) {
        int length = end - start;
        if (length < Long.BYTES || length > 2 * Long.BYTES) {
            return Arrays.equals(source, start, end, other, otherStart, otherStart + length);
        }
        return at(source, start) == at(other, otherStart)
                && at(source, end - Long.BYTES) == at(other, otherStart + length - Long.BYTES);
    }

    /// Where the first byte `wanted` from `from` on is, or `to` when there is none before it.
    public static int find(byte wanted, byte[] source, int from, int to) {
        long all = (wanted & 0xffL) * ONES;
        int at = from;
        for (; at + Long.BYTES <= source.length && at < to; at += Long.BYTES) {
            long other = at(source, at) ^ all;
            // The lowest bit that is set is that of the first byte which is 0.
            long found = (other - ONES) & ~other & HIGH_BITS;
            if (found != 0) {
                return Math.min(to, at + Long.numberOfTrailingZeros(found) / Byte.SIZE);
            }
        }
        while (at < to && source[at] != wanted) {
            at++;
        }
        return Math.min(at, to);
    }

    /// The bits of a hash that a table of some size takes its place from. A product's low bits know
    /// only the low bits of what was multiplied, so that names which differ in their last bytes
    /// would stand in one place; its high bits know all.
    public static int fold(long hash) {
        return (int) ((hash * MULTIPLIER) >>> 32);
    }

    /// At most eight bytes from `start` up to `end`, the first one lowest.
    public static long few(byte[] source, int start, int end) {
        if (start + Long.BYTES <= source.length && start < end) {
            return at(source, start) & (-1L >>> ((start - end) * Byte.SIZE));
        }
        long few = 0;
        for (int i = end - 1; i >= start; i--) {
            few = (few << Byte.SIZE) | (source[i] & 0xff);
        }
        return few;
    }
}
