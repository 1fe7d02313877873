// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.query.sql.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The relations that a FROM brings in, as far as their columns can be told. Serves the metadata of
/// results and the names of columns; the engine itself decides what a name means.
///
/// @param relations in order
/// @param starKnown whether `*` is exactly their columns one after the other
record Bindings(List<Relation> relations, boolean starKnown) {

    /// How many fields a message names.
    private static final int FIELDS_MAX = 50;

    private static final Pattern PLAIN_NAME = Pattern.compile("[a-z_][a-z0-9_]*");

    /// One relation.
    ///
    /// @param alias its name in the query
    /// @param columns what it gives, or null when that cannot be told
    record Relation(String alias, @Nullable List<OutputColumn> columns) {
        private Relation within(WhereBounds where, boolean alone) {
            return columns == null
                    ? this
                    : new Relation(
                            alias,
                            columns.stream()
                                    .map(column ->
                                            column.instant() == null
                                                    ? column
                                                    : column.within(
                                                            where.of(alias, column.name(), alone)))
                                    .toList());
        }
    }

    static final Bindings NONE = new Bindings(List.of(), true);

    static Bindings of(String alias, @Nullable List<OutputColumn> columns) {
        return new Bindings(List.of(new Relation(alias, columns)), true);
    }

    /// The same columns, with nulls.
    Bindings withNulls() {
        return new Bindings(
                relations.stream()
                        .map(relation -> new Relation(relation.alias, withNulls(relation.columns)))
                        .toList(),
                starKnown);
    }

    /// The same columns, of rows that a condition lets through.
    Bindings within(WhereBounds where) {
        boolean alone = relations.size() == 1;
        return new Bindings(
                relations.stream().map(relation -> relation.within(where, alone)).toList(),
                starKnown);
    }

    static @Nullable List<OutputColumn> withNulls(@Nullable List<OutputColumn> columns) {
        return columns == null ? null : columns.stream().map(OutputColumn::withNulls).toList();
    }

    Bindings and(Bindings other, boolean starStaysKnown) {
        List<Relation> all = new ArrayList<>(relations);
        all.addAll(other.relations);
        return new Bindings(all, starKnown && other.starKnown && starStaysKnown);
    }

    /// The column that a reference means, or null where it is none of these or could be several.
    @Nullable OutputColumn find(Expression.ColumnReference reference) {
        List<String> path = reference.path();
        OutputColumn found = null;
        for (Relation relation : relations) {
            boolean named = path.size() == 1 || relation.alias.equals(path.getFirst());
            if (named && path.size() <= 2 && relation.columns != null) {
                for (OutputColumn column : relation.columns) {
                    if (column.name().equals(reference.column())) {
                        if (found != null && !found.withNulls().equals(column.withNulls())) {
                            return null;
                        }
                        found = found == null ? column : found;
                    }
                }
            }
        }
        return found;
    }

    /// Whether a reference could mean something here: a column, or a part of one.
    boolean mayHave(Expression.ColumnReference reference) {
        List<String> path = reference.path();
        for (Relation relation : relations) {
            if (relation.columns == null) {
                return true;
            }
            boolean named = path.size() > 1 && relation.alias.equals(path.getFirst());
            for (OutputColumn column : relation.columns) {
                if (column.name().equals(path.getFirst())
                        || (named && column.name().equals(path.get(1)))) {
                    return true;
                }
            }
        }
        return false;
    }

    /// The columns as a message names them.
    String fields() {
        List<String> result = new ArrayList<>();
        for (Relation relation : relations) {
            if (relation.columns != null) {
                for (OutputColumn column : relation.columns) {
                    result.add(
                            name(
                                    relation.alias.isEmpty()
                                            ? List.of(column.name())
                                            : List.of(relation.alias, column.name())));
                }
            }
        }
        return result.size() <= FIELDS_MAX
                ? String.join(", ", result)
                : String.join(", ", result.subList(0, FIELDS_MAX)) + ", ...";
    }

    /// A name as it would have to be written.
    static String name(List<String> path) {
        return path.stream()
                .map(part ->
                        PLAIN_NAME.matcher(part).matches()
                                ? part
                                : '"' + part.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining("."));
    }

    /// What a star gives, or null when that cannot be told.
    @Nullable List<OutputColumn> expand(Expression.Star star) {
        List<OutputColumn> result = new ArrayList<>();
        if (star.relation().isEmpty() && !starKnown) {
            return null;
        }
        for (Relation relation : relations) {
            if (star.relation().isEmpty() || star.relation().equals(relation.alias)) {
                if (relation.columns == null) {
                    return null;
                }
                for (OutputColumn column : relation.columns) {
                    if (!star.excluded().contains(column.name())) {
                        result.add(column);
                    }
                }
            }
        }
        return result;
    }
}
