// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.chart;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The level axis: the time of the points, in UTC.
///
/// @param firstNanos since the epoch, at the left
/// @param lastNanos since the epoch, at the right; not before the former
record TimeAxis(long firstNanos, long lastNanos) {
    private static final double SUBSECOND_NANOS = 10e9;
    private static final DateTimeFormatter SECONDS = format("uuuu-MM-dd HH:mm:ss");
    private static final DateTimeFormatter MILLIS = format("uuuu-MM-dd HH:mm:ss.SSS");

    /// Where a moment stands between left (0) and right (1); a single moment in the middle.
    double share(long nanos) {
        return firstNanos == lastNanos
                ? 0.5
                : ((double) nanos - firstNanos) / ((double) lastNanos - firstNanos);
    }

    /// The line of labels: both ends, and the middle if there is room.
    String labels(int columns) {
        String first = label(firstNanos);
        String last = label(lastNanos);
        if (firstNanos == lastNanos) {
            return " ".repeat(Math.max(0, (columns - first.length()) / 2)) + first;
        }
        int room = columns - first.length() - last.length();
        if (room < 1) {
            return first;
        }
        String middle = label(firstNanos / 2 + lastNanos / 2);
        int rest = room - middle.length();
        if (rest < 4) {
            return first + " ".repeat(room) + last;
        }
        return first + " ".repeat(rest / 2) + middle + " ".repeat(rest - rest / 2) + last;
    }

    private String label(long nanos) {
        Instant moment = Instant.EPOCH.plusNanos(nanos);
        boolean fine = (double) lastNanos - firstNanos < SUBSECOND_NANOS;
        return (fine ? MILLIS : SECONDS).format(moment);
    }

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }
}
