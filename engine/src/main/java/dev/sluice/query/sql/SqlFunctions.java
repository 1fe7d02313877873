// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The functions that a query may call: this list and no other (data.md 5.4 to 5.10). A new one is
/// a line here and a test. Functions of time have rules of their own, in [TimeFunctions].
public final class SqlFunctions {
    /// Operators that the parser gives as functions.
    private static final Set<String> OPERATORS =
            Set.of(
                    "+", "-", "*", "/", "%", "||", "&", "|", "<<", ">>", "~~", "!~~", "~~*", "!~~*",
                    "//");

    /// Called as they are, by the same name.
    private static final Set<String> SAME =
            Set.of(
                    // aggregates
                    "count",
                    "count_star",
                    "sum",
                    "avg",
                    "min",
                    "max",
                    "median",
                    "stddev",
                    "stddev_samp",
                    "stddev_pop",
                    "var_samp",
                    "var_pop",
                    "corr",
                    "covar_samp",
                    "covar_pop",
                    "regr_slope",
                    "regr_intercept",
                    "regr_r2",
                    "regr_count",
                    "regr_avgx",
                    "regr_avgy",
                    "regr_sxx",
                    "regr_syy",
                    "regr_sxy",
                    "array_agg",
                    "string_agg",
                    "bit_and",
                    "bit_or",
                    "bit_xor",
                    "bool_and",
                    "bool_or",
                    // mathematics
                    "abs",
                    "acos",
                    "acosh",
                    "asin",
                    "asinh",
                    "atan",
                    "atanh",
                    "atan2",
                    "cbrt",
                    "ceil",
                    "cos",
                    "cosh",
                    "cot",
                    "degrees",
                    "exp",
                    "factorial",
                    "floor",
                    "gcd",
                    "isnan",
                    "lcm",
                    "ln",
                    "log",
                    "log10",
                    "log2",
                    "pi",
                    "power",
                    "pow",
                    "radians",
                    "random",
                    "round",
                    "sin",
                    "sinh",
                    "sqrt",
                    "tan",
                    "tanh",
                    "trunc",
                    // text
                    "ascii",
                    "bit_length",
                    "chr",
                    "concat",
                    "concat_ws",
                    "contains",
                    "ends_with",
                    "strpos",
                    "instr",
                    "position",
                    "left",
                    "right",
                    "levenshtein",
                    "lower",
                    "upper",
                    "ltrim",
                    "rtrim",
                    "trim",
                    "replace",
                    "reverse",
                    "split_part",
                    "starts_with",
                    "substr",
                    "substring",
                    "to_hex",
                    "translate",
                    "md5",
                    "regexp_replace",
                    "regexp_matches",
                    "regexp_full_match",
                    "like_escape",
                    "not_like_escape",
                    "ilike_escape",
                    "not_ilike_escape",
                    // conditions
                    "greatest",
                    "least",
                    "nullif",
                    // lists
                    "list_value",
                    "array_length",
                    "array_append",
                    "array_concat",
                    "array_distinct",
                    "array_position",
                    "array_sort",
                    "array_to_string",
                    "unnest",
                    "range",
                    "generate_series",
                    "row");

    /// Called by another name.
    private static final Map<String, String> RENAMED =
            Map.ofEntries(
                    Map.entry("mean", "avg"),
                    Map.entry("var", "var_samp"),
                    Map.entry("var_sample", "var_samp"),
                    Map.entry("var_population", "var_pop"),
                    Map.entry("covar", "covar_samp"),
                    Map.entry("approx_distinct", "approx_count_distinct"),
                    Map.entry("approx_median", "sluice_approx_median"),
                    Map.entry("approx_percentile_cont", "approx_quantile"),
                    Map.entry("first_value", "first"),
                    Map.entry("last_value", "last"),
                    Map.entry("selector_first", "sluice_selector_first"),
                    Map.entry("selector_last", "sluice_selector_last"),
                    Map.entry("selector_min", "sluice_selector_min"),
                    Map.entry("selector_max", "sluice_selector_max"),
                    Map.entry("signum", "sign"),
                    Map.entry("iszero", "sluice_iszero"),
                    Map.entry("nanvl", "sluice_nanvl"),
                    Map.entry("nvl2", "sluice_nvl2"),
                    Map.entry("btrim", "trim"),
                    Map.entry("char_length", "length"),
                    Map.entry("character_length", "length"),
                    Map.entry("length", "length"),
                    Map.entry("octet_length", "strlen"),
                    Map.entry("repeat", "sluice_repeat"),
                    Map.entry("lpad", "sluice_lpad"),
                    Map.entry("rpad", "sluice_rpad"),
                    Map.entry("regexp_like", "regexp_matches"),
                    Map.entry("regexp_count", "sluice_regexp_count"),
                    Map.entry("make_array", "list_value"),
                    Map.entry("make_list", "list_value"),
                    Map.entry("array_has", "list_contains"),
                    Map.entry("cardinality", "len"),
                    Map.entry("struct", "row"),
                    Map.entry("get_field", "struct_extract"));

    /// Functions that need OVER.
    private static final Set<String> WINDOW =
            Set.of(
                    "row_number",
                    "rank",
                    "dense_rank",
                    "percent_rank",
                    "cume_dist",
                    "ntile",
                    "lag",
                    "lead",
                    "first_value",
                    "last_value",
                    "nth_value");

    /// Functions that may be used with OVER beside [#WINDOW].
    private static final Set<String> AGGREGATES =
            Set.of(
                    "count",
                    "count_star",
                    "sum",
                    "avg",
                    "mean",
                    "min",
                    "max",
                    "median",
                    "stddev",
                    "stddev_samp",
                    "stddev_pop",
                    "var",
                    "var_samp",
                    "var_pop",
                    "corr",
                    "covar_samp",
                    "covar_pop",
                    "array_agg",
                    "string_agg",
                    "bool_and",
                    "bool_or");

    private static final Map<String, String> BY_NAME = byName();

    private SqlFunctions() {}

    /// What the engine calls a function, or null for one that may not be called.
    public static @Nullable String find(String name) {
        return BY_NAME.get(name);
    }

    /// What the engine calls a window function, or null for one that may not be called so.
    public static @Nullable String findWindow(String name) {
        if (WINDOW.contains(name)) {
            return name;
        }
        return AGGREGATES.contains(name) ? find(name) : null;
    }

    /// Whether it is an operator that stands between or before its operands.
    static boolean isOperator(String name) {
        return OPERATORS.contains(name);
    }

    private static Map<String, String> byName() {
        Map<String, String> result = new HashMap<>(RENAMED);
        SAME.forEach(name -> result.put(name, name));
        OPERATORS.forEach(name -> result.put(name, name));
        return Map.copyOf(result);
    }
}
