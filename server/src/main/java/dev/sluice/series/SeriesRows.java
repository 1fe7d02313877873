// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.series;

import dev.sluice.query.SeriesResult;
import java.util.List;
import java.util.SequencedMap;

/// The rows that one statement gives, one after the other, series by series. One thread reads.
public sealed interface SeriesRows permits ArrowSeries, KnownSeries {

    /// The rows of a query, which stays the caller's to close.
    static SeriesRows of(SeriesResult result) {
        return new ArrowSeries(result);
    }

    /// Names of the columns; the same for every series.
    List<String> columns();

    /// A name of the time zone database in which times are shown, or empty for UTC.
    String zone();

    /// Goes to the first row, or to the next.
    ///
    /// @return false when there is none
    /// @throws dev.sluice.model.ProblemException as of [dev.sluice.query.ResultStream#next]
    boolean next();

    /// Whether a series begins with this row.
    boolean startsSeries();

    /// The name of this row's series; may be empty.
    String name();

    /// The tags of this row's series, by key; a missing one is empty.
    SequencedMap<String, String> tags();

    /// Tells a value of this row.
    ///
    /// @param column its place among [#columns]
    void cell(int column, CellSink sink);
}
