// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.query.sql.ChronoFormat.Part;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// Reads one text by the parts of a [ChronoFormat].
final class ChronoReader {
    private final List<Part> parts;
    private String text = "";
    private int position;
    private int year;
    private int month = 1;
    private int day = 1;
    private int dayOfYear;
    private int hour;
    private int minute;
    private int second;
    private int nano;
    private int half = -1;
    private int offsetSeconds;
    private long epochSeconds = Long.MIN_VALUE;
    private boolean dated;

    ChronoReader(List<Part> parts) {
        this.parts = parts;
    }

    /// The instant that the whole text names, or nothing.
    OptionalLong read(String whole) {
        text = whole;
        for (Part part : parts) {
            if (!read(part)) {
                return OptionalLong.empty();
            }
        }
        try {
            return position == text.length() && (dated || epochSeconds != Long.MIN_VALUE)
                    ? OptionalLong.of(result())
                    : OptionalLong.empty();
        } catch (DateTimeException | ArithmeticException _) {
            return OptionalLong.empty();
        }
    }

    private long result() {
        if (epochSeconds != Long.MIN_VALUE) {
            return Math.addExact(Math.multiplyExact(epochSeconds, 1_000_000_000L), nano);
        }
        int hours = half < 0 ? hour : hour % 12 + 12 * half;
        LocalDate date =
                dayOfYear > 0
                        ? LocalDate.ofYearDay(year, dayOfYear)
                        : LocalDate.of(year, month, day);
        LocalDateTime local = date.atTime(hours, minute, second, nano);
        return Timestamps.toNanos(local.toInstant(ZoneOffset.ofTotalSeconds(offsetSeconds)));
    }

    private boolean read(Part part) {
        return switch (part.field()) {
            case '\'' -> literal(part.text());
            case 'b', 'h', 'B' -> monthName();
            case 'a', 'A' -> dayName();
            case 'p', 'P' -> halfOfDay();
            case 'f' -> fraction(part);
            case 'z' -> offset();
            case 'Z' -> zoneName();
            case 's' -> epoch();
            default -> number(part);
        };
    }

    private boolean literal(String expected) {
        if (text.startsWith(expected, position)) {
            position += expected.length();
            return true;
        }
        return false;
    }

    private boolean number(Part part) {
        int digits =
                switch (part.field()) {
                    case 'Y', 'G' -> 4;
                    case 'j' -> 3;
                    case 'w', 'u' -> 1;
                    default -> 2;
                };
        while (position < text.length() && text.charAt(position) == ' ') {
            position++;
        }
        int start = position;
        while (position < text.length()
                && position - start < digits
                && Character.digit(text.charAt(position), 10) >= 0) {
            position++;
        }
        return start < position && set(part.field(), Integer.parseInt(text, start, position, 10));
    }

    private boolean set(char field, int value) {
        switch (field) {
            case 'Y' -> {
                year = value;
                dated = true;
            }
            case 'y' -> {
                year = value < 70 ? 2000 + value : 1900 + value;
                dated = true;
            }
            case 'm' -> month = value;
            case 'd', 'e' -> day = value;
            case 'j' -> dayOfYear = value;
            case 'H', 'k', 'I', 'l' -> hour = value;
            case 'M' -> minute = value;
            case 'S' -> second = value;
            case 'w', 'u' -> {}
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean monthName() {
        for (Month known : List.of(Month.values())) {
            for (TextStyle style : List.of(TextStyle.FULL, TextStyle.SHORT)) {
                if (word(known.getDisplayName(style, Locale.ENGLISH))) {
                    month = known.getValue();
                    return true;
                }
            }
        }
        return false;
    }

    private boolean dayName() {
        for (java.time.DayOfWeek known : List.of(java.time.DayOfWeek.values())) {
            if (word(known.getDisplayName(TextStyle.FULL, Locale.ENGLISH))
                    || word(known.getDisplayName(TextStyle.SHORT, Locale.ENGLISH))) {
                return true;
            }
        }
        return false;
    }

    private boolean halfOfDay() {
        if (word("am")) {
            half = 0;
        } else if (word("pm")) {
            half = 1;
        } else {
            return false;
        }
        return true;
    }

    private boolean word(String expected) {
        if (text.regionMatches(true, position, expected, 0, expected.length())) {
            position += expected.length();
            return true;
        }
        return false;
    }

    private boolean fraction(Part part) {
        if (part.modifier() == '.') {
            if (position >= text.length() || text.charAt(position) != '.') {
                return part.digits() == 0;
            }
            position++;
        }
        int start = position;
        int value = 0;
        int max = part.digits() == 0 ? 9 : part.digits();
        while (position < text.length()
                && position - start < max
                && Character.digit(text.charAt(position), 10) >= 0) {
            value = value * 10 + Character.digit(text.charAt(position), 10);
            position++;
        }
        int read = position - start;
        if (part.modifier() == '.' || part.digits() > 0) {
            for (int i = read; i < 9; i++) {
                value *= 10;
            }
        }
        nano = value;
        return read > 0;
    }

    private boolean offset() {
        if (word("Z")) {
            return true;
        }
        if (position >= text.length() || "+-".indexOf(text.charAt(position)) < 0) {
            return false;
        }
        int sign = text.charAt(position) == '-' ? -1 : 1;
        position++;
        int hours = twoDigits();
        literal(":");
        int minutes = twoDigits();
        offsetSeconds = sign * (hours * 3600 + minutes * 60);
        return hours >= 0 && minutes >= 0;
    }

    private int twoDigits() {
        if (position + 2 > text.length()
                || Character.digit(text.charAt(position), 10) < 0
                || Character.digit(text.charAt(position + 1), 10) < 0) {
            return -1;
        }
        position += 2;
        return Integer.parseInt(text, position - 2, position, 10);
    }

    private boolean zoneName() {
        int start = position;
        while (position < text.length() && text.charAt(position) > ' ') {
            position++;
        }
        return start < position;
    }

    private boolean epoch() {
        int start = position;
        while (position < text.length()
                && (Character.digit(text.charAt(position), 10) >= 0
                        || (position == start && text.charAt(position) == '-'))) {
            position++;
        }
        try {
            epochSeconds = Long.parseLong(text, start, position, 10);
            return true;
        } catch (NumberFormatException _) {
            return false;
        }
    }
}
