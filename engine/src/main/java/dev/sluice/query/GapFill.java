// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.query.sql.AggregateFunctions;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.Call;
import dev.sluice.query.sql.Expression.ColumnReference;
import dev.sluice.query.sql.Expression.Literal;
import dev.sluice.query.sql.InstantType;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.Query.SelectItem;
import dev.sluice.query.sql.Relation;
import dev.sluice.query.sql.SortKey;
import dev.sluice.query.sql.SqlType;
import dev.sluice.query.sql.TimeBins;
import dev.sluice.query.sql.Trees;
import dev.sluice.query.sql.UnsupportedSql;
import dev.sluice.query.sql.Zones;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Plans a query that fills gaps (data.md 5.6).
///
/// What was asked is gathered as it is; each combination of the other group columns is crossed with
/// every bin within the bounds, and what was gathered is joined to it. Values for the bins that
/// were missing come from windows over that.
final class GapFill {
    /// Carries the last value forward.
    static final String LOCF = "locf";

    /// Draws a line between two values.
    static final String INTERPOLATE = "interpolate";

    /// Bins a series may have: more would take hours to make.
    static final long BINS_MAX = 10_000_000;

    /// What casts of instants become.
    private static final Set<String> CASTS = Set.of("sluice_format", "epoch_ns", "sluice_local");

    private static final String GATHERED = "g";
    private static final String BINS = "b";
    private static final String SERIES = "s";
    private static final String PRESENT = "present";

    private final Query.Select select;
    private final Supplier<String> names;
    private final int binKey;
    private final TimeBins.Bins bins;
    private final Map<Expression, String> keys = new LinkedHashMap<>();
    private final Map<Expression, String> aggregates = new LinkedHashMap<>();
    private final Map<Expression, String> fills = new LinkedHashMap<>();
    private final GapFillValues values;

    private GapFill(Query.Select select, Supplier<String> names, int binKey) {
        this.select = select;
        this.names = names;
        this.binKey = binKey;
        List<Expression> grouping = select.grouping().keys();
        this.bins = TimeBins.ofGapFill((Call) bare(grouping.get(binKey)));
        for (int i = 0; i < grouping.size(); i++) {
            Expression key = grouping.get(i);
            keys.put(Trees.plain(i == binKey ? bare(key) : key), "k" + i);
        }
        this.values = new GapFillValues("k" + binKey, otherKeys(), this::gathered);
    }

    /// Plans a query in which a gap-filling function was seen.
    ///
    /// @param select rewritten; the names in GROUP BY are those of columns or of its own items
    /// @param bounds of a column in its WHERE
    /// @param names gives names for tables that no other has
    /// @throws dev.sluice.model.ProblemException *invalid* with the texts of data.md 5.6
    static Query.Select plan(
            Query.Select select,
            Function<ColumnReference, TimeRange> bounds,
            Supplier<String> names) {
        Query.Select named = GapFillKeys.resolved(select);
        int binKey = GapFillKeys.requireOne(named);
        GapFill plan = new GapFill(named, names, binKey);
        ColumnReference column = (ColumnReference) Trees.plain(plan.bins.source());
        return plan.build(plan.requireBounds(bounds.apply(column)));
    }

    /// An expression without what stands around it: casts, and what is known of it.
    static Expression bare(Expression expression) {
        return switch (expression) {
            case Expression.Instant(Expression operand, InstantType _) -> bare(operand);
            case Expression.Typed(Expression operand, SqlType _) -> bare(operand);
            case Expression.Cast cast -> bare(cast.operand());
            case Call call when CASTS.contains(call.function()) ->
                    bare(call.arguments().getFirst());
            default -> expression;
        };
    }

    static RuntimeException refusal(String detail) {
        return UnsupportedSql.planning("gap_fill", detail);
    }

    private TimeRange requireBounds(TimeRange range) {
        boolean lower = range.minNanos() != Long.MIN_VALUE;
        boolean upper = range.maxNanos() != Long.MAX_VALUE;
        if (lower && upper) {
            return range;
        }
        throw refusal(
                lower
                        ? "gap-filling query is missing upper time bound"
                        : upper
                                ? "gap-filling query is missing lower time bound"
                                : "gap-filling query is missing both upper and lower time bounds");
    }

    private List<String> otherKeys() {
        List<String> result = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            if (i != binKey) {
                result.add("k" + i);
            }
        }
        return result;
    }

    private Query.Select build(TimeRange range) {
        List<SelectItem> items = new ArrayList<>();
        for (SelectItem item : select.items()) {
            String name =
                    item.alias().isEmpty()
                                    && Trees.plain(item.expression())
                                            instanceof ColumnReference reference
                            ? reference.column()
                            : item.alias();
            items.add(new SelectItem(filled(item.expression()), name));
        }
        Expression having = select.having() == null ? null : filled(select.having());
        Query.Tail tail = tail();
        String gathered = names.get();
        List<Query.CommonTable> with = new ArrayList<>(select.with());
        with.add(Query.CommonTable.of(gathered, gather()));
        Relation filled =
                new Relation.Derived(withFills(fill(gathered, range)), GATHERED, List.of());
        return new Query.Select(
                with,
                select.distinct(),
                items,
                filled,
                having,
                Query.Grouping.NONE,
                null,
                select.qualify() == null ? null : filled(select.qualify()),
                tail);
    }

    private Query.Tail tail() {
        List<String> aliases = select.items().stream().map(SelectItem::alias).toList();
        List<SortKey> order = new ArrayList<>();
        for (SortKey key : select.tail().orderBy()) {
            boolean alias =
                    Trees.plain(key.expression()) instanceof ColumnReference reference
                            && reference.path().size() == 1
                            && aliases.contains(reference.column());
            order.add(
                    alias
                            ? key
                            : new SortKey(filled(key.expression()), key.direction(), key.nulls()));
        }
        return new Query.Tail(order, select.tail().limit(), select.tail().offset());
    }

    /// An expression of the query over the filled rows.
    private Expression filled(Expression expression) {
        Expression key = key(expression);
        if (key != null) {
            return key;
        }
        if (expression instanceof Call call) {
            switch (call.function()) {
                case LOCF -> {
                    return fill(values.carried(argument(call)), call);
                }
                case INTERPOLATE -> {
                    return fill(values.interpolated(argument(call)), call);
                }
                default -> {}
            }
            if (AggregateFunctions.isAggregate(call)) {
                return values.plain(gathered(call), call);
            }
        }
        return Trees.map(expression, this::filled);
    }

    /// The column with the values of a fill, which are made before HAVING looks at rows.
    private Expression fill(Expression value, Call call) {
        String name = fills.computeIfAbsent(value, _ -> "f" + fills.size());
        return OutputColumn.of(name, call.arguments().getFirst()).known(column(name));
    }

    private Query withFills(Query.Select rows) {
        if (fills.isEmpty()) {
            return rows;
        }
        List<SelectItem> items = new ArrayList<>();
        items.add(new SelectItem(new Expression.Star("", List.of()), ""));
        fills.forEach((value, name) -> items.add(new SelectItem(value, name)));
        return Query.Select.of(items, new Relation.Derived(rows, GATHERED, List.of()));
    }

    private @Nullable Expression key(Expression expression) {
        String name = keys.get(Trees.plain(expression));
        if (name == null) {
            return null;
        }
        return OutputColumn.of(name, expression).known(column(name));
    }

    private static Expression argument(Call call) {
        Expression argument = call.arguments().size() == 1 ? call.arguments().getFirst() : null;
        if (argument == null || !Trees.contains(argument, AggregateFunctions::isAggregate)) {
            throw refusal(
                    call.function()
                            + " must be called on an aggregate column in a gap-filling query");
        }
        return argument;
    }

    /// The column that holds a gathered value.
    private Expression gathered(Expression value) {
        return column(aggregates.computeIfAbsent(value, _ -> "a" + aggregates.size()));
    }

    /// What was asked, without the gaps.
    private Query gather() {
        List<SelectItem> items = new ArrayList<>();
        List<Expression> places = new ArrayList<>();
        for (int i = 0; i < select.grouping().keys().size(); i++) {
            Expression key = i == binKey ? bins.start() : select.grouping().keys().get(i);
            items.add(new SelectItem(key, "k" + i));
            places.add(Literal.ofLong(i + 1));
        }
        aggregates.forEach((value, name) -> items.add(new SelectItem(value, name)));
        items.add(new SelectItem(new Literal(Literal.Kind.BOOLEAN, "true"), PRESENT));
        return Query.Select.of(items, select.from(), select.where())
                .withGrouping(Query.Grouping.by(places));
    }

    /// Every series with every bin, and beside it what was gathered.
    private Query.Select fill(String gathered, TimeRange range) {
        List<SelectItem> items = new ArrayList<>();
        List<SelectItem> series = new ArrayList<>();
        Expression same = equal(BINS, "k" + binKey);
        for (int i = 0; i < keys.size(); i++) {
            String key = "k" + i;
            items.add(new SelectItem(column(i == binKey ? BINS : SERIES, key), key));
            if (i != binKey) {
                series.add(new SelectItem(column(key), key));
                same = new Expression.Junction(true, List.of(same, equal(SERIES, key)));
            }
        }
        for (String name : aggregates.values()) {
            items.add(new SelectItem(column(GATHERED, name), name));
        }
        items.add(new SelectItem(column(GATHERED, PRESENT), PRESENT));
        series.add(new SelectItem(column(PRESENT), PRESENT));
        Relation all =
                new Relation.Join(
                        new Relation.Derived(starts(range), BINS, List.of()),
                        new Relation.Derived(distinct(series, gathered), SERIES, List.of()),
                        Relation.Join.Kind.INNER,
                        false,
                        null,
                        List.of());
        return Query.Select.of(
                items,
                new Relation.Join(
                        all,
                        new Relation.Table(List.of(gathered), GATHERED, List.of()),
                        Relation.Join.Kind.LEFT,
                        false,
                        same,
                        List.of()));
    }

    private static Expression equal(String relation, String key) {
        return new Expression.Comparison(
                Expression.ComparisonOperator.NOT_DISTINCT,
                column(relation, key),
                column(GATHERED, key));
    }

    /// The starts of all bins.
    private Query starts(TimeRange range) {
        List<Zones.Run> runs = bins.starts(range.minNanos(), range.maxNanos());
        // Without a sign: there is more time than nanoseconds that fit into 63 bits.
        long count = 0;
        List<Query> parts = new ArrayList<>();
        for (Zones.Run run : runs) {
            count += Long.divideUnsigned(run.last() - run.first(), bins.width()) + 1;
            parts.add(starts(run.first(), run.last()));
        }
        if (Long.compareUnsigned(count, BINS_MAX) > 0) {
            throw refusal(
                    "gap-filling query has too many bins: "
                            + Long.toUnsignedString(count)
                            + " (limit: "
                            + BINS_MAX
                            + ")");
        }
        // Bounds that exclude each other.
        if (parts.isEmpty()) {
            return starts(0, -1);
        }
        return parts.size() == 1
                ? parts.getFirst()
                : new Query.SetOperation(
                        List.of(), Query.SetOperation.Kind.UNION, false, parts, Query.Tail.NONE);
    }

    private Query starts(long first, long last) {
        Call series =
                Call.of(
                        "generate_series",
                        Literal.ofLong(first),
                        Literal.ofLong(last),
                        Literal.ofLong(bins.width()));
        return Query.Select.of(
                List.of(new SelectItem(Call.of("make_timestamp_ns", column("n")), "k" + binKey)),
                new Relation.Series(series, "r", List.of("n")));
    }

    private static Expression column(String... path) {
        return new ColumnReference(List.of(path));
    }

    private static Query distinct(List<SelectItem> items, String table) {
        return Query.Select.of(items, new Relation.Table(List.of(table), GATHERED, List.of()))
                .withoutRepeats();
    }
}
