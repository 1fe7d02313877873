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
import dev.sluice.query.sql.SqlFunctions;
import dev.sluice.query.sql.Trees;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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
    private final List<SelectItem> inputs = new ArrayList<>();
    private final Map<Expression, String> names = new HashMap<>();

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
                        .anyMatch(each -> Trees.contains(each, WindowInputs::hasRefusableKey))
                && Stream.concat(above(select), under(select))
                        .allMatch(each -> isKnown(each, select, read))
                && select.grouping().keys().stream()
                        .map(key -> Trees.whole(key).orElse(1))
                        .allMatch(place -> place >= 1 && place <= width(select, read))
                && (select.having() == null || !isTwofold(select.having(), select, read));
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

    private static boolean hasRefusableKey(Expression expression) {
        return expression instanceof WindowCall window
                && Stream.concat(
                                window.partitionBy().stream(),
                                window.orderBy().stream().map(SortKey::expression))
                        .anyMatch(key -> Trees.contains(key, WindowInputs::isRefusable));
    }

    private static boolean isRefusable(Expression expression) {
        return expression instanceof Call call
                && (SqlFunctions.mayFail(call) || Trees.isOfEachRow(call));
    }

    private static boolean isComputed(Expression expression) {
        return expression instanceof Call;
    }

    private static boolean isKnown(Expression expression, Query.Select select, Bindings read) {
        return expression instanceof Star star
                ? isKnown(star, read)
                : !Trees.contains(expression, part -> isStrange(part, select, read));
    }

    /// Whether each of its columns can be called by a name.
    private static boolean isKnown(Star star, Bindings read) {
        List<Bindings.Relation> meant =
                read.relations().stream()
                        .filter(each ->
                                star.relation().isEmpty() || star.relation().equals(each.alias()))
                        .toList();
        return read.expand(star) != null
                && !meant.isEmpty()
                && star.excluded().stream().allMatch(name -> count(meant, name) > 0)
                && columns(star, read).stream()
                        .allMatch(column ->
                                count(
                                                read.relations().stream()
                                                        .filter(each -> isIn(column, each))
                                                        .toList(),
                                                column.column())
                                        == 1);
    }

    private static boolean isIn(ColumnReference column, Bindings.Relation relation) {
        return column.path().size() == 1 || relation.alias().equals(column.path().getFirst());
    }

    private static long count(List<Bindings.Relation> relations, String name) {
        return relations.stream()
                .flatMap(each -> Stream.ofNullable(each.columns()))
                .flatMap(List::stream)
                .filter(column -> column.name().equals(name))
                .count();
    }

    /// What cannot be parted: a name of which nobody knows whose it is, a subquery that looks at
    /// the row itself beside what a window gives, rows that are made of each row.
    private static boolean isStrange(Expression part, Query.Select select, Bindings read) {
        return switch (part) {
            case ColumnReference name ->
                    read.relations().stream().anyMatch(each -> each.columns() == null)
                            || (!read.mayHave(name) && OrderAliases.item(name, select) == null);
            case Expression.Subquery subquery ->
                    subquery.operand() != null
                            && Trees.contains(
                                    subquery.operand(), each -> each instanceof WindowCall);
            case Call call -> call.function().equals("unnest");
            default -> false;
        };
    }

    /// Whether a condition of groups has a name that is an item's and a column's, too.
    private static boolean isTwofold(Expression having, Query.Select select, Bindings read) {
        if (having instanceof ColumnReference name) {
            Expression item = OrderAliases.item(name, select);
            return item != null && read.mayHave(name) && !Trees.plain(item).equals(name);
        }
        if (AggregateFunctions.isAggregate(having) || AggregateFunctions.isSelector(having)) {
            return false;
        }
        boolean[] found = new boolean[1];
        Expression _ =
                Trees.map(
                        having,
                        part -> {
                            found[0] |= isTwofold(part, select, read);
                            return part;
                        });
        return found[0];
    }

    /// How many columns the query gives.
    private static int width(Query.Select select, Bindings read) {
        return select.items().stream()
                .mapToInt(item ->
                        item.expression() instanceof Star star ? columns(star, read).size() : 1)
                .sum();
    }

    private Query.Select build() {
        List<SelectItem> values = values();
        List<Expression> keys =
                select.grouping().keys().stream().map(key -> groupKey(key, values)).toList();
        List<SelectItem> items = new ArrayList<>();
        for (SelectItem item : values) {
            Expression value = item.expression();
            boolean constantKey =
                    !Trees.contains(value, WindowInputs::isInput)
                            && keys.stream().map(Trees::plain).anyMatch(Trees.plain(value)::equals);
            items.add(new SelectItem(constantKey ? shared(value) : input(value), item.alias()));
        }
        Query.Distinct distinct =
                new Query.Distinct(
                        select.distinct().active(),
                        select.distinct().on().stream().map(this::ordered).toList());
        Expression qualify = select.qualify() == null ? null : computed(select.qualify());
        Query.Tail tail = tail();
        return new Query.Select(
                select.with(),
                distinct,
                items,
                new Relation.Derived(inputs(keys), below, List.of()),
                null,
                Query.Grouping.NONE,
                null,
                qualify,
                tail);
    }

    /// The items with their names, stars by column.
    private List<SelectItem> values() {
        List<SelectItem> values = new ArrayList<>();
        for (SelectItem item : select.items()) {
            if (item.expression() instanceof Star star) {
                for (ColumnReference column : columns(star, read)) {
                    values.add(new SelectItem(column, column.column()));
                }
            } else {
                Expression value = named(item.expression());
                String name =
                        item.alias().isEmpty()
                                        && Trees.plain(value) instanceof ColumnReference column
                                ? column.column()
                                : item.alias();
                called.putIfAbsent(name, value);
                values.add(new SelectItem(value, name));
            }
        }
        return values;
    }

    /// A key of the groups, where a number means an item.
    private Expression groupKey(Expression key, List<SelectItem> values) {
        long place = Trees.whole(key).orElse(0);
        return place >= 1 ? values.get(Math.toIntExact(place - 1)).expression() : named(key);
    }

    private Query.Select inputs(List<Expression> keys) {
        return new Query.Select(
                List.of(),
                Query.Distinct.NONE,
                inputs,
                select.from(),
                select.where() == null ? null : named(select.where()),
                new Query.Grouping(keys, select.grouping().sets(), select.grouping().everything()),
                select.having() == null ? null : named(select.having()),
                null,
                Query.Tail.NONE);
    }

    private static List<ColumnReference> columns(Star star, Bindings read) {
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

    private Query.Tail tail() {
        List<SortKey> keys = new ArrayList<>();
        for (SortKey key : select.tail().orderBy()) {
            keys.add(new SortKey(ordered(key.expression()), key.direction(), key.nulls()));
        }
        return new Query.Tail(keys, select.tail().limit(), select.tail().offset());
    }

    /// By what rows are sorted or told apart, where a name alone is an item's first.
    private Expression ordered(Expression key) {
        return Trees.plain(key) instanceof ColumnReference name
                        && OrderAliases.item(name, select) != null
                ? key
                : computed(key);
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

    /// A value of the query below. One that is another each time is so for each who asks.
    private Expression column(Expression expression) {
        return Trees.contains(expression, WindowInputs::isAnotherEachTime)
                ? reference(added(expression))
                : shared(expression);
    }

    private Expression shared(Expression expression) {
        return reference(names.computeIfAbsent(Trees.plain(expression), this::added));
    }

    private String added(Expression expression) {
        String name = "w" + inputs.size();
        inputs.add(new SelectItem(Trees.plain(expression), name));
        return name;
    }

    private ColumnReference reference(String name) {
        return new ColumnReference(List.of(below, name));
    }

    private static boolean isAnotherEachTime(Expression expression) {
        return expression instanceof Call call && Trees.isOfEachRow(call);
    }

    private static boolean isInput(Expression expression) {
        return expression instanceof ColumnReference
                || expression instanceof Expression.Subquery
                || AggregateFunctions.isAggregate(expression)
                || AggregateFunctions.isSelector(expression);
    }
}
