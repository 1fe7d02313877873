// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import dev.sluice.query.sql.Identifiers;
import java.util.List;

/// The functions of the dialect that the engine lacks or has with another meaning, as macros.
/// `SqlFunctions` and `TimeFunctions` in `dev.sluice.query.sql` decide who may call them.
final class DialectMacros {
    /// The longest text that `repeat`, `lpad` and `rpad` make: the engine does not count their
    /// memory.
    private static final int PADDED_LENGTH_MAX = 65_536;

    /// In the order of making; each uses those before it.
    static final List<String> STATEMENTS =
            List.of(
                    // whole nanoseconds: the engine's own arithmetic rounds to microseconds
                    macro("sluice_floor_mod(a, b)", "((a % b) + b) % b"),
                    macro(
                            "sluice_floor_us(t)",
                            "make_timestamp((epoch_ns(t) - sluice_floor_mod(epoch_ns(t), 1000)) // 1000)"),
                    macro(
                            "sluice_date_bin(width, t, origin)",
                            "make_timestamp_ns(epoch_ns(t)"
                                    + " - sluice_floor_mod(epoch_ns(t) - origin, width))"),
                    macro(
                            "sluice_months_after(origin, months)",
                            "CAST(origin AS TIMESTAMP) + to_months(CAST(months AS INTEGER))"),
                    macro(
                            "sluice_whole_months(width, t, origin)",
                            "date_diff('month', CAST(origin AS TIMESTAMP), t) - sluice_floor_mod("
                                    + "date_diff('month', CAST(origin AS TIMESTAMP), t), width)"),
                    macro(
                            "sluice_bin_months(width, t, origin)",
                            "CASE WHEN sluice_months_after(origin,"
                                    + " sluice_whole_months(width, t, origin)) > t"
                                    + " THEN sluice_months_after(origin,"
                                    + " sluice_whole_months(width, t, origin) - width)"
                                    + " ELSE sluice_months_after(origin,"
                                    + " sluice_whole_months(width, t, origin)) END"),
                    macro(
                            "sluice_date_bin_months(width, t, origin)",
                            "CAST(sluice_bin_months(width, sluice_floor_us(t), origin)"
                                    + " AS TIMESTAMP_NS)"),
                    macro(
                            "sluice_date_trunc(unit, t)",
                            "CAST(date_trunc(unit, sluice_floor_us(t)) AS TIMESTAMP_NS)"),
                    macro("sluice_date_part(part, t)", "date_part(part, sluice_floor_us(t))"),
                    macro("sluice_nanosecond(t)", "sluice_floor_mod(epoch_ns(t), 60000000000)"),
                    macro(
                            "sluice_from_units(n, nanos)",
                            "make_timestamp_ns(CAST(n AS BIGINT) * nanos)"),
                    macro("sluice_to_unixtime(t)", "epoch_ns(t) // 1000000000"),
                    macro("sluice_plus(t, nanos)", "make_timestamp_ns(epoch_ns(t) + nanos)"),
                    macro(
                            "sluice_plus_months(t, i)",
                            "make_timestamp_ns(epoch_ns(sluice_floor_us(t) + i)"
                                    + " + sluice_floor_mod(epoch_ns(t), 1000))"),
                    macro(
                            "sluice_minus_months(t, i)",
                            "make_timestamp_ns(epoch_ns(sluice_floor_us(t) - i)"
                                    + " + sluice_floor_mod(epoch_ns(t), 1000))"),
                    macro(
                            "sluice_to_time(x)",
                            "CASE WHEN regexp_matches(CAST(x AS VARCHAR), '[+-][0-9]{2}:?[0-9]{2}$')"
                                    + " THEN error('a timestamp with an offset must be a constant')"
                                    + " ELSE CAST(x AS TIMESTAMP_NS) END"),
                    macro(
                            "sluice_to_bigint(x)",
                            "CASE WHEN typeof(x) IN ('DOUBLE', 'FLOAT')"
                                    + " THEN CAST(trunc(TRY_CAST(x AS DOUBLE)) AS BIGINT)"
                                    + " ELSE CAST(x AS BIGINT) END"),
                    // selectors: value and time of one row
                    macro(
                            "sluice_selector_first(v, t)",
                            "{'value': arg_min(v, t), 'time': min(t) FILTER (WHERE v IS NOT NULL)}"),
                    macro(
                            "sluice_selector_last(v, t)",
                            "{'value': arg_max(v, t), 'time': max(t) FILTER (WHERE v IS NOT NULL)}"),
                    macro(
                            "sluice_selector_min(v, t)",
                            "{'value': min(v),"
                                    + " 'time': arg_min(t, (v, epoch_ns(t))) FILTER (WHERE v IS NOT NULL)}"),
                    macro(
                            "sluice_selector_max(v, t)",
                            "{'value': max(v),"
                                    + " 'time': arg_max(t, (v, -epoch_ns(t))) FILTER (WHERE v IS NOT NULL)}"),
                    macro("sluice_approx_median(x)", "approx_quantile(x, 0.5)"),
                    // the rest
                    macro("sluice_iszero(x)", "x = 0"),
                    macro("sluice_nanvl(x, y)", "CASE WHEN isnan(x) THEN y ELSE x END"),
                    macro("sluice_nvl2(x, y, z)", "CASE WHEN x IS NOT NULL THEN y ELSE z END"),
                    macro("sluice_regexp_count(s, r)", "len(regexp_extract_all(s, r))"),
                    macro(
                            "sluice_repeat(s, n)",
                            padded("length(s) * n", "repeat(s, CAST(n AS BIGINT))")),
                    padding("lpad"),
                    padding("rpad"));

    private DialectMacros() {}

    private static String padding(String function) {
        return "CREATE MACRO sluice_"
                + function
                + "(s, n) AS "
                + padded("n", function + "(s, CAST(n AS INTEGER), ' ')")
                + ", (s, n, p) AS "
                + padded("n", function + "(s, CAST(n AS INTEGER), p)");
    }

    private static String padded(String length, String value) {
        return "CASE WHEN "
                + length
                + " > "
                + PADDED_LENGTH_MAX
                + " THEN error("
                + Identifiers.quotedText("text is too long (limit: " + PADDED_LENGTH_MAX + ")")
                + ") ELSE "
                + value
                + " END";
    }

    private static String macro(String signature, String body) {
        return "CREATE MACRO " + signature + " AS " + body;
    }
}
