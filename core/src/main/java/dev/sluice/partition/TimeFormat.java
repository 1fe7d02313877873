// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.partition;

import java.time.LocalDate;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.IntFunction;

/// How a partition key tells time: text with `%Y`, `%m` and `%d` in it, such as `%Y-%m-%d`.
///
/// Each specifier may appear once and at least one must; `%d` needs `%m`, and `%m` needs `%Y`, so
/// that equal texts are never different times. `|` would end the part and is not allowed.
///
/// @param pattern the text
public record TimeFormat(String pattern) {
    private static final long DAY_NANOS = 86_400_000_000_000L;

    /// Throws the [Problem] `invalid_partition_template` for a text outside the rules.
    public TimeFormat {
        String found = specifiers(pattern);
        if (pattern.indexOf(PartitionKey.SEPARATOR) >= 0) {
            throw refused("must not contain |", pattern);
        }
        for (int i = 0; i < found.length(); i++) {
            char specifier = found.charAt(i);
            if ("Ymd".indexOf(specifier) < 0) {
                throw PartitionTemplate.invalid(
                        "unsupported specifier found in time format \""
                                + pattern
                                + "\": %"
                                + specifier
                                + " (supported: %Y, %m, %d)");
            }
            if (found.indexOf(specifier) != found.lastIndexOf(specifier)) {
                throw refused("has %" + specifier + " more than once", pattern);
            }
        }
        StringJoiner missing = new StringJoiner(", ");
        if (found.indexOf('Y') < 0) {
            missing.add("%Y");
        }
        if (found.indexOf('d') >= 0 && found.indexOf('m') < 0) {
            missing.add("%m");
        }
        if (missing.length() > 0) {
            throw PartitionTemplate.invalid(
                    "missing required specifier(s) in time format \"" + pattern + "\": " + missing);
        }
    }

    private static RuntimeException refused(String rule, String pattern) {
        return PartitionTemplate.invalid("time format \"" + pattern + "\" " + rule);
    }

    /// What stands after each `%`; a blank where nothing does.
    private static String specifiers(String pattern) {
        StringBuilder found = new StringBuilder();
        for (int i = pattern.indexOf('%'); i >= 0; i = pattern.indexOf('%', i + 2)) {
            found.append(i + 1 < pattern.length() ? pattern.charAt(i + 1) : ' ');
        }
        return found.toString();
    }

    /// The time as this format tells it.
    ///
    /// @param timeNanos since the epoch, UTC
    public String render(long timeNanos) {
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(timeNanos, DAY_NANOS));
        IntFunction<String> digits = number -> String.format(Locale.ROOT, "%02d", number);
        return pattern.replace("%Y", String.format(Locale.ROOT, "%04d", day.getYear()))
                .replace("%m", digits.apply(day.getMonthValue()))
                .replace("%d", digits.apply(day.getDayOfMonth()));
    }
}
