// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.model.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.OptionalLong;

/// Instants as text, to the nanosecond (data.md 5.2). The engine's own reading ignores an offset,
/// so constants are read here.
public final class Timestamps {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final DateTimeFormatter READ =
            new DateTimeFormatterBuilder()
                    .appendPattern("uuuu-MM-dd")
                    .optionalStart()
                    .appendPattern("[ ]['T']['t']HH:mm")
                    .optionalStart()
                    .appendPattern(":ss")
                    .optionalStart()
                    .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                    .optionalEnd()
                    .optionalEnd()
                    .optionalEnd()
                    .appendPattern("[ ]")
                    .optionalStart()
                    .appendOffset("+HH:mm", "Z")
                    .optionalEnd()
                    .optionalStart()
                    .appendLiteral('z')
                    .optionalEnd()
                    .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
                    .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
                    .toFormatter(Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);

    private static final DateTimeFormatter WRITE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSSSS", Locale.ROOT);

    private Timestamps() {}

    /// The nanoseconds since the epoch that a text names; empty when it is no time, or one outside
    /// the range of int64 nanoseconds.
    public static OptionalLong parse(String text) {
        return parse(text, ZoneOffset.UTC);
    }

    /// The same; a text without an offset is read by the clock of a zone.
    public static OptionalLong parse(String text, ZoneId zone) {
        try {
            TemporalAccessor parsed = READ.parse(text.strip());
            LocalDateTime local = LocalDateTime.from(parsed);
            ZoneOffset offset =
                    parsed.isSupported(ChronoField.OFFSET_SECONDS)
                            ? ZoneOffset.ofTotalSeconds(parsed.get(ChronoField.OFFSET_SECONDS))
                            : zone.getRules().getOffset(local);
            return OptionalLong.of(toNanos(local.toInstant(offset)));
        } catch (DateTimeException | ArithmeticException _) {
            return OptionalLong.empty();
        }
    }

    /// Nanoseconds since the epoch.
    ///
    /// @throws ArithmeticException outside the range of int64
    public static long toNanos(Instant instant) {
        long seconds = instant.getEpochSecond();
        long nanos = instant.getNano();
        if (seconds < 0 && nanos > 0) {
            return Math.addExact(
                    Math.multiplyExact(seconds + 1, NANOS_PER_SECOND), nanos - NANOS_PER_SECOND);
        }
        return Math.addExact(Math.multiplyExact(seconds, NANOS_PER_SECOND), nanos);
    }

    /// The instant that many nanoseconds after the epoch.
    static Instant ofNanos(long nanos) {
        return Instant.ofEpochSecond(
                Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
    }

    /// What a clock in UTC shows then.
    static LocalDateTime clockInUtc(long nanos) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(nanos, NANOS_PER_SECOND),
                (int) Math.floorMod(nanos, NANOS_PER_SECOND),
                ZoneOffset.UTC);
    }

    /// The nanoseconds at which a clock in UTC shows a reading that a statement's constants come
    /// to.
    ///
    /// @throws dev.sluice.model.ProblemException *invalid* outside the range of int64
    static long constant(LocalDateTime clock) {
        try {
            return toNanos(clock.toInstant(ZoneOffset.UTC));
        } catch (ArithmeticException _) {
            throw outOfRange();
        }
    }

    static ProblemException outOfRange() {
        return UnsupportedSql.planning(
                "timestamp", "timestamp out of the range of 64-bit nanoseconds");
    }

    /// Text that the engine reads back exactly.
    static String format(long nanos) {
        return WRITE.format(clockInUtc(nanos));
    }
}
