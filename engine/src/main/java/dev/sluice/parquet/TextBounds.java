// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.apache.parquet.format.Statistics;
import org.jspecify.annotations.Nullable;

/// Bounds of text, by unsigned bytes. Long ones are cut between characters, the upper one then
/// raised in its last character, so that they stay bounds and stay UTF-8.
final class TextBounds implements Bounds {
    /// A bound is no longer than this; a footer stays small whatever the text.
    static final int BYTES_MAX = 64;

    private static final byte[] NONE = new byte[0];

    private byte[] min = NONE;
    private int minStart;
    private int minEnd;
    private byte[] max = NONE;
    private int maxStart;
    private int maxEnd;
    private boolean known;

    /// Takes a value into account.
    void add(byte[] text, int start, int end) {
        if (!known || Arrays.compareUnsigned(text, start, end, min, minStart, minEnd) < 0) {
            min = text;
            minStart = start;
            minEnd = end;
        }
        if (!known || Arrays.compareUnsigned(text, start, end, max, maxStart, maxEnd) > 0) {
            max = text;
            maxStart = start;
            maxEnd = end;
        }
        known = true;
    }

    @Override
    public Statistics statistics(long nullCount) {
        Statistics statistics = new Statistics().setNull_count(nullCount);
        if (!known) {
            return statistics;
        }
        boolean minExact = minEnd - minStart <= BYTES_MAX;
        boolean maxExact = maxEnd - maxStart <= BYTES_MAX;
        byte[] lower = minExact ? Arrays.copyOfRange(min, minStart, minEnd) : cut(min, minStart);
        byte[] upper =
                maxExact ? Arrays.copyOfRange(max, maxStart, maxEnd) : raised(cut(max, maxStart));
        statistics.setMin_value(lower).setIs_min_value_exact(minExact);
        if (upper != null) {
            statistics.setMax_value(upper).setIs_max_value_exact(maxExact);
        }
        return statistics;
    }

    /// The longest beginning of whole characters that is short enough.
    private static byte[] cut(byte[] text, int start) {
        int end = start + BYTES_MAX;
        while (end > start && isContinuation(text[end])) {
            end--;
        }
        return Arrays.copyOfRange(text, start, end);
    }

    /// A text above every one that begins like `text`, or null if there is none: its last character
    /// that has a successor of the same length is replaced by that, and what follows left out.
    static byte @Nullable [] raised(byte[] text) {
        int end = text.length;
        while (end > 0) {
            int start = end - 1;
            while (start > 0 && isContinuation(text[start])) {
                start--;
            }
            byte[] next = successor(text, start, end);
            if (next != null) {
                byte[] result = Arrays.copyOf(text, start + next.length);
                System.arraycopy(next, 0, result, start, next.length);
                return result;
            }
            end = start;
        }
        return null;
    }

    /// The next character, or null behind the last one and for what is no character.
    private static byte @Nullable [] successor(byte[] text, int start, int end) {
        byte[] bytes = Arrays.copyOfRange(text, start, end);
        int point = new String(bytes, UTF_8).codePointAt(0);
        if (!Arrays.equals(Character.toString(point).getBytes(UTF_8), bytes)
                || point == Character.MAX_CODE_POINT) {
            return null;
        }
        boolean last = point + 1 == Character.MIN_SURROGATE;
        return Character.toString(last ? Character.MAX_SURROGATE + 1 : point + 1).getBytes(UTF_8);
    }

    private static boolean isContinuation(byte value) {
        return (value & 0xC0) == 0x80;
    }
}
