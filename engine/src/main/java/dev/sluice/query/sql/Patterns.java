// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

/// The text of regular expressions: flags and groups.
final class Patterns {
    private Patterns() {}

    /// The flags as the beginning of a pattern.
    ///
    /// @throws dev.sluice.model.ProblemException *invalid* for a flag that is not known
    static String flags(String flags) {
        StringBuilder result = new StringBuilder();
        for (int place = 0; place < flags.length(); place++) {
            char flag = flags.charAt(place);
            switch (flag) {
                case 'i', 'm', 's', 'U' -> result.append(flag);
                default ->
                        throw UnsupportedSql.planning(
                                "regexp_flag",
                                "regular expression flag '" + flag + "' is not known here");
            }
        }
        return result.isEmpty() ? "" : "(?" + result + ")";
    }

    /// A pattern with flags; `x` lets it hold blanks and comments.
    static String flagged(String pattern, String flags) {
        return flags(flags.replace("x", ""))
                + (flags.indexOf('x') >= 0 ? withoutBlanks(pattern) : pattern);
    }

    private static String withoutBlanks(String pattern) {
        StringBuilder result = new StringBuilder();
        boolean inClass = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\' && i + 1 < pattern.length()) {
                result.append(c).append(pattern.charAt(++i));
            } else if (!inClass && c == '#') {
                int end = pattern.indexOf('\n', i);
                i = end < 0 ? pattern.length() : end;
            } else if (inClass || !Character.isWhitespace(c)) {
                inClass = c == '[' || (inClass && c != ']');
                result.append(c);
            }
        }
        return result.toString();
    }

    /// How many capturing groups a pattern has.
    static int groups(String pattern) {
        int groups = 0;
        boolean inClass = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\') {
                i++;
            } else if (inClass) {
                inClass = c != ']';
            } else if (c == '[') {
                inClass = true;
            } else if (c == '(') {
                boolean plain = !pattern.startsWith("?", i + 1);
                boolean named =
                        pattern.startsWith("?P<", i + 1)
                                || (pattern.startsWith("?<", i + 1)
                                        && !pattern.startsWith("?<=", i + 1)
                                        && !pattern.startsWith("?<!", i + 1));
                groups += plain || named ? 1 : 0;
            }
        }
        return groups;
    }

    /// A pattern of LIKE in which a backslash at the end, with nothing to stand for, is one itself.
    static String endedForLike(String pattern) {
        int backslashes = 0;
        while (backslashes < pattern.length()
                && pattern.charAt(pattern.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 0 ? pattern : pattern + '\\';
    }

    /// A replacement as the engine reads it: groups by `$1` or `\1`, anything else plain.
    static String replacement(String text) {
        StringBuilder result = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
            boolean mark = c == '\\' || c == '$';
            if (mark && next >= '0' && next <= '9') {
                result.append('\\').append(next);
                i += 2;
            } else if (text.startsWith("${", i) && text.indexOf('}', i) == i + 3) {
                result.append('\\').append(text.charAt(i + 2));
                i += 4;
            } else if (c == '$' && next == '$') {
                result.append('$');
                i += 2;
            } else {
                result.append(c == '\\' ? "\\\\" : c);
                i++;
            }
        }
        return result.toString();
    }
}
