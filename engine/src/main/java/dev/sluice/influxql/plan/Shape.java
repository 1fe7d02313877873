// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Condition;
import dev.sluice.influxql.Fill;
import dev.sluice.influxql.Statement.Field;
import dev.sluice.influxql.Statement.Page;
import dev.sluice.influxql.Term;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.SortKey;
import java.util.ArrayList;
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

    /// The columns of a part that hold the group tags.
    List<String> tagNames() {
        return Part.names("g", groupTags().size());
    }

    /// The columns of a part that hold the time and the group tags.
    List<String> keyNames() {
        List<String> result = new ArrayList<>();
        result.add(Part.TIME);
        result.addAll(tagNames());
        return result;
    }

    /// The order of the rows of one series.
    ///
    /// @param ties how many columns order rows of one time
    List<SortKey> order(int ties) {
        List<SortKey> order = new ArrayList<>();
        Expression time = Sql.column(Part.TIME);
        order.add(descending ? Sql.down(time) : Sql.up(time));
        for (String tie : Part.names("h", ties)) {
            order.add(Sql.up(Sql.column(tie)));
        }
        return order;
    }

    /// Whether the newest row of each series is all that is wanted.
    boolean wantsNewest() {
        Long limit = page.limit();
        Long offset = page.offset();
        return descending && limit != null && limit == 1 && (offset == null || offset == 0);
    }

    /// The time of an aggregate without bins (data.md 6.7).
    long aggregateTime() {
        return span.hasLower() ? span.lower() : 0;
    }

    /// The instants of the rows that are read.
    TimeSpan scanned() {
        return bins == null ? span : scanned(span, bins.width(), fields());
    }

    /// The same of bins of a width: window functions over them want the bin before.
    static TimeSpan scanned(TimeSpan span, long width, List<Field> fields) {
        return Terms.any(fields, Shape::looksBefore) ? span.widened(width) : span;
    }

    private static boolean looksBefore(Term term) {
        return term instanceof Term.Call call
                && Function.isWindow(call)
                && !call.function().equals("cumulative_sum");
    }
}
