// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.query.sql.Expression.Call;
import dev.sluice.query.sql.Expression.IntervalLiteral;
import dev.sluice.query.sql.Expression.Literal;
import dev.sluice.query.sql.Expression.TimestampLiteral;
import java.util.List;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/// Sums of instants and intervals, exact to the nanosecond. A day is 24 hours; months and years
/// follow the calendar, by the clock of the instant's zone.
final class TimeArithmetic {
    private TimeArithmetic() {}

    /// What `+`, `-` or `*` becomes, or null when it is not about time.
    static @Nullable Expression rewrite(Call call) {
        return switch (call.function()) {
            case "+" -> sum(call.arguments(), false);
            case "-" -> sum(call.arguments(), true);
            default -> product(call.arguments());
        };
    }

    private static @Nullable Expression sum(List<Expression> arguments, boolean minus) {
        if (arguments.size() == 1) {
            return minus && arguments.getFirst() instanceof IntervalLiteral interval
                    ? negated(interval)
                    : null;
        }
        Expression left = arguments.get(0);
        Expression right = arguments.get(1);
        if (right instanceof IntervalLiteral interval) {
            IntervalLiteral added = minus ? negated(interval) : interval;
            if (left instanceof IntervalLiteral other) {
                return both(other, added);
            }
            Expression start = Instants.read(left);
            return Instants.isInstant(start) ? shifted(start, added) : null;
        }
        if (left instanceof IntervalLiteral interval && !minus && Instants.isInstant(right)) {
            return shifted(right, interval);
        }
        return minus ? difference(left, right) : null;
    }

    /// Text beside an instant is one, too.
    private static @Nullable Expression difference(Expression left, Expression right) {
        InstantType leftType = Instants.typeOf(left);
        InstantType rightType = Instants.typeOf(right);
        if (leftType != null && Arguments.is(right, Literal.Kind.TEXT)) {
            return Call.of("-", left, Instants.read(right, leftType));
        }
        return rightType != null && Arguments.is(left, Literal.Kind.TEXT)
                ? Call.of("-", Instants.read(left, rightType), right)
                : null;
    }

    private static IntervalLiteral negated(IntervalLiteral interval) {
        return both(new IntervalLiteral(0, 0, 0), interval, Math::subtractExact);
    }

    private static IntervalLiteral both(IntervalLiteral a, IntervalLiteral b) {
        return both(a, b, Math::addExact);
    }

    private static IntervalLiteral both(
            IntervalLiteral a, IntervalLiteral b, LongBinaryOperator operator) {
        try {
            return new IntervalLiteral(
                    operator.applyAsLong(a.months(), b.months()),
                    operator.applyAsLong(a.nanos(), b.nanos()),
                    operator.applyAsLong(a.days(), b.days()));
        } catch (ArithmeticException _) {
            throw UnsupportedSql.planning("interval", "interval out of range");
        }
    }

    private static Expression shifted(Expression source, IntervalLiteral interval) {
        InstantType type = Instants.typeOf(source);
        if (interval.isFixed()) {
            TimestampLiteral constant = Instants.constant(source);
            return Instants.in(
                    type,
                    constant == null
                            ? Call.of("sluice_plus", source, Literal.ofLong(interval.nanos()))
                            : new TimestampLiteral(sum(constant.nanos(), interval.nanos())));
        }
        Expression clock = TimeConversions.local(source);
        TimestampLiteral constant = Instants.constant(clock);
        if (constant != null) {
            long later =
                    Timestamps.constant(
                            Timestamps.clockInUtc(constant.nanos()).plusMonths(interval.months()));
            return TimeConversions.ofLocal(
                    new TimestampLiteral(sum(later, interval.nanos())), type);
        }
        Expression moved =
                interval.months() < 0
                        ? Call.of("sluice_minus_months", clock, negated(interval))
                        : Call.of("sluice_plus_months", clock, interval);
        return TimeConversions.ofLocal(moved, type);
    }

    private static long sum(long nanos, long more) {
        try {
            return Math.addExact(nanos, more);
        } catch (ArithmeticException _) {
            throw Timestamps.outOfRange();
        }
    }

    private static @Nullable Expression product(List<Expression> arguments) {
        if (arguments.size() != 2) {
            return null;
        }
        Expression left = arguments.get(0);
        Expression right = arguments.get(1);
        if (right instanceof IntervalLiteral) {
            return product(List.of(right, left));
        }
        if (left instanceof IntervalLiteral interval
                && right instanceof Literal(Literal.Kind kind, String text)
                && kind == Literal.Kind.INTEGER) {
            long factor = Numbers.wholeNumber(text);
            return both(interval, new IntervalLiteral(factor, factor, factor), Math::multiplyExact);
        }
        return null;
    }
}
