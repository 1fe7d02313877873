// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A query that is ready to run: text of our own making, pinned to files and buffered rows.
///
/// @param sql names in it are as [dev.sluice.query.sql.Identifiers] writes them
/// @param buffered the buffered rows that the text reads, by [BufferedScan#id]
/// @param columns the result's columns, or null where they cannot be told before it runs
/// @param scanned how many files the text reads
public record QueryPlan(
        String sql,
        List<BufferedScan> buffered,
        @Nullable List<OutputColumn> columns,
        Scanned scanned) {
    /// What is left to read of the files of a query's tables, after those were passed over that
    /// hold none of its rows (data.md 7.6, 2).
    ///
    /// @param files how many files
    /// @param partitions of how many partitions
    public record Scanned(int files, int partitions) {
        /// No file.
        public static final Scanned NONE = new Scanned(0, 0);
    }

    /// Copies the lists.
    public QueryPlan {
        buffered = List.copyOf(buffered);
        columns = columns == null ? null : List.copyOf(columns);
    }
}
