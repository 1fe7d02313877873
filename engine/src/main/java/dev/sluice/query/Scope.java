// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The tables that WITH defines, as far as a part of the query sees them. Immutable.
///
/// Each gets a name of our own before it reaches the engine, so that a reference can never mean
/// anything but what was defined here.
final class Scope {
    static final Scope EMPTY = new Scope(Map.of());

    private final Map<String, CommonTable> tables;

    private Scope(Map<String, CommonTable> tables) {
        this.tables = tables;
    }

    /// A table that WITH defines.
    ///
    /// @param engineName our own name for it
    /// @param columns what it gives, or null when that cannot be told
    record CommonTable(String engineName, @Nullable List<OutputColumn> columns) {}

    @Nullable CommonTable find(String name) {
        return tables.get(name);
    }

    Scope with(String name, CommonTable table) {
        Map<String, CommonTable> more = new HashMap<>(tables);
        more.put(name, table);
        return new Scope(more);
    }
}
