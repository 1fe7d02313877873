// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import dev.sluice.influxql.Term.BinaryOperator;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/// Arithmetic between times, lengths of time and numbers (data.md 6.3).
final class TimeArithmetic {
    private final ZoneId zone;

    TimeArithmetic(ZoneId zone) {
        this.zone = zone;
    }

    /// What a term can come to.
    sealed interface Value {}

    /// A point in time.
    record At(Instant instant) implements Value {}

    /// A length of time.
    record Span(long nanos) implements Value {}

    /// A whole number.
    record Whole(long value) implements Value {}

    /// A number with a point.
    record Fraction(double value) implements Value {}

    /// A text that may name a point in time.
    record Words(String text) implements Value {}

    /// What is no time, in a sentence.
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /// A value as a point in time; all but texts count from the epoch.
    Instant instant(Value value) throws Refused {
        return switch (value) {
            case At at -> at.instant();
            case Span span -> later(Instant.EPOCH, span.nanos());
            case Whole whole -> later(Instant.EPOCH, whole.value());
            case Fraction fraction -> later(Instant.EPOCH, (long) fraction.value());
            case Words words ->
                    TimeTexts.parse(words.text(), zone)
                            .orElseThrow(() ->
                                    new Refused("'" + words.text() + "' is not a valid timestamp"));
        };
    }

    Value combined(BinaryOperator operator, Value left, Value right) throws Refused {
        try {
            return switch (left) {
                case Span span -> fromSpan(operator, span.nanos(), right);
                case Whole whole -> fromWhole(operator, whole.value(), right);
                case Fraction fraction -> fromFraction(operator, fraction.value(), right);
                case At at -> fromInstant(operator, at.instant(), right);
                case Words words -> fromWords(operator, words, right);
            };
        } catch (ArithmeticException | DateTimeException _) {
            throw new Refused("overflow");
        }
    }

    private Value fromSpan(BinaryOperator operator, long nanos, Value right) throws Refused {
        return switch (right) {
            case Span span ->
                    switch (operator) {
                        case ADD -> new Span(Math.addExact(nanos, span.nanos()));
                        case SUBTRACT -> new Span(Math.subtractExact(nanos, span.nanos()));
                        default -> throw unfit(operator, "+, -");
                    };
            case Fraction fraction -> fromSpan(operator, nanos, new Whole((long) fraction.value()));
            case Whole whole ->
                    switch (operator) {
                        case MULTIPLY -> new Span(Math.multiplyExact(nanos, whole.value()));
                        case DIVIDE -> new Span(quotient(nanos, whole.value()));
                        default -> throw unfit(operator, "*, /");
                    };
            case At at when operator == BinaryOperator.ADD -> new At(later(at.instant(), nanos));
            case At at ->
                    throw new Refused(
                            "unexpected literal '" + at.instant() + "' for duration expression");
            case Words words -> fromSpan(operator, nanos, new At(instant(words)));
        };
    }

    private Value fromWhole(BinaryOperator operator, long value, Value right) throws Refused {
        return switch (right) {
            case Fraction _ -> fromFraction(operator, (double) value, right);
            case Whole whole -> new Whole(whole(operator, value, whole.value()));
            case Span span when operator == BinaryOperator.MULTIPLY ->
                    new Span(Math.multiplyExact(value, span.nanos()));
            case Span _ -> fromInstant(operator, later(Instant.EPOCH, value), right);
            case Words words -> fromSpan(operator, value, words);
            case At _ -> fromSpan(operator, value, right);
        };
    }

    private static long whole(BinaryOperator operator, long left, long right) {
        return switch (operator) {
            case ADD -> Math.addExact(left, right);
            case SUBTRACT -> Math.subtractExact(left, right);
            case MULTIPLY -> Math.multiplyExact(left, right);
            case DIVIDE -> quotient(left, right);
            case MODULO -> left % right;
            case BITWISE_AND -> left & right;
            case BITWISE_OR -> left | right;
            case BITWISE_XOR -> left ^ right;
        };
    }

    /// Nothing is divided by zero (data.md 6.4).
    private static long quotient(long left, long right) {
        return right == 0 ? 0 : Math.divideExact(left, right);
    }

    private static Value fromFraction(BinaryOperator operator, double left, Value right)
            throws Refused {
        double value =
                switch (right) {
                    case Fraction fraction -> fraction.value();
                    case Whole whole -> whole.value();
                    case Span _, At _, Words _ -> throw new Refused("invalid float expression");
                };
        return new Fraction(
                switch (operator) {
                    case ADD -> left + value;
                    case SUBTRACT -> left - value;
                    case MULTIPLY -> left * value;
                    case DIVIDE -> value == 0 ? 0 : left / value;
                    case MODULO -> left % value;
                    case BITWISE_AND, BITWISE_OR, BITWISE_XOR ->
                            throw new Refused("invalid operator for float expression");
                });
    }

    private Value fromInstant(BinaryOperator operator, Instant left, Value right) throws Refused {
        long nanos =
                switch (right) {
                    case Span span -> span.nanos();
                    case Whole whole -> whole.value();
                    case At at -> nanos(at.instant());
                    case Words words -> nanos(instant(words));
                    case Fraction fraction -> throw unfit(fraction, "invalid expression");
                };
        return switch (operator) {
            case ADD -> new At(later(left, nanos));
            case SUBTRACT -> new At(left.minusNanos(nanos));
            case MULTIPLY, DIVIDE, MODULO, BITWISE_AND, BITWISE_OR, BITWISE_XOR ->
                    throw new Refused(
                            "invalid operator '"
                                    + operator.symbol()
                                    + "' for timestamp and duration: expected +, -");
        };
    }

    private Value fromWords(BinaryOperator operator, Words left, Value right) throws Refused {
        if (right instanceof Words words && operator == BinaryOperator.ADD) {
            return new Words(left.text() + words.text());
        }
        if (right instanceof Fraction fraction) {
            throw unfit(fraction, "found");
        }
        return fromInstant(operator, instant(left), right);
    }

    private static Refused unfit(Fraction fraction, String words) {
        return new Refused(
                words
                        + " '"
                        + InfluxqlWriter.write(new Literal.Real(fraction.value()))
                        + "'"
                        + (words.equals("found") ? ", " : ": ")
                        + "expected duration, integer or timestamp string");
    }

    private static Refused unfit(BinaryOperator operator, String expected) {
        return new Refused("found operator '" + operator.symbol() + "', expected " + expected);
    }

    private static Instant later(Instant instant, long nanos) {
        return instant.plusNanos(nanos);
    }

    /// Nanoseconds since the epoch.
    ///
    /// @throws ArithmeticException outside int64
    static long nanos(Instant instant) {
        return Duration.between(Instant.EPOCH, instant).toNanos();
    }
}
