// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

import dev.sluice.model.Excerpt;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Some bytes of a line after unescaping: a view into the payload while nothing was escaped, else
/// into an array of its own. Used again for every line.
final class Slice {
    private byte[] bytes = new byte[0];
    private int start;
    private int end;
    private byte[] own = new byte[0];

    /// Shows a part of `source`.
    void view(byte[] source, int from, int to) {
        bytes = source;
        start = from;
        end = to;
    }

    /// Becomes empty, ready for [#append].
    void clear() {
        bytes = own;
        start = 0;
        end = 0;
    }

    /// Adds a byte; only after [#clear].
    void append(byte value) {
        if (end == own.length) {
            own = Arrays.copyOf(own, Math.max(64, end * 2));
            bytes = own;
        }
        own[end++] = value;
    }

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    int length() {
        return end - start;
    }

    boolean endsWith(char ascii) {
        return end > start && bytes[end - 1] == ascii;
    }

    boolean is(byte[] expected) {
        return Arrays.equals(bytes, start, end, expected, 0, expected.length);
    }

    /// As messages quote it.
    String excerpt() {
        return Excerpt.of(bytes, start, end);
    }

    @Override
    public String toString() {
        return new String(bytes, start, length(), StandardCharsets.UTF_8);
    }
}
