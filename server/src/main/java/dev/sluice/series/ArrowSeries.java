// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.series;

import dev.sluice.influxql.plan.SeriesLayout;
import dev.sluice.influxql.plan.SeriesLayout.GroupTag;
import dev.sluice.influxql.plan.SeriesLayout.ShownColumn;
import dev.sluice.query.ResultStream;
import dev.sluice.query.SeriesResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/// The rows of a query as series.
final class ArrowSeries implements SeriesRows {
    private final ResultStream stream;
    private final SeriesLayout layout;
    private final List<String> columns;
    private final List<String> tagKeys;

    /// Those that are read, by their place in the result: what is shown, and the measurement and
    /// the tags, which tell series apart.
    private final Map<Integer, ArrowColumn> read = new HashMap<>();

    private final List<ArrowColumn> shown;
    private final ArrowColumn measurement;
    private final List<ArrowColumn> keys;

    private int row = -1;
    private int count;
    private boolean starts;
    private @Nullable String name;

    /// Of the last row of the batch before this one; null before the first.
    private @Nullable Series last;

    /// What tells series apart.
    private record Series(String name, List<String> tags) {}

    ArrowSeries(SeriesResult result) {
        this.stream = result.rows();
        this.layout = result.layout();
        this.columns = layout.columns().stream().map(ShownColumn::name).toList();
        this.tagKeys = layout.tags().stream().map(GroupTag::key).toList();
        this.shown = layout.columns().stream().map(ShownColumn::column).map(this::column).toList();
        this.measurement = column(SeriesLayout.MEASUREMENT);
        this.keys = layout.tags().stream().map(GroupTag::column).map(this::column).toList();
    }

    private ArrowColumn column(int place) {
        return read.computeIfAbsent(place, _ -> new ArrowColumn(stream.root().getVector(place)));
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public String zone() {
        return layout.zone();
    }

    @Override
    public boolean next() {
        row++;
        while (row >= count) {
            if (count > 0) {
                last = series(count - 1);
            }
            count = 0;
            if (!stream.next()) {
                return false;
            }
            load();
        }
        starts = row == 0 ? differsFromLast() : differs();
        return true;
    }

    private boolean differsFromLast() {
        Series first = series(0);
        name = first.name;
        return !first.equals(last);
    }

    private void load() {
        VectorSchemaRoot root = stream.root();
        row = 0;
        count = root.getRowCount();
        if (count > 0) {
            read.values().forEach(column -> column.load(count));
        }
    }

    @Override
    public boolean startsSeries() {
        return starts;
    }

    @Override
    public String name() {
        if (name == null) {
            name = measurement.text(row);
        }
        return name;
    }

    @Override
    public List<String> tagKeys() {
        return tagKeys;
    }

    @Override
    public String tag(int key) {
        return keys.get(key).text(row);
    }

    @Override
    public void tag(int key, CellSink sink) {
        keys.get(key).readText(row, sink);
    }

    @Override
    public void cell(int column, CellSink sink) {
        shown.get(column).read(row, sink);
    }

    private Series series(int place) {
        return new Series(
                measurement.text(place), keys.stream().map(key -> key.text(place)).toList());
    }

    /// Whether this row is of another series than the one before it. Called for every row.
    private boolean differs() {
        if (!measurement.isAsBefore(row)) {
            name = null;
            return true;
        }
        for (ArrowColumn key : keys) {
            if (!key.isAsBefore(row)) {
                return true;
            }
        }
        return false;
    }
}
