// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import java.time.Instant;
import java.time.ZoneId;

/// What a term of times comes to: `now() - 1h`, `'2022-01-01' + 1w`, `2 * 1h` (data.md 6.3). Pure:
/// the clock and the zone are given.
public final class TimeTerms {
    private static final String LITERAL =
            "', expected duration, float, integer, or timestamp string";
    private static final String SYMBOL =
            "', expected now() or a literal duration, float, integer and timestamp string";

    private final TimeArithmetic arithmetic;
    private final Instant now;

    /// @param nowNanos what `now()` is, fixed for the query
    /// @param zone for texts without an offset
    public TimeTerms(long nowNanos, ZoneId zone) {
        now = Instant.EPOCH.plusNanos(nowNanos);
        arithmetic = new TimeArithmetic(zone);
    }

    /// Nanoseconds since the epoch; a duration counts from the epoch, a number is nanoseconds, its
    /// fraction cut off.
    ///
    /// @throws dev.sluice.model.ProblemException *invalid*, code `influxql_planning`, for what is
    ///   no time, and for one outside int64
    public long nanos(Term term) {
        try {
            return nanos(arithmetic.instant(value(term)));
        } catch (TimeArithmetic.Refused refused) {
            boolean told = term instanceof Term.Binary || term instanceof Literal.Text;
            String place = "invalid expression \"" + InfluxqlWriter.write(term) + "\": ";
            throw Refusals.planning((told ? place : "") + refused.getMessage());
        }
    }

    private static long nanos(Instant instant) throws TimeArithmetic.Refused {
        try {
            return TimeArithmetic.nanos(instant);
        } catch (ArithmeticException _) {
            throw new TimeArithmetic.Refused("timestamp out of range: " + instant);
        }
    }

    private TimeArithmetic.Value value(Term term) throws TimeArithmetic.Refused {
        return switch (term) {
            case Literal literal -> value(literal);
            case Term.Parenthesised nested -> value(nested.inner());
            case Term.Binary binary ->
                    arithmetic.combined(
                            binary.operator(), value(binary.left()), value(binary.right()));
            case Term.Call call -> {
                if (!call.function().equals("now") || !call.arguments().isEmpty()) {
                    throw new TimeArithmetic.Refused(
                            "invalid function call '" + call.function() + "'");
                }
                yield new TimeArithmetic.At(now);
            }
            case Term.Variable _, Term.Wildcard _, Term.Distinct _, Term.BindParameter _ ->
                    throw new TimeArithmetic.Refused(
                            "found symbol '" + InfluxqlWriter.write(term) + SYMBOL);
        };
    }

    private static TimeArithmetic.Value value(Literal literal) throws TimeArithmetic.Refused {
        return switch (literal) {
            case Literal.Int whole -> new TimeArithmetic.Whole(whole.value());
            case Literal.Real real -> new TimeArithmetic.Fraction(real.value());
            case Literal.DurationValue duration -> new TimeArithmetic.Span(duration.nanos());
            case Literal.Text text -> new TimeArithmetic.Words(text.value());
            case Literal.Unsigned _, Literal.Bool _, Literal.Regex _ ->
                    throw new TimeArithmetic.Refused(
                            "found literal '" + InfluxqlWriter.write(literal) + LITERAL);
        };
    }
}
