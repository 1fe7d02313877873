// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.query.sql.AggregateFunctions;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.Call;
import dev.sluice.query.sql.Expression.ColumnReference;
import dev.sluice.query.sql.Expression.Star;
import dev.sluice.query.sql.Expression.WindowCall;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.Query.SelectItem;
import dev.sluice.query.sql.Relation;
import dev.sluice.query.sql.SortKey;
import dev.sluice.query.sql.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Computes below its windows what a query's windows look at: a query in the place of FROM gives
/// each value that is computed of one row, or of one group, and the windows are left with columns.
///
/// The engine refuses a window's key that calls a function which may fail on some value, or gives
/// another one each time. Many of ours may fail: a cast to a whole number, a text that would get
/// too long.
final class WindowInputs {
    private final Query.Select select;
    private final Bindings read;
    private final String below;
    private final Map<String, Expression> called = new LinkedHashMap<>();
    private final Map<Expression, String> inputs = new LinkedHashMap<>();

    private WindowInputs(Query.Select select, Bindings read, String below) {
        this.select = select;
        this.read = read;
        this.below = below;
    }

    /// Whether a window of a query has a key that the engine might refuse, and it can be told what
    /// each name in the query means.
    ///
    /// @param select rewritten
    /// @param read what it reads
    static boolean needed(Query.Select select, Bindings read) {
        return !select.grouping().everything()
                && above(select)
                        .anyMatch(each -> Trees.contains(each, WindowInputs::hasComputedKey))
                && Stream.concat(above(select), under(select))
                        .allMatch(each -> isKnown(each, select, read));
    }

    /// The same query in two.
    ///
    /// @param below the name of the query in the place of FROM
    static Query.Select below(Query.Select select, Bindings read, String below) {
        return new WindowInputs(select, read, below).build();
    }

    /// What may have windows.
    private static Stream<Expression> above(Query.Select select) {
        return Stream.of(
                        select.items().stream().map(SelectItem::expression),
                        select.distinct().on().stream(),
                        Stream.ofNullable(select.qualify()),
                        select.tail().orderBy().stream().map(SortKey::expression))
                .flatMap(each -> each);
    }

    /// What may have none.
    private static Stream<Expression> under(Query.Select select) {
        return Stream.of(
                        Stream.ofNullable(select.where()),
                        select.grouping().keys().stream(),
                        Stream.ofNullable(select.having()))
                .flatMap(each -> each);
    }

    private static boolean hasComputedKey(Expression expression) {
        return expression instanceof WindowCall window
                && Stream.concat(
                                window.partitionBy().stream(),
                                window.orderBy().stream().map(SortKey::expression))
                        .anyMatch(key -> Trees.contains(key, WindowInputs::isComputed));
    }

    /// Whether it is a function's, ours or one that may be guarded as `MadeValues` does.
    private static boolean isComputed(Expression expression) {
        return expression instanceof Call;
    }

    private static boolean isKnown(Expression expression, Query.Select select, Bindings read) {
        if (expression instanceof Star star) {
            return read.expand(star) != null;
        }
        return !Trees.contains(
                expression,
                part ->
                        part instanceof ColumnReference name
                                && (read.relations().stream()
                                                .anyMatch(each -> each.columns() == null)
                                        || (!read.mayHave(name) && item(name, select) == null)));
    }

    /// The item whose name is meant, if the name is that of one.
    private static @Nullable SelectItem item(ColumnReference name, Query.Select select) {
        List<SelectItem> found =
                name.path().size() > 1
                        ? List.of()
                        : select.items().stream()
                                .filter(item -> item.alias().equals(name.column()))
                                .toList();
        return found.size() == 1 ? found.getFirst() : null;
    }

    private Query.Select build() {
        List<SelectItem> items = new ArrayList<>();
        for (SelectItem item : select.items()) {
            if (item.expression() instanceof Star star) {
                for (ColumnReference column : columns(star)) {
                    items.add(new SelectItem(input(column), column.column()));
                }
            } else {
                Expression value = named(item.expression());
                String name =
                        item.alias().isEmpty()
                                        && Trees.plain(value) instanceof ColumnReference column
                                ? column.column()
                                : item.alias();
                called.putIfAbsent(name, value);
                items.add(new SelectItem(input(value), name));
            }
        }
        Query.Distinct distinct =
                new Query.Distinct(
                        select.distinct().active(),
                        select.distinct().on().stream().map(this::computed).toList());
        Expression qualify = select.qualify() == null ? null : computed(select.qualify());
        Query.Tail tail = tail();
        return new Query.Select(
                select.with(),
                distinct,
                items,
                new Relation.Derived(inputs(), below, List.of()),
                null,
                Query.Grouping.NONE,
                null,
                qualify,
                tail);
    }

    private Query.Select inputs() {
        List<SelectItem> items = new ArrayList<>();
        inputs.forEach((value, name) -> items.add(new SelectItem(value, name)));
        Query.Grouping grouping = GapFillKeys.resolved(select).grouping();
        return new Query.Select(
                List.of(),
                Query.Distinct.NONE,
                items,
                select.from(),
                select.where() == null ? null : named(select.where()),
                new Query.Grouping(
                        grouping.keys().stream().map(this::named).toList(),
                        grouping.sets(),
                        grouping.everything()),
                select.having() == null ? null : named(select.having()),
                null,
                Query.Tail.NONE);
    }

    private List<ColumnReference> columns(Star star) {
        List<ColumnReference> columns = new ArrayList<>();
        for (Bindings.Relation relation : read.relations()) {
            Bindings only = new Bindings(List.of(relation), true);
            List<OutputColumn> given = only.expand(star);
            for (OutputColumn column : given == null ? List.<OutputColumn>of() : given) {
                columns.add(
                        new ColumnReference(
                                relation.alias().isEmpty()
                                        ? List.of(column.name())
                                        : List.of(relation.alias(), column.name())));
            }
        }
        return columns;
    }

    /// The order of the result, which may be by the names of its columns or by their places.
    private Query.Tail tail() {
        List<SortKey> keys = new ArrayList<>();
        for (SortKey key : select.tail().orderBy()) {
            boolean name =
                    Trees.plain(key.expression()) instanceof ColumnReference reference
                            && item(reference, select) != null;
            keys.add(
                    name
                            ? key
                            : new SortKey(
                                    computed(key.expression()), key.direction(), key.nulls()));
        }
        return new Query.Tail(keys, select.tail().limit(), select.tail().offset());
    }

    private Expression computed(Expression expression) {
        return input(named(expression));
    }

    /// An expression with what the query calls by a name in the place of the name.
    private Expression named(Expression expression) {
        if (expression instanceof ColumnReference name) {
            Expression value = read.mayHave(name) ? null : called.get(name.column());
            return value == null ? expression : value;
        }
        return Trees.map(expression, this::named);
    }

    /// An expression over the rows of the query below.
    private Expression input(Expression expression) {
        if (expression instanceof WindowCall window) {
            return window(window);
        }
        if (!Trees.contains(expression, WindowInputs::isInput)) {
            return expression;
        }
        return isInParts(expression) ? Trees.map(expression, this::input) : column(expression);
    }

    private WindowCall window(WindowCall window) {
        WindowCall over = Trees.mapWindow(window, this::input);
        return new WindowCall(
                over.call(),
                window.partitionBy().stream().map(this::key).toList(),
                window.orderBy().stream()
                        .map(key ->
                                new SortKey(key(key.expression()), key.direction(), key.nulls()))
                        .toList(),
                over.frame(),
                over.ignoreNulls());
    }

    /// What has a window in it, or something known of it around it.
    private static boolean isInParts(Expression expression) {
        return expression instanceof Expression.Instant
                || expression instanceof Expression.Typed
                || Trees.contains(expression, part -> part instanceof WindowCall);
    }

    /// As [#input], but that constants which are computed come from below, too.
    private Expression key(Expression expression) {
        if (!Trees.contains(expression, WindowInputs::isComputed)) {
            return input(expression);
        }
        return isInParts(expression) ? Trees.map(expression, this::key) : column(expression);
    }

    private Expression column(Expression expression) {
        String name = inputs.computeIfAbsent(Trees.plain(expression), _ -> "w" + inputs.size());
        return new ColumnReference(List.of(below, name));
    }

    private static boolean isInput(Expression expression) {
        return expression instanceof ColumnReference
                || expression instanceof Expression.Subquery
                || AggregateFunctions.isAggregate(expression)
                || AggregateFunctions.isSelector(expression);
    }
}
