// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static dev.sluice.duckdb.DialectMacros.macro;

import java.util.List;

/// The macros of lists (data.md 5.10).
final class ListMacros {
    /// The longest list that `array_repeat` and `array_resize` make: the engine does not count
    /// their memory.
    private static final int LENGTH_MAX = 1_000_000;

    static final List<String> STATEMENTS =
            List.of(
                    macro("sluice_list_position(l, e)", "CAST(list_position(l, e) AS BIGINT)"),
                    macro(
                            "sluice_list_positions(l, e)",
                            "list_filter(range(1, len(l) + 1), lambda i: l[i] IS NOT DISTINCT FROM e)"),
                    // the n first ones that are equal
                    macro(
                            "sluice_list_rank(l, e, i)",
                            "len(list_filter(l[1:i], lambda y: y IS NOT DISTINCT FROM e))"),
                    macro(
                            "sluice_list_remove_n(l, e, n)",
                            "list_filter(l, lambda x, i: x IS DISTINCT FROM e"
                                    + " OR sluice_list_rank(l, e, i) > n)"),
                    macro("sluice_list_remove(l, e)", "sluice_list_remove_n(l, e, 1)"),
                    macro(
                            "sluice_list_remove_all(l, e)",
                            "list_filter(l, lambda x: x IS DISTINCT FROM e)"),
                    macro(
                            "sluice_list_replace_n(l, e, r, n)",
                            "list_transform(l, lambda x, i: CASE WHEN x IS NOT DISTINCT FROM e"
                                    + " AND sluice_list_rank(l, e, i) <= n THEN r ELSE x END)"),
                    macro("sluice_list_replace(l, e, r)", "sluice_list_replace_n(l, e, r, 1)"),
                    macro(
                            "sluice_list_replace_all(l, e, r)",
                            "list_transform(l, lambda x:"
                                    + " CASE WHEN x IS NOT DISTINCT FROM e THEN r ELSE x END)"),
                    macro("sluice_list_distinct(l)", "list_sort(list_distinct(l))"),
                    macro("sluice_list_union(a, b)", "list_sort(list_distinct(list_concat(a, b)))"),
                    macro("sluice_list_intersect(a, b)", "list_sort(list_intersect(a, b))"),
                    macro(
                            "sluice_list_except(a, b)",
                            "list_sort(list_distinct(list_filter(a, lambda x:"
                                    + " NOT list_contains(b, x))))"),
                    macro(
                            "sluice_list_ndims(l)",
                            "(length(typeof(l)) - length(replace(typeof(l), '[]', ''))) // 2"),
                    macro(
                            "sluice_list_dims(l)",
                            "list_filter([len(l),"
                                    + " len(TRY_CAST(CAST(l AS VARCHAR) AS VARCHAR[][])[1]),"
                                    + " len(TRY_CAST(CAST(l AS VARCHAR) AS VARCHAR[][][])[1][1])],"
                                    + " lambda x, i: i <= sluice_list_ndims(l))"),
                    macro(
                            "sluice_list_length(l)",
                            "len(l)",
                            "(l, n)",
                            "CASE n WHEN 1 THEN len(l) ELSE sluice_list_dims(l)[n] END"),
                    macro("sluice_list_pop_front(l)", "l[2:]"),
                    macro("sluice_list_pop_back(l)", "l[1:len(l) - 1]"),
                    macro(
                            "sluice_list_resize(l, n)",
                            limited("n", "list_resize(l, n)"),
                            "(l, n, v)",
                            limited("n", "list_resize(l, n, v)")),
                    macro(
                            "sluice_list_repeat(e, n)",
                            limited("n", "list_transform(range(n), lambda i: e)")),
                    macro(
                            "sluice_list_to_string(l, s)",
                            "array_to_string(l, s)",
                            "(l, s, n)",
                            "array_to_string(list_transform(l, lambda x:"
                                    + " coalesce(CAST(x AS VARCHAR), n)), s)"),
                    macro(
                            "sluice_string_to_list(s, d)",
                            "string_split(s, d)",
                            "(s, d, n)",
                            "list_transform(string_split(s, d), lambda x: nullif(x, n))"),
                    macro("sluice_empty(l)", "len(l) = 0"),
                    macro(
                            "sluice_instants_of(l)",
                            "list_transform(l, lambda n: make_timestamp_ns(n))"));

    private ListMacros() {}

    private static String limited(String length, String value) {
        return "CASE WHEN "
                + length
                + " > "
                + LENGTH_MAX
                + " THEN error('a list is too long (limit: "
                + LENGTH_MAX
                + ")') ELSE "
                + value
                + " END";
    }
}
