// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static dev.sluice.duckdb.DialectMacros.macro;

import java.util.List;

/// The macros of InfluxQL's arithmetic (data.md 6.4). `Arithmetic` and `Transforms` in
/// `dev.sluice.influxql.plan` call them.
final class InfluxqlMacros {
    static final List<String> STATEMENTS =
            List.of(
                    // nothing is divided by zero
                    macro("sluice_quotient(a, b)", byZero("/")),
                    macro("sluice_remainder(a, b)", byZero("%")),
                    // below zero it counts down from the greatest number
                    macro(
                            "sluice_unsigned_difference(a, b)",
                            "CASE WHEN a >= b THEN a - b WHEN a < b THEN"
                                    + " CAST(18446744073709551615 AS UBIGINT)"
                                    + " - (b - a - CAST(1 AS UBIGINT)) END"),
                    macro("sluice_both(a, b)", present("a AND b")),
                    macro("sluice_either(a, b)", present("a OR b")),
                    macro(
                            "sluice_logarithm(x, base)",
                            "CASE WHEN ln(base) = 0 THEN CAST('NaN' AS DOUBLE)"
                                    + " ELSE ln(x) / ln(base) END"));

    private InfluxqlMacros() {}

    private static String byZero(String operator) {
        return "CASE WHEN a IS NULL THEN NULL WHEN b = 0 THEN 0 ELSE a " + operator + " b END";
    }

    private static String present(String value) {
        return "CASE WHEN a IS NOT NULL AND b IS NOT NULL THEN " + value + " END";
    }
}
