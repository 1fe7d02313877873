// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A text as its author wrote it beside what the parser got of it, to tell the author where and
/// what is wrong.
///
/// @param written by the author
/// @param parsed what the parser got
public record WrittenText(String written, String parsed) {
    /// The units of InfluxQL's lengths of time.
    private static final Map<String, String> UNITS =
            Map.of(
                    "ns", "nanoseconds",
                    "u", "microseconds",
                    "us", "microseconds",
                    "ms", "milliseconds",
                    "s", "seconds",
                    "m", "minutes",
                    "h", "hours",
                    "d", "days",
                    "w", "weeks");

    /// What the parser said, with the place, and with what to write instead where it is known.
    ///
    /// @param message of the parser
    /// @param offset where it stopped, in bytes of UTF-8
    String located(String message, int offset) {
        int place = place(offset);
        if (place < 0) {
            return message;
        }
        String before = written.substring(0, place);
        int line = before.lastIndexOf('\n') + 1;
        long lines = 1 + before.chars().filter(c -> c == '\n').count();
        int column = 1 + before.codePointCount(line, place);
        return message + " at Line: " + lines + ", Column: " + column + advice(message, before);
    }

    /// Who writes `now() - 1h`, as in InfluxQL, means an interval.
    private static String advice(String message, String before) {
        int digits = before.length();
        while (digits > 0 && Character.isDigit(before.charAt(digits - 1))) {
            digits--;
        }
        int word = message.indexOf('"');
        String unit =
                word < 0 ? null : UNITS.get(message.substring(word + 1, message.length() - 1));
        return unit == null || digits == before.length() || isOfMore(before, digits)
                ? ""
                : "; write INTERVAL '" + before.substring(digits) + " " + unit + "'";
    }

    /// Whether digits at a place are the end of a fraction or of a name.
    private static boolean isOfMore(String text, int digits) {
        if (digits == 0) {
            return false;
        }
        char c = text.charAt(digits - 1);
        return c == '.' || c == '_' || Character.isLetter(c);
    }

    /// The place in the written text, or -1 where the parser got something else around it.
    private int place(int offset) {
        byte[] bytes = parsed.getBytes(StandardCharsets.UTF_8);
        if (offset < 0 || offset > bytes.length) {
            return -1;
        }
        String before = new String(bytes, 0, offset, StandardCharsets.UTF_8);
        if (written.startsWith(before)) {
            return before.length();
        }
        String behind = parsed.substring(before.length());
        return written.endsWith(behind) ? written.length() - behind.length() : -1;
    }
}
