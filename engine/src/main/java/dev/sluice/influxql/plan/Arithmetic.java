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
        return switch (operator) {
            case BITWISE_AND -> truth(Sql.call("sluice_both", left, right));
            case BITWISE_OR -> truth(Sql.call("sluice_either", left, right));
            case BITWISE_XOR -> truth(Sql.compare(left, ComparisonOperator.NOT_EQUAL, right));
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO -> Typed.nothing();
        };
    }

    private static Typed truth(Expression value) {
        return new Typed(value, ColumnType.BOOLEAN);
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
                    case MODULO, DIVIDE -> byZero(binary, "sluice_remainder", a, b);
                };
        return new Typed(value, type);
    }

    /// A difference below zero counts down from the greatest number.
    static Expression unsignedDifference(Expression a, Expression b) {
        return Sql.call("sluice_unsigned_difference", a, b);
    }

    private static Typed real(
            BinaryOperator operator, Term.Binary binary, Typed left, Typed right) {
        Expression a = left.asFloat();
        Expression b = right.asFloat();
        return switch (operator) {
            case ADD, SUBTRACT, MULTIPLY, MODULO ->
                    new Typed(Sql.operate(a, operator.symbol(), b), ColumnType.FLOAT);
            case DIVIDE -> new Typed(byZero(binary, "sluice_quotient", a, b), ColumnType.FLOAT);
            case BITWISE_AND, BITWISE_OR, BITWISE_XOR -> Typed.nothing();
        };
    }

    /// Nothing is divided by zero: the result is zero.
    private static Expression byZero(
            Term.Binary binary, String function, Expression a, Expression b) {
        boolean safe =
                switch (Terms.plain(binary.right())) {
                    case Literal.Int(long value) -> value != 0;
                    case Literal.Real(double value) -> value != 0;
                    default -> false;
                };
        return safe ? Sql.operate(a, binary.operator().symbol(), b) : Sql.call(function, a, b);
    }
}
