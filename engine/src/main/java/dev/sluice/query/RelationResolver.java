// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.query.sql.Arguments;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Relation;
import dev.sluice.query.sql.UnsupportedSql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The FROM half of [QueryResolver]: finds each table and puts a scan of ours in its place.
final class RelationResolver {
    /// The name of rows that are written out and got none.
    private static final String VALUES = "sluice_values";

    private final QueryResolver queries;
    private final ExpressionResolver expressions;
    private final TableSources tables;
    private final Views views;

    RelationResolver(
            QueryResolver queries,
            ExpressionResolver expressions,
            TableSources tables,
            Views views) {
        this.queries = queries;
        this.expressions = expressions;
        this.tables = tables;
        this.views = views;
    }

    /// Tables that are made when they are asked for.
    interface Views {
        Optional<View> find(String schema, String name);
    }

    /// A relation whose tables were found. It is ready to be written once the bounds of time are
    /// known, which need its columns first.
    ///
    /// @param bindings what it brings in
    /// @param relation gives the relation, reading no more than the bounds ask for
    record Resolved(Bindings bindings, Function<WhereBounds, Relation> relation) {}

    /// Finds the tables of a relation.
    ///
    /// @param wanted which rows of a query in the place of a table are kept
    Resolved resolve(Relation relation, Scope scope, PlaceBounds wanted) {
        return relation instanceof Relation.Derived derived
                ? derived(derived, scope, wanted)
                : resolve(relation, scope, !(relation instanceof Relation.Join));
    }

    private Resolved resolve(Relation relation, Scope scope, boolean alone) {
        return switch (relation) {
            case Relation.Table table -> table(table, scope, alone);
            case Relation.Derived derived -> derived(derived, scope, PlaceBounds.NONE);
            case Relation.Join join -> join(join, scope);
            case Relation.Values values -> values(values, scope);
            case Relation.Series series -> series(series, scope);
            case Relation.Nothing nothing -> new Resolved(Bindings.NONE, _ -> nothing);
            case Relation.Scan _ ->
                    throw new IllegalStateException("a scan before its table was found");
        };
    }

    private Resolved table(Relation.Table table, Scope scope, boolean alone) {
        String name = table.path().getLast();
        String alias = table.alias().isEmpty() ? name : table.alias();
        Scope.CommonTable common = table.path().size() == 1 ? scope.find(name) : null;
        if (common != null) {
            Relation found =
                    new Relation.Table(List.of(common.engineName()), alias, table.columns());
            return new Resolved(
                    Bindings.of(alias, renamed(common.columns(), table.columns())), _ -> found);
        }
        return switch (schema(table.path())) {
            case InformationSchema.NAME, SystemTables.SCHEMA -> view(table, name, alias);
            case InformationSchema.USER_SCHEMA -> userTable(table, name, alias, alone);
            default -> throw notFound(table.path());
        };
    }

    private Resolved userTable(Relation.Table table, String name, String alias, boolean alone) {
        TableSources.Pinned pinned = tables.find(name).orElseThrow(() -> notFound(table.path()));
        return new Resolved(
                Bindings.of(alias, renamed(pinned.output(), table.columns())),
                bounds -> {
                    ScanBounds wanted =
                            table.columns().isEmpty() ? bounds.of(alias, alone) : ScanBounds.NONE;
                    return new Relation.Scan(tables.scan(pinned, wanted), alias, table.columns());
                });
    }

    private Resolved view(Relation.Table table, String name, String alias) {
        Optional<View> view = views.find(schema(table.path()), name);
        if (view.isEmpty() || !table.columns().isEmpty()) {
            throw notFound(table.path());
        }
        return new Resolved(
                Bindings.of(alias, view.get().output()), _ -> view.get().relation(alias));
    }

    /// The schema that a path names; the default one where it names none.
    private static String schema(List<String> path) {
        return switch (path.size()) {
            case 1 -> InformationSchema.USER_SCHEMA;
            case 2 -> path.getFirst();
            default -> path.getFirst().equals(InformationSchema.CATALOG) ? path.get(1) : "";
        };
    }

    private static RuntimeException notFound(List<String> path) {
        String full =
                switch (path.size()) {
                    case 1 ->
                            InformationSchema.CATALOG
                                    + "."
                                    + InformationSchema.USER_SCHEMA
                                    + "."
                                    + path.getFirst();
                    case 2 -> InformationSchema.CATALOG + "." + String.join(".", path);
                    default -> String.join(".", path);
                };
        return UnsupportedSql.planning("table_not_found", "table '" + full + "' not found");
    }

    private Resolved derived(Relation.Derived derived, Scope scope, PlaceBounds wanted) {
        QueryResolver.Resolved query = queries.resolve(derived.query(), scope, wanted);
        Relation found = new Relation.Derived(query.query(), derived.alias(), derived.columns());
        return new Resolved(
                Bindings.of(derived.alias(), renamed(query.columns(), derived.columns())),
                _ -> found);
    }

    private Resolved join(Relation.Join join, Scope scope) {
        Resolved left = resolve(join.left(), scope, false);
        Resolved right = resolve(join.right(), scope.within(left.bindings()), false);
        boolean oneSided =
                switch (join.kind()) {
                    case SEMI, ANTI -> true;
                    case INNER, LEFT, RIGHT, FULL -> false;
                };
        boolean merged = join.natural() || !join.using().isEmpty();
        Bindings both = joined(join.kind(), left.bindings(), right.bindings(), !merged);
        Expression condition = expressions.optional(join.condition(), scope.within(both));
        return new Resolved(
                oneSided ? left.bindings() : both,
                bounds ->
                        new Relation.Join(
                                left.relation().apply(bounds),
                                right.relation().apply(bounds),
                                join.kind(),
                                join.natural(),
                                condition,
                                join.using()));
    }

    /// What a join brings in; the side that need not match gets nulls.
    private static Bindings joined(
            Relation.Join.Kind kind, Bindings left, Bindings right, boolean starStaysKnown) {
        boolean leftMatches = kind != Relation.Join.Kind.RIGHT && kind != Relation.Join.Kind.FULL;
        boolean rightMatches = kind != Relation.Join.Kind.LEFT && kind != Relation.Join.Kind.FULL;
        return (leftMatches ? left : left.withNulls())
                .and(rightMatches ? right : right.withNulls(), starStaysKnown);
    }

    private Resolved values(Relation.Values values, Scope scope) {
        List<List<Expression>> rows =
                values.rows().stream().map(row -> expressions.all(row, scope)).toList();
        List<String> names = new ArrayList<>(values.columns());
        while (names.size() < rows.getFirst().size()) {
            names.add("column" + (names.size() + 1));
        }
        String alias = values.alias().isEmpty() ? VALUES : values.alias();
        Relation found = new Relation.Values(rows, alias, names);
        return new Resolved(Bindings.of(values.alias(), written(names, rows)), _ -> found);
    }

    private Resolved series(Relation.Series series, Scope scope) {
        Expression.Call call =
                new Expression.Call(
                        series.call().function(),
                        expressions.all(series.call().arguments(), scope),
                        false,
                        List.of(),
                        null);
        Relation found = new Relation.Series(call, series.alias(), series.columns());
        return new Resolved(Bindings.of(series.alias(), computed(series.columns())), _ -> found);
    }

    /// The columns of rows that are written out, each with what is known of all its values.
    private static @Nullable List<OutputColumn> written(
            List<String> names, List<List<Expression>> rows) {
        if (rows.stream().anyMatch(row -> row.size() != names.size())) {
            return null;
        }
        List<OutputColumn> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            int place = i;
            String name = names.get(i);
            columns.add(
                    rows.stream()
                            .map(row -> row.get(place))
                            .filter(value -> !Arguments.is(value, Expression.Literal.Kind.NULL))
                            .map(value -> OutputColumn.of(name, value))
                            .reduce(OutputColumn::or)
                            .orElse(new OutputColumn(name, null)));
        }
        return columns;
    }

    private static @Nullable List<OutputColumn> computed(List<String> names) {
        return names.isEmpty()
                ? null
                : names.stream().map(name -> new OutputColumn(name, null)).toList();
    }

    private static @Nullable List<OutputColumn> renamed(
            @Nullable List<OutputColumn> columns, List<String> names) {
        return QueryResolver.renamed(columns, names);
    }
}
