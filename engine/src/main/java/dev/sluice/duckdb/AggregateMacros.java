// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static dev.sluice.duckdb.DialectMacros.macro;

import java.util.List;

/// The macros of aggregates and selectors (data.md 5.7, 5.8).
final class AggregateMacros {
    static final List<String> STATEMENTS =
            List.of(
                    macro(
                            "sluice_weighted_step(a, b, target)",
                            "CASE WHEN a.w >= target THEN a ELSE {'x': b.x, 'w': a.w + b.w} END"),
                    macro(
                            "sluice_weight(l)",
                            "list_aggregate(list_transform(l, lambda e: e.w), 'sum')"),
                    // the share of the weight is computed once, not for each element
                    macro(
                            "sluice_weighted_quantile(l, p)",
                            "list_transform([p * sluice_weight(l)], lambda t:"
                                    + " list_reduce(l, lambda a, b: sluice_weighted_step(a, b, t)).x)[1]"),
                    macro("sluice_middle(a, b)", "(CAST(a AS HUGEINT) + b) // 2"),
                    // transforms of windows
                    macro(
                            "sluice_rate(v, nanos, unit)",
                            "CAST(v AS DOUBLE) / (CAST(nanos AS DOUBLE) / CAST(unit AS DOUBLE))"),
                    macro("sluice_not_negative(v)", "CASE WHEN v >= 0 THEN v END"),
                    // gap filling
                    macro(
                            "sluice_share(t, t0, t1)",
                            "CAST(t - t0 AS DOUBLE) / CAST(t1 - t0 AS DOUBLE)"),
                    macro(
                            "sluice_interpolated(a, b, share)",
                            "CAST(a AS DOUBLE) + (CAST(b AS DOUBLE) - CAST(a AS DOUBLE)) * share"));

    private AggregateMacros() {}
}
