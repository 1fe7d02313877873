// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.query;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/// What `--time-format` may say: how a table shows moments.
public enum TimeFormat {
    /// RFC 3339 in UTC, with as many decimals as there are.
    RFC3339NANO,
    /// Whole nanoseconds since the epoch.
    UNIXNANO;

    private static final DateTimeFormatter RFC3339 =
            new DateTimeFormatterBuilder()
                    .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
                    .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                    .appendLiteral('Z')
                    .toFormatter(Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /// The moment as text.
    ///
    /// @param nanos since the epoch
    public String text(long nanos) {
        return switch (this) {
            case UNIXNANO -> Long.toString(nanos);
            case RFC3339NANO -> RFC3339.format(Instant.EPOCH.plusNanos(nanos));
        };
    }
}
