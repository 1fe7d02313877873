// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static dev.sluice.duckdb.DialectMacros.byType;
import static dev.sluice.duckdb.DialectMacros.isOf;
import static dev.sluice.duckdb.DialectMacros.macro;
import static dev.sluice.duckdb.DialectMacros.refusedType;

import java.util.List;

/// The macros of time. All of them work on whole nanoseconds, since the engine's own arithmetic
/// goes through microseconds and rounds up. They call [ScalarFunctions], which come first.
final class TimeMacros {
    private static final String INSTANTS = "'TIMESTAMP_NS', 'TIMESTAMP', 'DATE'";
    private static final String TEXT = "'VARCHAR'";
    private static final String CLOCKS = "'TIME_NS', 'TIME'";
    private static final String LENGTHS = "'INTERVAL'";
    private static final String FLOATS = "'DOUBLE', 'FLOAT'";
    private static final String WHOLE_NUMBERS =
            "'TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT',"
                    + " 'UTINYINT', 'USMALLINT', 'UINTEGER', 'UBIGINT'";

    /// What is said of what has no parts.
    private static final String DIVIDED =
            "'date_part takes timestamps, days, clock readings, intervals and text";

    /// A value in each of the types, of which one is right: what cannot be cast is never computed.
    private static final String AS_INSTANT = "CAST(x AS TIMESTAMP_NS)";

    private static final String AS_TEXT = "CAST(x AS VARCHAR)";
    private static final String AS_WHOLE = "CAST(CAST(x AS HUGEINT) AS BIGINT)";
    private static final String AS_CUT_OFF = "CAST(trunc(CAST(x AS DOUBLE)) AS BIGINT)";
    private static final String PARSED = "make_timestamp_ns(sluice_parse_ns(" + AS_TEXT + "))";

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
                            "sluice_instant_of(x, name)",
                            byType(
                                    "x",
                                    refused("name || ' takes timestamps, days and text"),
                                    INSTANTS,
                                    AS_INSTANT,
                                    TEXT,
                                    PARSED)),
                    macro("sluice_date_part(part, t)", "date_part(part, sluice_floor_us(t))"),
                    macro(
                            "sluice_date_part_of(part, x)",
                            byType(
                                    "x",
                                    refused(DIVIDED),
                                    INSTANTS,
                                    "sluice_date_part(part, " + AS_INSTANT + ")",
                                    TEXT,
                                    "sluice_date_part(part, " + PARSED + ")",
                                    CLOCKS,
                                    partOf("TIME", CLOCKS),
                                    LENGTHS,
                                    partOf("INTERVAL", LENGTHS))),
                    macro(
                            "sluice_nanosecond(x)",
                            "sluice_floor_mod("
                                    + byType(
                                            "x",
                                            refused(DIVIDED),
                                            INSTANTS,
                                            "epoch_ns(" + AS_INSTANT + ")",
                                            TEXT,
                                            "sluice_parse_ns(" + AS_TEXT + ")",
                                            CLOCKS,
                                            "epoch_ns(CAST(x AS TIME_NS))",
                                            LENGTHS,
                                            "epoch_ns(CAST(x AS INTERVAL))")
                                    + ", 60000000000)"),
                    macro(
                            "sluice_cut_off(t, nanos)",
                            "make_timestamp_ns(epoch_ns(t) - epoch_ns(t) % nanos)"),
                    macro(
                            "sluice_from_units(x, nanos, name)",
                            byType(
                                    "x",
                                    refused("name || ' takes whole numbers, timestamps and text"),
                                    INSTANTS,
                                    "sluice_cut_off(" + AS_INSTANT + ", nanos)",
                                    TEXT,
                                    "sluice_cut_off(" + PARSED + ", nanos)",
                                    WHOLE_NUMBERS,
                                    "make_timestamp_ns(" + AS_WHOLE + " * nanos)")),
                    macro(
                            "sluice_to_unixtime(x)",
                            byType(
                                    "x",
                                    refused("'to_unixtime takes numbers, timestamps and text"),
                                    INSTANTS,
                                    "epoch_ns(" + AS_INSTANT + ") // 1000000000",
                                    TEXT,
                                    "sluice_parse_ns(" + AS_TEXT + ") // 1000000000",
                                    WHOLE_NUMBERS,
                                    AS_WHOLE,
                                    FLOATS,
                                    AS_CUT_OFF)),
                    macro(
                            "sluice_to_date(x)",
                            byType(
                                    "x",
                                    refused("'to_date takes numbers, timestamps, days and text"),
                                    "'DATE'",
                                    "CAST(x AS DATE)",
                                    INSTANTS,
                                    "CAST(sluice_floor_us(" + AS_INSTANT + ") AS DATE)",
                                    TEXT,
                                    "CAST(sluice_floor_us(" + PARSED + ") AS DATE)",
                                    WHOLE_NUMBERS,
                                    day(AS_WHOLE),
                                    FLOATS,
                                    day(AS_CUT_OFF))),
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
                            "sluice_as_instant(x)",
                            byType(
                                    "x",
                                    refusedType(
                                            "x",
                                            "'Unsupported CAST from '",
                                            "' to Timestamp(Nanosecond, None)'"),
                                    INSTANTS,
                                    AS_INSTANT,
                                    TEXT,
                                    PARSED,
                                    WHOLE_NUMBERS,
                                    "make_timestamp_ns(" + AS_WHOLE + ")",
                                    FLOATS,
                                    "make_timestamp_ns(" + AS_CUT_OFF + ")")),
                    macro(
                            "sluice_try_as_instant(x)",
                            byType(
                                    "x",
                                    "NULL",
                                    INSTANTS,
                                    "TRY_CAST(x AS TIMESTAMP_NS)",
                                    TEXT,
                                    "make_timestamp_ns(sluice_try_parse_ns(" + AS_TEXT + "))",
                                    WHOLE_NUMBERS,
                                    "make_timestamp_ns(TRY_CAST(TRY_CAST(x AS HUGEINT) AS BIGINT))",
                                    FLOATS,
                                    "make_timestamp_ns("
                                            + "TRY_CAST(trunc(TRY_CAST(x AS DOUBLE)) AS BIGINT))")),
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
                            "sluice_start(clock, t, zone)",
                            "make_timestamp_ns(sluice_start_ns(epoch_ns(clock), epoch_ns(t), zone))"),
                    macro(
                            "sluice_wallclock_bin(width, t, origin, zone)",
                            "make_timestamp_ns("
                                    + "sluice_wallclock_bin_ns(width, epoch_ns(t), origin, zone))"));

    private TimeMacros() {}

    /// @param message an expression that begins a text and does not end it
    private static String refused(String message) {
        return refusedType("x", message + ", not '", "''");
    }

    /// A part of what is no instant. The engine looks at the part even where the type is another
    /// one, and not all of these have all parts.
    private static String partOf(String type, String names) {
        return "date_part(CASE WHEN "
                + isOf("x", names)
                + " THEN part ELSE 'hour' END, CAST(x AS "
                + type
                + "))";
    }

    private static String day(String number) {
        return "DATE '1970-01-01' + CAST(" + number + " AS INTEGER)";
    }
}
