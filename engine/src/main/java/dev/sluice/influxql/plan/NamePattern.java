// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.sluice.influxql.Literal;
import dev.sluice.influxql.Refusals;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/// A regular expression over names of measurements, fields and tags (data.md 6.11), which are
/// matched before the engine is asked. Values are the engine's to match.
///
/// They are Go's patterns, which search in linear time; a pattern or a name that is so large that
/// this takes too long is refused.
final class NamePattern {
    /// Parts of the pattern times characters of the name that one search may take.
    static final long STEPS_MAX = 20_000_000;

    /// What it says about a closing parenthesis without an opening one.
    private static final String INTERNAL = "regexp/syntax: internal error";

    /// A part of a text that stands for itself: word characters, blanks and escaped signs.
    private static final String PLAIN = "[\\w :,;=@#%&~'\"<>!/-]|\\\\[^\\w\\s|]";

    /// A whole text, or some. What repeats never gives a character back: the JDK would need a part
    /// of the stack for each to be able to.
    private static final java.util.regex.Pattern TEXTS =
            java.util.regex.Pattern.compile(
                    "\\^(?:\\(((?:" + PLAIN + "|\\|)*+)\\)|((?:" + PLAIN + ")*+))\\$");

    private static final java.util.regex.Pattern ESCAPED =
            java.util.regex.Pattern.compile("\\\\(.)");

    private final String source;

    /// The only texts that fit; none where others may.
    private final List<String> texts;

    /// Null where there are only texts.
    private final @Nullable Pattern pattern;

    private NamePattern(String source, List<String> texts, @Nullable Pattern pattern) {
        this.source = source;
        this.texts = List.copyOf(texts);
        this.pattern = pattern;
    }

    /// @throws dev.sluice.model.ProblemException *invalid* for what is no pattern
    static NamePattern of(Literal.Regex regex) {
        String text = regex.pattern();
        List<String> texts = texts(text);
        if (!texts.isEmpty()) {
            return new NamePattern(text, texts, null);
        }
        String problem = PatternSize.problem(text);
        if (problem != null) {
            throw refused(text, problem);
        }
        try {
            return new NamePattern(text, texts, Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            throw refused(text, e.getDescription().replace(INTERNAL, "unexpected )"));
        }
    }

    /// Whether a part of the name fits.
    boolean fits(String name) {
        if (pattern == null) {
            return texts.contains(name);
        }
        if ((long) pattern.programSize() * name.length() > STEPS_MAX) {
            throw refused(
                    source,
                    "it takes too long in a name of "
                            + name.length()
                            + " characters (limit: "
                            + STEPS_MAX
                            + " steps)");
        }
        return pattern.matcher(name).find();
    }

    /// The names that fit, in their order.
    List<String> among(List<String> names) {
        return names.stream().filter(this::fits).toList();
    }

    /// The texts that it fits where it fits no others, such as `a` and `b.c` for `^(a|b\\.c)$`;
    /// else none.
    List<String> onlyTexts() {
        return texts;
    }

    private static List<String> texts(String source) {
        Matcher matcher = TEXTS.matcher(source);
        if (!matcher.matches()) {
            return List.of();
        }
        String inner = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return Arrays.stream(inner.split("\\|", -1))
                .map(text -> ESCAPED.matcher(text).replaceAll("$1"))
                .toList();
    }

    private static RuntimeException refused(String text, String why) {
        return Refusals.planning("invalid regular expression '" + text + "': " + why);
    }
}
