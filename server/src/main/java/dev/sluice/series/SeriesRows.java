// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.series;

import dev.sluice.query.SeriesResult;
import java.util.List;

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

    /// The keys of the tags that tell series apart, each once; the same for every series.
    List<String> tagKeys();

    /// The value of a tag of this row's series; a missing one is empty.
    ///
    /// @param key its place among [#tagKeys]
    String tag(int key);

    /// Tells it.
    ///
    /// @param key its place among [#tagKeys]
    void tag(int key, CellSink sink);

    /// Tells a value of this row.
    ///
    /// @param column its place among [#columns]
    void cell(int column, CellSink sink);
}
