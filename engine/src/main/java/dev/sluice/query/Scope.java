// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.query.sql.Expression;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a part of the query sees: the tables that WITH defines, and the columns of the relations
/// around it, the nearest first. Immutable.
///
/// Each table gets a name of our own before it reaches the engine, so that a reference can never
/// mean anything but what was defined here. Columns serve to tell types; the engine itself decides
/// what a name means.
final class Scope {
    static final Scope EMPTY = new Scope(Map.of(), Bindings.NONE, null);

    private final Map<String, CommonTable> tables;
    private final Bindings bindings;
    private final @Nullable Scope outer;

    private Scope(Map<String, CommonTable> tables, Bindings bindings, @Nullable Scope outer) {
        this.tables = tables;
        this.bindings = bindings;
        this.outer = outer;
    }

    /// A table that WITH defines.
    ///
    /// @param engineName our own name for it
    /// @param columns what it gives, or null when that cannot be told
    record CommonTable(String engineName, @Nullable List<OutputColumn> columns) {}

    @Nullable CommonTable find(String name) {
        return tables.get(name);
    }

    /// The column that a reference means, or null when that cannot be told.
    @Nullable OutputColumn find(Expression.ColumnReference reference) {
        OutputColumn found = bindings.find(reference);
        return found == null && outer != null ? outer.find(reference) : found;
    }

    Scope with(String name, CommonTable table) {
        Map<String, CommonTable> more = new HashMap<>(tables);
        more.put(name, table);
        return new Scope(more, bindings, outer);
    }

    /// The same with relations that are nearer than those before.
    Scope within(Bindings nearer) {
        return new Scope(tables, nearer, this);
    }
}
