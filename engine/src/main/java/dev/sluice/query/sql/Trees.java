// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Walks and changes expressions. Subqueries are leaves: what is in them belongs to them.
public final class Trees {
    /// What gives another value for each row, whatever its arguments.
    private static final Set<String> OF_EACH_ROW = Set.of("random", "uuid");

    private Trees() {}

    /// Whether a call gives another value for each row, whatever its arguments.
    public static boolean isOfEachRow(Expression.Call call) {
        return OF_EACH_ROW.contains(call.function());
    }

    /// The expression with its direct parts changed.
    ///
    /// @param change gives the new part for each part
    public static Expression map(Expression expression, UnaryOperator<Expression> change) {
        return switch (expression) {
            case Expression.ColumnReference leaf -> leaf;
            case Expression.Literal leaf -> leaf;
            case Expression.TimestampLiteral leaf -> leaf;
            case Expression.IntervalLiteral leaf -> leaf;
            case Expression.Parameter leaf -> leaf;
            case Expression.Star leaf -> leaf;
            case Expression.Subquery subquery ->
                    new Expression.Subquery(
                            subquery.kind(),
                            subquery.query(),
                            optional(subquery.operand(), change),
                            subquery.operator());
            case Expression.Instant(Expression operand, InstantType type) ->
                    new Expression.Instant(change.apply(operand), type);
            case Expression.Typed(Expression operand, SqlType type) ->
                    new Expression.Typed(change.apply(operand), type);
            case Expression.Call call -> mapCall(call, change);
            case Expression.InternalCall(Expression.Call call) ->
                    new Expression.InternalCall(mapCall(call, change));
            case Expression.WindowCall window -> mapWindow(window, change);
            case Expression.StructValue struct ->
                    new Expression.StructValue(struct.names(), all(struct.values(), change));
            case Expression.Comparison(var operator, Expression left, Expression right) ->
                    new Expression.Comparison(operator, change.apply(left), change.apply(right));
            case Expression.Junction(boolean all, var conditions) ->
                    new Expression.Junction(all, all(conditions, change));
            case Expression.Operation(var kind, var operands) ->
                    new Expression.Operation(kind, all(operands, change));
            case Expression.Case choice -> choice(choice, change);
            case Expression.Cast(Expression operand, SqlType type, boolean attempt) ->
                    new Expression.Cast(change.apply(operand), type, attempt);
            case Expression.DecimalCast cast ->
                    new Expression.DecimalCast(
                            change.apply(cast.operand()),
                            cast.precision(),
                            cast.scale(),
                            cast.attempt());
            case Expression.Between(Expression operand, Expression lower, Expression upper) ->
                    new Expression.Between(
                            change.apply(operand), change.apply(lower), change.apply(upper));
        };
    }

    /// Whether the expression or a part of it is wanted.
    public static boolean contains(Expression expression, Predicate<Expression> wanted) {
        if (wanted.test(expression)) {
            return true;
        }
        boolean[] found = new boolean[1];
        map(
                expression,
                part -> {
                    found[0] |= contains(part, wanted);
                    return part;
                });
        return found[0];
    }

    /// The expression without what is known of its parts.
    public static Expression plain(Expression expression) {
        return switch (expression) {
            case Expression.Instant(Expression operand, InstantType _) -> plain(operand);
            case Expression.Typed(Expression operand, SqlType _) -> plain(operand);
            default -> map(expression, Trees::plain);
        };
    }

    /// A whole number that fits 64 bits; empty for any other expression, and for none.
    public static OptionalLong whole(@Nullable Expression expression) {
        if (expression != null
                && plain(expression)
                        instanceof Expression.Literal(Expression.Literal.Kind kind, String text)
                && kind == Expression.Literal.Kind.INTEGER) {
            try {
                return OptionalLong.of(Long.parseLong(text));
            } catch (NumberFormatException _) {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.empty();
    }

    /// As [#map], for a call.
    public static Expression.Call mapCall(Expression.Call call, UnaryOperator<Expression> change) {
        return new Expression.Call(
                call.function(),
                all(call.arguments(), change),
                call.distinct(),
                keys(call.orderBy(), change),
                optional(call.filter(), change));
    }

    /// As [#map], for a call over a window.
    public static Expression.WindowCall mapWindow(
            Expression.WindowCall window, UnaryOperator<Expression> change) {
        Expression.Frame frame = window.frame();
        return new Expression.WindowCall(
                mapCall(window.call(), change),
                all(window.partitionBy(), change),
                keys(window.orderBy(), change),
                new Expression.Frame(
                        frame.start(),
                        optional(frame.startOffset(), change),
                        frame.end(),
                        optional(frame.endOffset(), change),
                        frame.exclude()),
                window.ignoreNulls());
    }

    private static Expression choice(Expression.Case choice, UnaryOperator<Expression> change) {
        List<Expression.Branch> branches = new ArrayList<>();
        for (Expression.Branch branch : choice.branches()) {
            branches.add(
                    new Expression.Branch(
                            change.apply(branch.condition()), change.apply(branch.value())));
        }
        return new Expression.Case(branches, change.apply(choice.otherwise()));
    }

    private static List<SortKey> keys(List<SortKey> keys, UnaryOperator<Expression> change) {
        List<SortKey> result = new ArrayList<>();
        for (SortKey key : keys) {
            result.add(new SortKey(change.apply(key.expression()), key.direction(), key.nulls()));
        }
        return result;
    }

    private static List<Expression> all(
            List<Expression> expressions, UnaryOperator<Expression> change) {
        List<Expression> result = new ArrayList<>(expressions.size());
        for (Expression expression : expressions) {
            result.add(change.apply(expression));
        }
        return result;
    }

    private static @Nullable Expression optional(
            @Nullable Expression expression, UnaryOperator<Expression> change) {
        return expression == null ? null : change.apply(expression);
    }
}
