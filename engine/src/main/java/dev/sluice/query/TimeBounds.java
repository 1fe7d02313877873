// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.model.Column;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.ComparisonOperator;
import dev.sluice.query.sql.Expression.TimestampLiteral;
import org.jspecify.annotations.Nullable;

/// Finds the range of time outside which a WHERE is surely false, so that files and batches can be
/// passed over. Sees constant bounds that are joined by AND; anything else bounds nothing.
final class TimeBounds {
    private final @Nullable Expression where;

    /// @param where rewritten already: instants are constants; null for no condition
    TimeBounds(@Nullable Expression where) {
        this.where = where;
    }

    /// The bounds of one relation's time column.
    ///
    /// @param alias the relation's name in the query
    /// @param alone whether an unqualified `time` can only be this relation's
    TimeRange of(String alias, boolean alone) {
        return where == null ? TimeRange.ALL : of(where, alias, alone);
    }

    private static TimeRange of(Expression condition, String alias, boolean alone) {
        return switch (condition) {
            case Expression.Junction junction when junction.all() -> {
                TimeRange range = TimeRange.ALL;
                for (Expression part : junction.conditions()) {
                    range = range.and(of(part, alias, alone));
                }
                yield range;
            }
            case Expression.Comparison(
                            ComparisonOperator operator,
                            Expression left,
                            TimestampLiteral(long nanos))
                    when isTime(left, alias, alone) ->
                    bound(operator, nanos);
            case Expression.Comparison(
                            ComparisonOperator operator,
                            TimestampLiteral(long nanos),
                            Expression right)
                    when isTime(right, alias, alone) ->
                    bound(operator.swapped(), nanos);
            case Expression.Between(
                            Expression operand,
                            TimestampLiteral(long lower),
                            TimestampLiteral(long upper))
                    when isTime(operand, alias, alone) ->
                    new TimeRange(lower, upper);
            default -> TimeRange.ALL;
        };
    }

    private static boolean isTime(Expression expression, String alias, boolean alone) {
        return expression instanceof Expression.ColumnReference reference
                && reference.column().equals(Column.TIME)
                && (reference.path().size() == 1
                        ? alone
                        : reference.path().size() == 2
                                && reference.path().getFirst().equals(alias));
    }

    private static TimeRange bound(ComparisonOperator operator, long nanos) {
        return switch (operator) {
            case EQUAL, NOT_DISTINCT -> new TimeRange(nanos, nanos);
            case LESS ->
                    nanos == Long.MIN_VALUE
                            ? TimeRange.NONE
                            : new TimeRange(Long.MIN_VALUE, nanos - 1);
            case LESS_OR_EQUAL -> new TimeRange(Long.MIN_VALUE, nanos);
            case GREATER ->
                    nanos == Long.MAX_VALUE
                            ? TimeRange.NONE
                            : new TimeRange(nanos + 1, Long.MAX_VALUE);
            case GREATER_OR_EQUAL -> new TimeRange(nanos, Long.MAX_VALUE);
            case NOT_EQUAL, DISTINCT -> TimeRange.ALL;
        };
    }
}
