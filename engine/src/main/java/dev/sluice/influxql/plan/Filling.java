// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Fill;
import dev.sluice.influxql.Statement.Field;
import dev.sluice.influxql.Term;
import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.ComparisonOperator;
import dev.sluice.query.sql.Expression.Frame;
import dev.sluice.query.sql.Expression.FrameBound;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.Query.CommonTable;
import dev.sluice.query.sql.Query.SelectItem;
import dev.sluice.query.sql.Relation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The bins without data, and what they hold (data.md 6.8).
///
/// What window functions see is filled before them, every other field once it is computed.
final class Filling {
    private static final String GATHERED = "gathered";
    private static final String BIN = "b";
    private static final Frame FROM_HERE =
            new Frame(
                    FrameBound.CURRENT_ROW_ROWS,
                    null,
                    FrameBound.UNBOUNDED_FOLLOWING,
                    null,
                    Expression.FrameExclusion.NO_OTHER);

    private final Shape shape;
    private final Map<Term, Typed> known;
    private final Map<Term, Typed> inside;
    private final Map<Term, Typed> seen = new HashMap<>();
    private boolean hasBins;

    /// @param known what the gathered columns mean; counts are replaced by counts that are 0
    /// @param inside the same for calls outside of window functions, where that is another thing
    Filling(Shape shape, Map<Term, Typed> known, Map<Term, Typed> inside) {
        this.shape = shape;
        this.known = known;
        this.inside = inside;
    }

    /// Every bin of the span for each series that has data.
    Layer bins(Layer gathered, Bins bins, TimeSpan span) {
        hasBins = true;
        List<String> tags = shape.tagNames();
        List<SelectItem> items = new ArrayList<>();
        items.add(Sql.item(Sql.column(BIN, Part.TIME), Part.TIME));
        tags.forEach(tag -> items.add(Sql.item(Sql.column(BIN, tag), tag)));
        for (String name : gathered.names()) {
            if (!name.equals(Part.TIME) && !tags.contains(name)) {
                items.add(Sql.item(value(name), name));
            }
        }
        List<Expression> same = new ArrayList<>();
        same.add(Sql.equal(Sql.column(BIN, Part.TIME), Sql.column(Part.TIME)));
        for (String tag : tags) {
            same.add(Sql.isAsIn(BIN, tag));
        }
        Relation joined =
                new Relation.Join(
                        new Relation.Derived(spine(tags, bins, span), BIN, List.of()),
                        Sql.table(GATHERED),
                        Relation.Join.Kind.LEFT,
                        false,
                        Sql.and(same),
                        List.of());
        return Layer.of(
                Sql.select(items, joined, null)
                        .withTables(List.of(CommonTable.of(GATHERED, gathered.query()))));
    }

    /// A gathered value: a count is 0 where nothing else is asked for.
    private Expression value(String name) {
        boolean zero =
                shape.fill() == Fill.Mode.NULL && (isCount(known, name) || isCount(inside, name));
        return zero ? Sql.coalesce(Sql.column(name), Sql.number(0)) : Sql.column(name);
    }

    private static boolean isCount(Map<Term, Typed> meanings, String name) {
        return meanings.entrySet().stream()
                .filter(entry ->
                        !entry.getValue().isNothing()
                                && entry.getValue().value().equals(Sql.column(name)))
                .anyMatch(entry ->
                        entry.getKey() instanceof Term.Call call
                                && call.function().equals("count"));
    }

    /// The series, each with all of its bins.
    private Query spine(List<String> tags, Bins bins, TimeSpan span) {
        List<Expression> keys = tags.stream().map(Sql::column).toList();
        Expression first = Sql.call("min", Sql.column(Part.TIME));
        Expression starts =
                span.hasLower()
                        ? bins.starts(span.lower(), span.upper())
                        : bins.startsFrom(first, span.upper());
        List<SelectItem> items = new ArrayList<>();
        items.add(Sql.item(Sql.call("unnest", starts), Part.TIME));
        items.addAll(Sql.items(tags));
        boolean early = !span.hasLower() && bins.startsTooEarly();
        if (early) {
            items.add(Sql.item(first, "first"));
        }
        Query.Select all = Sql.grouped(Sql.select(items, Sql.table(GATHERED), null), keys);
        if (!early) {
            return all;
        }
        return Sql.select(
                Sql.items(shape.keyNames()),
                Sql.rows(all),
                Sql.compare(
                        Sql.column(Part.TIME),
                        ComparisonOperator.GREATER_OR_EQUAL,
                        Sql.column("first")));
    }

    /// The rows with the gathered values as window functions see them, which [#insideWindows]
    /// gives.
    Layer beforeWindows(Layer gathered) {
        boolean windows = Terms.any(shape.fields(), Function::isWindow);
        if (!hasBins || !windows || shape.fill() == Fill.Mode.NULL) {
            return gathered;
        }
        List<SelectItem> items = new ArrayList<>();
        known.forEach((term, value) -> {
            Typed filled = filled(value);
            String name = "f" + items.size();
            items.add(Sql.item(filled.value(), name));
            seen.put(term, new Typed(Sql.column(name), filled.type()));
        });
        return gathered.with(items);
    }

    /// The gathered values as window functions see them.
    Leaves insideWindows() {
        return term -> {
            Typed value = seen.get(term);
            return value == null ? known.get(term) : value;
        };
    }

    /// The rows with their fields filled; those of window functions and the columns beside a
    /// selector too, but not by lines.
    Layer fields(Layer rows, List<@Nullable ColumnType> types) {
        boolean constant = shape.fill() instanceof Fill.Constant;
        boolean between =
                hasBins && (shape.fill() == Fill.Mode.PREVIOUS || shape.fill() == Fill.Mode.LINEAR);
        if (!constant && !between) {
            return rows;
        }
        List<SelectItem> items = new ArrayList<>();
        int field = 0;
        for (String name : rows.names()) {
            Expression value = Sql.column(name);
            if (name.startsWith("c")) {
                Field asked = shape.fields().get(field);
                boolean plain =
                        Terms.windowDepth(asked.term()) == 0
                                && Terms.bareVariables(List.of(asked)).isEmpty();
                if (plain || shape.fill() != Fill.Mode.LINEAR) {
                    value = filled(new Typed(value, types.get(field))).value();
                }
                field++;
            }
            items.add(Sql.item(value, name));
        }
        return Layer.of(Sql.select(items, Sql.rows(rows.query()), null));
    }

    private Typed filled(Typed value) {
        if (value.isNothing()) {
            return value;
        }
        return switch (shape.fill()) {
            case Fill.Constant constant -> filled(value, constant);
            case Fill.Mode mode ->
                    switch (mode) {
                        case NULL, NONE -> value;
                        case PREVIOUS ->
                                new Typed(
                                        over("last_value", value.value(), Sql.TO_HERE),
                                        value.type());
                        case LINEAR -> value.isNumeric() ? linear(value) : value;
                    };
        };
    }

    /// A value, or where there is none the constant as a value of its type. As text it is empty and
    /// as truth false, which is what InfluxDB 1.x makes of a number.
    static Typed filled(Typed value, Fill.Constant constant) {
        ColumnType type = value.type();
        Expression filler =
                switch (type) {
                    case STRING -> Sql.text("");
                    case BOOLEAN -> Sql.truth(false);
                    case null, default ->
                            new TermCompiler(_ -> null).compile(constant.number()).as(type).value();
                };
        return new Typed(Sql.coalesce(value.value(), filler), type);
    }

    /// On the line between the neighbours that have a value; whole numbers lose their fraction. How
    /// far apart bins are is told, as in InfluxDB, by their times divided by their width, which has
    /// two bins at 0: the last before 1970 and the first after.
    private Typed linear(Typed value) {
        long widthNanos = Objects.requireNonNull(shape.bins()).width();
        Expression bin = Sql.operate(Sql.column(Part.TIME), "//", Sql.number(widthNanos));
        Expression told = Sql.where(Sql.isNotNull(value.value()), bin);
        Expression before = over("last_value", value.value(), Sql.TO_HERE);
        Expression after = over("first_value", value.value(), FROM_HERE);
        Expression binBefore = over("last_value", told, Sql.TO_HERE);
        Expression binAfter = over("first_value", told, FROM_HERE);
        Expression rise =
                Sql.operate(
                        Sql.cast(after, ColumnType.FLOAT), "-", Sql.cast(before, ColumnType.FLOAT));
        Expression run = Sql.cast(Sql.operate(binAfter, "-", binBefore), ColumnType.FLOAT);
        Expression passed = Sql.cast(Sql.operate(bin, "-", binBefore), ColumnType.FLOAT);
        Expression risen = Sql.operate(Sql.operate(rise, "/", run), "*", passed);
        Expression line = Sql.operate(risen, "+", Sql.cast(before, ColumnType.FLOAT));
        Typed result = new Typed(line, ColumnType.FLOAT).as(value.type());
        Expression inside = Sql.and(List.of(Sql.isNotNull(before), Sql.isNotNull(after)));
        return new Typed(
                new Expression.Case(
                        List.of(
                                new Expression.Branch(Sql.isNotNull(value.value()), value.value()),
                                new Expression.Branch(inside, result.value())),
                        Sql.nothing(value.type())),
                value.type());
    }

    /// The first or last value that is there, of a series.
    private Expression over(String function, Expression value, Frame frame) {
        return new Expression.WindowCall(
                Expression.Call.of(function, value),
                shape.tagNames().stream().map(Sql::column).toList(),
                List.of(Sql.up(Sql.column(Part.TIME))),
                frame,
                true);
    }
}
