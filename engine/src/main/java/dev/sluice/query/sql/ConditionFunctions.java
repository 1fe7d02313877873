// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.query.sql.Expression.Call;
import java.util.List;

/// Choices between values, and questions about types (data.md 5.10).
final class ConditionFunctions {
    static final FunctionTable TABLE =
            new FunctionTable("Conditions")
                    .rewritten(
                            "coalesce",
                            call -> coalesce(Arguments.require(call, 1, Integer.MAX_VALUE)))
                    .rewritten("greatest", ConditionFunctions::extreme)
                    .rewritten("least", ConditionFunctions::extreme)
                    .same("nullif")
                    .rewritten("nvl", call -> coalesce(Arguments.require(call, 2, 2)))
                    .alias("nvl", "ifnull")
                    .renamed("nvl2", "sluice_nvl2");

    private ConditionFunctions() {}

    private static Expression extreme(Call call) {
        Arguments.require(call, 1, Integer.MAX_VALUE);
        return call;
    }

    private static Expression coalesce(List<Expression> values) {
        return new Expression.Operation(Expression.OperationKind.COALESCE, values);
    }
}
