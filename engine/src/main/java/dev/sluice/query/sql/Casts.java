// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.query.sql.Expression.Call;
import dev.sluice.query.sql.Expression.Literal;
import dev.sluice.query.sql.Expression.TimestampLiteral;

/// Casts with the dialect's meaning (data.md 5.3): instants are nanoseconds, floats are cut off.
public final class Casts {
    private Casts() {}

    /// A cast of a rewritten operand.
    ///
    /// @param attempt whether failure gives null instead of an error
    public static Expression rewrite(Expression operand, SqlType type, boolean attempt) {
        InstantType instant = Instants.typeOf(operand);
        return switch (type) {
            case TIMESTAMP -> Instants.cast(operand, attempt);
            case TIMESTAMPTZ ->
                    new Expression.Instant(
                            Instants.cast(operand, attempt), new InstantType("+00:00"));
            case BIGINT -> {
                if (instant != null || Types.of(operand) == SqlType.INTERVAL) {
                    yield nanos(operand);
                }
                yield Types.isWhole(operand)
                        ? operand
                        : Call.of(attempt ? "sluice_try_bigint" : "sluice_to_bigint", operand);
            }
            case VARCHAR -> {
                if (operand instanceof Literal(Literal.Kind kind, String _)
                        && kind == Literal.Kind.TEXT) {
                    yield operand;
                }
                yield instant == null
                        ? Call.of("sluice_to_text", operand)
                        : TimeConversions.text(operand, instant);
            }
            case TINYINT, SMALLINT, INTEGER ->
                    new Expression.Cast(rewrite(operand, SqlType.BIGINT, attempt), type, attempt);
            case UBIGINT -> Call.of(attempt ? "sluice_try_ubigint" : "sluice_to_ubigint", operand);
            case DATE -> {
                Expression clock = TimeConversions.local(operand);
                if (clock instanceof TimestampLiteral(long nanos)) {
                    yield TimeConversions.date(nanos);
                }
                // The engine itself rounds nanoseconds, up to those of the next day.
                yield new Expression.Cast(
                        instant == null ? clock : Call.of("sluice_floor_us", clock), type, attempt);
            }
            case TIME -> new Expression.Cast(TimeConversions.local(operand), type, attempt);
            case BOOLEAN -> Call.of(attempt ? "sluice_try_boolean" : "sluice_to_boolean", operand);
            case FLOAT, DOUBLE, INTERVAL -> new Expression.Cast(operand, type, attempt);
        };
    }

    /// Nanoseconds since the epoch, or of a length of time. The engine's lengths know microseconds
    /// alone, so a difference is taken of the nanoseconds.
    private static Expression nanos(Expression operand) {
        return operand instanceof Call call
                        && Types.of(operand) == SqlType.INTERVAL
                        && call.function().equals("-")
                        && call.arguments().stream().allMatch(Instants::isInstant)
                ? Call.of(
                        "-", nanos(call.arguments().getFirst()), nanos(call.arguments().getLast()))
                : Call.of("epoch_ns", operand);
    }
}
