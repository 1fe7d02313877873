// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.model.Column;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.ComparisonOperator;
import dev.sluice.query.sql.Expression.Literal;
import dev.sluice.query.sql.Expression.OperationKind;
import dev.sluice.query.sql.Expression.TimestampLiteral;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds what a SELECT says for certain of the rows that it needs, so that files and batches can be
/// passed over: in its WHERE constant bounds of time, constant values of columns and patterns for
/// them, joined by AND and OR; and whether a sample is enough. Anything else says nothing.
final class WhereBounds {
    private final @Nullable Expression where;
    private final RowSample sample;

    /// @param where rewritten already: instants are constants; null for no condition
    /// @param sample of the one relation that it reads; else all
    WhereBounds(@Nullable Expression where, RowSample sample) {
        this.where = where;
        this.sample = sample;
    }

    /// What it says of one relation's rows.
    ///
    /// @param alias the relation's name in the query
    /// @param alone whether an unqualified column can only be this relation's
    ScanBounds of(String alias, boolean alone) {
        ScanBounds bounds =
                where == null ? ScanBounds.NONE : of(where, new Names(Column.TIME, alias, alone));
        return alone ? bounds.of(sample) : bounds;
    }

    /// The bounds of a column that holds instants.
    ///
    /// @param alias the name of the one relation that is read, or empty
    TimeRange of(Expression.ColumnReference column, String alias) {
        boolean qualified = alias.isEmpty() && column.path().size() > 1;
        String relation = qualified ? column.path().getFirst() : alias;
        return of(relation, column.column(), !qualified);
    }

    /// The bounds of one relation's column that holds instants.
    ///
    /// @param alias the relation's name in the query
    /// @param alone whether an unqualified column can only be this relation's
    TimeRange of(String alias, String column, boolean alone) {
        return where == null ? TimeRange.ALL : of(where, new Names(column, alias, alone)).range();
    }

    /// How a condition names what it is asked for.
    ///
    /// @param time the column of instants
    /// @param alias of its relation
    /// @param alone whether an unqualified column can only be this relation's
    private record Names(String time, String alias, boolean alone) {
        boolean isTime(Expression expression) {
            return expression instanceof Expression.ColumnReference reference
                    && reference.column().equals(time)
                    && isOf(reference);
        }

        boolean isOf(Expression.ColumnReference reference) {
            return reference.path().size() == 1
                    ? alone
                    : reference.path().size() == 2 && reference.path().getFirst().equals(alias);
        }
    }

    private static ScanBounds of(Expression condition, Names names) {
        return switch (condition) {
            case Expression.Junction(boolean all, List<Expression> parts) ->
                    parts.stream()
                            .map(part -> of(part, names))
                            .reduce(all ? ScanBounds::and : ScanBounds::or)
                            .orElse(ScanBounds.NONE);
            case Expression.Comparison(
                            ComparisonOperator operator,
                            Expression left,
                            TimestampLiteral(long nanos))
                    when names.isTime(left) ->
                    ScanBounds.of(bound(operator, nanos));
            case Expression.Comparison(
                            ComparisonOperator operator,
                            TimestampLiteral(long nanos),
                            Expression right)
                    when names.isTime(right) ->
                    ScanBounds.of(bound(operator.swapped(), nanos));
            case Expression.Between(
                            Expression operand,
                            TimestampLiteral(long lower),
                            TimestampLiteral(long upper))
                    when names.isTime(operand) ->
                    ScanBounds.of(new TimeRange(lower, upper));
            case Expression.Comparison(
                            ComparisonOperator operator,
                            Expression.ColumnReference column,
                            Literal(Literal.Kind kind, String text))
                    when isEquality(operator) && kind == Literal.Kind.TEXT && names.isOf(column) ->
                    ScanBounds.of(column.column(), Set.of(text));
            case Expression.Comparison(
                            ComparisonOperator operator,
                            Literal literal,
                            Expression.ColumnReference column) ->
                    of(new Expression.Comparison(operator.swapped(), column, literal), names);
            case Expression.Comparison comparison when isOfNumber(comparison, names) ->
                    ScanBounds.of(comparison);
            case Expression.Operation(OperationKind kind, List<Expression> operands)
                    when kind == OperationKind.IN && names.isTime(operands.getFirst()) ->
                    ScanBounds.of(hull(operands.subList(1, operands.size())));
            case Expression.Operation(OperationKind kind, List<Expression> operands)
                    when kind == OperationKind.IN
                            && operands.getFirst() instanceof Expression.ColumnReference column
                            && names.isOf(column) ->
                    oneOf(column.column(), operands.subList(1, operands.size()));
            case Expression.Operation(OperationKind kind, List<Expression> operands)
                    when kind == OperationKind.NOT ->
                    ofNegated(operands.getFirst(), names);
            default -> ofPattern(SlicePattern.of(condition), names);
        };
    }

    private static ScanBounds ofPattern(@Nullable SlicePattern pattern, Names names) {
        Expression.ColumnReference column = pattern == null ? null : pattern.chosen();
        return pattern == null || column == null || !names.isOf(column)
                ? ScanBounds.NONE
                : ScanBounds.of(column.column(), pattern);
    }

    private static boolean isOfNumber(Expression.Comparison comparison, Names names) {
        return comparison.left() instanceof Expression.ColumnReference column
                && names.isOf(column)
                && comparison.right() instanceof Literal literal
                && (literal.kind() == Literal.Kind.INTEGER
                        || literal.kind() == Literal.Kind.NUMBER);
    }

    /// What it says that a condition is false; where it is null, its negation is null, too.
    private static ScanBounds ofNegated(Expression condition, Names names) {
        return switch (condition) {
            case Expression.Junction(boolean all, List<Expression> parts) ->
                    parts.stream()
                            .map(part -> ofNegated(part, names))
                            .reduce(all ? ScanBounds::or : ScanBounds::and)
                            .orElse(ScanBounds.NONE);
            case Expression.Comparison(
                            ComparisonOperator operator,
                            Expression left,
                            Expression right) ->
                    of(new Expression.Comparison(operator.negated(), left, right), names);
            case Expression.Operation(OperationKind kind, List<Expression> operands)
                    when kind == OperationKind.NOT ->
                    of(operands.getFirst(), names);
            default -> ScanBounds.NONE;
        };
    }

    private static TimeRange hull(List<Expression> instants) {
        TimeRange range = TimeRange.NONE;
        for (Expression instant : instants) {
            range =
                    range.hull(
                            instant instanceof TimestampLiteral(long nanos)
                                    ? new TimeRange(nanos, nanos)
                                    : TimeRange.ALL);
        }
        return range;
    }

    private static ScanBounds oneOf(String column, List<Expression> choices) {
        Set<String> texts = new TreeSet<>();
        for (Expression choice : choices) {
            if (!(choice instanceof Literal(Literal.Kind kind, String text))
                    || kind != Literal.Kind.TEXT) {
                return ScanBounds.NONE;
            }
            texts.add(text);
        }
        return ScanBounds.of(column, texts);
    }

    private static boolean isEquality(ComparisonOperator operator) {
        return operator == ComparisonOperator.EQUAL || operator == ComparisonOperator.NOT_DISTINCT;
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
