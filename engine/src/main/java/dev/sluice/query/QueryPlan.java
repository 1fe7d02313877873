// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A query that is ready to run: text of our own making, pinned to files and buffered rows.
///
/// @param text gives [#sql]; whoever needs no text does not have it written
/// @param buffered the buffered rows that the text reads, by [BufferedScan#id]
/// @param columns the result's columns, or null where they cannot be told before it runs
/// @param size what it reads beside buffered rows
/// @param metadata of the result's schema
/// @param slice the same query, where it is simple and its rows are in memory; else null
public record QueryPlan(
        Supplier<String> text,
        List<BufferedScan> buffered,
        @Nullable List<OutputColumn> columns,
        ScanSize size,
        Map<String, String> metadata,
        @Nullable Slice slice) {
    /// Copies the lists.
    public QueryPlan {
        buffered = List.copyOf(buffered);
        columns = columns == null ? null : List.copyOf(columns);
        metadata = Map.copyOf(metadata);
    }

    /// A plan for the engine whose result has no metadata of its own.
    public QueryPlan(
            String sql,
            List<BufferedScan> buffered,
            @Nullable List<OutputColumn> columns,
            ScanSize size) {
        this(() -> sql, buffered, columns, size, Map.of(), null);
    }

    /// What the engine runs; names in it are as [dev.sluice.query.sql.Identifiers] writes them.
    public String sql() {
        return text.get();
    }
}
