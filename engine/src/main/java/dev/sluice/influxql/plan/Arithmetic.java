// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Literal;
import dev.sluice.influxql.Refusals;
import dev.sluice.influxql.Term;
import dev.sluice.influxql.Term.BinaryOperator;
import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.ComparisonOperator;
import java.util.List;

/// The operators of a projection (data.md 6.4).
final class Arithmetic {
    private Arithmetic() {}

    /// @throws dev.sluice.model.ProblemException *invalid* where a signed and an unsigned number
    ///   meet
    static Typed of(Term.Binary binary, Typed left, Typed right) {
        BinaryOperator operator = binary.operator();
        if (left.isNothing() || right.isNothing()) {
            return Typed.nothing();
        }
        if (left.type() == ColumnType.BOOLEAN && right.type() == ColumnType.BOOLEAN) {
            return truth(operator, left.value(), right.value());
        }
        if (left.type() == ColumnType.STRING
                && right.type() == ColumnType.STRING
                && operator == BinaryOperator.ADD
                && !Terms.any(binary, part -> part instanceof Term.Variable)) {
            return new Typed(Sql.operate(left.value(), "||", right.value()), ColumnType.STRING);
        }
        if (!left.isNumeric() || !right.isNumeric()) {
            return Typed.nothing();
        }
        requireSameSign(binary, left, right);
        return left.isWhole() && right.isWhole()
                ? whole(operator, binary, left, right)
                : real(operator, binary, left, right);
    }

    private static Typed truth(BinaryOperator operator, Expression left, Expression right) {
        Expression value =
                switch (operator) {
                    case BITWISE_AND -> Sql.and(List.of(left, right));
                    case BITWISE_OR -> Sql.or(List.of(left, right));
                    case BITWISE_XOR -> Sql.compare(left, ComparisonOperator.NOT_EQUAL, right);
                    case ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO -> null;
                };
        return value == null
                ? Typed.nothing()
                : new Typed(
                        Sql.where(
                                Sql.and(List.of(Sql.isNotNull(left), Sql.isNotNull(right))), value),
                        ColumnType.BOOLEAN);
    }

    private static void requireSameSign(Term.Binary binary, Typed left, Typed right) {
        String symbol = binary.operator().symbol();
        if (left.type() == ColumnType.INTEGER
                && right.type() == ColumnType.UINTEGER
                && Terms.plain(binary.right()) instanceof Literal.Unsigned) {
            throw Refusals.planning(
                    "cannot use " + symbol + " with an integer field and unsigned literal");
        }
        boolean mixed = left.isWhole() && right.isWhole() && left.type() != right.type();
        boolean constant =
                Terms.plain(binary.left()) instanceof Literal.Int
                        || Terms.plain(binary.right()) instanceof Literal.Int;
        if (mixed && !constant) {
            throw Refusals.planning(
                    "cannot use "
                            + symbol
                            + " between an integer and unsigned, an explicit cast is required");
        }
    }

    private static Typed whole(
            BinaryOperator operator, Term.Binary binary, Typed left, Typed right) {
        if (operator == BinaryOperator.DIVIDE) {
            return real(operator, binary, left, right);
        }
        ColumnType type =
                left.type() == ColumnType.UINTEGER || right.type() == ColumnType.UINTEGER
                        ? ColumnType.UINTEGER
                        : ColumnType.INTEGER;
        Expression a = left.as(type).value();
        Expression b = right.as(type).value();
        Expression value =
                switch (operator) {
                    case SUBTRACT ->
                            type == ColumnType.UINTEGER
                                    ? unsignedDifference(a, b)
                                    : Sql.operate(a, "-", b);
                    case ADD, MULTIPLY, BITWISE_AND, BITWISE_OR ->
                            Sql.operate(a, operator.symbol(), b);
                    case BITWISE_XOR -> Sql.call("xor", a, b);
                    case MODULO, DIVIDE ->
                            byZero(binary, a, b, Sql.operate(a, operator.symbol(), b));
                };
        return new Typed(value, type);
    }

    /// A difference below zero counts down from the greatest number.
    static Expression unsignedDifference(Expression a, Expression b) {
        Expression below =
                Sql.operate(
                        Sql.operate(b, "-", a), "-", Sql.cast(Sql.number(1), ColumnType.UINTEGER));
        return Sql.choose(
                Sql.compare(a, ComparisonOperator.GREATER_OR_EQUAL, b),
                Sql.operate(a, "-", b),
                Sql.where(
                        Sql.compare(a, ComparisonOperator.LESS, b),
                        Sql.operate(Sql.unsigned(-1), "-", below)));
    }

    private static Typed real(
            BinaryOperator operator, Term.Binary binary, Typed left, Typed right) {
        Expression a = left.asFloat();
        Expression b = right.asFloat();
        return switch (operator) {
            case ADD, SUBTRACT, MULTIPLY, MODULO ->
                    new Typed(Sql.operate(a, operator.symbol(), b), ColumnType.FLOAT);
            case DIVIDE ->
                    new Typed(byZero(binary, a, b, Sql.operate(a, "/", b)), ColumnType.FLOAT);
            case BITWISE_AND, BITWISE_OR, BITWISE_XOR -> Typed.nothing();
        };
    }

    /// Nothing is divided by zero: the result is zero.
    private static Expression byZero(
            Term.Binary binary, Expression a, Expression b, Expression quotient) {
        boolean safe =
                switch (Terms.plain(binary.right())) {
                    case Literal.Int(long value) -> value != 0;
                    case Literal.Real(double value) -> value != 0;
                    default -> false;
                };
        if (safe) {
            return quotient;
        }
        return new Expression.Case(
                List.of(
                        new Expression.Branch(Sql.isNull(a), Sql.where(Sql.truth(false), quotient)),
                        new Expression.Branch(Sql.equal(b, Sql.number(0)), Sql.number(0))),
                quotient);
    }
}
