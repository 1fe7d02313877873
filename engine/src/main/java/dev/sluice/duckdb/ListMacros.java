// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static dev.sluice.duckdb.DialectMacros.macro;

import dev.sluice.query.sql.ChronoFormat;
import dev.sluice.query.sql.Identifiers;
import dev.sluice.query.sql.Zones;
import java.util.List;

/// The macros of lists (data.md 5.10).
final class ListMacros {
    /// Values whose text is longer count as several.
    private static final int VALUE_LENGTH = 32;

    static final List<String> STATEMENTS =
            List.of(
                    macro(
                            "sluice_list_position(l, e)",
                            "CAST(list_position(l, e) AS BIGINT)",
                            "(l, e, n)",
                            "CAST(list_position(l[n:], e) AS BIGINT) + n - 1"),
                    macro(
                            "sluice_list_positions(l, e)",
                            "list_filter(range(1, len(l) + 1), lambda i: l[i] IS NOT DISTINCT FROM e)"),
                    // where the n-th one that is equal stands, else the end
                    macro(
                            "sluice_list_cut(l, e, n)",
                            "CASE WHEN n <= 0 THEN 0"
                                    + " ELSE coalesce(sluice_list_positions(l, e)[n], len(l)) END"),
                    // it is found once, not for each element
                    macro(
                            "sluice_list_remove_n(l, e, n)",
                            "list_transform([sluice_list_cut(l, e, n)], lambda c:"
                                    + " list_filter(l, lambda x, i:"
                                    + " x IS DISTINCT FROM e OR i > c))[1]"),
                    macro("sluice_list_remove(l, e)", "sluice_list_remove_n(l, e, 1)"),
                    macro(
                            "sluice_list_remove_all(l, e)",
                            "list_filter(l, lambda x: x IS DISTINCT FROM e)"),
                    macro(
                            "sluice_list_replace_n(l, e, r, n)",
                            "list_transform([sluice_list_cut(l, e, n)], lambda c:"
                                    + " list_transform(l, lambda x, i:"
                                    + " CASE WHEN x IS NOT DISTINCT FROM e AND i <= c"
                                    + " THEN r ELSE x END))[1]"),
                    macro("sluice_list_replace(l, e, r)", "sluice_list_replace_n(l, e, r, 1)"),
                    macro(
                            "sluice_list_replace_all(l, e, r)",
                            "list_transform(l, lambda x:"
                                    + " CASE WHEN x IS NOT DISTINCT FROM e THEN r ELSE x END)"),
                    macro(
                            "sluice_list_sort(l)",
                            "list_sort(l, 'ASC', 'NULLS FIRST')",
                            "(l, d)",
                            "list_sort(l, d, 'NULLS FIRST')",
                            "(l, d, n)",
                            "list_sort(l, d, n)"),
                    // the engine's own functions of sets leave nulls out
                    macro("sluice_list_has_null(l)", "list_count(l) < len(l)"),
                    macro("sluice_list_null(b)", "CASE WHEN b THEN [NULL] ELSE [] END"),
                    macro(
                            "sluice_list_distinct(l)",
                            "list_sort(list_distinct(l) ||"
                                    + " sluice_list_null(sluice_list_has_null(l)),"
                                    + " 'ASC', 'NULLS FIRST')"),
                    macro("sluice_list_union(a, b)", "sluice_list_distinct(list_concat(a, b))"),
                    macro(
                            "sluice_list_intersect(a, b)",
                            "list_sort(list_intersect(a, b) || sluice_list_null("
                                    + "sluice_list_has_null(a) AND sluice_list_has_null(b)),"
                                    + " 'ASC', 'NULLS FIRST')"),
                    macro(
                            "sluice_list_except(a, b)",
                            "list_sort(list_distinct(list_filter(a, lambda x:"
                                    + " NOT list_contains(b, x))) || sluice_list_null("
                                    + "sluice_list_has_null(a) AND NOT sluice_list_has_null(b)),"
                                    + " 'ASC', 'NULLS FIRST')"),
                    macro(
                            "sluice_list_has_any(a, b)",
                            "list_has_any(a, b) OR"
                                    + " (sluice_list_has_null(a) AND sluice_list_has_null(b))"),
                    macro(
                            "sluice_list_ndims(l)",
                            "(length(typeof(l)) - length(replace(typeof(l), '[]', ''))) // 2"),
                    macro(
                            "sluice_list_dims(l)",
                            "list_filter([len(l),"
                                    + " len(TRY_CAST(CAST(l AS VARCHAR) AS VARCHAR[][])[1]),"
                                    + " len(TRY_CAST(CAST(l AS VARCHAR) AS VARCHAR[][][])[1][1])],"
                                    + " lambda x, i: i <= sluice_list_ndims(l))"),
                    // a list of lists is as long as it is wide
                    macro(
                            "sluice_list_cardinality(l)",
                            "CASE sluice_list_ndims(l) WHEN 1 THEN len(l)"
                                    + " ELSE CAST(list_product(sluice_list_dims(l)) AS BIGINT) END"),
                    macro(
                            "sluice_list_length(l)",
                            "len(l)",
                            "(l, n)",
                            "CASE n WHEN 1 THEN len(l) ELSE sluice_list_dims(l)[n] END"),
                    macro("sluice_list_pop_front(l)", "l[2:]"),
                    macro("sluice_list_pop_back(l)", "l[1:len(l) - 1]"),
                    macro(
                            "sluice_list_resize(m, l, n)",
                            "list_resize(l, " + made("n", "n") + ")",
                            "(m, l, n, v)",
                            "list_resize(l, " + copies("v") + ", v)"),
                    macro(
                            "sluice_list_repeat(m, e, n)",
                            "list_transform(range(" + copies("e") + "), lambda i: e)"),
                    // those of lists within it too
                    macro(
                            "sluice_list_texts(l)",
                            "CASE sluice_list_ndims(l)"
                                    + " WHEN 2 THEN flatten(TRY_CAST(l AS VARCHAR[][]))"
                                    + " WHEN 3 THEN flatten(flatten(TRY_CAST(l AS VARCHAR[][][])))"
                                    + " ELSE "
                                    + DialectMacros.byType(
                                            "l",
                                            "list_transform(l, lambda x: sluice_to_text(x))",
                                            "'TIMESTAMP_NS[]'",
                                            "list_transform(CAST(l AS TIMESTAMP_NS[]), lambda x:"
                                                    + " sluice_format(x, "
                                                    + Zones.code("UTC")
                                                    + ", "
                                                    + Identifiers.quotedText(ChronoFormat.PLAIN)
                                                    + "))")
                                    + " END"),
                    macro(
                            "sluice_list_to_string(l, s)",
                            // of nulls alone the engine makes null
                            "CASE WHEN l IS NOT NULL AND s IS NOT NULL THEN"
                                    + " coalesce(array_to_string("
                                    + joined("0")
                                    + ", s), '') END",
                            "(l, s, n)",
                            "array_to_string(list_transform("
                                    + joined("strlen(n)")
                                    + ", lambda x: coalesce(x, n)), s)"),
                    // without a delimiter the characters, with an empty one the whole text
                    macro(
                            "sluice_split(m, s, d)",
                            "CASE WHEN d = '' AND s IS NOT NULL THEN [s] ELSE"
                                    + " string_split(sluice_splittable(m, s, d), coalesce(d, ''))"
                                    + " END"),
                    macro(
                            "sluice_string_to_list(m, s, d)",
                            "sluice_split(m, s, d)",
                            "(m, s, d, n)",
                            "list_transform(sluice_split(m, s, d), lambda x: nullif(x, n))"),
                    macro("sluice_list_within(m, l)", made("len(l)", "l")),
                    macro("sluice_empty(l)", "len(l) = 0"),
                    series("range"),
                    series("generate_series"),
                    macro(
                            "sluice_instants_of(l)",
                            "list_transform(l, lambda n: make_timestamp_ns(n))"),
                    macro("sluice_days_of(l)", "list_transform(l, lambda t: CAST(t AS DATE))"),
                    seriesOfMonths("range"),
                    seriesOfMonths("generate_series"));

    private ListMacros() {}

    private static String series(String function) {
        String ones = made("CAST(b AS DOUBLE) - a", "b");
        String steps = made("(CAST(b AS DOUBLE) - a) / s", "b");
        return macro(
                "sluice_" + function + "(m, b)",
                function + "(" + made("b", "b") + ")",
                "(m, a, b)",
                function + "(a, " + ones + ")",
                "(m, a, b, s)",
                function + "(a, " + steps + ", s)");
    }

    /// The engine has months in microseconds: what instants have below them is cut off.
    private static String seriesOfMonths(String function) {
        String months = "abs(date_diff('month', CAST(a AS TIMESTAMP), CAST(b AS TIMESTAMP)))";
        return macro(
                "sluice_" + function + "_months(m, a, b, s)",
                "CAST("
                        + function
                        + "(sluice_floor_us(a), "
                        + made(months, "sluice_floor_us(b)")
                        + ", s) AS TIMESTAMP_NS[])");
    }

    /// How many copies of a value, `n`, where large ones count for more.
    private static String copies(String value) {
        return made(
                "greatest(n, n * (strlen(CAST(" + value + " AS VARCHAR)) // " + VALUE_LENGTH + "))",
                "n");
    }

    /// An argument, if the list that is made of it gets no longer than the parameter `m`, which
    /// `MadeValues` gives: the engine does not count its memory.
    static String made(String length, String argument) {
        return ValueMacros.bounded(length, "m", "a list is too long", argument);
    }

    /// The list `l`, if its texts with `s` between them do not get too long.
    ///
    /// @param nothing how long a null gets
    private static String joined(String nothing) {
        return ValueMacros.grown(
                "list_sum(list_transform(sluice_list_texts(l), lambda x: strlen(s)"
                        + " + coalesce(strlen(x), "
                        + nothing
                        + ")))",
                "sluice_list_texts(l)");
    }
}
