// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.query.sql.Expression;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The name of a result column that has no alias: what the user wrote, with the relation before
/// each column where there is just one, as in `avg(home.temp)`.
final class OutputNames {
    private static final int LENGTH_MAX = 200;

    private OutputNames() {}

    /// @param expression as it was written
    /// @param bindings the relations of the query
    static String of(Expression expression, Bindings bindings) {
        String prefix =
                bindings.relations().size() == 1
                        ? bindings.relations().getFirst().alias() + "."
                        : "";
        String name = name(expression, prefix);
        return name.length() <= LENGTH_MAX ? name : name.substring(0, LENGTH_MAX);
    }

    private static String name(Expression expression, String prefix) {
        return switch (expression) {
            case Expression.ColumnReference reference ->
                    reference.path().size() == 1
                            ? prefix + reference.column()
                            : String.join(".", reference.path());
            case Expression.Literal literal -> literal(literal);
            case Expression.Parameter parameter -> "$" + parameter.name();
            case Expression.Call call -> call(call, prefix);
            case Expression.InternalCall internal -> call(internal.call(), prefix);
            case Expression.WindowCall window -> call(window.call(), prefix);
            case Expression.Cast cast -> name(cast.operand(), prefix);
            case Expression.DecimalCast cast -> name(cast.operand(), prefix);
            case Expression.Instant instant -> name(instant.operand(), prefix);
            case Expression.Typed typed -> name(typed.operand(), prefix);
            case Expression.Comparison comparison ->
                    name(comparison.left(), prefix)
                            + " "
                            + comparison.operator().symbol()
                            + " "
                            + name(comparison.right(), prefix);
            case Expression.Junction junction ->
                    junction.conditions().stream()
                            .map(part -> name(part, prefix))
                            .collect(Collectors.joining(junction.all() ? " AND " : " OR "));
            case Expression.Operation operation ->
                    operation.kind() == Expression.OperationKind.ELEMENT
                            ? name(operation.operands().get(0), prefix)
                                    + "["
                                    + name(operation.operands().get(1), prefix)
                                    + "]"
                            : operation.kind().name().toLowerCase(Locale.ROOT)
                                    + "("
                                    + list(operation.operands(), prefix)
                                    + ")";
            case Expression.Case _ -> "case";
            case Expression.Between between -> name(between.operand(), prefix) + " BETWEEN";
            case Expression.Subquery _ -> "subquery";
            case Expression.StructValue _ -> "struct";
            case Expression.Star _ -> "*";
            case Expression.TimestampLiteral _ -> "timestamp";
            case Expression.IntervalLiteral _ -> "interval";
        };
    }

    private static String literal(Expression.Literal literal) {
        return switch (literal.kind()) {
            case NULL -> "NULL";
            case BOOLEAN -> "Boolean(" + literal.text() + ")";
            case INTEGER -> "Int64(" + literal.text() + ")";
            case NUMBER -> "Float64(" + literal.text() + ")";
            case TEXT -> "Utf8(\"" + literal.text() + "\")";
        };
    }

    private static String call(Expression.Call call, String prefix) {
        if (call.function().equals("count_star")) {
            return "count(*)";
        }
        if (!Character.isLetter(call.function().charAt(0)) && call.arguments().size() == 2) {
            return name(call.arguments().get(0), prefix)
                    + " "
                    + call.function()
                    + " "
                    + name(call.arguments().get(1), prefix);
        }
        return call.function()
                + "("
                + (call.distinct() ? "DISTINCT " : "")
                + list(call.arguments(), prefix)
                + ")";
    }

    private static String list(List<Expression> expressions, String prefix) {
        return expressions.stream()
                .map(expression -> name(expression, prefix))
                .collect(Collectors.joining(","));
    }
}
