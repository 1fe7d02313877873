// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static dev.sluice.duckdb.DialectMacros.macro;

import java.util.List;

/// The macros of time. All of them work on whole nanoseconds, since the engine's own arithmetic
/// goes through microseconds and rounds up. They call [ScalarFunctions], which come first.
final class TimeMacros {
    /// In the order of making; each uses those before it.
    static final List<String> STATEMENTS =
            List.of(
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
                    macro(
                            "sluice_date_part(part, t TIMESTAMP_NS)",
                            "date_part(part, sluice_floor_us(t))",
                            "(part, t INTERVAL)",
                            "date_part(part, t)",
                            "(part, t TIME)",
                            "date_part(part, t)"),
                    macro("sluice_nanosecond(t)", "sluice_floor_mod(epoch_ns(t), 60000000000)"),
                    macro(
                            "sluice_from_units(n BIGINT, nanos)",
                            "make_timestamp_ns(n * nanos)",
                            "(t TIMESTAMP_NS, nanos)",
                            "t",
                            "(s VARCHAR, nanos)",
                            "make_timestamp_ns(sluice_parse_ns(s))"),
                    macro(
                            "sluice_to_unixtime(t TIMESTAMP_NS)",
                            "epoch_ns(t) // 1000000000",
                            "(n BIGINT)",
                            "n",
                            "(s VARCHAR)",
                            "sluice_parse_ns(s) // 1000000000"),
                    macro(
                            "sluice_to_date(t TIMESTAMP_NS)",
                            "CAST(sluice_floor_us(t) AS DATE)",
                            "(d DATE)",
                            "d",
                            "(n BIGINT)",
                            "DATE '1970-01-01' + CAST(n AS INTEGER)",
                            "(s VARCHAR)",
                            "CAST(sluice_floor_us(make_timestamp_ns(sluice_parse_ns(s))) AS DATE)"),
                    macro(
                            "sluice_make_date(y, m, d)",
                            "make_date(CAST(y AS BIGINT), CAST(m AS BIGINT), CAST(d AS BIGINT))"),
                    macro("sluice_plus(t, nanos)", "make_timestamp_ns(epoch_ns(t) + nanos)"),
                    macro(
                            "sluice_plus_months(t, i)",
                            "make_timestamp_ns(epoch_ns(sluice_floor_us(t) + i)"
                                    + " + sluice_floor_mod(epoch_ns(t), 1000))"),
                    macro(
                            "sluice_minus_months(t, i)",
                            "make_timestamp_ns(epoch_ns(sluice_floor_us(t) - i)"
                                    + " + sluice_floor_mod(epoch_ns(t), 1000))"),
                    // instants of anything: text is read whole, with its offset
                    macro(
                            "sluice_as_instant(s VARCHAR)",
                            "make_timestamp_ns(sluice_parse_ns(s))",
                            "(n BIGINT)",
                            "make_timestamp_ns(n)",
                            "(t TIMESTAMP_NS)",
                            "t"),
                    macro(
                            "sluice_try_as_instant(s VARCHAR)",
                            "make_timestamp_ns(sluice_try_parse_ns(s))",
                            "(n BIGINT)",
                            "make_timestamp_ns(n)",
                            "(t TIMESTAMP_NS)",
                            "t"),
                    macro(
                            "sluice_instant_by(s, formats)",
                            "make_timestamp_ns(sluice_parse_by_ns(s, formats))"),
                    macro(
                            "sluice_format(t, zone, format)",
                            "sluice_format_ns(epoch_ns(t), zone, format)"),
                    // clocks of zones, which are numbers
                    macro(
                            "sluice_local(t, zone)",
                            "make_timestamp_ns(sluice_local_ns(epoch_ns(t), zone))"),
                    macro(
                            "sluice_of_local(t, zone)",
                            "make_timestamp_ns(sluice_of_local_ns(epoch_ns(t), zone))"),
                    macro(
                            "sluice_wallclock_bin(width, t, origin, zone)",
                            "make_timestamp_ns("
                                    + "sluice_wallclock_bin_ns(width, epoch_ns(t), origin, zone))"));

    private TimeMacros() {}
}
