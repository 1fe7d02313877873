// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Condition;
import dev.sluice.influxql.Fill;
import dev.sluice.influxql.Statement.Field;
import dev.sluice.influxql.Statement.Page;
import dev.sluice.influxql.Term;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A SELECT without its sources: what is the same for each of them.
///
/// @param projection columns and group tags
/// @param columns what all sources have together
/// @param condition which rows count, without the bounds of time; null for all
/// @param span the bounds of time
/// @param bins of GROUP BY time, or null
/// @param fill what bins without data hold
/// @param descending whether the newest comes first
/// @param page which rows of each series
record Shape(
        Projection projection,
        Columns columns,
        @Nullable Condition condition,
        TimeSpan span,
        @Nullable Bins bins,
        Fill fill,
        boolean descending,
        Page page) {

    List<Field> fields() {
        return projection.fields();
    }

    List<String> groupTags() {
        return projection.groupTags();
    }

    /// The time of an aggregate without bins (data.md 6.7).
    long aggregateTime() {
        return span.hasLower() ? span.lower() : 0;
    }

    /// The instants of the rows that are read: window functions over bins want the bin before.
    TimeSpan scanned() {
        boolean before =
                bins != null
                        && Terms.any(
                                fields(),
                                term ->
                                        Function.isWindow(term)
                                                && !((Term.Call) term)
                                                        .function()
                                                        .equals("cumulative_sum"));
        return before && bins != null ? span.widened(bins.width()) : span;
    }
}
