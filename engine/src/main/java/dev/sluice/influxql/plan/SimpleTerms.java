// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Literal;
import dev.sluice.influxql.Term;
import dev.sluice.influxql.plan.SimpleTerm.Kind;
import dev.sluice.influxql.plan.SimpleTerm.Operator;
import dev.sluice.model.ColumnType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads terms that are simple ([SimpleTerm]).
final class SimpleTerms {
    /// Averages of more values are not simple: each adds up all of its values.
    private static final long AVERAGED_MAX = 1000;

    private final Inputs inputs;
    private final long unitNanos;

    /// Gives the columns that a term takes as they are.
    interface Inputs {
        /// The column, or null where a term is none.
        SimpleTerm.@Nullable Input of(Term term);
    }

    /// @param inputs gives columns, and what is gathered of them
    /// @param unitNanos the unit of derivatives where none is said
    SimpleTerms(Inputs inputs, long unitNanos) {
        this.inputs = inputs;
        this.unitNanos = unitNanos;
    }

    /// Reads a term.
    ///
    /// @return null when it is not simple
    @Nullable SimpleTerm of(Term written) {
        Term term = Terms.plain(written);
        return switch (term) {
            case Literal.Int(long value) -> new SimpleTerm.Whole(value);
            case Literal.Real(double value) -> new SimpleTerm.Real(value);
            case Term.Binary binary -> operation(binary);
            case Term.Call call when Function.isWindow(call) -> window(call);
            case Term.Call(String function, List<Term> arguments) when function.equals("spread") ->
                    operation(
                            Operator.SUBTRACT,
                            new Term.Call("max", arguments),
                            new Term.Call("min", arguments));
            default -> inputs.of(term);
        };
    }

    private @Nullable SimpleTerm operation(Term.Binary binary) {
        Operator operator =
                switch (binary.operator()) {
                    case ADD -> Operator.ADD;
                    case SUBTRACT -> Operator.SUBTRACT;
                    case MULTIPLY -> Operator.MULTIPLY;
                    case DIVIDE -> Operator.DIVIDE;
                    case MODULO, BITWISE_AND, BITWISE_OR, BITWISE_XOR -> null;
                };
        return operator == null ? null : operation(operator, binary.left(), binary.right());
    }

    private @Nullable SimpleTerm operation(Operator operator, Term first, Term second) {
        SimpleTerm left = number(first);
        SimpleTerm right = number(second);
        return left == null || right == null
                ? null
                : new SimpleTerm.Operation(operator, left, right);
    }

    private @Nullable SimpleTerm window(Term.Call call) {
        SimpleTerm of = number(call.arguments().getFirst());
        if (of == null) {
            return null;
        }
        return switch (call.function()) {
            case "difference" -> new SimpleTerm.Window(Kind.DIFFERENCE, of, 0);
            case "non_negative_difference" ->
                    new SimpleTerm.Window(Kind.NON_NEGATIVE_DIFFERENCE, of, 0);
            case "derivative" ->
                    new SimpleTerm.Window(Kind.DERIVATIVE, of, Terms.unit(call, unitNanos));
            case "non_negative_derivative" ->
                    new SimpleTerm.Window(
                            Kind.NON_NEGATIVE_DERIVATIVE, of, Terms.unit(call, unitNanos));
            case "elapsed" -> new SimpleTerm.Window(Kind.ELAPSED, of, Terms.unit(call, 1));
            case "cumulative_sum" -> new SimpleTerm.Window(Kind.CUMULATIVE_SUM, of, 0);
            case "moving_average" -> movingAverage(call, of);
            default -> null;
        };
    }

    private static @Nullable SimpleTerm movingAverage(Term.Call call, SimpleTerm of) {
        return Terms.plain(call.arguments().get(1)) instanceof Literal.Int(long count)
                        && count >= 1
                        && count <= AVERAGED_MAX
                ? new SimpleTerm.Window(Kind.MOVING_AVERAGE, of, count)
                : null;
    }

    private @Nullable SimpleTerm number(Term term) {
        SimpleTerm read = of(term);
        return read != null
                        && (read.type() == ColumnType.INTEGER || read.type() == ColumnType.FLOAT)
                ? read
                : null;
    }
}
