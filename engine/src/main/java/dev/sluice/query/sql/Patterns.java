// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text of regular expressions: flags and groups.
public final class Patterns {
    /// The most groups that the engine extracts or puts into a replacement.
    static final int GROUPS_MAX = 9;

    private static final Pattern GROUP_NAME = Pattern.compile("\\?P?<([^<>=!]+)>");
    private static final Pattern NAMED =
            Pattern.compile("((?:^|[^\\\\])(?:\\\\\\\\)*)\\(\\?<(?=[A-Za-z_])");
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

    /// A pattern with flags; `x` lets it hold blanks and comments.
    static String flagged(String pattern, String flags) {
        return flags(flags.replace("x", ""))
                + (flags.indexOf('x') >= 0 ? withoutBlanks(pattern) : pattern);
    }

    /// A pattern with `(?<name>…)` as the engine knows it, `(?P<name>…)`.
    static String named(String pattern) {
        return pattern.contains("(?<") ? NAMED.matcher(pattern).replaceAll("$1(?P<") : pattern;
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
        return groupNames(pattern).size();
    }

    /// The names of the capturing groups of a pattern in their order, empty where one has none.
    private static List<String> groupNames(String pattern) {
        List<String> names = new ArrayList<>();
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
                Matcher name = GROUP_NAME.matcher(pattern).region(i + 1, pattern.length());
                if (name.lookingAt()) {
                    names.add(name.group(1));
                } else if (!pattern.startsWith("?", i + 1)) {
                    names.add("");
                }
            }
        }
        return names;
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
        List<String> names = groupNames(pattern);
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            numbers.putIfAbsent(names.get(i), i + 1);
        }
        return replacement(NUMBERED.matcher(text).replaceAll("\\${$1}"), names.size(), numbers);
    }

    private static String replacement(String text, int groups, Map<String, Integer> numbers) {
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
                result.append(group(text.substring(place + 1, end), groups, numbers));
                place = end + 1;
            } else if (isOfName(next)) {
                int end = place;
                while (end < text.length() && isOfName(text.charAt(end))) {
                    end++;
                }
                result.append(group(text.substring(place, end), groups, numbers));
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
    private static String group(String name, int groups, Map<String, Integer> numbers) {
        if (name.isEmpty()) {
            return "";
        }
        int number =
                name.chars().allMatch(Patterns::isDigit)
                        ? number(name)
                        : numbers.getOrDefault(name, -1);
        if (number < 0 || number > groups) {
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
