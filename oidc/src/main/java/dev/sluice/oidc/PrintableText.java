// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import org.jspecify.annotations.Nullable;

/// Makes a provider's text fit for a terminal or a log line: no control or direction characters, so
/// that it cannot move the cursor or hide what stands there, and no more than a limit.
final class PrintableText {
    /// The most characters of a sentence that a provider may have us print.
    static final int SENTENCE_LENGTH_MAX = 500;

    /// The most characters of a code or a name.
    static final int WORD_LENGTH_MAX = 128;

    private PrintableText() {}

    /// A sentence on one line; the empty text for null.
    static String sentence(@Nullable String text) {
        return cleaned(text, SENTENCE_LENGTH_MAX);
    }

    /// A code or a name; the empty text for null.
    static String word(@Nullable String text) {
        return cleaned(text, WORD_LENGTH_MAX);
    }

    private static String cleaned(@Nullable String text, int lengthMax) {
        if (text == null) {
            return "";
        }
        StringBuilder cleaned = new StringBuilder();
        text.codePoints()
                .limit(lengthMax)
                .map(c -> isPrintable(c) ? c : ' ')
                .forEach(cleaned::appendCodePoint);
        return cleaned.toString().strip();
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED ->
                    false;
            default -> true;
        };
    }
}
