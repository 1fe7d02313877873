// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.series;

import java.util.List;

/// One series of rows that are known without a query. For one reader.
public final class KnownSeries implements SeriesRows {
    private final String name;
    private final List<String> columns;
    private final List<List<Object>> rows;
    private int row = -1;

    /// @param name of the series
    /// @param columns names of the columns
    /// @param rows each with a `String`, a `Long` or a `Boolean` a column
    public KnownSeries(String name, List<String> columns, List<List<Object>> rows) {
        this.name = name;
        this.columns = List.copyOf(columns);
        this.rows = List.copyOf(rows);
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public String zone() {
        return "";
    }

    @Override
    public boolean next() {
        row++;
        return row < rows.size();
    }

    @Override
    public boolean startsSeries() {
        return row == 0;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> tagKeys() {
        return List.of();
    }

    @Override
    public String tag(int key) {
        throw new IndexOutOfBoundsException(key);
    }

    @Override
    public void tag(int key, CellSink sink) {
        throw new IndexOutOfBoundsException(key);
    }

    @Override
    public void cell(int column, CellSink sink) {
        switch (rows.get(row).get(column)) {
            case String text -> sink.text(text);
            case Long whole -> sink.integer(whole);
            case Boolean truth -> sink.truth(truth);
            case Object other -> throw new IllegalArgumentException(other.getClass().getName());
        }
    }
}
