// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import dev.sluice.influxql.plan.SeriesLayout;
import dev.sluice.influxql.plan.SeriesLayout.ShownColumn;
import dev.sluice.query.SeriesResult;
import dev.sluice.results.ScriptedResult;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampNanoVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/// Rows of a series `m` with a time and a number. What each batch is, is scripted.
final class FakeSeries extends ScriptedResult {
    private static final Schema SCHEMA =
            new Schema(
                    List.of(
                            Field.nullable("iox::measurement", ArrowType.Utf8.INSTANCE),
                            Field.nullable(
                                    "time", new ArrowType.Timestamp(TimeUnit.NANOSECOND, null)),
                            Field.nullable(
                                    "f",
                                    new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE))));

    private final Script script;

    /// Fills a batch or says that there is none.
    @FunctionalInterface
    interface Script {
        boolean step(FakeSeries rows, int step);
    }

    FakeSeries(Script script) {
        super(SCHEMA, new RootAllocator());
        this.script = script;
    }

    @Override
    protected boolean step(int step) {
        return script.step(this, step);
    }

    SeriesResult result() {
        return new SeriesResult(
                this,
                new SeriesLayout(
                        List.of(),
                        List.of(new ShownColumn("time", 1), new ShownColumn("f", 2)),
                        true,
                        ""));
    }

    /// One batch, times and numbers from `first` on.
    void fill(int first, int rows) {
        VarCharVector names = (VarCharVector) root().getVector(0);
        TimeStampNanoVector times = (TimeStampNanoVector) root().getVector(1);
        Float8Vector numbers = (Float8Vector) root().getVector(2);
        root().allocateNew();
        for (int row = 0; row < rows; row++) {
            names.setSafe(row, new byte[] {'m'});
            times.setSafe(row, first + row);
            numbers.setSafe(row, first + row);
        }
        root().setRowCount(rows);
    }

    /// Changes the number of the last row of the batch.
    void last(double number) {
        ((Float8Vector) root().getVector(2)).set(root().getRowCount() - 1, number);
    }
}
