// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.model.Column;
import java.util.List;

/// A measurement as the planner knows it.
///
/// @param name byte-exact
/// @param columns every column, `time` included
public record MeasurementSchema(String name, List<Column> columns) {
    /// Copies the list.
    public MeasurementSchema {
        columns = List.copyOf(columns);
    }
}
