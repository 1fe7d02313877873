// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

/// A word of the text.
///
/// @param kind what it is
/// @param text the word as written; of a quoted one what is in the quotes, escapes resolved
/// @param number of an integer its value, of a duration its nanoseconds; read as unsigned
/// @param start index of its first character
/// @param end index behind its last character
record Token(Kind kind, String text, long number, int start, int end) {
    /// The kinds of words.
    enum Kind {
        /// Letters, digits and underscores: a keyword or a name.
        WORD,
        /// A name in double quotes.
        QUOTED_NAME,
        /// Text in single quotes.
        TEXT,
        /// Digits.
        INTEGER,
        /// Digits with a point.
        REAL,
        /// Digits with units.
        DURATION,
        /// A pattern between slashes.
        REGEX,
        /// A name after a dollar sign.
        PARAMETER,
        /// Operators and punctuation.
        SYMBOL,
        /// A character that begins no word.
        UNKNOWN,
        /// Behind the last word.
        END
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /// Whether it is this word in any case, without quotes.
    boolean isWord(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    /// Whether it may name something: in quotes, or no keyword.
    boolean isIdentifier() {
        return kind == Kind.QUOTED_NAME || (kind == Kind.WORD && !Keywords.contains(text));
    }
}
