// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// The text of regular expressions: flags and groups.
public final class Patterns {
    /// The most groups that the engine extracts or puts into a replacement.
    static final int GROUPS_MAX = 9;

    private static final Pattern NUMBERED = Pattern.compile("\\\\{1,2}([0-9]+)");

    /// Longer ones name no group.
    private static final int NUMBER_DIGITS_MAX = 9;

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

    /// A pattern with flags, as the engine knows it; `x` lets it hold blanks and comments.
    static String flagged(String pattern, String flags) {
        return flags(flags.replace("x", ""))
                + Groups.of(flags.indexOf('x') >= 0 ? withoutBlanks(pattern) : pattern).pattern;
    }

    private static String withoutBlanks(String pattern) {
        StringBuilder result = new StringBuilder();
        int next;
        for (int i = 0; i < pattern.length(); i = next) {
            char c = pattern.charAt(i);
            next = after(pattern, i);
            if (c == '#') {
                int end = pattern.indexOf('\n', i);
                next = end < 0 ? pattern.length() : end;
            } else if (!Character.isWhitespace(c)) {
                result.append(pattern, i, next);
            }
        }
        return result.toString();
    }

    /// How many capturing groups a pattern has.
    static int groups(String pattern) {
        return Groups.of(pattern).count;
    }

    /// The capturing groups of a pattern.
    ///
    /// @param pattern with `(?P<name>…)`, which the engine knows, for `(?<name>…)`
    /// @param count how many there are
    /// @param numbers of those that have names
    private record Groups(String pattern, int count, Map<String, Integer> numbers) {
        static Groups of(String pattern) {
            StringBuilder result = new StringBuilder(pattern.length());
            Map<String, Integer> numbers = new HashMap<>();
            int count = 0;
            int next;
            for (int i = 0; i < pattern.length(); i = next) {
                next = after(pattern, i);
                if (pattern.charAt(i) == '(') {
                    boolean known = pattern.startsWith("?P<", next);
                    int name = next + (known ? 3 : 2);
                    if ((known || pattern.startsWith("?<", next)) && isOfName(pattern, name)) {
                        count++;
                        result.append("(?P<");
                        next = afterName(pattern, name);
                        numbers.putIfAbsent(pattern.substring(name, next), count);
                        result.append(pattern, name, next);
                        continue;
                    }
                    count += pattern.startsWith("?", next) ? 0 : 1;
                }
                result.append(pattern, i, next);
            }
            return new Groups(result.toString(), count, numbers);
        }
    }

    /// Where that ends which begins at a place of a pattern: what is escaped or quoted, a class, or
    /// a character.
    private static int after(String pattern, int place) {
        if (pattern.startsWith("\\Q", place)) {
            int end = pattern.indexOf("\\E", place + 2);
            return end < 0 ? pattern.length() : end + 2;
        }
        return switch (pattern.charAt(place)) {
            case '\\' -> Math.min(place + 2, pattern.length());
            case '[' -> afterClass(pattern, place);
            default -> place + 1;
        };
    }

    private static int afterClass(String pattern, int place) {
        int next = place + (pattern.startsWith("^", place + 1) ? 2 : 1);
        // the first one stands for itself
        next += pattern.startsWith("]", next) ? 1 : 0;
        while (next < pattern.length() && pattern.charAt(next) != ']') {
            if (pattern.startsWith("[:", next)) {
                int end = afterName(pattern, next + (pattern.startsWith("^", next + 2) ? 3 : 2));
                next = pattern.startsWith(":]", end) ? end + 2 : next + 1;
            } else {
                next += pattern.charAt(next) == '\\' ? 2 : 1;
            }
        }
        return Math.min(next + 1, pattern.length());
    }

    private static boolean isOfName(String text, int place) {
        return place < text.length() && isOfName(text.charAt(place));
    }

    private static int afterName(String text, int place) {
        int end = place;
        while (isOfName(text, end)) {
            end++;
        }
        return end;
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

    /// A replacement as the engine reads it. It names groups as DataFusion does: `$name`, as far as
    /// letters, digits and `_` go, or `${name}`, by number or name; or by a backslash or two and a
    /// number. A group that the pattern has not is nothing, `$$` is a dollar sign.
    ///
    /// @throws dev.sluice.model.ProblemException *invalid* for a group that the engine cannot give
    public static String replacement(String text, String pattern) {
        Groups groups = Groups.of(pattern);
        return replacement(NUMBERED.matcher(text).replaceAll("\\${$1}"), groups);
    }

    private static String replacement(String text, Groups groups) {
        StringBuilder result = new StringBuilder(text.length());
        int lastBrace = text.lastIndexOf('}');
        int place = 0;
        while (place < text.length()) {
            char c = text.charAt(place++);
            char next = place < text.length() ? text.charAt(place) : ' ';
            if (c != '$') {
                result.append(c == '\\' ? "\\" : "").append(c);
            } else if (next == '$') {
                result.append('$');
                place++;
            } else if (next == '{' && place < lastBrace) {
                int end = text.indexOf('}', place);
                result.append(group(text.substring(place + 1, end), groups));
                place = end + 1;
            } else if (isOfName(next)) {
                int end = afterName(text, place);
                result.append(group(text.substring(place, end), groups));
                place = end;
            } else {
                result.append('$');
            }
        }
        return result.toString();
    }

    private static boolean isOfName(char c) {
        return isDigit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /// The group that a reference names, as the engine does; empty where the pattern has none.
    private static String group(String name, Groups groups) {
        if (name.isEmpty()) {
            return "";
        }
        int number =
                name.chars().allMatch(Patterns::isDigit)
                        ? number(name)
                        : groups.numbers.getOrDefault(name, -1);
        if (number < 0 || number > groups.count) {
            return "";
        }
        if (number > GROUPS_MAX) {
            throw UnsupportedSql.planning(
                    "regexp_groups",
                    "regexp_replace gives no group beyond the "
                            + GROUPS_MAX
                            + "th, not '"
                            + name
                            + "'");
        }
        return "\\" + number;
    }

    /// The number of some digits, or -1 for one that no group has.
    private static int number(String digits) {
        int first = 0;
        while (first < digits.length() - 1 && digits.charAt(first) == '0') {
            first++;
        }
        return digits.length() - first > NUMBER_DIGITS_MAX
                ? -1
                : Integer.parseInt(digits.substring(first));
    }
}
