// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Literal;
import dev.sluice.influxql.Refusals;
import dev.sluice.influxql.Statement.Field;
import dev.sluice.influxql.Term;
import dev.sluice.influxql.Term.Variable;
import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.ComparisonOperator;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.Query.CommonTable;
import dev.sluice.query.sql.Query.SelectItem;
import dev.sluice.query.sql.Relation;
import dev.sluice.query.sql.SortKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A SELECT with `top` or `bottom`: the best rows of each series and bin, at their own times; with
/// tags, the best row of each combination of them first.
final class RankedRows {
    private static final String VALUE = "v";
    private static final String BIN = "b";
    private static final String RANK = Part.tie(0);

    /// All rows, to tell by them which can be among the best.
    private static final String VALUED = "valued";

    private static final String EDGE = "edge";

    /// Where more rows are wanted, of all or of each series and bin, the engine would keep too many
    /// values to tell which can be among the best.
    private static final long COUNT_MAX = 1_000;

    private static final long COUNT_OF_EACH_MAX = 20;

    private final Shape shape;
    private final SourceTable source;
    private final Leaves columns;
    private final Term.Call call;
    private final Map<Term, Typed> known = new HashMap<>();

    RankedRows(Shape shape, SourceTable source, Term.Call call) {
        this.shape = shape;
        this.source = source;
        this.columns = source.leaves(shape.columns());
        this.call = call;
    }

    /// The rows, or null where the source has no such field.
    @Nullable Part part() {
        Typed field = new Aggregates(columns).argument(call);
        if (field.isNothing()) {
            return null;
        }
        Layer layer = rows(field);
        List<Expression> tags = new ArrayList<>();
        for (Term argument : Terms.rankedTags(call)) {
            Typed tag = known.get(argument);
            if (tag != null) {
                tags.add(tag.value());
            }
        }
        layer = contenders(layer, tags);
        if (!tags.isEmpty()) {
            layer = layer.with(List.of(Sql.item(rank(layer, tags), "best")));
            layer =
                    Layer.of(
                            Sql.select(
                                    Sql.items(layer.names()),
                                    Sql.rows(layer.query()),
                                    Sql.equal(Sql.column("best"), Sql.number(1))));
        }
        layer = layer.with(List.of(Sql.item(rank(layer, List.of()), RANK)));
        return output(layer);
    }

    private Layer rows(Typed field) {
        List<SelectItem> items = new ArrayList<>();
        items.add(Sql.item(SourceTable.time(), Part.TIME));
        if (shape.bins() != null) {
            items.add(Sql.item(shape.bins().start(Sql.nanos(SourceTable.time())), BIN));
        }
        items.addAll(source.tagItems(shape));
        items.add(Sql.item(field.value(), VALUE));
        known.put(call, new Typed(Sql.column(VALUE), field.type()));
        int i = 0;
        for (Variable variable : Terms.bareVariables(shape.fields())) {
            Typed value = new TermCompiler(columns).compile(variable);
            String name = "x" + i++;
            items.add(Sql.item(value.value(), name));
            known.put(variable, new Typed(Sql.column(name), value.type()));
        }
        i = 0;
        for (String tag : source.columns().tags()) {
            items.add(Sql.item(Sql.column(tag), "k" + i++));
        }
        return Layer.of(source.select(items, shape, shape.span(), List.of(field.value())));
    }

    /// The rows whose values are among the best ones, of which mostly few are left: to put all of
    /// them in order would be most of the work.
    ///
    /// @param tags the best row of each combination of them counts; none where all rows do
    private Layer contenders(Layer rows, List<Expression> tags) {
        List<String> groups = new ArrayList<>(rows.names());
        groups.removeIf(name -> name.charAt(0) != 'g' && !name.equals(BIN));
        if (count() > (groups.isEmpty() ? COUNT_MAX : COUNT_OF_EACH_MAX)) {
            return rows;
        }
        boolean top = call.function().equals("top");
        String best = top ? "max" : "min";
        List<Expression> keys = groups.stream().map(Sql::column).toList();
        Relation values = Sql.table(VALUED);
        if (!tags.isEmpty()) {
            List<Expression> all = new ArrayList<>(keys);
            all.addAll(tags);
            List<SelectItem> items = new ArrayList<>(Sql.items(groups));
            items.add(Sql.item(Sql.call(best, Sql.column(VALUE)), VALUE));
            values = Sql.rows(Sql.grouped(Sql.select(items, values, null), all));
        }
        List<SelectItem> items = new ArrayList<>(Sql.items(groups));
        items.add(
                Sql.item(
                        Sql.call(
                                top ? "list_min" : "list_max",
                                Sql.call(best, Sql.column(VALUE), Sql.number(count()))),
                        VALUE));
        Query edges = Sql.grouped(Sql.select(items, values, null), keys);
        List<Expression> passes = new ArrayList<>();
        for (String group : groups) {
            passes.add(Sql.isAsIn(EDGE, group));
        }
        passes.add(
                Sql.compare(
                        Sql.column(VALUE),
                        top
                                ? ComparisonOperator.GREATER_OR_EQUAL
                                : ComparisonOperator.LESS_OR_EQUAL,
                        Sql.column(EDGE, VALUE)));
        Relation joined =
                new Relation.Join(
                        Sql.table(VALUED),
                        new Relation.Derived(edges, EDGE, List.of()),
                        Relation.Join.Kind.INNER,
                        false,
                        Sql.and(passes),
                        List.of());
        return Layer.of(
                Sql.select(Sql.items(rows.names()), joined, null)
                        .withTables(List.of(CommonTable.of(VALUED, rows.query()))));
    }

    /// The place of a row among those that agree in some columns: the better value first, then the
    /// earlier time.
    private Expression rank(Layer layer, List<Expression> alike) {
        List<Expression> partition = new ArrayList<>(layer.columns('g'));
        if (shape.bins() != null) {
            partition.add(Sql.column(BIN));
        }
        partition.addAll(alike);
        List<SortKey> order = new ArrayList<>();
        Expression value = Sql.column(VALUE);
        order.add(call.function().equals("top") ? Sql.down(value) : Sql.up(value));
        order.add(Sql.up(Sql.column(Part.TIME)));
        layer.columns('k').forEach(tag -> order.add(Sql.up(tag)));
        return Sql.place(partition, order);
    }

    private Part output(Layer layer) {
        List<SelectItem> items = new ArrayList<>(Sql.items(shape.keyNames()));
        items.add(Sql.item(Sql.column(RANK), RANK));
        List<@Nullable ColumnType> types = new ArrayList<>();
        TermCompiler compiler = new TermCompiler(known::get);
        for (Field field : shape.fields()) {
            Typed value = compiler.compile(field.term());
            items.add(Sql.item(value.value(), Part.field(types.size())));
            types.add(value.type());
        }
        return new Part(
                source.measurement(),
                Sql.select(
                        items,
                        Sql.rows(layer.query()),
                        Sql.compare(
                                Sql.column(RANK),
                                ComparisonOperator.LESS_OR_EQUAL,
                                Sql.number(count()))),
                types,
                List.of(ColumnType.INTEGER));
    }

    private long count() {
        if (Terms.plain(call.arguments().getLast()) instanceof Literal.Int(long count)) {
            return count;
        }
        throw Refusals.planning("expected integer as last argument for " + call.function());
    }
}
