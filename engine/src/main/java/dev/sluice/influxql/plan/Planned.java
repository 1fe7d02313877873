// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Statement.Page;
import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression.Literal;
import dev.sluice.query.sql.Query;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a statement becomes.
///
/// @param query gives the rows, in the order of data.md 6.2
/// @param columns the columns of the rows
/// @param layout how they are read
/// @param simple say the same as `query`, one after the other, where that is simple; else none
/// @param page which of their rows
/// @param known the rows, where all are known before anything is read; else none
public record Planned(
        Query query,
        List<PlannedColumn> columns,
        SeriesLayout layout,
        List<SimpleSelect> simple,
        Page page,
        List<List<Literal>> known) {
    /// Copies the lists.
    public Planned {
        columns = List.copyOf(columns);
        simple = List.copyOf(simple);
        known = known.stream().map(List::copyOf).toList();
    }

    /// Rows that only the query gives.
    Planned(Query query, List<PlannedColumn> columns, SeriesLayout layout) {
        this(query, columns, layout, List.of(), Page.ALL, List.of());
    }

    Planned withSimple(List<SimpleSelect> other) {
        return withSimple(other, Page.ALL);
    }

    Planned withSimple(List<SimpleSelect> other, Page which) {
        return new Planned(query, columns, layout, other, which, known);
    }

    Planned withKnown(List<List<Literal>> rows) {
        return new Planned(query, columns, layout, simple, page, rows);
    }

    /// A column of the rows.
    ///
    /// @param name in the result
    /// @param type what the measurement holds, for a plain column; null for anything computed
    /// @param value the type of its values, if it is known
    public record PlannedColumn(
            String name, @Nullable ColumnType type, @Nullable ColumnType value) {
        /// A plain column, or one of which nothing is known.
        PlannedColumn(String name, @Nullable ColumnType type) {
            this(name, type, type);
        }
    }
}
