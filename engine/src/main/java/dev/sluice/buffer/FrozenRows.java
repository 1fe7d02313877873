// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

import java.util.List;
import java.util.Map;

/// The rows that [Buffer#freeze] set apart for files. Queries see them until [Buffer#release].
///
/// @param tables by table id, the rows in order of position
/// @param sizeBytes about how much memory they take
public record FrozenRows(Map<Long, List<BufferedRows>> tables, long sizeBytes) {

    /// Copies the map.
    public FrozenRows {
        tables = Map.copyOf(tables);
    }

    /// Whether there are none.
    public boolean isEmpty() {
        return tables.isEmpty();
    }
}
