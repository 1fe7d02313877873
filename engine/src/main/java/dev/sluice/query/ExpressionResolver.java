// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Casts;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.Call;
import dev.sluice.query.sql.Expression.Literal;
import dev.sluice.query.sql.Intervals;
import dev.sluice.query.sql.SortKey;
import dev.sluice.query.sql.SqlFunctions;
import dev.sluice.query.sql.SqlType;
import dev.sluice.query.sql.Structs;
import dev.sluice.query.sql.TimeBins;
import dev.sluice.query.sql.TimeFunctions;
import dev.sluice.query.sql.Timestamps;
import dev.sluice.query.sql.Trees;
import dev.sluice.query.sql.TypeFunctions;
import dev.sluice.query.sql.UnsupportedSql;
import dev.sluice.query.sql.WindowFunctions;
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
    private boolean gapFill;
    private boolean open;

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
            case Expression.ColumnReference reference -> column(reference, scope);
            case Expression.Parameter parameter -> value(parameter);
            case Call call -> call(call, scope);
            case Expression.WindowCall window ->
                    WindowFunctions.rewrite(
                            CommonTypes.choice(
                                    Trees.mapWindow(window, part -> resolve(part, scope))));
            case Expression.Case choice ->
                    CommonTypes.choice(
                            (Expression.Case) Trees.map(choice, part -> resolve(part, scope)));
            case Expression.Comparison comparison ->
                    comparison(
                            comparison.operator(),
                            resolve(comparison.left(), scope),
                            resolve(comparison.right(), scope));
            case Expression.Operation operation -> operation(operation, scope);
            case Expression.Cast cast ->
                    Casts.rewrite(resolve(cast.operand(), scope), cast.type(), cast.attempt());
            case Expression.Between between -> between(between, scope);
            case Expression.Subquery subquery -> subquery(subquery, scope);
            case Literal _,
                    Expression.TimestampLiteral _,
                    Expression.IntervalLiteral _,
                    Expression.Instant _,
                    Expression.Typed _,
                    Expression.InternalCall _,
                    Expression.StructValue _,
                    Expression.DecimalCast _ ->
                    Trees.map(expression, part -> resolve(part, scope));
            case Expression.Junction(boolean all, List<Expression> parts) ->
                    Exclusions.gathered(new Expression.Junction(all, all(parts, scope)));
            case Expression.Star _ -> throw UnsupportedSql.notSupported("* within an expression");
        };
    }

    private Expression subquery(Expression.Subquery subquery, Scope scope) {
        // What was seen around it is no concern of the subquery's.
        boolean around = sawGapFill();
        QueryResolver.Resolved query = queries.resolve(subquery.query(), scope);
        gapFill = around;
        Expression resolved =
                new Expression.Subquery(
                        subquery.kind(),
                        query.query(),
                        optional(subquery.operand(), scope),
                        subquery.operator());
        return subquery.kind() == Expression.SubqueryKind.SCALAR
                        && query.columns() != null
                        && query.columns().size() == 1
                ? query.columns().getFirst().known(resolved)
                : resolved;
    }

    private Expression column(Expression.ColumnReference reference, Scope scope) {
        Expression.ColumnReference named = withoutSchema(reference);
        OutputColumn found = scope.find(named);
        return found == null ? unknown(named, scope) : found.known(named);
    }

    /// What has the form of a column and is none that is known.
    private Expression unknown(Expression.ColumnReference named, Scope scope) {
        return switch (named.path().size() == 1 ? named.column() : "") {
            case "current_timestamp" -> time.now();
            case "current_date" -> time.currentDate();
            case "current_time" -> time.currentTime();
            default -> {
                scope.requireKnown(named);
                yield named;
            }
        };
    }

    private static Expression.ColumnReference withoutSchema(Expression.ColumnReference reference) {
        List<String> path = reference.path();
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
            case Expression place -> {
                open = true;
                yield place;
            }
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
        SqlFunctions.requireAggregate(call);
        Call resolved = CommonTypes.choice(Trees.mapCall(call, part -> resolve(part, scope)));
        return switch (call.function()) {
            case GapFill.LOCF, GapFill.INTERPOLATE -> {
                gapFill = true;
                yield resolved;
            }
            case "arrow_cast" -> TypeFunctions.cast(resolved);
            case "arrow_typeof" -> TypeFunctions.nameOf(resolved, columnType(call, scope));
            case "version" -> TypeFunctions.version(resolved);
            default -> {
                Expression rewritten = time.rewrite(resolved);
                gapFill |= TimeBins.isGapFill(resolved);
                yield rewritten != null
                        ? rewritten
                        : CommonTypes.constant(SqlFunctions.rewrite(resolved));
            }
        };
    }

    private static @Nullable ColumnType columnType(Call call, Scope scope) {
        OutputColumn column =
                call.arguments().size() == 1
                                && call.arguments().getFirst()
                                        instanceof Expression.ColumnReference reference
                        ? scope.find(withoutSchema(reference))
                        : null;
        return column == null ? null : column.type();
    }

    /// Whether values are still to come, for which there are places.
    boolean isOpen() {
        return open;
    }

    /// Whether a gap-filling function was seen since the last question.
    boolean sawGapFill() {
        boolean seen = gapFill;
        gapFill = false;
        return seen;
    }

    private static Expression comparison(
            Expression.ComparisonOperator operator, Expression left, Expression right) {
        return new Expression.Comparison(
                operator, CommonTypes.beside(left, right), CommonTypes.beside(right, left));
    }

    private Expression between(Expression.Between between, Scope scope) {
        Expression lower = resolve(between.lower(), scope);
        Expression upper = resolve(between.upper(), scope);
        Expression operand =
                CommonTypes.beside(
                        CommonTypes.beside(resolve(between.operand(), scope), lower), upper);
        return new Expression.Between(
                operand, CommonTypes.beside(lower, operand), CommonTypes.beside(upper, operand));
    }

    private Expression operation(Expression.Operation operation, Scope scope) {
        List<Expression> operands = all(operation.operands(), scope);
        if (operation.kind() == Expression.OperationKind.COALESCE) {
            return CommonTypes.coalesce(operands);
        }
        if (operation.kind() == Expression.OperationKind.IN) {
            Expression first = operands.getFirst();
            operands =
                    operands.stream().map(operand -> CommonTypes.beside(operand, first)).toList();
        }
        if (operation.kind() == Expression.OperationKind.ELEMENT) {
            return Structs.element(operands.get(0), operands.get(1));
        }
        return new Expression.Operation(operation.kind(), operands);
    }
}
