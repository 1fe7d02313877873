// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.WeekFields;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// Instants as text by a pattern of the chrono library (data.md 5.5): `%Y-%m-%d %H:%M:%S%.f`.
/// Immutable.
public final class ChronoFormat {
    /// As the reference writes an instant without a zone.
    public static final String PLAIN = "%Y-%m-%dT%H:%M:%S%.f";

    /// The same with its offset, or `Z`.
    static final String ZONED = PLAIN + "%*z";

    /// Between patterns that are tried one after the other.
    private static final String SEPARATOR = "\u001f";

    private static final String KNOWN = "YCymbBhdeaAwuUWGgVjDxFvHkIlPpMSfRTXrZzc+stn%";

    /// Patterns that stand for others.
    private static final String[][] SHORT = {
        {"D", "%m/%d/%y"},
        {"x", "%m/%d/%y"},
        {"F", "%Y-%m-%d"},
        {"v", "%e-%b-%Y"},
        {"R", "%H:%M"},
        {"T", "%H:%M:%S"},
        {"X", "%H:%M:%S"},
        {"r", "%I:%M:%S %p"},
        {"c", "%a %b %e %H:%M:%S %Y"},
        {"+", "%Y-%m-%dT%H:%M:%S%.f%:z"},
        {"t", "\t"},
        {"n", "\n"}
    };

    private final String pattern;
    private final List<Part> parts;

    private ChronoFormat(String pattern, List<Part> parts) {
        this.pattern = pattern;
        this.parts = parts;
    }

    /// A part of a pattern.
    ///
    /// @param field the letter after the percent sign, or `'` for plain text
    /// @param modifier what stands between: `-`, `_`, `0`, `.`, `:`, `*`, `#`, or a blank
    /// @param digits how many digits of a fraction, or 0
    /// @param text the plain text
    record Part(char field, char modifier, int digits, String text) {}

    /// Reads a pattern.
    ///
    /// @throws dev.sluice.model.ProblemException *invalid* for one that is not known
    public static ChronoFormat of(String pattern) {
        List<Part> parts = new ArrayList<>();
        int position = 0;
        while (position < pattern.length()) {
            int percent = pattern.indexOf('%', position);
            int end = percent < 0 ? pattern.length() : percent;
            if (end > position) {
                parts.add(new Part('\'', ' ', 0, pattern.substring(position, end)));
            }
            position = percent < 0 ? end : field(pattern, percent + 1, parts);
        }
        return new ChronoFormat(pattern, List.copyOf(parts));
    }

    /// Patterns that are tried one after the other, as one text for [#allOf].
    static String joined(List<String> patterns) {
        return String.join(SEPARATOR, patterns);
    }

    /// Reads what [#joined] wrote.
    public static List<ChronoFormat> allOf(String joined) {
        return Arrays.stream(joined.split(SEPARATOR, -1)).map(ChronoFormat::of).toList();
    }

    private static int field(String pattern, int start, List<Part> parts) {
        int position = start;
        char modifier = ' ';
        int digits = 0;
        while (position < pattern.length() && "-_0.:*#369".indexOf(pattern.charAt(position)) >= 0) {
            char c = pattern.charAt(position);
            if (c == '3' || c == '6' || c == '9') {
                digits = c - '0';
            } else {
                modifier = c;
            }
            position++;
        }
        char field = position < pattern.length() ? pattern.charAt(position) : ' ';
        if (KNOWN.indexOf(field) < 0) {
            throw UnsupportedSql.planning("time_format", "invalid time format: '" + pattern + "'");
        }
        for (String[] known : SHORT) {
            if (known[0].charAt(0) == field) {
                parts.addAll(of(known[1]).parts);
                return position + 1;
            }
        }
        parts.add(
                field == '%' ? new Part('\'', ' ', 0, "%") : new Part(field, modifier, digits, ""));
        return position + 1;
    }

    /// As it was written.
    public String pattern() {
        return pattern;
    }

    /// Reads text whole, or gives nothing. Text without an offset is in UTC.
    public OptionalLong parse(String text) {
        return new ChronoReader(parts).read(text);
    }

    /// An instant as text.
    ///
    /// @param nanos since the epoch
    /// @param rules of the zone whose clock is shown
    /// @param zone its name
    public String format(long nanos, ZoneRules rules, String zone) {
        Instant instant = Timestamps.ofNanos(nanos);
        ZonedDateTime time = instant.atZone((ZoneId) rules.getOffset(instant));
        StringBuilder out = new StringBuilder(pattern.length() + 16);
        for (Part part : parts) {
            append(out, part, time, zone);
        }
        return out.toString();
    }

    private static void append(StringBuilder out, Part part, ZonedDateTime time, String zone) {
        switch (part.field()) {
            case '\'' -> out.append(part.text());
            case 'b', 'h' ->
                    out.append(time.getMonth().getDisplayName(TextStyle.SHORT, Locale.ROOT));
            case 'B' -> out.append(time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            case 'a' -> out.append(name(time.getDayOfWeek(), TextStyle.SHORT));
            case 'A' -> out.append(name(time.getDayOfWeek(), TextStyle.FULL));
            case 'p' -> out.append(time.getHour() < 12 ? "AM" : "PM");
            case 'P' -> out.append(time.getHour() < 12 ? "am" : "pm");
            case 'f' -> fraction(out, part, time.getNano());
            case 'z' -> offset(out, part, time.getOffset());
            case 'Z' -> out.append(zone);
            case 's' -> out.append(time.toEpochSecond());
            default -> number(out, part, time);
        }
    }

    private static String name(DayOfWeek day, TextStyle style) {
        return day.getDisplayName(style, Locale.ENGLISH);
    }

    private static void number(StringBuilder out, Part part, ZonedDateTime time) {
        int hour12 = time.getHour() % 12 == 0 ? 12 : time.getHour() % 12;
        switch (part.field()) {
            case 'Y' -> padded(out, part, time.getYear(), 4, '0');
            case 'C' -> padded(out, part, Math.floorDiv(time.getYear(), 100), 2, '0');
            case 'y' -> padded(out, part, Math.floorMod(time.getYear(), 100), 2, '0');
            case 'm' -> padded(out, part, time.getMonthValue(), 2, '0');
            case 'd' -> padded(out, part, time.getDayOfMonth(), 2, '0');
            case 'e' -> padded(out, part, time.getDayOfMonth(), 2, ' ');
            case 'w' -> padded(out, part, time.getDayOfWeek().getValue() % 7, 1, '0');
            case 'u' -> padded(out, part, time.getDayOfWeek().getValue(), 1, '0');
            case 'U' -> padded(out, part, week(time, DayOfWeek.SUNDAY), 2, '0');
            case 'W' -> padded(out, part, week(time, DayOfWeek.MONDAY), 2, '0');
            case 'G' -> padded(out, part, time.get(IsoFields.WEEK_BASED_YEAR), 4, '0');
            case 'g' -> padded(out, part, time.get(IsoFields.WEEK_BASED_YEAR) % 100, 2, '0');
            case 'V' -> padded(out, part, time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2, '0');
            case 'j' -> padded(out, part, time.getDayOfYear(), 3, '0');
            case 'H' -> padded(out, part, time.getHour(), 2, '0');
            case 'k' -> padded(out, part, time.getHour(), 2, ' ');
            case 'I' -> padded(out, part, hour12, 2, '0');
            case 'l' -> padded(out, part, hour12, 2, ' ');
            case 'M' -> padded(out, part, time.getMinute(), 2, '0');
            case 'S' -> padded(out, part, time.getSecond(), 2, '0');
            default -> throw new IllegalStateException("time field " + part.field());
        }
    }

    private static int week(ZonedDateTime time, DayOfWeek first) {
        return time.get(WeekFields.of(first, 7).weekOfYear());
    }

    private static void padded(StringBuilder out, Part part, int number, int width, char usual) {
        char pad =
                switch (part.modifier()) {
                    case '_' -> ' ';
                    case '0' -> '0';
                    default -> usual;
                };
        String digits = Integer.toString(number);
        int missing = part.modifier() == '-' ? 0 : width - digits.length();
        out.append(String.valueOf(pad).repeat(Math.max(0, missing))).append(digits);
    }

    private static void fraction(StringBuilder out, Part part, int nanos) {
        boolean dot = part.modifier() == '.';
        if (dot && part.digits() == 0 && nanos == 0) {
            return;
        }
        String all = Integer.toString(1_000_000_000 + nanos).substring(1);
        int digits = part.digits();
        if (digits == 0) {
            digits = !dot ? 9 : nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : 9;
        }
        out.append(dot ? "." : "").append(all, 0, digits);
    }

    private static void offset(StringBuilder out, Part part, ZoneOffset offset) {
        int seconds = offset.get(ChronoField.OFFSET_SECONDS);
        if (part.modifier() == '*' && seconds == 0) {
            out.append('Z');
            return;
        }
        int minutes = Math.abs(seconds) / 60;
        out.append(seconds < 0 ? '-' : '+');
        out.append(Integer.toString(100 + minutes / 60), 1, 3);
        out.append(part.modifier() == ' ' ? "" : ":");
        out.append(Integer.toString(100 + minutes % 60), 1, 3);
    }
}
