// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import dev.sluice.influxql.Condition.ComparisonOperator;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// A condition, split into bounds of time and the rest (data.md 6.3). The bounds are taken out
/// wherever they stand, AND and OR alike, and hold together; where a bound stood nothing remains,
/// so `time > 1 OR a = 'x'` is `a = 'x'` behind 1.
///
/// @param lowerNanos the first instant, or null without a bound
/// @param upperNanos the last instant, or null without a bound; before the first when nothing fits
/// @param rest what each row must fulfil, or null for nothing
public record TimeSplit(
        @Nullable Long lowerNanos, @Nullable Long upperNanos, @Nullable Condition rest) {

    /// Splits a condition.
    ///
    /// @param condition after WHERE, or null
    /// @param nowNanos what `now()` is, fixed for the query
    /// @param zone of `tz()`, or UTC
    /// @throws dev.sluice.model.ProblemException *invalid*, code `influxql_planning`, for a bound
    ///   that is no time and an operator that gives no bound
    public static TimeSplit of(@Nullable Condition condition, long nowNanos, ZoneId zone) {
        if (condition == null) {
            return new TimeSplit(null, null, null);
        }
        Splitter splitter = new Splitter(new TimeTerms(nowNanos, zone));
        Condition rest = splitter.rest(condition);
        return new TimeSplit(splitter.lower, splitter.upper, rest);
    }

    /// Whether a comparison is a bound of time.
    static boolean isBound(Condition.Comparison comparison) {
        return Splitter.isTime(comparison.left()) || Splitter.isTime(comparison.right());
    }

    /// What is left of a condition is the same object where nothing was taken out of it; comparing
    /// the trees would take as long as splitting them.
    @SuppressWarnings("ReferenceEquality")
    private static final class Splitter {
        private final TimeTerms terms;
        private @Nullable Long lower;
        private @Nullable Long upper;

        Splitter(TimeTerms terms) {
            this.terms = terms;
        }

        @Nullable Condition rest(Condition condition) {
            return switch (condition) {
                case Condition.Comparison comparison -> comparison(comparison);
                case Condition.Junction junction -> junction(junction);
                case Condition.Grouped grouped -> grouped(rest(grouped.inner()), grouped);
                case Condition.Match match -> {
                    if (isTime(match.left())) {
                        throw operator(match.negated() ? "!~" : "=~");
                    }
                    yield match;
                }
                case Condition.Value value -> {
                    if (isTime(value.term())) {
                        throw Refusals.planning("invalid time range expression");
                    }
                    yield value;
                }
            };
        }

        private static @Nullable Condition grouped(
                @Nullable Condition rest, Condition.Grouped whole) {
            if (rest == null || rest == whole.inner()) {
                return rest == null ? null : whole;
            }
            return rest instanceof Condition.Value value
                    ? new Condition.Value(new Term.Parenthesised(value.term()))
                    : new Condition.Grouped(rest);
        }

        private @Nullable Condition junction(Condition.Junction junction) {
            Condition left = rest(junction.left());
            Condition right = rest(junction.right());
            if (left == null || right == null) {
                return left == null ? right : left;
            }
            return left == junction.left() && right == junction.right()
                    ? junction
                    : new Condition.Junction(junction.operator(), left, right);
        }

        private @Nullable Condition comparison(Condition.Comparison comparison) {
            if (isTime(comparison.left())) {
                bound(comparison.operator(), comparison.right());
                return null;
            }
            if (isTime(comparison.right())) {
                bound(comparison.operator().swapped(), comparison.left());
                return null;
            }
            return comparison;
        }

        private void bound(ComparisonOperator operator, Term term) {
            if (operator == ComparisonOperator.NOT_EQUAL) {
                throw operator(operator.symbol());
            }
            long nanos = terms.nanos(term);
            switch (operator) {
                case EQUAL -> {
                    from(nanos);
                    until(nanos);
                }
                case GREATER_OR_EQUAL -> from(nanos);
                case LESS_OR_EQUAL -> until(nanos);
                case GREATER -> {
                    if (nanos == Long.MAX_VALUE) {
                        nothing();
                    } else {
                        from(nanos + 1);
                    }
                }
                case LESS -> {
                    if (nanos == Long.MIN_VALUE) {
                        nothing();
                    } else {
                        until(nanos - 1);
                    }
                }
                case NOT_EQUAL -> throw new IllegalStateException("refused above");
            }
        }

        private void from(long nanos) {
            lower = lower == null ? nanos : Math.max(lower, nanos);
        }

        private void until(long nanos) {
            upper = upper == null ? nanos : Math.min(upper, nanos);
        }

        private void nothing() {
            from(Long.MAX_VALUE);
            until(Long.MIN_VALUE);
        }

        private static RuntimeException operator(String symbol) {
            return Refusals.planning("invalid time comparison operator: " + symbol);
        }

        private static boolean isTime(Term term) {
            return switch (term) {
                case Term.Variable variable -> variable.isTime();
                case Term.Parenthesised nested -> isTime(nested.inner());
                case Literal _,
                        Term.Wildcard _,
                        Term.Distinct _,
                        Term.BindParameter _,
                        Term.Call _,
                        Term.Binary _ ->
                        false;
            };
        }
    }
}
