// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.Call;
import dev.sluice.query.sql.Expression.Literal;
import dev.sluice.query.sql.Intervals;
import dev.sluice.query.sql.SortKey;
import dev.sluice.query.sql.SqlFunctions;
import dev.sluice.query.sql.SqlType;
import dev.sluice.query.sql.TimeFunctions;
import dev.sluice.query.sql.Timestamps;
import dev.sluice.query.sql.UnsupportedSql;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rewrites expressions for the engine: parameters become constants, functions are looked up in the
/// allow-list, instants and intervals become exact.
final class ExpressionResolver {
    private final QueryResolver queries;
    private final Map<String, Object> parameters;
    private final TimeFunctions time;

    ExpressionResolver(QueryResolver queries, Map<String, Object> parameters, long nowNanos) {
        this.queries = queries;
        this.parameters = parameters;
        this.time = new TimeFunctions(nowNanos);
    }

    List<Expression> all(List<Expression> expressions, Scope scope) {
        List<Expression> result = new ArrayList<>(expressions.size());
        for (Expression expression : expressions) {
            result.add(resolve(expression, scope));
        }
        return result;
    }

    @Nullable Expression optional(@Nullable Expression expression, Scope scope) {
        return expression == null ? null : resolve(expression, scope);
    }

    List<SortKey> sortKeys(List<SortKey> keys, Scope scope) {
        return keys.stream()
                .map(key ->
                        new SortKey(resolve(key.expression(), scope), key.direction(), key.nulls()))
                .toList();
    }

    Expression resolve(Expression expression, Scope scope) {
        Expression interval = Intervals.constant(expression);
        if (interval != null) {
            return interval;
        }
        return switch (expression) {
            case Expression.ColumnReference reference -> column(reference);
            case Literal literal -> literal;
            case Expression.TimestampLiteral literal -> literal;
            case Expression.IntervalLiteral literal -> literal;
            case Expression.Parameter parameter -> value(parameter);
            case Call call -> call(call, scope);
            case Expression.InternalCall internal ->
                    new Expression.InternalCall(withResolvedParts(internal.call(), scope));
            case Expression.WindowCall window -> window(window, scope);
            case Expression.StructValue struct ->
                    new Expression.StructValue(struct.names(), all(struct.values(), scope));
            case Expression.Comparison comparison ->
                    comparison(
                            comparison.operator(),
                            resolve(comparison.left(), scope),
                            resolve(comparison.right(), scope));
            case Expression.Junction junction ->
                    new Expression.Junction(junction.all(), all(junction.conditions(), scope));
            case Expression.Operation operation -> operation(operation, scope);
            case Expression.Case choice -> choice(choice, scope);
            case Expression.Cast cast ->
                    cast(resolve(cast.operand(), scope), cast.type(), cast.attempt());
            case Expression.Between between -> between(between, scope);
            case Expression.Subquery subquery ->
                    new Expression.Subquery(
                            subquery.kind(),
                            queries.resolve(subquery.query(), scope).query(),
                            optional(subquery.operand(), scope),
                            subquery.operator());
            case Expression.Star star -> star;
        };
    }

    private Expression column(Expression.ColumnReference reference) {
        List<String> path = reference.path();
        if (path.size() == 1) {
            return switch (path.getFirst()) {
                case "current_timestamp" -> time.now();
                case "current_date" -> time.currentDate();
                default -> reference;
            };
        }
        int skip =
                path.size() >= 4 && path.get(0).equals(InformationSchema.CATALOG)
                        ? 2
                        : path.size() == 3 && path.get(0).equals(InformationSchema.USER_SCHEMA)
                                ? 1
                                : 0;
        return new Expression.ColumnReference(path.subList(skip, path.size()));
    }

    private Expression value(Expression.Parameter parameter) {
        Object value = parameters.get(parameter.name());
        return switch (value) {
            case null ->
                    throw UnsupportedSql.planning(
                            "missing_parameter",
                            "No value found for placeholder with name $" + parameter.name());
            case Long number -> Literal.ofLong(number);
            case Double number -> number(number);
            case Boolean truth -> new Literal(Literal.Kind.BOOLEAN, truth.toString());
            case String text -> Literal.ofText(text);
            case BigInteger number ->
                    new Expression.Cast(Literal.ofText(number.toString()), SqlType.UBIGINT, false);
            case Instant instant -> instant(instant);
            // A place for a value, while the query is described.
            case Expression place -> place;
            default -> {
                if (QueryRequest.NULL_PARAMETER.equals(value)) {
                    yield new Literal(Literal.Kind.NULL, "");
                }
                throw UnsupportedSql.planning(
                        "parameter_type",
                        "parameter $" + parameter.name() + " has a type that is not supported");
            }
        };
    }

    private static Expression instant(Instant instant) {
        try {
            return new Expression.TimestampLiteral(Timestamps.toNanos(instant));
        } catch (ArithmeticException _) {
            throw UnsupportedSql.planning(
                    "timestamp", instant + " is outside the range of timestamps");
        }
    }

    private static Expression number(double value) {
        if (Double.isFinite(value)) {
            return new Literal(Literal.Kind.NUMBER, Double.toString(value));
        }
        return new Expression.Cast(Literal.ofText(Double.toString(value)), SqlType.DOUBLE, false);
    }

    private Expression call(Call call, Scope scope) {
        Call resolved = withResolvedParts(call, scope);
        List<Expression> arguments = resolved.arguments();
        Expression rewritten = time.rewrite(resolved);
        if (rewritten != null) {
            return rewritten;
        }
        return switch (call.function()) {
            case "nvl", "ifnull" ->
                    new Expression.Operation(Expression.OperationKind.COALESCE, arguments);
            case "arrow_cast" -> arrowCast(arguments);
            default -> renamed(resolved, SqlFunctions.find(call.function()));
        };
    }

    private Call withResolvedParts(Call call, Scope scope) {
        return new Call(
                call.function(),
                all(call.arguments(), scope),
                call.distinct(),
                sortKeys(call.orderBy(), scope),
                optional(call.filter(), scope));
    }

    private static Call renamed(Call call, @Nullable String name) {
        if (name == null) {
            throw UnsupportedSql.notSupported("function '" + call.function() + "'");
        }
        return new Call(name, call.arguments(), call.distinct(), call.orderBy(), call.filter());
    }

    private static Expression arrowCast(List<Expression> arguments) {
        if (arguments.size() == 2
                && arguments.get(1) instanceof Literal(Literal.Kind kind, String name)
                && kind == Literal.Kind.TEXT) {
            SqlType type = SqlType.findByArrowName(name);
            if (type == null) {
                throw UnsupportedSql.notSupported("type '" + name + "'");
            }
            return cast(arguments.get(0), type, false);
        }
        throw UnsupportedSql.planning(
                "argument_count", "arrow_cast expects a value and the name of a type");
    }

    private Expression window(Expression.WindowCall window, Scope scope) {
        Call call = window.call();
        String name = SqlFunctions.findWindow(call.function());
        if (name == null) {
            throw UnsupportedSql.notSupported("window function '" + call.function() + "'");
        }
        Call resolved =
                new Call(
                        name,
                        all(call.arguments(), scope),
                        call.distinct(),
                        sortKeys(call.orderBy(), scope),
                        optional(call.filter(), scope));
        Expression.Frame frame = window.frame();
        return new Expression.WindowCall(
                resolved,
                all(window.partitionBy(), scope),
                sortKeys(window.orderBy(), scope),
                new Expression.Frame(
                        frame.start(),
                        optional(frame.startOffset(), scope),
                        frame.end(),
                        optional(frame.endOffset(), scope),
                        frame.exclude()),
                window.ignoreNulls());
    }

    /// Where one side is an instant, text on the other side is read as one.
    private static Expression comparison(
            Expression.ComparisonOperator operator, Expression left, Expression right) {
        return new Expression.Comparison(
                operator,
                TimeFunctions.isInstant(right) ? TimeFunctions.instant(left) : left,
                TimeFunctions.isInstant(left) ? TimeFunctions.instant(right) : right);
    }

    private Expression between(Expression.Between between, Scope scope) {
        Expression operand = resolve(between.operand(), scope);
        Expression lower = resolve(between.lower(), scope);
        Expression upper = resolve(between.upper(), scope);
        return TimeFunctions.isInstant(operand)
                ? new Expression.Between(
                        operand, TimeFunctions.instant(lower), TimeFunctions.instant(upper))
                : new Expression.Between(operand, lower, upper);
    }

    private Expression operation(Expression.Operation operation, Scope scope) {
        List<Expression> operands = all(operation.operands(), scope);
        if (operation.kind() == Expression.OperationKind.IN
                && TimeFunctions.isInstant(operands.getFirst())) {
            operands = operands.stream().map(TimeFunctions::instant).toList();
        }
        return new Expression.Operation(operation.kind(), operands);
    }

    private Expression choice(Expression.Case choice, Scope scope) {
        List<Expression.Branch> branches = new ArrayList<>();
        for (Expression.Branch branch : choice.branches()) {
            branches.add(
                    new Expression.Branch(
                            resolve(branch.condition(), scope), resolve(branch.value(), scope)));
        }
        return new Expression.Case(branches, resolve(choice.otherwise(), scope));
    }

    /// Casts with the dialect's meaning (data.md 5.3): instants are nanoseconds, floats are cut
    /// off.
    private static Expression cast(Expression operand, SqlType type, boolean attempt) {
        if (type == SqlType.TIMESTAMP && !attempt) {
            return TimeFunctions.toInstant(operand);
        }
        if (type == SqlType.BIGINT && TimeFunctions.isInstant(operand)) {
            return Call.of("epoch_ns", operand);
        }
        if (type == SqlType.BIGINT && !attempt) {
            return Call.of("sluice_to_bigint", operand);
        }
        return new Expression.Cast(operand, type, attempt);
    }
}
