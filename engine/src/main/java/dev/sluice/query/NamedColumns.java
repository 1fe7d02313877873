// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.model.Column;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.Relation;
import dev.sluice.query.sql.SortKey;
import dev.sluice.query.sql.Trees;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The columns that a query names anywhere: no scan needs others. A star names all, and so does
/// whatever goes by the place of a column or looks for names that two relations share.
final class NamedColumns {
    /// Every column.
    static final NamedColumns ALL = new NamedColumns();

    static {
        ALL.all = true;
    }

    private final Set<String> names = new HashSet<>();

    /// What stands alone: a column, or a relation whose whole row is meant.
    private final Set<String> bare = new HashSet<>();

    private final Set<String> relations = new HashSet<>();
    private boolean all;

    private NamedColumns() {}

    static NamedColumns of(Query query) {
        NamedColumns named = new NamedColumns();
        named.query(query);
        named.all |= named.relations.stream().anyMatch(named.bare::contains);
        return named;
    }

    /// Those of a table's columns that are named; of a table that is only counted, its time.
    List<Column> among(List<Column> columns) {
        if (all) {
            return columns;
        }
        List<Column> named =
                columns.stream().filter(column -> names.contains(column.name())).toList();
        return named.isEmpty()
                ? columns.stream().filter(column -> column.name().equals(Column.TIME)).toList()
                : named;
    }

    private void query(Query query) {
        for (Query.CommonTable table : query.with()) {
            query(table.query());
            if (table.step() != null) {
                query(table.step());
            }
        }
        switch (query) {
            case Query.Select select -> select(select);
            case Query.SetOperation set -> set.operands().forEach(this::query);
        }
        keys(query.tail().orderBy());
        optional(query.tail().limit());
        optional(query.tail().offset());
    }

    private void select(Query.Select select) {
        relation(select.from());
        select.items().forEach(item -> expression(item.expression()));
        select.distinct().on().forEach(this::expression);
        select.grouping().keys().forEach(this::expression);
        optional(select.where());
        optional(select.having());
        optional(select.qualify());
    }

    private void relation(Relation relation) {
        switch (relation) {
            case Relation.Table table -> {
                relations.add(table.path().getLast());
                relations.add(table.alias());
                all |= !table.columns().isEmpty();
            }
            case Relation.Scan _, Relation.Nothing _ -> {
                // Names nothing.
            }
            case Relation.Derived derived -> query(derived.query());
            case Relation.Join join -> {
                relation(join.left());
                relation(join.right());
                optional(join.condition());
                names.addAll(join.using());
                all |= join.natural();
            }
            case Relation.Values values ->
                    values.rows().forEach(row -> row.forEach(this::expression));
            case Relation.Series series -> expression(series.call());
        }
    }

    private void keys(List<SortKey> keys) {
        keys.forEach(key -> expression(key.expression()));
    }

    private void optional(@Nullable Expression expression) {
        if (expression != null) {
            expression(expression);
        }
    }

    private void expression(Expression expression) {
        switch (expression) {
            // The last word can be a part of a column.
            case Expression.ColumnReference reference -> {
                names.addAll(reference.path());
                if (reference.path().size() == 1) {
                    bare.add(reference.column());
                }
            }
            case Expression.Star _ -> all = true;
            case Expression.Subquery subquery -> {
                query(subquery.query());
                optional(subquery.operand());
            }
            default ->
                    Trees.map(
                            expression,
                            part -> {
                                expression(part);
                                return part;
                            });
        }
    }
}
