// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.query;

import dev.sluice.influxctl.output.ProgressLine;
import java.util.Locale;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/// Another layout, and how many rows have come so far.
public final class ProgressLayout implements ResultLayout {
    private final ResultLayout layout;
    private final ProgressLine line;
    private long rowCount;

    /// @param layout shows the rows
    /// @param line stays the caller's, and is gone before the last of them is shown
    public ProgressLayout(ResultLayout layout, ProgressLine line) {
        this.layout = layout;
        this.line = line;
    }

    @Override
    public void columns(Schema schema) {
        layout.columns(schema);
    }

    @Override
    public void rows(VectorSchemaRoot batch) {
        layout.rows(batch);
        rowCount += batch.getRowCount();
        line.update(() -> String.format(Locale.ROOT, "%,d rows so far", rowCount));
    }

    @Override
    public void end() {
        line.close();
        layout.end();
    }
}
