// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Term;
import dev.sluice.model.ColumnType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A function of InfluxQL (data.md 6.5).
///
/// @param kind what it makes of rows
/// @param input what it takes
record Function(Kind kind, Input input) {
    private static final Map<String, Function> ALL = all();

    /// What a function makes of rows.
    enum Kind {
        /// One value of many rows.
        AGGREGATE,
        /// The value of one of many rows.
        SELECTOR,
        /// Some of many rows.
        RANKING,
        /// Each value once.
        DISTINCT,
        /// A value of each value.
        TRANSFORM,
        /// A value of each value and those before it.
        WINDOW
    }

    /// What a function takes.
    enum Input {
        /// Fields of any type.
        ANY,
        /// Numbers.
        NUMERIC,
        /// Numbers and truth.
        ORDERED;

        boolean takes(@Nullable ColumnType type) {
            return switch (type) {
                case null -> false;
                case TAG, TIME -> false;
                case STRING -> this == ANY;
                case BOOLEAN -> this != NUMERIC;
                case FLOAT, INTEGER, UINTEGER -> true;
            };
        }
    }

    /// The function with this name, or null.
    static @Nullable Function find(String name) {
        return ALL.get(name);
    }

    /// The function of a call, or null for one that there is not.
    static @Nullable Kind kindOf(Term.Call call) {
        Function function = find(call.function());
        return function == null ? null : function.kind();
    }

    /// Whether a call gathers rows: an aggregate, a selector, a ranking, `distinct`.
    static boolean gathers(Term term) {
        if (!(term instanceof Term.Call call)) {
            return false;
        }
        return switch (kindOf(call)) {
            case null -> false;
            case AGGREGATE, SELECTOR, RANKING, DISTINCT -> true;
            case TRANSFORM, WINDOW -> false;
        };
    }

    static boolean isWindow(Term term) {
        return term instanceof Term.Call call && kindOf(call) == Kind.WINDOW;
    }

    private static Map<String, Function> all() {
        Map<String, Function> result = new HashMap<>();
        put(result, Kind.AGGREGATE, Input.ANY, "count", "mode");
        put(
                result,
                Kind.AGGREGATE,
                Input.NUMERIC,
                "sum",
                "mean",
                "median",
                "spread",
                "stddev",
                "integral");
        put(result, Kind.DISTINCT, Input.ANY, "distinct");
        put(result, Kind.SELECTOR, Input.ANY, "first", "last");
        put(result, Kind.SELECTOR, Input.ORDERED, "min", "max");
        put(result, Kind.SELECTOR, Input.NUMERIC, "percentile");
        put(result, Kind.RANKING, Input.NUMERIC, "top", "bottom");
        put(
                result,
                Kind.TRANSFORM,
                Input.NUMERIC,
                "abs",
                "sin",
                "cos",
                "tan",
                "asin",
                "acos",
                "atan",
                "exp",
                "ln",
                "log2",
                "log10",
                "sqrt",
                "ceil",
                "floor",
                "round",
                "atan2",
                "pow",
                "log");
        put(
                result,
                Kind.WINDOW,
                Input.NUMERIC,
                "cumulative_sum",
                "difference",
                "non_negative_difference",
                "derivative",
                "non_negative_derivative",
                "moving_average");
        put(result, Kind.WINDOW, Input.ANY, "elapsed");
        return Map.copyOf(result);
    }

    private static void put(Map<String, Function> target, Kind kind, Input input, String... names) {
        for (String name : names) {
            target.put(name, new Function(kind, input));
        }
    }
}
