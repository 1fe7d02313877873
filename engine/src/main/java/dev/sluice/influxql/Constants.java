// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

/// Arithmetic of constants that stands where one constant is wanted.
final class Constants {
    private Constants() {}

    /// What a term of durations and whole numbers comes to: itself when it is no such term, or when
    /// the result fits no int64.
    static Term reduced(Term term) {
        return switch (term) {
            case Term.Parenthesised nested -> reduced(nested.inner());
            case Term.Binary binary -> {
                Term left = reduced(binary.left());
                Term right = reduced(binary.right());
                try {
                    yield combined(binary, left, right);
                } catch (ArithmeticException _) {
                    yield binary;
                }
            }
            case Literal _,
                    Term.Variable _,
                    Term.Wildcard _,
                    Term.Distinct _,
                    Term.BindParameter _,
                    Term.Call _ ->
                    term;
        };
    }

    private static Term combined(Term.Binary binary, Term left, Term right) {
        if (left instanceof Literal.DurationValue a && right instanceof Literal.DurationValue b) {
            return switch (binary.operator()) {
                case ADD -> new Literal.DurationValue(Math.addExact(a.nanos(), b.nanos()));
                case SUBTRACT ->
                        new Literal.DurationValue(Math.subtractExact(a.nanos(), b.nanos()));
                case MULTIPLY, DIVIDE, MODULO, BITWISE_AND, BITWISE_OR, BITWISE_XOR -> binary;
            };
        }
        if (left instanceof Literal.DurationValue a && right instanceof Literal.Int b) {
            return switch (binary.operator()) {
                case MULTIPLY ->
                        new Literal.DurationValue(Math.multiplyExact(a.nanos(), b.value()));
                case DIVIDE -> new Literal.DurationValue(Math.divideExact(a.nanos(), b.value()));
                case ADD, SUBTRACT, MODULO, BITWISE_AND, BITWISE_OR, BITWISE_XOR -> binary;
            };
        }
        boolean product = binary.operator() == Term.BinaryOperator.MULTIPLY;
        if (product && left instanceof Literal.Int a && right instanceof Literal.DurationValue b) {
            return new Literal.DurationValue(Math.multiplyExact(a.value(), b.nanos()));
        }
        return binary;
    }
}
