// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.model;

import java.nio.charset.StandardCharsets;

/// What messages quote of the names and numbers in a request. Who sends a long one wants to know
/// which it is, not to get it back: it is cut, always between two characters, and followed by
/// `...`.
public final class Excerpt {
    /// How many characters of a name or a number are quoted.
    public static final int CHARACTERS_MAX = 200;

    private static final String CUT = "...";

    private Excerpt() {}

    /// A text, or its beginning.
    public static String of(String text) {
        if (text.length() <= CHARACTERS_MAX
                || text.codePointCount(0, text.length()) <= CHARACTERS_MAX) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, CHARACTERS_MAX)) + CUT;
    }

    /// The UTF-8 from `from` to `to`, or its beginning.
    public static String of(byte[] utf8, int from, int to) {
        return of(utf8, from, to, CHARACTERS_MAX);
    }

    /// The UTF-8 from `from` to `to`, or its first `charactersMax` characters.
    public static String of(byte[] utf8, int from, int to, int charactersMax) {
        int cut = from;
        int characters = 0;
        while (cut < to && (isContinuation(utf8[cut]) || characters < charactersMax)) {
            characters += isContinuation(utf8[cut]) ? 0 : 1;
            cut++;
        }
        String text = new String(utf8, from, cut - from, StandardCharsets.UTF_8);
        return cut < to ? text + CUT : text;
    }

    private static boolean isContinuation(byte value) {
        return (value & 0xc0) == 0x80;
    }
}
