// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.Query.SelectItem;
import dev.sluice.query.sql.Relation;
import dev.sluice.query.sql.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Turns what a user asked into what the engine may run: every table becomes a scan of ours or a
/// table that the query itself defines, every expression is rewritten, and the columns of the
/// result are told as far as they can be.
final class QueryResolver {
    private final Query whole;
    private final ExpressionResolver expressions;
    private final RelationResolver relations;
    private int commonTables;

    /// @param whole the query
    QueryResolver(
            Query whole,
            TableSources tables,
            RelationResolver.Views views,
            Map<String, Object> parameters,
            long nowNanos) {
        this.whole = whole;
        this.expressions = new ExpressionResolver(this, parameters, nowNanos);
        this.relations = new RelationResolver(this, expressions, tables, views);
    }

    /// A rewritten query.
    ///
    /// @param query ready to be written
    /// @param columns what it gives, or null when that cannot be told
    record Resolved(Query query, @Nullable List<OutputColumn> columns) {}

    /// The whole query, rewritten.
    Resolved resolve() {
        return resolve(whole, Scope.EMPTY);
    }

    /// A part of it, rewritten.
    Resolved resolve(Query query, Scope outer) {
        return resolve(query, outer, PlaceBounds.NONE);
    }

    /// A part of it, rewritten.
    ///
    /// @param wanted which of its rows whoever asks for it keeps
    Resolved resolve(Query query, Scope outer, PlaceBounds wanted) {
        List<Query.CommonTable> with = new ArrayList<>();
        Scope scope = outer;
        for (Query.CommonTable table : query.with()) {
            scope = commonTable(table, scope, with, PlaceBounds.ofCommon(query, table));
        }
        return switch (query) {
            case Query.Select select -> select(select, with, scope, wanted);
            case Query.SetOperation set -> setOperation(set, with, scope);
        };
    }

    private Scope commonTable(
            Query.CommonTable table,
            Scope scope,
            List<Query.CommonTable> resolved,
            PlaceBounds wanted) {
        String engineName = nextTable();
        Resolved query = resolve(table.query(), scope, wanted);
        List<OutputColumn> columns = renamed(query.columns(), table.columns());
        if (table.step() != null) {
            columns = Bindings.withNulls(columns);
        }
        Scope after = scope.with(table.name(), new Scope.CommonTable(engineName, columns));
        Query step = table.step() == null ? null : resolve(table.step(), after).query();
        resolved.add(
                new Query.CommonTable(
                        engineName, table.columns(), query.query(), step, table.stepAll()));
        return after;
    }

    private Resolved select(
            Query.Select asked, List<Query.CommonTable> with, Scope outer, PlaceBounds wanted) {
        RelationResolver.Resolved from =
                relations.resolve(asked.from(), outer, PlaceBounds.ofDerived(asked));
        Query.Select select = OrderAliases.replaced(asked, from.bindings());
        Scope scope = outer.within(from.bindings(), aliases(select));
        Expression where = expressions.optional(select.where(), scope);
        Expression plain = where == null ? null : Trees.plain(where);
        Bindings bound = from.bindings().within(new WhereBounds(plain, RowSample.ALL));
        List<SelectItem> items = new ArrayList<>();
        List<OutputColumn> columns = new ArrayList<>();
        boolean known = true;
        for (SelectItem item : select.items()) {
            Expression value =
                    item.expression() instanceof Expression.Star star
                            ? star
                            : expressions.resolve(item.expression(), scope);
            items.add(new SelectItem(value, alias(item, from.bindings())));
            List<OutputColumn> given = given(item, value, bound);
            known &= given != null;
            columns.addAll(given == null ? List.of() : given);
        }
        Query.Select rewritten =
                new Query.Select(
                        with,
                        new Query.Distinct(
                                select.distinct().active(),
                                expressions.all(select.distinct().on(), scope)),
                        items,
                        select.from(),
                        where,
                        new Query.Grouping(
                                expressions.all(select.grouping().keys(), scope),
                                select.grouping().sets(),
                                select.grouping().everything()),
                        expressions.optional(select.having(), scope),
                        expressions.optional(select.qualify(), scope),
                        tail(select.tail(), scope));
        WhereBounds bounds =
                new WhereBounds(
                        plain,
                        sample(
                                wanted.within(select, from.bindings()),
                                plain,
                                from.bindings(),
                                rewritten,
                                asked.equals(whole)));
        Query.Select resolved = rewritten.withFrom(from.relation().apply(bounds));
        if (select.grouping().sets().size() > 1) {
            columns = Bindings.withNulls(columns);
        }
        if (!expressions.sawGapFill()) {
            return new Resolved(
                    WindowInputs.needed(resolved, from.bindings())
                            ? WindowInputs.below(resolved, from.bindings(), nextTable())
                            : resolved,
                    known ? columns : null);
        }
        List<Bindings.Relation> read = from.bindings().relations();
        String alias = read.size() == 1 ? read.getFirst().alias() : "";
        return new Resolved(
                GapFill.plan(
                        resolved,
                        column ->
                                expressions.isOpen()
                                        ? TimeRange.NONE
                                        : bounds.of(column, alias).and(rangeOf(column, bound)),
                        this::nextTable),
                known ? columns : null);
    }

    /// How many rows a part of a query gives nobody can tell by how many the whole gives: the limit
    /// of the whole alone says which rows are needed.
    private RowSample sample(
            Query.Select select,
            @Nullable Expression where,
            Bindings bindings,
            Query.Select rewritten,
            boolean isWhole) {
        List<Bindings.Relation> read = bindings.relations();
        List<OutputColumn> columns = read.size() == 1 ? read.getFirst().columns() : null;
        if (!(select.from() instanceof Relation.Table) || columns == null) {
            return RowSample.ALL;
        }
        RowSample sample = RowSample.of(select, where, columns, rewritten);
        return isWhole ? sample : sample.withoutLimit();
    }

    private static Set<String> aliases(Query.Select select) {
        return select.items().stream().map(SelectItem::alias).collect(Collectors.toSet());
    }

    private String nextTable() {
        return "sluice_with_" + commonTables++;
    }

    private static String alias(SelectItem item, Bindings bindings) {
        if (!item.alias().isEmpty()) {
            return item.alias();
        }
        return switch (item.expression()) {
            case Expression.ColumnReference _ -> "";
            case Expression.Star _ -> "";
            default -> OutputNames.of(item.expression(), bindings);
        };
    }

    private static @Nullable List<OutputColumn> given(
            SelectItem item, Expression value, Bindings bindings) {
        return switch (item.expression()) {
            case Expression.ColumnReference reference -> {
                OutputColumn column = bindings.find(reference);
                String name = item.alias().isEmpty() ? reference.column() : item.alias();
                yield List.of(column == null ? OutputColumn.of(name, value) : column.named(name));
            }
            case Expression.Star star -> bindings.expand(star);
            default ->
                    List.of(
                            OutputColumn.of(alias(item, bindings), value)
                                    .within(rangeOf(Trees.plain(value), bindings)));
        };
    }

    /// Where an expression's instants are, by what is known of a column that it is.
    private static TimeRange rangeOf(Expression plain, Bindings bindings) {
        OutputColumn column =
                plain instanceof Expression.ColumnReference reference
                        ? bindings.find(reference)
                        : null;
        return column == null ? TimeRange.ALL : column.range();
    }

    private Resolved setOperation(
            Query.SetOperation set, List<Query.CommonTable> with, Scope scope) {
        List<Resolved> found = new ArrayList<>();
        for (Query operand : set.operands()) {
            found.add(resolve(operand, scope));
        }
        List<Query> operands = new ArrayList<>();
        List<OutputColumn> columns = null;
        for (Resolved resolved : SetOperands.of(found)) {
            columns = operands.isEmpty() ? resolved.columns() : common(columns, resolved.columns());
            operands.add(resolved.query());
        }
        return new Resolved(
                new Query.SetOperation(
                        with,
                        set.kind(),
                        set.all(),
                        operands,
                        tail(set.tail(), scope.within(Bindings.of("", columns)))),
                columns);
    }

    /// The first one's names, with a type where both have the same.
    private static @Nullable List<OutputColumn> common(
            @Nullable List<OutputColumn> first, @Nullable List<OutputColumn> second) {
        if (first == null || second == null || first.size() != second.size()) {
            return null;
        }
        List<OutputColumn> result = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            result.add(first.get(i).or(second.get(i)));
        }
        return result;
    }

    private Query.Tail tail(Query.Tail tail, Scope scope) {
        return new Query.Tail(
                expressions.sortKeys(tail.orderBy(), scope),
                expressions.optional(tail.limit(), scope),
                expressions.optional(tail.offset(), scope));
    }

    /// The columns with new names, as far as there are any.
    static @Nullable List<OutputColumn> renamed(
            @Nullable List<OutputColumn> columns, List<String> names) {
        if (columns == null || names.size() > columns.size()) {
            return null;
        }
        List<OutputColumn> result = new ArrayList<>(columns);
        for (int i = 0; i < names.size(); i++) {
            result.set(i, columns.get(i).named(names.get(i)));
        }
        return result;
    }
}
