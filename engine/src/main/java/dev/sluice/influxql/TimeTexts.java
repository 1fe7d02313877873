// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Instants as InfluxQL writes them (data.md 6.3): RFC 3339, a date with a time behind a space, a
/// date alone. What has no offset is a clock reading of the zone; one that comes twice is the
/// earlier, one that does not come is as much later as the clock was put forward. Digits behind the
/// ninth of a fraction are cut off.
final class TimeTexts {
    private static final Pattern FORM =
            Pattern.compile(
                    "(\\d{4})-(\\d{2})-(\\d{2})"
                            + "(?:([Tt ])(\\d{2}):(\\d{2}):(\\d{2})(?:\\.(\\d+))?"
                            + "(Z|z|[+-]\\d{2}:\\d{2})?)?");
    private static final int NANO_DIGITS = 9;

    private TimeTexts() {}

    /// The instant, or empty when the text is none.
    ///
    /// @param zone for a text without an offset
    static Optional<Instant> parse(String text, ZoneId zone) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String offset = matcher.group(9);
        if (offset == null && "Tt".contains(separator(matcher))) {
            return Optional.empty();
        }
        try {
            LocalDate date = LocalDate.of(part(matcher, 1), part(matcher, 2), part(matcher, 3));
            LocalDateTime local = LocalDateTime.of(date, time(matcher));
            ZoneId place = offset == null ? zone : ZoneOffset.of(offset.replace('z', 'Z'));
            return Optional.of(local.atZone(place).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static String separator(Matcher matcher) {
        String separator = matcher.group(4);
        return separator == null ? " " : separator;
    }

    private static LocalTime time(Matcher matcher) {
        if (matcher.group(4) == null) {
            return LocalTime.MIDNIGHT;
        }
        String fraction = matcher.group(8);
        String nanos = fraction == null ? "0" : fraction + "0".repeat(NANO_DIGITS);
        return LocalTime.of(
                part(matcher, 5),
                part(matcher, 6),
                part(matcher, 7),
                Integer.parseInt(nanos.substring(0, Math.min(nanos.length(), NANO_DIGITS))));
    }

    private static int part(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
