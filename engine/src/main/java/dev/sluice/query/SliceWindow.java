// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.ColumnData;
import dev.sluice.influxql.plan.SimpleTerm;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import java.util.Arrays;

/// Computes one window function of InfluxQL (data.md 6.5) while it takes rows, one series after the
/// other.
final class SliceWindow {
    private final SimpleTerm.Window window;
    private final SliceColumn values;
    private final SliceColumn time;
    private final boolean whole;
    private final ColumnData result;

    /// The rows of this series that had a value.
    private int[] valued = new int[16];

    private int valuedCount;

    /// @param values what it is computed of
    /// @param time of the rows
    SliceWindow(SimpleTerm.Window window, SliceColumn values, SliceColumn time) {
        this.window = window;
        this.values = values;
        this.time = time;
        this.whole = window.of().type() == ColumnType.INTEGER;
        this.result = new ColumnData(new Column("value", window.type()));
        result.reserve(values.rowCount());
    }

    /// A series begins.
    void start() {
        valuedCount = 0;
    }

    /// Takes the next row.
    ///
    /// @throws ArithmeticException when a number leaves its range, which the engine explains
    void take(int row) {
        if (!values.isNull(row)) {
            if (valuedCount == valued.length) {
                valued = Arrays.copyOf(valued, 2 * valuedCount);
            }
            valued[valuedCount++] = row;
            add(row);
        }
        result.padTo(row + 1);
    }

    /// By the place of each row that was taken.
    SliceColumn column() {
        return SliceColumn.of(result);
    }

    private void add(int row) {
        switch (window.kind()) {
            case CUMULATIVE_SUM -> addSum(row);
            case MOVING_AVERAGE -> addAverage();
            case DIFFERENCE,
                    NON_NEGATIVE_DIFFERENCE,
                    DERIVATIVE,
                    NON_NEGATIVE_DERIVATIVE,
                    ELAPSED -> {
                if (valuedCount > 1) {
                    addChange(valued[valuedCount - 2], row);
                }
            }
        }
    }

    private void addSum(int row) {
        int before = valuedCount == 1 ? -1 : valued[valuedCount - 2];
        if (whole) {
            long value = values.longAt(row);
            result.addLong(before < 0 ? value : Math.addExact(result.longAt(before), value));
        } else {
            double value = values.doubleAt(row);
            result.addDouble(before < 0 ? value : finite(result.doubleAt(before) + value));
        }
    }

    private void addAverage() {
        int count = (int) window.parameter();
        if (valuedCount < count) {
            return;
        }
        double sum = 0;
        for (int place = valuedCount - count; place < valuedCount; place++) {
            sum += values.numberAt(valued[place]);
        }
        result.addDouble(finite(sum / count));
    }

    private void addChange(int before, int row) {
        switch (window.kind()) {
            case DIFFERENCE -> addDifference(before, row, false);
            case NON_NEGATIVE_DIFFERENCE -> addDifference(before, row, true);
            case DERIVATIVE -> addDerivative(before, row, false);
            case NON_NEGATIVE_DERIVATIVE -> addDerivative(before, row, true);
            case ELAPSED -> result.addLong(nanos(before, row) / window.parameter());
            case CUMULATIVE_SUM, MOVING_AVERAGE ->
                    throw new IllegalStateException("not between two values: " + window.kind());
        }
    }

    private void addDifference(int before, int row, boolean nonNegative) {
        if (whole) {
            long change = Math.subtractExact(values.longAt(row), values.longAt(before));
            if (!nonNegative || change >= 0) {
                result.addLong(change);
            }
        } else {
            double change = finite(values.doubleAt(row) - values.doubleAt(before));
            if (!nonNegative || change >= 0) {
                result.addDouble(change);
            }
        }
    }

    private void addDerivative(int before, int row, boolean nonNegative) {
        long nanos = nanos(before, row);
        if (nanos <= 0) {
            return;
        }
        double units = (double) nanos / (double) window.parameter();
        double change = finite((values.numberAt(row) - values.numberAt(before)) / units);
        if (!nonNegative || change >= 0) {
            result.addDouble(change);
        }
    }

    private long nanos(int before, int row) {
        return Math.subtractExact(time.longAt(row), time.longAt(before));
    }

    /// A number that the engine gives, too.
    ///
    /// @throws ArithmeticException when it is none
    static double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new ArithmeticException("not a finite number");
        }
        return value;
    }
}
