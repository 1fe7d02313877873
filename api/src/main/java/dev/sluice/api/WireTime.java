// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/// Instants on the wire: RFC 3339, written in UTC with exactly three decimals, read with any offset
/// and any number of decimals up to nine (admin.md 4.3).
final class WireTime {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /// A year has four digits, in UTC too.
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private static final Pattern RFC_3339 =
            Pattern.compile(
                    "\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?"
                            + "([Zz]|[+-]\\d\\d:\\d\\d)");

    private WireTime() {}

    static String write(Instant instant) {
        return MILLIS.format(instant);
    }

    static Instant read(String member, String text) {
        if (RFC_3339.matcher(text).matches()) {
            try {
                Instant instant = OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
                if (!instant.isAfter(LAST)) {
                    return instant;
                }
            } catch (DateTimeException _) {
                throw refused(member, text);
            }
        }
        throw refused(member, text);
    }

    private static RuntimeException refused(String member, String text) {
        return Json.invalid(
                member + " \"" + text + "\" is not an RFC 3339 time, such as 2030-01-31T12:00:00Z");
    }
}
