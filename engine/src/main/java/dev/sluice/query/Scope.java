// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.UnsupportedSql;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a part of the query sees: the tables that WITH defines, and the columns of the relations
/// around it, the nearest first. Immutable.
///
/// Each table gets a name of our own before it reaches the engine, so that a reference can never
/// mean anything but what was defined here. Columns serve to tell types; the engine itself decides
/// what a name means.
final class Scope {
    static final Scope EMPTY = new Scope(Map.of(), Bindings.NONE, Set.of(), null);

    private final Map<String, CommonTable> tables;
    private final Bindings bindings;
    private final Set<String> aliases;
    private final @Nullable Scope outer;

    private Scope(
            Map<String, CommonTable> tables,
            Bindings bindings,
            Set<String> aliases,
            @Nullable Scope outer) {
        this.tables = tables;
        this.bindings = bindings;
        this.aliases = aliases;
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
        return new Scope(more, bindings, aliases, outer);
    }

    /// The same with relations that are nearer than those before.
    Scope within(Bindings nearer) {
        return within(nearer, Set.of());
    }

    /// The same, with names that the query gives to its own columns.
    Scope within(Bindings nearer, Set<String> names) {
        return new Scope(tables, nearer, names, this);
    }

    /// Refuses a reference that surely means nothing.
    ///
    /// @throws dev.sluice.model.ProblemException *invalid*, with the fields that there are
    void requireKnown(Expression.ColumnReference reference) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            if (scope.aliases.contains(reference.path().getFirst())
                    || scope.bindings.mayHave(reference)) {
                return;
            }
        }
        String valid = bindings.fields();
        throw UnsupportedSql.planning(
                "unknown_column",
                "No field named "
                        + Bindings.name(reference.path())
                        + "."
                        + (valid.isEmpty() ? "" : " Valid fields are " + valid + "."));
    }
}
