// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.model.ProblemException;
import dev.sluice.query.sql.Expression.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The functions that a query may call: what these tables hold and no other (data.md 5.4 to 5.10).
/// A new one is a line in the table of its family and a test. Functions of time are in
/// [TimeFunctions], those over windows in [WindowFunctions].
public final class SqlFunctions {
    /// Operators that the parser gives as functions.
    private static final Set<String> OPERATORS =
            Set.of("+", "-", "*", "%", "||", "&", "|", "<<", ">>", "~~", "!~~", "~~*", "!~~*", "~");

    /// How the names of our macros and functions begin.
    private static final String OURS = "sluice_";

    /// Operators that only we write.
    private static final Set<String> OWN_OPERATORS = Set.of("/", "//");

    private static final List<FunctionTable> TABLES =
            List.of(
                    AggregateFunctions.TABLE,
                    AggregateFunctions.SELECTORS,
                    NumberFunctions.TABLE,
                    TextFunctions.TABLE,
                    RegexpFunctions.TABLE,
                    TextFunctions.BYTES,
                    ConditionFunctions.TABLE,
                    ListFunctions.TABLE,
                    ListFunctions.STRUCTS);

    private static final Map<String, FunctionTable.Rewrite> BY_NAME = byName();

    /// The names of all functions.
    private static final Set<String> NAMES =
            inventory().values().stream()
                    .flatMap(List::stream)
                    .collect(Collectors.toUnmodifiableSet());

    private SqlFunctions() {}

    /// What a call becomes whose arguments are rewritten already.
    ///
    /// @throws dev.sluice.model.ProblemException *invalid* for a function that is not part of the
    ///   dialect
    public static Expression rewrite(Call call) {
        FunctionTable.Rewrite rewrite = BY_NAME.get(call.function());
        if (rewrite == null) {
            throw unknown(call);
        }
        return rewrite.apply(call);
    }

    /// Whether a call, rewritten, may be of a macro of ours or gets a limit, and so may fail on
    /// some value for another reason than the engine's own functions do.
    public static boolean mayFail(Call call) {
        return call.function().startsWith(OURS) || MadeValues.joins(call);
    }

    private static ProblemException unknown(Call call) {
        return UnsupportedSql.notSupported("function '" + call.function() + "'");
    }

    /// Refuses what only an aggregate can have where a function is none. Rewriting would lose it.
    ///
    /// @throws dev.sluice.model.ProblemException *invalid* for DISTINCT, ORDER BY or FILTER, and
    ///   for a function that is not part of the dialect
    public static void requireAggregate(Call call) {
        boolean gathering = call.distinct() || !call.orderBy().isEmpty() || call.filter() != null;
        if (gathering && !AggregateFunctions.gathers(call.function())) {
            if (!NAMES.contains(call.function())) {
                throw unknown(call);
            }
            throw UnsupportedSql.planning(
                    "not_an_aggregate",
                    "DISTINCT, ORDER BY and FILTER need an aggregate, and '"
                            + call.function()
                            + "' is none");
        }
    }

    /// Whole numbers divide to whole numbers, and by zero not at all; floats divide by zero.
    private static Expression divide(Call call) {
        boolean floats = call.arguments().stream().anyMatch(Types::isFloat);
        return FunctionTable.renamed(call, floats ? "/" : "//");
    }

    /// The bits of 64 move, of negative numbers too, and as far as the low six bits of the second
    /// number say; one that is unsigned makes both so.
    private static Expression shift(Call call, String macro) {
        return FunctionTable.renamed(call, isUnsigned(call) ? macro + "_unsigned" : macro);
    }

    /// The engine makes wider numbers of signed and unsigned ones.
    private static Expression bits(Call call) {
        return isUnsigned(call) ? new Expression.Cast(call, SqlType.UBIGINT, false) : call;
    }

    private static boolean isUnsigned(Call call) {
        return call.arguments().stream()
                .anyMatch(argument -> Types.of(argument) == SqlType.UBIGINT);
    }

    /// Whether it is an operator that stands between or before its operands.
    static boolean isOperator(String name) {
        return OPERATORS.contains(name) || OWN_OPERATORS.contains(name);
    }

    /// The names of all functions, by family, for the reference and for SHOW FUNCTIONS.
    public static Map<String, List<String>> inventory() {
        Map<String, List<String>> result = new LinkedHashMap<>();
        for (FunctionTable table : TABLES) {
            result.put(table.family(), table.names());
        }
        result.put("Windows", join(WindowFunctions.NAMES, WindowFunctions.TRANSFORMS));
        result.put("Time", join(TimeFunctions.NAMES, TimeConversions.NAMES));
        result.put("Gap filling", List.of("locf", "interpolate"));
        result.put("Types", List.of("arrow_cast", "arrow_typeof", "version"));
        return result;
    }

    private static List<String> join(List<String> first, List<String> second) {
        List<String> result = new ArrayList<>(first);
        result.addAll(second);
        return result;
    }

    private static Map<String, FunctionTable.Rewrite> byName() {
        Map<String, FunctionTable.Rewrite> result = new HashMap<>();
        OPERATORS.forEach(name -> result.put(name, call -> call));
        result.put("/", SqlFunctions::divide);
        result.put("||", TextFunctions::joined);
        result.put("<<", call -> shift(call, "sluice_shift_left"));
        result.put(">>", call -> shift(call, "sluice_shift_right"));
        result.put("&", SqlFunctions::bits);
        result.put("|", SqlFunctions::bits);
        result.put("^", call -> bits(FunctionTable.renamed(call, "xor")));
        result.putAll(RegexpFunctions.OPERATORS.functions());
        TABLES.forEach(table -> result.putAll(table.functions()));
        return Map.copyOf(result);
    }
}
