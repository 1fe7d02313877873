// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import org.jspecify.annotations.Nullable;

/// Parquet's mixture of runs and packed groups of eight, for dictionary indexes and levels
/// (parquet-format, Encodings: RLE/bit-packing hybrid).
final class RleHybrid {
    /// A shorter run costs more than it saves: compression sees to it.
    private static final int RUN_MIN = 32;

    private static final int GROUP = 8;

    /// A run that is worth while has two places so far apart, wherever it begins: the look for one
    /// goes by such steps.
    private static final int STRIDE = RUN_MIN / 2;

    private RleHybrid() {}

    /// One run.
    static void run(int value, int length, int width, ByteSink sink) {
        sink.putVarint((long) length << 1);
        sink.putLowBytes(value, (width + 7) >>> 3);
    }

    /// `values[from..to)`, packed where they change and as runs where they do not.
    static void mixed(int[] values, int from, int to, int width, ByteSink sink) {
        int packedFrom = from;
        int row = from;
        for (int middle = nextSteady(values, row, to);
                middle < to;
                middle = nextSteady(values, row, to)) {
            int start = startOfRun(values, middle, row);
            int end = endOfRun(values, middle, to);
            // Packed values go by groups: the run gives some to fill the last one.
            start += (packedFrom - start) & (GROUP - 1);
            if (end - start >= RUN_MIN) {
                packed(values, packedFrom, start, width, sink);
                run(values[start], end - start, width, sink);
                packedFrom = end;
            }
            row = end;
        }
        packed(values, packedFrom, to, width, sink);
    }

    /// The next place that may be in the middle of a long run: it and that half a run before it
    /// have the same value, and so do those in between as far as they are looked at. `to` if there
    /// is none.
    private static int nextSteady(int[] values, int from, int to) {
        for (int at = from + STRIDE; at < to; at += STRIDE) {
            int value = values[at];
            if (value == values[at - STRIDE]
                    && value == values[at - STRIDE / 2]
                    && value == values[at - STRIDE / 4]
                    && value == values[at - 1]) {
                return at;
            }
        }
        return to;
    }

    private static int startOfRun(int[] values, int middle, int from) {
        int start = middle;
        while (start > from && values[start - 1] == values[middle]) {
            start--;
        }
        return start;
    }

    private static int endOfRun(int[] values, int middle, int to) {
        int end = middle;
        while (end < to && values[end] == values[middle]) {
            end++;
        }
        return end;
    }

    /// The definition levels of rows that are there or not.
    static void levels(long @Nullable [] present, int from, int to, ByteSink sink) {
        if (present == null) {
            run(1, to - from, 1, sink);
            return;
        }
        int row = from;
        while (row < to) {
            int end = sameWords(present, row, to);
            if (end > row) {
                run((int) (Presence.bits(present, row, to) & 1), end - row, 1, sink);
            } else {
                end = mixedWords(present, row, to);
                packedLevels(present, row, end, sink);
            }
            row = end;
        }
    }

    /// The end of the words from `row` on that are all ones, or all zeros; `row` if there is none.
    private static int sameWords(long[] present, int row, int to) {
        long first = Presence.bits(present, row, to);
        long wanted = (first & 1) == 0 ? 0 : -1L;
        int end = row;
        while (end < to && Presence.bits(present, end, to) == ones(to - end, wanted)) {
            end += Math.min(Long.SIZE, to - end);
        }
        return end;
    }

    private static int mixedWords(long[] present, int row, int to) {
        int end = row;
        while (end < to && sameWords(present, end, Math.min(to, end + Long.SIZE)) == end) {
            end += Math.min(Long.SIZE, to - end);
        }
        return end;
    }

    private static long ones(int rows, long wanted) {
        return rows < Long.SIZE ? wanted & ((1L << rows) - 1) : wanted;
    }

    private static void packedLevels(long[] present, int from, int to, ByteSink sink) {
        int groups = (to - from + GROUP - 1) / GROUP;
        sink.putVarint(((long) groups << 1) | 1);
        for (int row = from; row < to; row += Long.SIZE) {
            int bytes = Math.min(Long.BYTES, (to - row + GROUP - 1) / GROUP);
            sink.putLowBytes(Presence.bits(present, row, to), bytes);
        }
    }

    private static void packed(int[] values, int from, int to, int width, ByteSink sink) {
        if (from < to) {
            int groups = (to - from + GROUP - 1) / GROUP;
            sink.putVarint(((long) groups << 1) | 1);
            BitPacking.pack(values, from, to, groups * GROUP, width, sink);
        }
    }
}
