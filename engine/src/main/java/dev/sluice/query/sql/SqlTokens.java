// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import java.util.ArrayList;
import java.util.List;

/// The words and signs of a text, comments passed over. Only as much of SQL's grammar as is needed
/// to see where quotes and comments end.
public final class SqlTokens {
    private final String text;
    private final List<Token> tokens = new ArrayList<>();

    /// @throws dev.sluice.model.ProblemException *invalid* where a quote or comment does not close
    public SqlTokens(String text) {
        this.text = text;
        int position = 0;
        while (position < text.length()) {
            position = next(position);
        }
    }

    /// The kinds of token.
    public enum Kind {
        /// A word or a number, without quotes.
        WORD,
        /// A name in double quotes.
        NAME,
        /// Text in single quotes.
        TEXT,
        /// One other character.
        SIGN
    }

    /// A token.
    ///
    /// @param kind which
    /// @param start where it begins
    /// @param end behind its last character
    public record Token(Kind kind, int start, int end) {}

    /// All of them, in order.
    public List<Token> all() {
        return tokens;
    }

    /// Whether there is a token with a place.
    public boolean has(int place) {
        return place >= 0 && place < tokens.size();
    }

    /// The characters of a token; empty where there is none.
    public String text(int place) {
        return has(place) ? text.substring(tokens.get(place).start(), tokens.get(place).end()) : "";
    }

    /// The characters from one token to another, both included and both there.
    public String text(int first, int last) {
        return text.substring(tokens.get(first).start(), tokens.get(last).end());
    }

    /// Whether the tokens from a place on are these words or signs, in any case.
    public boolean are(int place, String... words) {
        for (int i = 0; i < words.length; i++) {
            Token token = has(place + i) ? tokens.get(place + i) : null;
            if (token == null
                    || token.kind() == Kind.NAME
                    || token.kind() == Kind.TEXT
                    || !text(place + i).equalsIgnoreCase(words[i])) {
                return false;
            }
        }
        return true;
    }

    private int next(int position) {
        char c = text.charAt(position);
        if (Character.isWhitespace(c)) {
            return position + 1;
        }
        if (text.startsWith("--", position)) {
            return endOfLine(position);
        }
        if (text.startsWith("/*", position)) {
            return endOfComment(position);
        }
        int end = position + 1;
        Kind kind = Kind.SIGN;
        if (c == '\'' || c == '"') {
            kind = c == '"' ? Kind.NAME : Kind.TEXT;
            end = endOfQuote(position);
        } else if (isWord(c)) {
            kind = Kind.WORD;
            while (end < text.length() && isWord(text.charAt(end))) {
                end++;
            }
        }
        tokens.add(new Token(kind, position, end));
        return end;
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }

    private int endOfLine(int position) {
        int end = text.indexOf('\n', position);
        int stop = end < 0 ? text.length() : end;
        int carriageReturn = text.indexOf('\r', position);
        if (carriageReturn >= 0 && carriageReturn < stop - 1) {
            throw UnsupportedSql.syntax("a comment holds a carriage return");
        }
        return end < 0 ? stop : stop + 1;
    }

    /// Comments nest.
    private int endOfComment(int position) {
        int depth = 0;
        int i = position;
        while (i < text.length()) {
            if (text.startsWith("/*", i)) {
                depth++;
                i += 2;
            } else if (text.startsWith("*/", i)) {
                depth--;
                i += 2;
                if (depth == 0) {
                    return i;
                }
            } else {
                i++;
            }
        }
        throw UnsupportedSql.syntax("a comment is not closed");
    }

    private int endOfQuote(int position) {
        char quote = text.charAt(position);
        boolean escapes = quote == '\'' && isEscapeMark(position - 1);
        int i = position + 1;
        while (i < text.length() && (text.charAt(i) != quote || isDoubled(i, quote))) {
            boolean two = text.charAt(i) == quote || (escapes && text.charAt(i) == '\\');
            i += two ? 2 : 1;
        }
        if (i >= text.length()) {
            throw UnsupportedSql.syntax("a quote is not closed");
        }
        return i + 1;
    }

    private boolean isDoubled(int position, char quote) {
        return position + 1 < text.length() && text.charAt(position + 1) == quote;
    }

    private boolean isEscapeMark(int position) {
        return position >= 0 && (text.charAt(position) == 'E' || text.charAt(position) == 'e');
    }
}
