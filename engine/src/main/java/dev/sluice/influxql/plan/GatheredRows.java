// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Fill;
import dev.sluice.influxql.Statement.Field;
import dev.sluice.influxql.Term;
import dev.sluice.influxql.Term.Variable;
import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.Query.SelectItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A SELECT with aggregates or selectors: one row for each series and bin.
///
/// Below are the gathered values as columns `a0`, `a1`, ..., then the bins without data, then
/// window functions, then the fields.
final class GatheredRows {
    /// How many rows of the span itself a bin has.
    private static final String ROWS_INSIDE = "present";

    private final Shape shape;
    private final SourceTable source;
    private final Leaves columns;
    private final Leaves arguments;
    private final Aggregates aggregates;
    private final TimeSpan span;
    private final Set<Term.Call> calls;
    private final Map<Term, Typed> known = new HashMap<>();

    /// What calls mean that no window function is around, where rows before the span are read too.
    private final Map<Term, Typed> inside = new HashMap<>();

    /// Whether [#ROWS_INSIDE] is there.
    private boolean countsInside;

    GatheredRows(Shape shape, SourceTable source) {
        this.shape = shape;
        this.source = source;
        this.columns = source.leaves(shape.columns());
        this.arguments = source.arguments(shape.columns());
        this.aggregates = new Aggregates(arguments);
        this.calls = Terms.calls(shape.fields(), Function::gathers);
        this.span = shape.scanned();
    }

    /// The rows, or null where the source has none of the fields.
    @Nullable Part part() {
        List<Expression> present = new ArrayList<>();
        for (Term.Call call : calls) {
            Typed argument = aggregates.argument(call);
            if (!argument.isNothing() && !present.contains(argument.value())) {
                present.add(argument.value());
            }
        }
        if (present.isEmpty()) {
            return null;
        }
        Query.Select gathered = isOneRow() ? oneRow(present) : gathered(present);
        Bins bins = shape.bins();
        Filling filling = new Filling(shape, known, inside);
        Layer layer = Layer.of(gathered);
        if (bins != null && showsEmptyBins()) {
            layer = filling.bins(layer, bins, span);
        }
        return output(layer, filling);
    }

    /// Whether a bin without data can have a row. Window functions pass over it where it has no
    /// value, which a count has.
    private boolean showsEmptyBins() {
        boolean passedOver =
                shape.fill() == Fill.Mode.NULL
                        && isOnlyWindows()
                        && calls.stream().noneMatch(call -> call.function().equals("count"));
        return shape.fill() != Fill.Mode.NONE
                && !passedOver
                && !calls.stream().allMatch(GatheredRows::isIntegral);
    }

    /// Whether each field has a window function.
    private boolean isOnlyWindows() {
        return shape.fields().stream().allMatch(field -> Terms.windowDepth(field.term()) > 0);
    }

    private static boolean isIntegral(Term.Call call) {
        return call.function().equals("integral");
    }

    /// Whether the rows are rows of the source: one selector, with its own time or with other
    /// columns of its row.
    private boolean isOneRow() {
        return calls.size() == 1
                && Function.kindOf(calls.iterator().next()) == Function.Kind.SELECTOR
                && Terms.count(shape.fields(), Function::gathers) == 1
                && (shape.bins() == null || !Terms.bareVariables(shape.fields()).isEmpty());
    }

    private Query.Select gathered(List<Expression> present) {
        List<Term.Call> integrals = calls.stream().filter(GatheredRows::isIntegral).toList();
        List<Term.Call> others = calls.stream().filter(call -> !isIntegral(call)).toList();
        Query.Select plain = plain(others, present);
        return integrals.isEmpty()
                ? plain
                : new Integrals(shape, source, aggregates, span, known)
                        .beside(others.isEmpty() ? null : plain, others.size(), integrals);
    }

    private Query.Select plain(List<Term.Call> wanted, List<Expression> present) {
        List<Expression> keys = keys();
        List<SelectItem> items = keyItems(keys);
        List<Expression> values = new ArrayList<>();
        boolean emptyIsRow = false;
        for (Term.Call call : wanted) {
            Typed value = aggregates.of(call);
            String name = "a" + known.size();
            items.add(Sql.item(value.value(), name));
            values.add(value.value());
            known.put(call, new Typed(Sql.column(name), value.type()));
            emptyIsRow |= call.function().equals("stddev") || call.function().equals("count");
        }
        addInside(items);
        Query.Select select = Sql.grouped(source.select(items, shape, span, present), keys);
        boolean always = emptyIsRow || (values.size() == 1 && !isPercentile(wanted));
        return always ? select : Sql.having(select, Sql.anyNotNull(values));
    }

    private boolean readsBefore() {
        return !span.equals(shape.span());
    }

    /// The rows before the span are the window functions' alone.
    private void addInside(List<SelectItem> items) {
        if (!readsBefore()) {
            return;
        }
        Expression within =
                Sql.compare(
                        SourceTable.time(),
                        Expression.ComparisonOperator.GREATER_OR_EQUAL,
                        new Expression.TimestampLiteral(shape.span().lower()));
        items.add(Sql.item(Sql.call("count", Sql.where(within, SourceTable.time())), ROWS_INSIDE));
        countsInside = calls.stream().noneMatch(GatheredRows::isIntegral);
        Aggregates narrow =
                new Aggregates(term -> {
                    Typed value = arguments.find(term);
                    return value == null || value.isNothing()
                            ? value
                            : new Typed(Sql.where(within, value.value()), value.type());
                });
        for (Term.Call call : Terms.outsideWindows(shape.fields())) {
            if (!isIntegral(call)) {
                Typed value = orNothing(call, narrow.of(call));
                String name = "n" + inside.size();
                items.add(Sql.item(value.value(), name));
                inside.put(call, new Typed(Sql.column(name), value.type()));
            }
        }
    }

    /// A bin that has rows before the span alone has no count.
    private static Typed orNothing(Term.Call call, Typed value) {
        return call.function().equals("count") && !value.isNothing()
                ? new Typed(Sql.call("nullif", value.value(), Sql.number(0)), value.type())
                : value;
    }

    private static boolean isPercentile(List<Term.Call> wanted) {
        return wanted.stream().anyMatch(call -> call.function().equals("percentile"));
    }

    /// The group tags, then the bin.
    private List<Expression> keys() {
        List<Expression> keys = new ArrayList<>();
        for (String tag : shape.groupTags()) {
            keys.add(source.tag(tag));
        }
        if (shape.bins() != null) {
            keys.add(shape.bins().start(Sql.nanos(SourceTable.time())));
        }
        return keys;
    }

    private List<SelectItem> keyItems(List<Expression> keys) {
        List<SelectItem> items = new ArrayList<>();
        items.add(
                Sql.item(
                        shape.bins() == null ? Sql.number(shape.aggregateTime()) : keys.getLast(),
                        Part.TIME));
        items.addAll(source.tagItems(shape));
        return items;
    }

    /// The row that the one selector chooses of each group: its value, its time, its other columns.
    private Query.Select oneRow(List<Expression> present) {
        Term.Call call = calls.iterator().next();
        Typed field = aggregates.argument(call);
        Set<Variable> others = Terms.bareVariables(shape.fields());
        List<String> names = new ArrayList<>(List.of("t", "a"));
        List<Expression> values =
                new ArrayList<>(List.of(Sql.nanos(SourceTable.time()), field.value()));
        List<Typed> otherValues = new ArrayList<>();
        for (Variable other : others) {
            Typed value = new TermCompiler(columns).compile(other);
            names.add("x" + otherValues.size());
            values.add(value.value());
            otherValues.add(value);
        }
        Query.Select chosen =
                call.function().equals("percentile")
                        ? ofNearestRank(call, names, values, present)
                        : selected(call, field, names, values, present);
        List<SelectItem> taken = new ArrayList<>();
        taken.add(Sql.item(shape.bins() == null ? member("t") : Sql.column(Part.TIME), Part.TIME));
        taken.addAll(Sql.items(shape.tagNames()));
        taken.add(Sql.item(member("a"), "a0"));
        known.put(call, new Typed(Sql.column("a0"), field.type()));
        int i = 0;
        for (Variable other : others) {
            taken.add(Sql.item(member("x" + i), "a" + (i + 1)));
            known.put(other, new Typed(Sql.column("a" + (i + 1)), otherValues.get(i).type()));
            i++;
        }
        return Sql.select(taken, Sql.rows(chosen), Sql.isNotNull(Sql.column("s")));
    }

    /// The chosen row of each group as a value `s`.
    private Query.Select selected(
            Term.Call call,
            Typed field,
            List<String> names,
            List<Expression> values,
            List<Expression> present) {
        List<Expression> keys = keys();
        List<SelectItem> items = keyItems(keys);
        Expression row = new Expression.StructValue(names, values);
        items.add(Sql.item(aggregates.row(call, field, row, ties()), "s"));
        return Sql.grouped(source.select(items, shape, span, present), keys);
    }

    /// The same for `percentile`.
    private Query.Select ofNearestRank(
            Term.Call call, List<String> names, List<Expression> values, List<Expression> present) {
        List<SelectItem> items = keyItems(keys());
        List<String> valueNames = named(items, "v", values);
        List<String> tieNames = named(items, "k", ties());
        return new NearestRank(shape.keyNames(), valueNames, tieNames)
                .chosen(
                        source.select(items, shape, span, present),
                        call,
                        new Expression.StructValue(
                                names, valueNames.stream().map(Sql::column).toList()),
                        "s");
    }

    /// Adds columns and tells their names.
    private static List<String> named(
            List<SelectItem> items, String letter, List<Expression> values) {
        List<String> names = Part.names(letter, values.size());
        for (int i = 0; i < names.size(); i++) {
            items.add(Sql.item(values.get(i), names.get(i)));
        }
        return names;
    }

    private List<Expression> ties() {
        return source.tiesBeside(shape).stream().map(tie -> Sql.column(tie.name())).toList();
    }

    private static Expression member(String name) {
        return Sql.element(Sql.column("s"), Sql.text(name));
    }

    /// Window functions and fields over the gathered values.
    private Part output(Layer gathered, Filling filling) {
        Bins bins = shape.bins();
        Windows windows =
                new Windows(
                        filling.beforeWindows(gathered),
                        false,
                        filling.insideWindows(),
                        bins == null ? Terms.UNIT_NANOS : bins.width());
        Layer layer = windows.compute(shape.fields());
        TermCompiler compiler =
                new TermCompiler(term ->
                        windows.isWindow(term) ? windows.leaves().find(term) : outside(term));
        List<SelectItem> items = new ArrayList<>(Sql.items(shape.keyNames()));
        List<@Nullable ColumnType> types = new ArrayList<>();
        List<Expression> results = new ArrayList<>();
        List<Expression> ofWindows = new ArrayList<>();
        for (Field field : shape.fields()) {
            Typed value = compiler.compile(field.term());
            items.add(Sql.item(value.value(), Part.field(types.size())));
            results.add(value.value());
            types.add(value.type());
            if (Terms.windowDepth(field.term()) > 0) {
                ofWindows.add(value.value());
            }
        }
        boolean onlyWindows = isOnlyWindows();
        List<Expression> conditions = new ArrayList<>();
        if (onlyWindows || (readsBefore() && shape.fill() == Fill.Mode.NONE)) {
            conditions.add(Sql.anyNotNull(results));
        }
        if (bins != null && readsBefore()) {
            conditions.add(
                    Sql.compare(
                            Sql.column(Part.TIME),
                            Expression.ComparisonOperator.GREATER_OR_EQUAL,
                            Sql.number(bins.start(shape.span().lower()))));
        }
        Query.Select rows =
                Sql.select(
                        items,
                        Sql.rows(layer.query()),
                        conditions.isEmpty() ? null : Sql.and(conditions));
        if (countsInside && !onlyWindows) {
            rows = rows.withQualify(Sql.or(List.of(hasRowsInside(), Sql.anyNotNull(ofWindows))));
        }
        Layer done = filling.fields(Layer.of(rows), types);
        return new Part(source.measurement(), withInstants(done), types, List.of());
    }

    /// The value of a call that is in no window function. A count of a series that has rows before
    /// the span alone is nothing, not 0: the window functions alone show it.
    private @Nullable Typed outside(Term term) {
        Typed value = inside.get(term);
        if (value == null) {
            return known.get(term);
        }
        boolean count = term instanceof Term.Call call && call.function().equals("count");
        return count && countsInside && shape.fill() == Fill.Mode.NULL
                ? new Typed(Sql.where(hasRowsInside(), value.value()), value.type())
                : value;
    }

    /// Whether the series has rows in the span itself, not only in the bin before it.
    private Expression hasRowsInside() {
        Expression sum =
                new Expression.WindowCall(
                        Expression.Call.of("sum", Sql.column(ROWS_INSIDE)),
                        shape.tagNames().stream().map(Sql::column).toList(),
                        List.of(),
                        Sql.ALL,
                        false);
        return Sql.compare(sum, Expression.ComparisonOperator.GREATER, Sql.number(0));
    }

    /// The rows with instants for their times.
    private static Query.Select withInstants(Layer layer) {
        List<SelectItem> items = new ArrayList<>();
        for (String name : layer.names()) {
            Expression value = Sql.column(name);
            items.add(Sql.item(name.equals(Part.TIME) ? Sql.instant(value) : value, name));
        }
        return Sql.select(items, Sql.rows(layer.query()), null);
    }
}
