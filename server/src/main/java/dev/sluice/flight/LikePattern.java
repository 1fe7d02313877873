// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

/// A filter of names: `%` stands for any text, `_` for one character, and a backslash takes their
/// meaning away (data.md 4.6). Matching takes at most the product of both lengths.
///
/// @param text as it was sent
record LikePattern(String text) {
    private static final char ANY_TEXT = '%';
    private static final char ANY_CHARACTER = '_';
    private static final char ESCAPE = '\\';

    /// Whether the whole name fits.
    boolean matches(String name) {
        int at = 0;
        int in = 0;
        int retryAt = -1;
        int retryIn = 0;
        while (in < name.length()) {
            if (at < text.length() && text.charAt(at) == ANY_TEXT) {
                at++;
                retryAt = at;
                retryIn = in;
            } else if (fits(at, name.charAt(in))) {
                at += isEscape(at) ? 2 : 1;
                in++;
            } else if (retryAt >= 0) {
                at = retryAt;
                retryIn++;
                in = retryIn;
            } else {
                return false;
            }
        }
        while (at < text.length() && text.charAt(at) == ANY_TEXT) {
            at++;
        }
        return at == text.length();
    }

    private boolean fits(int at, char c) {
        if (at >= text.length()) {
            return false;
        }
        return isEscape(at)
                ? text.charAt(at + 1) == c
                : text.charAt(at) == ANY_CHARACTER || text.charAt(at) == c;
    }

    /// A backslash at the very end stands for itself.
    private boolean isEscape(int at) {
        return text.charAt(at) == ESCAPE && at + 1 < text.length();
    }
}
