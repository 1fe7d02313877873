// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import dev.sluice.influxql.Token.Kind;
import dev.sluice.model.ProblemException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/// Cuts text into words, one at a time, as data.md 6.1 says. Whether a slash divides or opens a
/// pattern depends on what may stand there, so the parser asks for a pattern by name.
final class Lexer {
    private static final String[] SYMBOLS = {
        "::", "!=", "<>", "<=", ">=", "=~", "!~", "(", ")", ",", ";", ".", "+", "-", "*", "/", "%",
        "&", "|", "^", "=", "<", ">"
    };

    private static final BigInteger DURATION_MAX = BigInteger.TWO.pow(63);

    private static final BigInteger TOO_LARGE = BigInteger.TWO.pow(65);

    /// The most digits of a whole number, leading zeros included.
    private static final int DIGITS_MAX = 100;

    private final String text;

    Lexer(String text) {
        this.text = text;
    }

    /// The first word at or behind a place, blanks and comments passed over.
    Token at(int position) {
        int start = skipBlank(position);
        if (start == text.length()) {
            return new Token(Kind.END, "", 0, start, start);
        }
        char c = text.charAt(start);
        if (isLetter(c)) {
            return plain(Kind.WORD, start, endOfWord(start));
        }
        if (isDigit(c) || (c == '.' && isDigitAt(start + 1))) {
            return number(start);
        }
        return switch (c) {
            case '"' -> quoted(Kind.QUOTED_NAME, start, start);
            case '\'' -> quoted(Kind.TEXT, start, start);
            case '$' -> parameter(start);
            default -> symbol(start);
        };
    }

    /// A pattern, whose first slash is at a place. A backslash keeps its next character from
    /// closing the pattern, and goes away before a slash.
    Token regexAt(int start) {
        StringBuilder pattern = new StringBuilder();
        int i = start + 1;
        while (i < text.length() && text.charAt(i) != '\n') {
            char c = text.charAt(i);
            if (c == '/') {
                return new Token(Kind.REGEX, pattern.toString(), 0, start, i + 1);
            }
            boolean escape = c == '\\' && i + 1 < text.length() && text.charAt(i + 1) != '\n';
            if (escape) {
                char escaped = text.charAt(i + 1);
                pattern.append(escaped == '/' ? "/" : "\\" + escaped);
                i += 2;
            } else {
                pattern.append(c);
                i++;
            }
        }
        throw syntax("unterminated regex literal", start);
    }

    /// The first place at or behind a place that is neither blank nor comment.
    int skipBlank(int position) {
        int i = position;
        while (i < text.length()) {
            if (" \t\n\r".indexOf(text.charAt(i)) >= 0) {
                i++;
            } else if (text.startsWith("--", i)) {
                while (i < text.length() && text.charAt(i) != '\n') {
                    i++;
                }
            } else if (text.startsWith("/*", i)) {
                int close = text.indexOf("*/", i + 2);
                if (close < 0) {
                    throw syntax("invalid inline comment, missing closing */", i);
                }
                i = close + 2;
            } else {
                break;
            }
        }
        return i;
    }

    boolean isAt(int position, char c) {
        return position < text.length() && text.charAt(position) == c;
    }

    /// A refusal that names a place in bytes.
    ProblemException syntax(String message, int position) {
        int bytes = text.substring(0, position).getBytes(StandardCharsets.UTF_8).length;
        return Refusals.syntax(message, bytes);
    }

    private Token plain(Kind kind, int start, int end) {
        return new Token(kind, text.substring(start, end), 0, start, end);
    }

    private Token symbol(int start) {
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, start)) {
                return new Token(Kind.SYMBOL, symbol, 0, start, start + symbol.length());
            }
        }
        return plain(Kind.UNKNOWN, start, start + Character.charCount(text.codePointAt(start)));
    }

    private Token parameter(int start) {
        int from = start + 1;
        if (isAt(from, '"')) {
            return quoted(Kind.PARAMETER, start, from);
        }
        int end = endOfWord(from);
        return end == from
                ? plain(Kind.UNKNOWN, start, from)
                : new Token(Kind.PARAMETER, text.substring(from, end), 0, start, end);
    }

    private Token quoted(Kind kind, int start, int open) {
        char quote = text.charAt(open);
        StringBuilder value = new StringBuilder();
        int i = open + 1;
        while (i < text.length() && text.charAt(i) != '\n') {
            char c = text.charAt(i);
            if (c == quote) {
                return new Token(kind, value.toString(), 0, start, i + 1);
            }
            if (c == '\\') {
                value.append(escape(i, quote));
                i += 2;
            } else {
                value.append(c);
                i++;
            }
        }
        throw syntax("unterminated string literal", start);
    }

    private char escape(int backslash, char quote) {
        if (isAt(backslash + 1, 'n')) {
            return '\n';
        }
        if (isAt(backslash + 1, '\\') || isAt(backslash + 1, quote)) {
            return text.charAt(backslash + 1);
        }
        throw syntax("invalid escape sequence, expected \\\\, \\" + quote + " or \\n", backslash);
    }

    private Token number(int start) {
        int whole = endOfDigits(start);
        if (isAt(whole, '.') && isDigitAt(whole + 1)) {
            return plain(Kind.REAL, start, endOfDigits(whole + 1));
        }
        if (Unit.at(text, whole) != null) {
            return duration(start);
        }
        BigInteger value = whole(start, whole);
        if (value.bitLength() > Long.SIZE) {
            throw syntax("unable to parse integer due to overflow", start);
        }
        return new Token(
                Kind.INTEGER, text.substring(start, whole), value.longValue(), start, whole);
    }

    private Token duration(int start) {
        BigInteger nanos = BigInteger.ZERO;
        int end = start;
        int digitsEnd = endOfDigits(start);
        Unit unit = Unit.at(text, digitsEnd);
        while (digitsEnd > end && unit != null) {
            BigInteger count = whole(end, digitsEnd);
            nanos = nanos.add(count.multiply(BigInteger.valueOf(unit.nanos())));
            end = digitsEnd + unit.lengthAt(text, digitsEnd);
            digitsEnd = endOfDigits(end);
            unit = Unit.at(text, digitsEnd);
        }
        if (nanos.compareTo(DURATION_MAX) > 0) {
            throw syntax("unable to parse duration due to overflow", start);
        }
        return new Token(Kind.DURATION, text.substring(start, end), nanos.longValue(), start, end);
    }

    /// A number that is too long to fit anywhere need not be computed.
    private BigInteger whole(int start, int end) {
        return end - start > DIGITS_MAX ? TOO_LARGE : new BigInteger(text.substring(start, end));
    }

    private int endOfWord(int start) {
        int i = start;
        while (i < text.length() && (isLetter(text.charAt(i)) || isDigit(text.charAt(i)))) {
            i++;
        }
        return i;
    }

    private int endOfDigits(int start) {
        int i = start;
        while (isDigitAt(i)) {
            i++;
        }
        return i;
    }

    private boolean isDigitAt(int position) {
        return position < text.length() && isDigit(text.charAt(position));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }
}
