// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.query.sql.Expression;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The name of a result column that has no alias: what the user wrote, with the relation before
/// each column where there is just one, as in `avg(home.temp)`.
final class OutputNames {
    private static final int LENGTH_MAX = 200;

    /// What operators are called that the parser gives as calls, or names otherwise.
    private static final Map<String, String> OPERATORS =
            Map.of(
                    "~~", "LIKE",
                    "!~~", "NOT LIKE",
                    "~~*", "ILIKE",
                    "!~~*", "NOT ILIKE",
                    "regexp_full_match", "SIMILAR TO",
                    "^", "BIT_XOR");

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
                            + (comparison.operator() == Expression.ComparisonOperator.NOT_EQUAL
                                    ? " != "
                                    : " " + comparison.operator().symbol() + " ")
                            + name(comparison.right(), prefix);
            case Expression.Junction junction ->
                    junction.conditions().stream()
                            .map(part -> name(part, prefix))
                            .collect(Collectors.joining(junction.all() ? " AND " : " OR "));
            case Expression.Operation operation -> operation(operation, prefix);
            case Expression.Case choice -> choice(choice, prefix);
            case Expression.Between between -> between(between, "", prefix);
            case Expression.Subquery _ -> "subquery";
            case Expression.StructValue struct -> "struct(" + list(struct.values(), prefix) + ")";
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

    private static String operation(Expression.Operation operation, String prefix) {
        List<Expression> operands = operation.operands();
        Expression first = operands.getFirst();
        return switch (operation.kind()) {
            case NOT -> negation(first, prefix);
            case IS_NULL -> name(first, prefix) + " IS NULL";
            case IS_NOT_NULL -> name(first, prefix) + " IS NOT NULL";
            case IN -> in(operation, "", prefix);
            case ELEMENT ->
                    name(first, prefix)
                            + "["
                            + (operands.get(1) instanceof Expression.Literal literal
                                            && literal.kind() == Expression.Literal.Kind.TEXT
                                    ? literal.text()
                                    : name(operands.get(1), prefix))
                            + "]";
            case COALESCE, SLICE, GROUPING ->
                    operation.kind().name().toLowerCase(Locale.ROOT)
                            + "("
                            + list(operands, prefix)
                            + ")";
        };
    }

    private static String negation(Expression operand, String prefix) {
        return switch (operand) {
            case Expression.Between between -> between(between, "NOT ", prefix);
            case Expression.Operation operation
                    when operation.kind() == Expression.OperationKind.IN ->
                    in(operation, "NOT ", prefix);
            case Expression.Call call
                    when call.function().equals("regexp_matches") && call.arguments().size() > 1 ->
                    matches(call, "!", prefix);
            case Expression.Call call
                    when call.function().equals("regexp_full_match")
                            && call.arguments().size() > 1 ->
                    binary(call, "NOT SIMILAR TO", prefix);
            default -> "NOT " + name(operand, prefix);
        };
    }

    private static String between(Expression.Between between, String not, String prefix) {
        return name(between.operand(), prefix)
                + " "
                + not
                + "BETWEEN "
                + name(between.lower(), prefix)
                + " AND "
                + name(between.upper(), prefix);
    }

    private static String in(Expression.Operation in, String not, String prefix) {
        List<Expression> operands = in.operands();
        return name(operands.getFirst(), prefix)
                + " "
                + not
                + "IN "
                + operands.subList(1, operands.size()).stream()
                        .map(expression -> name(expression, prefix))
                        .collect(Collectors.joining(", "));
    }

    private static String choice(Expression.Case choice, String prefix) {
        StringBuilder name = new StringBuilder("CASE ");
        for (Expression.Branch branch : choice.branches()) {
            name.append("WHEN ")
                    .append(name(branch.condition(), prefix))
                    .append(" THEN ")
                    .append(name(branch.value(), prefix))
                    .append(' ');
        }
        if (!(choice.otherwise() instanceof Expression.Literal literal)
                || literal.kind() != Expression.Literal.Kind.NULL) {
            name.append("ELSE ").append(name(choice.otherwise(), prefix)).append(' ');
        }
        return name.append("END").toString();
    }

    private static String call(Expression.Call call, String prefix) {
        String function = call.function();
        List<Expression> arguments = call.arguments();
        boolean sign = !Character.isLetter(function.charAt(0));
        if (arguments.size() == 1 && sign) {
            return "(" + function + " " + name(arguments.getFirst(), prefix) + ")";
        }
        if (arguments.size() > 1) {
            if (function.equals("regexp_matches")) {
                return matches(call, "", prefix);
            }
            if (function.equals("timezone")) {
                // a cast, which has the name of what is cast
                return name(arguments.get(1), prefix);
            }
            String operator = OPERATORS.get(function);
            if (operator != null || (sign && arguments.size() == 2)) {
                return binary(call, operator == null ? function : operator, prefix);
            }
        }
        return switch (function) {
            case "count_star" -> "count(*)";
            case "list_value" -> "make_array(" + list(arguments, prefix) + ")";
            default ->
                    function
                            + "("
                            + (call.distinct() ? "DISTINCT " : "")
                            + list(arguments, prefix)
                            + ")";
        };
    }

    /// A match of a regular expression; with a third argument upper and lower case are the same.
    private static String matches(Expression.Call call, String not, String prefix) {
        return binary(call, not + (call.arguments().size() > 2 ? "~*" : "~"), prefix);
    }

    private static String binary(Expression.Call call, String operator, String prefix) {
        return name(call.arguments().get(0), prefix)
                + " "
                + operator
                + " "
                + name(call.arguments().get(1), prefix);
    }

    private static String list(List<Expression> expressions, String prefix) {
        return expressions.stream()
                .map(expression -> name(expression, prefix))
                .collect(Collectors.joining(","));
    }
}
