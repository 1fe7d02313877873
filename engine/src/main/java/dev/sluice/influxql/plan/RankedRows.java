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
import dev.sluice.query.sql.Query.SelectItem;
import dev.sluice.query.sql.SortKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A SELECT with `top` or `bottom`: the best rows of each series and bin, at their own times; with
/// tags, the best row of each combination of them first.
final class RankedRows {
    private static final String VALUE = "v";
    private static final String BIN = "b";
    private static final String RANK = "h0";

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
        List<String> tags = new ArrayList<>();
        List<Term> arguments = call.arguments();
        for (int i = 1; i < arguments.size() - 1; i++) {
            Typed tag = known.get(Terms.plain(arguments.get(i)));
            if (tag != null && tag.value() instanceof Expression.ColumnReference column) {
                tags.add(column.column());
            }
        }
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
        int i = 0;
        for (String tag : shape.groupTags()) {
            items.add(Sql.item(source.tag(tag), Part.tag(i++)));
        }
        items.add(Sql.item(field.value(), VALUE));
        known.put(call, new Typed(Sql.column(VALUE), field.type()));
        i = 0;
        for (Variable variable : variables()) {
            Typed value = new TermCompiler(columns).compile(variable);
            String name = "x" + i++;
            items.add(Sql.item(value.value(), name));
            known.put(variable, new Typed(Sql.column(name), value.type()));
        }
        i = 0;
        for (String tag : source.columns().tags()) {
            items.add(Sql.item(Sql.column(tag), "k" + i++));
        }
        return Layer.of(
                Sql.select(
                        items,
                        source.relation(),
                        source.where(shape, shape.span(), columns, List.of(field.value()))));
    }

    private Set<Variable> variables() {
        Set<Variable> result = new LinkedHashSet<>();
        shape.fields().forEach(field -> result.addAll(Terms.bareVariables(field.term())));
        return result;
    }

    /// The place of a row among those that agree in some columns: the better value first, then the
    /// earlier time.
    private Expression rank(Layer layer, List<String> alike) {
        List<Expression> partition = new ArrayList<>(layer.columns('g'));
        if (shape.bins() != null) {
            partition.add(Sql.column(BIN));
        }
        alike.forEach(name -> partition.add(Sql.column(name)));
        List<SortKey> order = new ArrayList<>();
        Expression value = Sql.column(VALUE);
        order.add(call.function().equals("top") ? Sql.down(value) : Sql.up(value));
        order.add(Sql.up(Sql.column(Part.TIME)));
        layer.columns('k').forEach(tag -> order.add(Sql.up(tag)));
        return Sql.place(partition, order);
    }

    private Part output(Layer layer) {
        List<SelectItem> items = new ArrayList<>();
        items.add(Sql.item(Sql.column(Part.TIME), Part.TIME));
        items.addAll(Sql.items(Part.names("g", shape.groupTags().size())));
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
                1);
    }

    private long count() {
        if (Terms.plain(call.arguments().getLast()) instanceof Literal.Int(long count)) {
            return count;
        }
        throw Refusals.planning("expected integer as last argument for " + call.function());
    }
}
