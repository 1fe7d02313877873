// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Condition;
import dev.sluice.influxql.Refusals;
import dev.sluice.influxql.Term;
import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.ComparisonOperator;
import java.util.List;

/// Makes an expression of a condition from which the bounds of time are gone (data.md 6.3). A tag
/// that is missing is the empty text; a field that is missing fits nothing; what cannot be compared
/// is false.
final class ConditionCompiler {
    private final TermCompiler terms;

    /// @param leaves the columns of the rows
    ConditionCompiler(Leaves leaves) {
        this.terms = new TermCompiler(leaves);
    }

    Expression compile(Condition condition) {
        return switch (condition) {
            case Condition.Junction junction ->
                    junction(
                            junction.operator() == Condition.JunctionOperator.AND,
                            compile(junction.left()),
                            compile(junction.right()));
            case Condition.Grouped grouped -> compile(grouped.inner());
            case Condition.Comparison comparison ->
                    comparison(
                            comparison.operator(),
                            operand(comparison.left()),
                            operand(comparison.right()));
            case Condition.Match match -> match(match, operand(match.left()));
            case Condition.Value(Term term) -> {
                Typed value = operand(term);
                yield value.type() == ColumnType.BOOLEAN ? value.value() : Sql.truth(false);
            }
        };
    }

    /// What is false for all rows decides for both parts, or leaves it to the other one.
    private static Expression junction(boolean all, Expression left, Expression right) {
        if (Sql.isNever(left)) {
            return all ? left : right;
        }
        if (Sql.isNever(right)) {
            return all ? right : left;
        }
        return new Expression.Junction(all, List.of(left, right));
    }

    private Typed operand(Term term) {
        Terms.calls(term, _ -> true).stream()
                .findFirst()
                .ifPresent(call -> {
                    throw Refusals.planning(
                            "invalid function call in condition: " + call.function());
                });
        return terms.compile(term);
    }

    private static Expression comparison(
            Condition.ComparisonOperator operator, Typed left, Typed right) {
        if (left.isNothing() || right.isNothing()) {
            return Sql.truth(false);
        }
        boolean equality =
                operator == Condition.ComparisonOperator.EQUAL
                        || operator == Condition.ComparisonOperator.NOT_EQUAL;
        if (left.isNumeric() && right.isNumeric()) {
            return Sql.compare(left.value(), operator(operator), right.value());
        }
        if (!equality) {
            return Sql.truth(false);
        }
        boolean equal = operator == Condition.ComparisonOperator.EQUAL;
        if (left.type() == ColumnType.BOOLEAN && right.type() == ColumnType.BOOLEAN) {
            return Sql.compare(left.value(), operator(operator), right.value());
        }
        if (!isText(left) || !isText(right)) {
            return Sql.truth(false);
        }
        if (left.type() == ColumnType.TAG) {
            return tag(left, equal, right);
        }
        return right.type() == ColumnType.TAG
                ? tag(right, equal, left)
                : Sql.compare(left.value(), operator(operator), right.value());
    }

    private static boolean isText(Typed value) {
        return value.type() == ColumnType.TAG || value.type() == ColumnType.STRING;
    }

    private static Expression tag(Typed tag, boolean equal, Typed other) {
        if (other.value() instanceof Expression.Literal text && text.text().isEmpty()) {
            return equal ? Sql.isNull(tag.value()) : Sql.isNotNull(tag.value());
        }
        if (other.value() instanceof Expression.Literal) {
            return Sql.compare(
                    tag.value(),
                    equal ? ComparisonOperator.EQUAL : ComparisonOperator.DISTINCT,
                    other.value());
        }
        return Sql.compare(
                filled(tag),
                equal ? ComparisonOperator.EQUAL : ComparisonOperator.NOT_EQUAL,
                other.type() == ColumnType.TAG ? filled(other) : other.value());
    }

    private static Expression filled(Typed tag) {
        return Sql.coalesce(tag.value(), Sql.text(""));
    }

    private static Expression match(Condition.Match match, Typed left) {
        if (left.isNothing() || !isText(left)) {
            return Sql.truth(false);
        }
        NamePattern pattern = NamePattern.of(match.regex());
        boolean tag = left.type() == ColumnType.TAG;
        List<String> texts = pattern.onlyTexts();
        if (!texts.isEmpty()) {
            return among(left, texts, match.negated());
        }
        Expression fits =
                Sql.call(
                        "regexp_matches",
                        tag ? filled(left) : left.value(),
                        Sql.text(match.regex().pattern()));
        return match.negated() ? Sql.not(fits) : fits;
    }

    /// A pattern that fits a few whole texts, which files can be searched for.
    private static Expression among(Typed left, List<String> texts, boolean negated) {
        Condition.ComparisonOperator operator =
                negated
                        ? Condition.ComparisonOperator.NOT_EQUAL
                        : Condition.ComparisonOperator.EQUAL;
        List<Expression> parts =
                texts.stream()
                        .map(text -> new Typed(Sql.text(text), ColumnType.STRING))
                        .map(text -> comparison(operator, left, text))
                        .toList();
        return negated ? Sql.and(parts) : Sql.or(parts);
    }

    private static ComparisonOperator operator(Condition.ComparisonOperator operator) {
        return switch (operator) {
            case EQUAL -> ComparisonOperator.EQUAL;
            case NOT_EQUAL -> ComparisonOperator.NOT_EQUAL;
            case LESS -> ComparisonOperator.LESS;
            case LESS_OR_EQUAL -> ComparisonOperator.LESS_OR_EQUAL;
            case GREATER -> ComparisonOperator.GREATER;
            case GREATER_OR_EQUAL -> ComparisonOperator.GREATER_OR_EQUAL;
        };
    }
}
