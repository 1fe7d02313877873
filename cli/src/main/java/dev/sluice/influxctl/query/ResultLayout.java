// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.query;

import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/// Shows a result as it arrives: once the schema, then batches, then the end. Nobody owns the Arrow
/// buffers but the caller; nothing of a batch is kept beyond [#rows].
public sealed interface ResultLayout
        permits ChartLayout, JsonLayout, PerformanceLayout, ProgressLayout, TableLayout {
    /// The columns, before any row.
    void columns(Schema schema);

    /// The next rows; a batch without rows only says that the query is alive.
    void rows(VectorSchemaRoot batch);

    /// There are no more rows.
    void end();
}
