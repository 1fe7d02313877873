// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.series;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/// Writes times as RFC 3339 (data.md 3.4): 0, 3, 6 or 9 digits of fraction, whichever is the
/// shortest exact form, and `Z` or the offset of a zone. Times of one day are the cheap case. For
/// one thread.
final class TimeText {
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final int DAY_SECONDS = 86_400;
    private static final int DATE_LENGTH = 11;

    private final @Nullable ZoneRules rules;
    private final byte[] text = new byte["2262-04-11T23:47:16.854775807+00:00".length()];
    private long day = Long.MIN_VALUE;
    private int length;

    /// @param zone a name of the time zone database, or empty for UTC
    TimeText(String zone) {
        this.rules = zone.isEmpty() ? null : ZoneId.of(zone).getRules();
    }

    /// The characters of the last time, one byte each; valid up to what [#put] returned.
    byte[] characters() {
        return text;
    }

    /// Writes a time.
    ///
    /// @return how many characters it has
    int put(long nanos) {
        long seconds = Math.floorDiv(nanos, SECOND_NANOS);
        int offset = offsetSeconds(seconds);
        putDay(Math.floorDiv(seconds + offset, DAY_SECONDS));
        int second = Math.floorMod(seconds + offset, DAY_SECONDS);
        length = DATE_LENGTH;
        put(second / 3600, 2);
        text[length++] = ':';
        put(second / 60 % 60, 2);
        text[length++] = ':';
        put(second % 60, 2);
        putFraction((int) Math.floorMod(nanos, SECOND_NANOS));
        putOffset(offset / 60);
        return length;
    }

    private int offsetSeconds(long seconds) {
        return rules == null
                ? 0
                : rules.getOffset(Instant.ofEpochSecond(seconds)).getTotalSeconds();
    }

    private void putDay(long wanted) {
        if (wanted != day) {
            day = wanted;
            LocalDate date = LocalDate.ofEpochDay(wanted);
            length = 0;
            put(date.getYear(), 4);
            text[length++] = '-';
            put(date.getMonthValue(), 2);
            text[length++] = '-';
            put(date.getDayOfMonth(), 2);
            text[length] = 'T';
        }
    }

    private void putFraction(int nanos) {
        if (nanos == 0) {
            return;
        }
        text[length++] = '.';
        if (nanos % 1_000_000 == 0) {
            put(nanos / 1_000_000, 3);
        } else if (nanos % 1_000 == 0) {
            put(nanos / 1_000, 6);
        } else {
            put(nanos, 9);
        }
    }

    private void putOffset(int minutes) {
        if (minutes == 0) {
            text[length++] = 'Z';
            return;
        }
        text[length++] = (byte) (minutes < 0 ? '-' : '+');
        put(Math.abs(minutes) / 60, 2);
        text[length++] = ':';
        put(Math.abs(minutes) % 60, 2);
    }

    private void put(int number, int digits) {
        int rest = number;
        for (int i = length + digits - 1; i >= length; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }
}
