// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Relation;
import dev.sluice.query.sql.UnsupportedSql;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The FROM half of [QueryResolver]: finds each table and puts a scan of ours in its place.
final class RelationResolver {
    private final QueryResolver queries;
    private final ExpressionResolver expressions;
    private final TableSources tables;

    RelationResolver(QueryResolver queries, ExpressionResolver expressions, TableSources tables) {
        this.queries = queries;
        this.expressions = expressions;
        this.tables = tables;
    }

    /// A rewritten relation.
    ///
    /// @param relation ready to be written
    /// @param bindings what it brings in
    record Resolved(Relation relation, Bindings bindings) {}

    Resolved resolve(Relation relation, Scope scope, WhereBounds bounds) {
        return resolve(relation, scope, bounds, !(relation instanceof Relation.Join));
    }

    private Resolved resolve(Relation relation, Scope scope, WhereBounds bounds, boolean alone) {
        return switch (relation) {
            case Relation.Table table -> table(table, scope, bounds, alone);
            case Relation.Derived derived -> derived(derived, scope);
            case Relation.Join join -> join(join, scope, bounds);
            case Relation.Values values ->
                    new Resolved(
                            new Relation.Values(
                                    values.rows().stream()
                                            .map(row -> expressions.all(row, scope))
                                            .toList(),
                                    values.alias(),
                                    values.columns()),
                            Bindings.of(values.alias(), computed(values.columns())));
            case Relation.Series series -> series(series, scope);
            case Relation.Nothing nothing -> new Resolved(nothing, Bindings.NONE);
            case Relation.Scan _ ->
                    throw new IllegalStateException("a scan before its table was found");
        };
    }

    private Resolved table(Relation.Table table, Scope scope, WhereBounds bounds, boolean alone) {
        String name = table.path().getLast();
        String alias = table.alias().isEmpty() ? name : table.alias();
        Scope.CommonTable common = table.path().size() == 1 ? scope.find(name) : null;
        if (common != null) {
            return new Resolved(
                    new Relation.Table(List.of(common.engineName()), alias, table.columns()),
                    Bindings.of(alias, renamed(common.columns(), table.columns())));
        }
        return switch (schema(table.path())) {
            case InformationSchema.NAME -> view(table, name, alias);
            case InformationSchema.USER_SCHEMA -> {
                TableSources.Pinned pinned =
                        tables.find(name).orElseThrow(() -> notFound(table.path()));
                ScanBounds wanted =
                        table.columns().isEmpty() ? bounds.of(alias, alone) : ScanBounds.NONE;
                yield new Resolved(
                        new Relation.Scan(tables.scan(pinned, wanted), alias, table.columns()),
                        Bindings.of(alias, renamed(pinned.output(), table.columns())));
            }
            default -> throw notFound(table.path());
        };
    }

    private Resolved view(Relation.Table table, String name, String alias) {
        Optional<InformationSchema.View> view =
                InformationSchema.find(name, tables.tables(), alias);
        if (view.isEmpty() || !table.columns().isEmpty()) {
            throw notFound(table.path());
        }
        return new Resolved(
                view.get().relation(), Bindings.of(alias, computed(view.get().columns())));
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

    private Resolved derived(Relation.Derived derived, Scope scope) {
        QueryResolver.Resolved query = queries.resolve(derived.query(), scope);
        return new Resolved(
                new Relation.Derived(query.query(), derived.alias(), derived.columns()),
                Bindings.of(derived.alias(), renamed(query.columns(), derived.columns())));
    }

    private Resolved join(Relation.Join join, Scope scope, WhereBounds bounds) {
        Resolved left = resolve(join.left(), scope, bounds, false);
        Resolved right = resolve(join.right(), scope, bounds, false);
        boolean oneSided =
                switch (join.kind()) {
                    case SEMI, ANTI -> true;
                    case INNER, LEFT, RIGHT, FULL -> false;
                };
        boolean merged = join.natural() || !join.using().isEmpty();
        return new Resolved(
                new Relation.Join(
                        left.relation(),
                        right.relation(),
                        join.kind(),
                        join.natural(),
                        expressions.optional(join.condition(), scope),
                        join.using()),
                oneSided ? left.bindings() : left.bindings().and(right.bindings(), !merged));
    }

    private Resolved series(Relation.Series series, Scope scope) {
        Expression.Call call =
                new Expression.Call(
                        series.call().function(),
                        expressions.all(series.call().arguments(), scope),
                        false,
                        List.of(),
                        null);
        return new Resolved(
                new Relation.Series(call, series.alias(), series.columns()),
                Bindings.of(series.alias(), computed(series.columns())));
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
