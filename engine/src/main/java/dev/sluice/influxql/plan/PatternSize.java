// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// What a regular expression would cost, told from its text before it is compiled: Go and RE2 know
/// these limits, and compiling without them takes stack and memory without bounds.
///
/// The text need not be a valid pattern: whoever compiles it says what is wrong.
final class PatternSize {
    /// The deepest nest of groups.
    static final int DEPTH_MAX = 1_000;

    /// The most that repetitions within one another may multiply to.
    static final int REPEAT_MAX = 1_000;

    /// The most parts, with those that repetitions make.
    static final int PARTS_MAX = 100_000;

    /// A group that is open: what is in it, and how often the most repeated of that comes.
    private static final class Group {
        long parts;
        long repeated = 1;

        /// Of the last part alone, since a repetition is about that.
        long lastParts;

        long lastRepeated = 1;

        void add(long count, long times) {
            parts += count;
            repeated = Math.max(repeated, times);
            lastParts = count;
            lastRepeated = times;
        }
    }

    private final String text;
    private final Deque<Group> open = new ArrayDeque<>();
    private int place;

    private PatternSize(String text) {
        this.text = text;
        open.push(new Group());
    }

    /// Why a pattern is too large, or null.
    static @Nullable String problem(String pattern) {
        return new PatternSize(pattern).scan();
    }

    private @Nullable String scan() {
        while (place < text.length()) {
            switch (text.charAt(place)) {
                case '\\' -> escape();
                case '[' -> characterClass();
                case '(' -> {
                    if (open.size() > DEPTH_MAX) {
                        return "expression nests too deeply";
                    }
                    open.push(new Group());
                    place++;
                }
                case ')' -> close();
                case '{' -> {
                    if (!repetition()) {
                        return "invalid repeat count";
                    }
                }
                default -> part();
            }
            if (open.element().parts > PARTS_MAX) {
                return "expression too large (limit: " + PARTS_MAX + " parts)";
            }
        }
        return null;
    }

    private void part() {
        open.element().add(1, 1);
        place++;
    }

    private void escape() {
        if (text.startsWith("\\Q", place)) {
            int end = text.indexOf("\\E", place);
            int until = end < 0 ? text.length() : end;
            open.element().add(until - place, 1);
            open.element().lastParts = 1;
            place = end < 0 ? until : end + 2;
        } else {
            part();
            place++;
        }
    }

    /// A bracket that is first, or first behind the caret, stands for itself.
    private void characterClass() {
        int i = place + 1;
        i += text.startsWith("^", i) ? 1 : 0;
        i += text.startsWith("]", i) ? 1 : 0;
        while (i < text.length() && text.charAt(i) != ']') {
            int named = text.startsWith("[:", i) ? text.indexOf(":]", i + 2) : -1;
            i = named >= 0 ? named + 2 : i + (text.charAt(i) == '\\' ? 2 : 1);
        }
        open.element().add(1, 1);
        place = i + 1;
    }

    private void close() {
        place++;
        if (open.size() > 1) {
            Group group = open.pop();
            open.element().add(group.parts + 2, group.repeated);
        }
    }

    /// `{n}`, `{n,}` or `{n,m}`; anything else stands for itself.
    ///
    /// @return whether it stays in the limits
    private boolean repetition() {
        int end = text.indexOf('}', place);
        String[] bounds = end < 0 ? new String[0] : text.substring(place + 1, end).split(",", -1);
        if (bounds.length < 1 || bounds.length > 2 || !isNumber(bounds[0])) {
            part();
            return true;
        }
        long count = number(bounds[0]);
        if (bounds.length == 2 && !bounds[1].isEmpty()) {
            if (!isNumber(bounds[1])) {
                part();
                return true;
            }
            count = Math.max(count, number(bounds[1]));
        }
        Group group = open.element();
        long times = group.lastRepeated * Math.max(1, count);
        if (times > REPEAT_MAX) {
            return false;
        }
        long made = group.lastParts * Math.max(1, count);
        group.parts += made - group.lastParts;
        group.repeated = Math.max(group.repeated, times);
        group.lastParts = made;
        group.lastRepeated = times;
        place = end + 1;
        return true;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /// Saturates.
    private static long number(String digits) {
        return digits.length() > 4 ? REPEAT_MAX + 1L : Long.parseLong(digits);
    }
}
