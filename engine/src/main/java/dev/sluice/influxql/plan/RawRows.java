// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Fill;
import dev.sluice.influxql.Statement.Field;
import dev.sluice.influxql.Term;
import dev.sluice.influxql.Term.Variable;
import dev.sluice.influxql.plan.SourceTable.Tie;
import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.Query.SelectItem;
import dev.sluice.query.sql.SortKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A SELECT that gives rows as they are, or what transforms and window functions make of each.
final class RawRows {
    private final Shape shape;
    private final SourceTable source;
    private final Leaves columns;
    private final List<Tie> ties;

    RawRows(Shape shape, SourceTable source) {
        this.shape = shape;
        this.source = source;
        this.columns = source.leaves(shape.columns());
        this.ties = source.tiesBeside(shape);
    }

    /// The rows, or null where the source has none of the fields.
    @Nullable Part part() {
        List<Expression> present = new ArrayList<>();
        Set<Variable> variables = Terms.variables(shape.fields());
        boolean shown = false;
        for (Variable variable : variables) {
            Typed value = columns.find(variable);
            if (source.columns().isField(variable) && value != null && !value.isNothing()) {
                present.add(value.value());
            }
            shown |= !source.bounded() && source.columns().typeOf(variable) == ColumnType.TAG;
        }
        if (present.isEmpty()) {
            if (!shown) {
                return null;
            }
            // A row of a subquery is there, whether it has the tag or not.
            present.add(SourceTable.time());
        }
        boolean windows = Terms.any(shape.fields(), Function::isWindow);
        return windows ? windows(variables, present) : plain(present);
    }

    private Part plain(List<Expression> present) {
        List<SelectItem> items = keys();
        List<@Nullable ColumnType> types = new ArrayList<>();
        addFields(new TermCompiler(columns), items, types);
        Query.Select rows = source.select(items, shape, shape.span(), present);
        return new Part(
                source.measurement(), source.bounded() ? cut(rows) : rows, types, Tie.types(ties));
    }

    /// The rows that the cut of each series leaves, in words that tell who reads the table that it
    /// need not read all of it.
    private Query.Select cut(Query.Select rows) {
        List<Expression> tags = shape.groupTags().stream().map(source::tag).toList();
        if (tags.isEmpty() || shape.page().isAll()) {
            return rows;
        }
        SortKey byTime =
                shape.descending() ? Sql.down(SourceTable.time()) : Sql.up(SourceTable.time());
        List<SortKey> order = new ArrayList<>(List.of(byTime));
        ties.forEach(tie -> order.add(Sql.up(Sql.column(tie.name()))));
        if (!shape.wantsNewest()) {
            return rows.withQualify(SelectPlanner.within(shape.page(), Sql.place(tags, order)));
        }
        List<SortKey> all = new ArrayList<>();
        tags.forEach(tag -> all.add(Sql.up(tag)));
        all.addAll(order);
        return rows.withFirstOfEach(tags, all);
    }

    /// The columns come first, then the window functions over them, then the fields.
    private Part windows(Set<Variable> variables, List<Expression> present) {
        List<SelectItem> items = keys();
        Map<Object, Typed> known = new HashMap<>();
        for (Variable variable : variables) {
            Typed value = columns.find(variable);
            if (value != null) {
                String name = "x" + known.size();
                items.add(Sql.item(value.value(), name));
                known.put(variable, new Typed(Sql.column(name), value.type()));
            }
        }
        Windows windows =
                new Windows(
                        Layer.of(source.select(items, shape, shape.span(), present)),
                        true,
                        known::get,
                        Terms.UNIT_NANOS);
        Layer layer = windows.compute(shape.fields());
        List<SelectItem> output = new ArrayList<>(Sql.items(keyNames()));
        List<@Nullable ColumnType> types = new ArrayList<>();
        addFields(new TermCompiler(windows.leaves()), output, types);
        List<Expression> results =
                output.subList(keyNames().size(), output.size()).stream()
                        .map(SelectItem::expression)
                        .toList();
        Query.Select rows = Sql.select(output, Sql.rows(layer.query()), Sql.anyNotNull(results));
        return new Part(source.measurement(), rows, types, Tie.types(ties));
    }

    private void addFields(
            TermCompiler compiler, List<SelectItem> items, List<@Nullable ColumnType> types) {
        int i = 0;
        for (Field field : shape.fields()) {
            Typed value = filled(field.term(), compiler.compile(field.term()));
            items.add(Sql.item(value.value(), Part.field(i++)));
            types.add(value.type());
        }
    }

    /// A field that is not there at all is the constant itself, or as the other sources have it.
    private Typed filled(Term term, Typed value) {
        if (!(shape.fill() instanceof Fill.Constant constant)) {
            return value;
        }
        if (!value.isNothing()) {
            return Filling.filled(value, constant);
        }
        ColumnType elsewhere =
                Terms.plain(term) instanceof Variable variable
                        ? shape.columns().typeOf(variable)
                        : null;
        return elsewhere == null
                ? new TermCompiler(_ -> null).compile(constant.number())
                : Filling.filled(new Typed(Sql.nothing(elsewhere), elsewhere), constant);
    }

    private List<SelectItem> keys() {
        List<SelectItem> items = new ArrayList<>();
        items.add(Sql.item(SourceTable.time(), Part.TIME));
        items.addAll(source.tagItems(shape));
        items.addAll(source.tieItems(shape));
        return items;
    }

    private List<String> keyNames() {
        List<String> result = new ArrayList<>(shape.keyNames());
        result.addAll(Part.names("h", ties.size()));
        return result;
    }
}
