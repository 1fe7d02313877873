// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.output;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Moments as people type and read them (admin.md 3.7 and 3.8).
public final class MomentText {
    private static final DateTimeFormatter OFFSET_WITHOUT_COLON =
            new DateTimeFormatterBuilder()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
                    .appendOffset("+HHMM", "Z")
                    .toFormatter(Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);

    private MomentText() {}

    /// RFC 3339 in UTC, whole seconds; an absent moment is blank.
    public static String cell(@Nullable Instant moment) {
        return moment == null ? "" : moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /// Reads RFC 3339; the offset may lack its colon, as `date` prints it.
    ///
    /// @throws ProblemException `invalid_moment` for anything else
    public static Instant parse(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            return parseWithoutColon(text);
        }
    }

    private static Instant parseWithoutColon(String text) {
        try {
            return OffsetDateTime.parse(text, OFFSET_WITHOUT_COLON).toInstant();
        } catch (DateTimeException e) {
            String message = "time \"" + text + "\" must be RFC 3339, such as 2030-01-31T12:00:00Z";
            throw new ProblemException(Problem.invalid("invalid_moment", message), e);
        }
    }
}
