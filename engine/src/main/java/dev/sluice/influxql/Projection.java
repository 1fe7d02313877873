// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

/// What sort of rows a SELECT gives, as far as its text tells.
///
/// @param kind the sort
/// @param withFields whether variables stand beside the functions
/// @param extraIntervals how many bins before the range its window functions look at
public record Projection(Kind kind, boolean withFields, int extraIntervals) {
    /// The sorts of projection; each gives time, nulls and missing rows a meaning of its own
    /// (data.md 6.7 and 6.8).
    public enum Kind {
        /// Rows as they were written, perhaps computed with.
        RAW,
        /// The values of one field, each once.
        DISTINCT,
        /// Exactly one selector: rows as they were written, chosen by it.
        SELECTOR,
        /// Aggregates, or several selectors, or either of them in bins.
        AGGREGATE,
        /// `top` or `bottom`.
        TOP_BOTTOM,
        /// Window functions of fields.
        WINDOW,
        /// Window functions of aggregates, in bins.
        WINDOW_AGGREGATE,
        /// Window functions of aggregates beside aggregates without one.
        WINDOW_AGGREGATE_MIXED
    }
}
