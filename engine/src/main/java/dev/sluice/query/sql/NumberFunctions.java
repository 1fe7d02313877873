// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.query.sql.Expression.Call;
import java.util.List;

/// Mathematics (data.md 5.10).
final class NumberFunctions {
    static final FunctionTable TABLE =
            new FunctionTable("Mathematics")
                    .same(
                            "abs", "acos", "acosh", "asin", "asinh", "atan", "atanh", "atan2",
                            "cos", "cosh", "cot", "degrees", "exp", "gcd", "isnan", "lcm", "ln",
                            "log", "log10", "log2", "pi", "pow", "power", "radians", "random",
                            "sin", "sinh", "sqrt", "tan", "tanh")
                    .renamed("cbrt", "sluice_cbrt")
                    .renamed("ceil", "sluice_ceil")
                    .renamed("factorial", "sluice_factorial")
                    .renamed("floor", "sluice_floor")
                    .renamed("iszero", "sluice_iszero")
                    .renamed("nanvl", "sluice_nanvl")
                    .rewritten("round", call -> digits(call, "sluice_round"))
                    .renamed("signum", "sluice_signum")
                    .rewritten("trunc", call -> digits(call, "sluice_trunc"));

    private NumberFunctions() {}

    private static Expression digits(Call call, String engineName) {
        List<Expression> arguments = Arguments.require(call, 1, 2);
        return FunctionTable.renamed(
                arguments.size() == 2
                        ? call
                        : Call.of(
                                call.function(),
                                arguments.getFirst(),
                                Expression.Literal.ofLong(0)),
                engineName);
    }
}
