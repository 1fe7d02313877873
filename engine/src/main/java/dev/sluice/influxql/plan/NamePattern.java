// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Literal;
import dev.sluice.influxql.Refusals;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A regular expression over names of measurements, fields and tags (data.md 6.11), which are
/// matched before the engine is asked. Values are the engine's to match.
///
/// The JDK's patterns backtrack, RE2's do not: a search that takes too many steps is refused, and
/// so is one that has to remember more choices than the stack holds.
final class NamePattern {
    /// Characters that one search may look at, backtracking included.
    static final int STEPS_MAX = 1_000_000;

    /// What RE2 lacks and the JDK has.
    private static final Pattern FOREIGN =
            Pattern.compile("\\(\\?(?:[=!>]|<[=!])|[*+?}]\\+|\\\\(?:[1-9kGRXhHNZ])");

    /// Flags before a group; `U` only turns greed around, which no search can tell.
    private static final Pattern FLAGS = Pattern.compile("\\(\\?([imsU]*)(-[imsU]+)?([:)])");

    /// A part of a text that stands for itself: word characters, blanks and escaped signs.
    private static final String PLAIN = "[\\w :,;=@#%&~'\"<>!/-]|\\\\[^\\w\\s|]";

    /// A whole text, or some. What repeats never gives a character back: the JDK would need a part
    /// of the stack for each to be able to.
    private static final Pattern TEXTS =
            Pattern.compile("\\^(?:\\(((?:" + PLAIN + "|\\|)*+)\\)|((?:" + PLAIN + ")*+))\\$");

    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

    private static final Map<String, String> CLASSES =
            Map.ofEntries(
                    Map.entry("[:alnum:]", "\\p{Alnum}"),
                    Map.entry("[:alpha:]", "\\p{Alpha}"),
                    Map.entry("[:ascii:]", "\\p{ASCII}"),
                    Map.entry("[:blank:]", "\\p{Blank}"),
                    Map.entry("[:cntrl:]", "\\p{Cntrl}"),
                    Map.entry("[:digit:]", "\\p{Digit}"),
                    Map.entry("[:graph:]", "\\p{Graph}"),
                    Map.entry("[:lower:]", "\\p{Lower}"),
                    Map.entry("[:print:]", "\\p{Print}"),
                    Map.entry("[:punct:]", "\\p{Punct}"),
                    Map.entry("[:space:]", "\\p{Space}"),
                    Map.entry("[:upper:]", "\\p{Upper}"),
                    Map.entry("[:word:]", "\\w"),
                    Map.entry("[:xdigit:]", "\\p{XDigit}"));

    private final String source;
    private final Pattern pattern;

    private NamePattern(String source, Pattern pattern) {
        this.source = source;
        this.pattern = pattern;
    }

    /// @throws dev.sluice.model.ProblemException *invalid* for what is no pattern
    static NamePattern of(Literal.Regex regex) {
        String text = regex.pattern();
        if (FOREIGN.matcher(text.replace("\\\\", "")).find()) {
            throw refused(text, "invalid or unsupported Perl syntax");
        }
        try {
            return new NamePattern(text, Pattern.compile(translated(text)));
        } catch (PatternSyntaxException e) {
            throw refused(text, e.getDescription());
        }
    }

    /// Whether a part of the name fits.
    boolean fits(String name) {
        try {
            return pattern.matcher(new Counted(name)).find();
        } catch (TooManySteps _) {
            throw refused(source, "it takes too long (limit: " + STEPS_MAX + " steps)");
        } catch (StackOverflowError _) {
            throw refused(source, "it goes too deep in a name of " + name.length() + " characters");
        }
    }

    /// The names that fit, in their order.
    List<String> among(List<String> names) {
        return names.stream().filter(this::fits).toList();
    }

    /// The texts that it fits where it fits no others, such as `a` and `b.c` for `^(a|b\\.c)$`;
    /// else none.
    List<String> onlyTexts() {
        Matcher matcher = TEXTS.matcher(source);
        if (!matcher.matches()) {
            return List.of();
        }
        String inner = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return Arrays.stream(inner.split("\\|", -1))
                .map(text -> ESCAPED.matcher(text).replaceAll("$1"))
                .toList();
    }

    private static String translated(String text) {
        String result = text;
        for (Map.Entry<String, String> entry : CLASSES.entrySet()) {
            result = result.replace(entry.getKey(), entry.getValue());
        }
        return FLAGS.matcher(result)
                .replaceAll(match -> {
                    String on = match.group(1).replace("U", "");
                    String off = match.group(2) == null ? "" : match.group(2).replace("U", "");
                    String flags = on + (off.length() > 1 ? off : "");
                    boolean empty = flags.isEmpty() && match.group(3).equals(")");
                    return Matcher.quoteReplacement(empty ? "" : "(?" + flags + match.group(3));
                });
    }

    private static RuntimeException refused(String text, String why) {
        return Refusals.planning("invalid regular expression '" + text + "': " + why);
    }

    private static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// Text that counts how often it is looked at.
    private static final class Counted implements CharSequence {
        private final String text;
        private int looks;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (looks >= STEPS_MAX) {
                throw new TooManySteps();
            }
            looks++;
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
