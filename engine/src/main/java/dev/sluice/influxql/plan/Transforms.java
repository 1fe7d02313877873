// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression;
import java.util.List;

/// The functions that make a number of each number (data.md 6.5). Outside of its domain a function
/// gives NaN.
final class Transforms {
    private Transforms() {}

    static Typed of(String function, List<Typed> arguments) {
        for (Typed argument : arguments) {
            if (!argument.isNumeric()) {
                return Typed.nothing();
            }
        }
        Typed first = arguments.getFirst();
        return switch (function) {
            case "abs" ->
                    first.type() == ColumnType.UINTEGER
                            ? first
                            : new Typed(Sql.call("abs", first.value()), first.type());
            case "ceil", "floor", "round" ->
                    first.isWhole()
                            ? first
                            : new Typed(Sql.call(function, first.value()), ColumnType.FLOAT);
            case "log" -> plain("sluice_logarithm", arguments);
            default -> plain(function, arguments);
        };
    }

    private static Typed plain(String function, List<Typed> arguments) {
        Expression[] values = arguments.stream().map(Typed::asFloat).toArray(Expression[]::new);
        return new Typed(Sql.call(function, values), ColumnType.FLOAT);
    }
}
