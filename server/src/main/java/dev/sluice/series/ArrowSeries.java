// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.series;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.influxql.plan.SeriesLayout;
import dev.sluice.influxql.plan.SeriesLayout.ShownColumn;
import dev.sluice.query.ResultStream;
import dev.sluice.query.SeriesResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.apache.arrow.memory.util.ByteFunctionHelpers;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/// The rows of a query as series.
final class ArrowSeries implements SeriesRows {
    private final ResultStream stream;
    private final SeriesLayout layout;
    private final List<String> columns;
    private final List<Reader> readers;
    private final List<Key> keys;
    private int row = -1;
    private int count;
    private boolean starts;
    private @Nullable String name;
    private SequencedMap<String, String> tags = new LinkedHashMap<>();

    ArrowSeries(SeriesResult result) {
        this.stream = result.rows();
        this.layout = result.layout();
        this.columns = layout.columns().stream().map(ShownColumn::name).toList();
        this.readers =
                layout.columns().stream()
                        .map(column -> reader(stream.root().getVector(column.column())))
                        .toList();
        this.keys =
                layout.tags().stream()
                        .map(tag -> new Key(stream.root().getVector(tag.column())))
                        .toList();
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
            if (!stream.next()) {
                return false;
            }
            count = stream.root().getRowCount();
            row = 0;
        }
        starts = differs();
        if (starts) {
            remember();
        }
        return true;
    }

    @Override
    public boolean startsSeries() {
        return starts;
    }

    @Override
    public String name() {
        return name == null ? "" : name;
    }

    @Override
    public SequencedMap<String, String> tags() {
        return tags;
    }

    @Override
    public void cell(int column, CellSink sink) {
        readers.get(column).read(row, sink);
    }

    private Key measurement() {
        return new Key(stream.root().getVector(SeriesLayout.MEASUREMENT));
    }

    /// Whether this row is of another series than the one before it. Called for every row.
    private boolean differs() {
        if (row == 0) {
            return !measurement().text(0).equals(name) || !tagsHere().equals(tags);
        }
        if (!measurement().asBefore(row)) {
            return true;
        }
        for (Key key : keys) {
            if (!key.asBefore(row)) {
                return true;
            }
        }
        return false;
    }

    private void remember() {
        if (row == 0 || !measurement().asBefore(row)) {
            name = measurement().text(row);
        }
        tags = tagsHere();
    }

    private SequencedMap<String, String> tagsHere() {
        SequencedMap<String, String> here = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            here.put(layout.tags().get(i).key(), keys.get(i).text(row));
        }
        return here;
    }

    /// A column that tells series apart. One that holds no text is a field by whose name rows were
    /// grouped, which is a tag that is missing everywhere (data.md 6.8).
    private record Key(FieldVector column) {

        String text(int row) {
            return column instanceof VarCharVector texts && !texts.isNull(row)
                    ? new String(texts.get(row), UTF_8)
                    : "";
        }

        /// Whether the row before has the same text.
        boolean asBefore(int row) {
            return !(column instanceof VarCharVector texts)
                    || ByteFunctionHelpers.equal(
                                    texts.getDataBuffer(),
                                    texts.getStartOffset(row - 1),
                                    end(texts, row - 1),
                                    texts.getDataBuffer(),
                                    texts.getStartOffset(row),
                                    end(texts, row))
                            == 1;
        }

        private static int end(VarCharVector texts, int row) {
            return texts.isNull(row) ? texts.getStartOffset(row) : texts.getEndOffset(row);
        }
    }

    /// Reads one column.
    @FunctionalInterface
    private interface Reader {
        void read(int row, CellSink sink);
    }

    private static Reader reader(FieldVector column) {
        Reader present = presentReader(column);
        return (row, sink) -> {
            if (column.isNull(row)) {
                sink.nothing();
            } else {
                present.read(row, sink);
            }
        };
    }

    private static Reader presentReader(FieldVector column) {
        return switch (column) {
            case TimeStampVector times -> (row, sink) -> sink.time(times.get(row));
            case Float8Vector reals -> (row, sink) -> sink.real(reals.get(row));
            case BigIntVector wholes -> (row, sink) -> sink.integer(wholes.get(row));
            case IntVector wholes -> (row, sink) -> sink.integer(wholes.get(row));
            case UInt8Vector wholes -> (row, sink) -> sink.unsigned(wholes.get(row));
            case BitVector truths -> (row, sink) -> sink.truth(truths.get(row) == 1);
            case VarCharVector texts -> (row, sink) -> sink.text(new String(texts.get(row), UTF_8));
            case NullVector _ -> (_, sink) -> sink.nothing();
            default ->
                    throw new IllegalStateException(
                            "InfluxQL has no values like those of " + column.getField());
        };
    }
}
