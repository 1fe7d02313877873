// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.ColumnData;
import dev.sluice.influxql.plan.SimpleSelect;
import dev.sluice.influxql.plan.SimpleTerm;
import dev.sluice.influxql.plan.SimpleTerm.Operator;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/// Computes what rows of a simple SELECT of InfluxQL show, once they are in order. Immutable.
final class SliceComputing {
    /// The place of the time.
    private static final int TIME = 1;

    private final SimpleSelect.Computed computed;
    private final List<Integer> series;

    /// How many columns are shown as they are.
    private final int kept;

    /// @param series the columns that tell series apart
    /// @param kept so many of the first columns are shown as they are
    SliceComputing(SimpleSelect.Computed computed, List<Integer> series, int kept) {
        this.computed = computed;
        this.series = List.copyOf(series);
        this.kept = kept;
    }

    /// Whether what a row shows depends on others.
    boolean looksAround() {
        return computed.leavesEmptyOut();
    }

    /// How many values are computed for each row.
    int valueCount() {
        return computed.results().stream().mapToInt(SliceComputing::valueCount).sum();
    }

    private static int valueCount(SimpleTerm term) {
        return switch (term) {
            case SimpleTerm.Input _ -> 0;
            case SimpleTerm.Whole _, SimpleTerm.Real _ -> 1;
            case SimpleTerm.Operation operation ->
                    1 + valueCount(operation.left()) + valueCount(operation.right());
            case SimpleTerm.Window window -> 1 + valueCount(window.of());
        };
    }

    /// The columns that are shown, by the place of each row.
    ///
    /// @param columns by the number of each row
    /// @param rows the numbers of the rows, in order
    /// @throws ArithmeticException when a number leaves its range, which the engine explains
    List<SliceColumn> columns(List<SliceColumn> columns, int[] rows) {
        List<SliceColumn> ordered = columns.stream().map(column -> column.at(rows)).toList();
        Rows of = new Rows(ordered, starts(columns, rows), rows.length);
        List<SliceColumn> shown = new ArrayList<>(ordered.subList(0, kept));
        computed.results().forEach(result -> shown.add(of.values(result)));
        return shown;
    }

    /// Tells which rows are shown.
    ///
    /// @param shown the columns that are
    IntPredicate rows(List<SliceColumn> shown) {
        SliceColumn time = shown.get(TIME);
        List<SliceColumn> results = shown.subList(kept, shown.size());
        return row ->
                time.longAt(row) >= computed.firstNanos()
                        && (!computed.leavesEmptyOut()
                                || results.stream().anyMatch(result -> !result.isNull(row)));
    }

    /// The places at which series start.
    private BitSet starts(List<SliceColumn> columns, int[] rows) {
        BitSet starts = new BitSet(rows.length);
        for (int place = 0; place < rows.length; place++) {
            starts.set(
                    place,
                    place == 0
                            || !SliceQuery.isSame(columns, series, rows[place - 1], rows[place]));
        }
        return starts;
    }

    /// @param columns by the place of each row
    /// @param starts the places at which series start
    private record Rows(List<SliceColumn> columns, BitSet starts, int count) {
        SliceColumn values(SimpleTerm term) {
            return switch (term) {
                case SimpleTerm.Input(int column, _) -> columns.get(column);
                case SimpleTerm.Whole(long value) -> {
                    ColumnData one = new ColumnData(column(term));
                    one.addLong(value);
                    yield new SliceColumn(one, new int[count]);
                }
                case SimpleTerm.Real(double value) -> {
                    ColumnData one = new ColumnData(column(term));
                    one.addDouble(value);
                    yield new SliceColumn(one, new int[count]);
                }
                case SimpleTerm.Operation operation -> operated(operation);
                case SimpleTerm.Window window -> windowed(window);
            };
        }

        private static Column column(SimpleTerm term) {
            return new Column("value", term.type());
        }

        private SliceColumn operated(SimpleTerm.Operation operation) {
            SliceColumn left = values(operation.left());
            SliceColumn right = values(operation.right());
            ColumnData result = new ColumnData(column(operation));
            result.reserve(count);
            boolean whole = operation.type() == ColumnType.INTEGER;
            for (int row = 0; row < count; row++) {
                if (left.isNull(row) || right.isNull(row)) {
                    result.padTo(row + 1);
                } else if (whole) {
                    result.addLong(
                            whole(operation.operator(), left.longAt(row), right.longAt(row)));
                } else {
                    result.addDouble(
                            real(operation.operator(), left.numberAt(row), right.numberAt(row)));
                }
            }
            return SliceColumn.of(result);
        }

        private static long whole(Operator operator, long left, long right) {
            return switch (operator) {
                case ADD -> Math.addExact(left, right);
                case SUBTRACT -> Math.subtractExact(left, right);
                case MULTIPLY -> Math.multiplyExact(left, right);
                case DIVIDE -> throw new IllegalStateException("a quotient is not whole");
            };
        }

        private static double real(Operator operator, double left, double right) {
            return SliceWindow.finite(
                    switch (operator) {
                        case ADD -> left + right;
                        case SUBTRACT -> left - right;
                        case MULTIPLY -> left * right;
                        case DIVIDE -> right == 0 ? 0 : left / right;
                    });
        }

        private SliceColumn windowed(SimpleTerm.Window window) {
            SliceWindow result = new SliceWindow(window, values(window.of()), columns.get(TIME));
            for (int row = 0; row < count; row++) {
                if (starts.get(row)) {
                    result.start();
                }
                result.take(row);
            }
            return result.column();
        }
    }
}
