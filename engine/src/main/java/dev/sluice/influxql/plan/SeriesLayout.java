// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import java.util.List;

/// How the columns of an InfluxQL result are to be read (data.md 3.4, 4.7).
///
/// The first column, `iox::measurement`, is the series' name. Rows that agree in it and in all
/// group tags are one series; they follow one another, series by series.
///
/// @param tags the tags of GROUP BY, by key; a null value is the empty one
/// @param columns what a series shows, in order; for SELECT the time first
/// @param timed whether the first of `columns` is the time
/// @param zone a name of the time zone database in which times are shown, or empty for UTC
public record SeriesLayout(
        List<GroupTag> tags, List<ShownColumn> columns, boolean timed, String zone) {
    /// Where the series' name is.
    public static final int MEASUREMENT = 0;

    /// The name of that column.
    public static final String MEASUREMENT_NAME = "iox::measurement";

    /// Copies the lists.
    public SeriesLayout {
        tags = List.copyOf(tags);
        columns = List.copyOf(columns);
    }

    /// A tag of GROUP BY.
    ///
    /// @param key its key
    /// @param column place in the result
    /// @param projected whether it is one of the shown columns too
    public record GroupTag(String key, int column, boolean projected) {}

    /// A column of a series.
    ///
    /// @param name as it is shown; no two are the same
    /// @param column place in the result
    public record ShownColumn(String name, int column) {}
}
