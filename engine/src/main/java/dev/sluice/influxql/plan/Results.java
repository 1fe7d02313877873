// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Statement.Field;
import dev.sluice.influxql.Term.Variable;
import dev.sluice.influxql.plan.Planned.PlannedColumn;
import dev.sluice.influxql.plan.SeriesLayout.GroupTag;
import dev.sluice.influxql.plan.SeriesLayout.ShownColumn;
import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.Query.SelectItem;
import dev.sluice.query.sql.Relation;
import dev.sluice.query.sql.SortKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The last step of a SELECT: the rows of all measurements in one, ordered, under the names that
/// clients see (data.md 4.7, 6.2).
final class Results {
    private static final String MEASUREMENT = "m";

    private final Shape shape;
    private final List<Part> parts;
    private final String zone;
    private final UnitedTies ties;

    Results(SelectPlanner.Parts parts, String zone) {
        this.shape = parts.shape();
        this.parts = parts.parts();
        this.zone = zone;
        this.ties = new UnitedTies(this.parts.stream().map(Part::ties).toList());
    }

    Planned planned() {
        List<SelectItem> items = new ArrayList<>();
        List<PlannedColumn> columns = new ArrayList<>();
        List<ShownColumn> shown = new ArrayList<>();
        Expression measurement =
                parts.size() == 1
                        ? Sql.text(parts.getFirst().measurement())
                        : Sql.column(MEASUREMENT);
        items.add(Sql.item(measurement, SeriesLayout.MEASUREMENT_NAME));
        columns.add(new PlannedColumn(SeriesLayout.MEASUREMENT_NAME, null, ColumnType.STRING));
        String timeName = shape.projection().timeName();
        items.add(Sql.item(Sql.column(Part.TIME), timeName));
        columns.add(new PlannedColumn(timeName, ColumnType.TIME));
        shown.add(new ShownColumn(timeName, 1));
        int i = 0;
        for (String tag : shape.groupTags()) {
            if (projected(tag) < 0) {
                items.add(Sql.item(Sql.column(Part.tag(i)), tag));
                columns.add(new PlannedColumn(tag, ColumnType.TAG));
            }
            i++;
        }
        int firstField = items.size();
        List<@Nullable ColumnType> types = types();
        i = 0;
        for (Field field : shape.fields()) {
            shown.add(new ShownColumn(field.alias(), items.size()));
            items.add(Sql.item(value(i, field), field.alias()));
            columns.add(new PlannedColumn(field.alias(), type(field), types.get(i)));
            i++;
        }
        Query.Select rows =
                Sql.select(items, relation(types), parts.isEmpty() ? Sql.truth(false) : null);
        return new Planned(
                rows.withTail(new Query.Tail(order(), null, null)),
                columns,
                new SeriesLayout(tags(firstField), shown, true, zone));
    }

    /// A group tag that is a column too is there also in a bin without rows: it tells the series.
    private Expression value(int place, Field field) {
        String key = shape.bins() == null ? null : shownTag(field);
        int tag = key == null ? -1 : shape.groupTags().indexOf(key);
        return Sql.column(tag < 0 ? Part.field(place) : Part.tag(tag));
    }

    private @Nullable ColumnType type(Field field) {
        return Terms.plain(field.term()) instanceof Variable variable && variable.type() == null
                ? shape.columns().typeOf(variable)
                : null;
    }

    /// The place among the fields of a group tag that is a column too, or -1.
    private int projected(String tag) {
        for (int i = 0; i < shape.fields().size(); i++) {
            if (tag.equals(shownTag(shape.fields().get(i)))) {
                return i;
            }
        }
        return -1;
    }

    /// The tag that a column shows. One that is named as a field is shows the field, also where
    /// GROUP BY has a tag of that name.
    private @Nullable String shownTag(Field field) {
        return Terms.plain(field.term()) instanceof Variable variable
                        && !shape.columns().isField(variable)
                ? variable.name()
                : null;
    }

    private List<GroupTag> tags(int firstField) {
        List<GroupTag> result = new ArrayList<>();
        int column = 2;
        for (String tag : shape.groupTags()) {
            int field = projected(tag);
            result.add(
                    field < 0
                            ? new GroupTag(tag, column++, false)
                            : new GroupTag(tag, firstField + field, true));
        }
        return result;
    }

    private List<SortKey> order() {
        List<SortKey> order = new ArrayList<>();
        if (parts.size() > 1) {
            order.add(Sql.up(Sql.column(MEASUREMENT)));
        }
        shape.tagNames().forEach(tag -> order.add(Sql.up(Sql.column(tag))));
        order.addAll(shape.order(ties.types().size()));
        return order;
    }

    private Relation relation(List<@Nullable ColumnType> types) {
        if (parts.isEmpty()) {
            return Sql.rows(nothing(types));
        }
        if (parts.size() == 1) {
            return Sql.rows(parts.getFirst().rows());
        }
        List<Query> queries = new ArrayList<>();
        for (Part part : parts) {
            queries.add(aligned(part, types));
        }
        return Sql.rows(Sql.union(queries));
    }

    /// For each field the type that all parts agree on.
    private List<@Nullable ColumnType> types() {
        List<@Nullable ColumnType> types = new ArrayList<>();
        for (int i = 0; i < shape.fields().size(); i++) {
            ColumnType type = parts.isEmpty() ? type(shape.fields().get(i)) : null;
            for (Part part : parts) {
                type = Columns.common(type, part.types().get(i));
            }
            types.add(type);
        }
        return types;
    }

    private Query aligned(Part part, List<@Nullable ColumnType> types) {
        List<SelectItem> items = new ArrayList<>();
        items.add(Sql.item(Sql.text(part.measurement()), MEASUREMENT));
        items.addAll(Sql.items(shape.keyNames()));
        items.addAll(
                ties.items(part.ties(), part.tieNames(), Part.names("h", ties.types().size())));
        for (int i = 0; i < types.size(); i++) {
            Typed value = new Typed(Sql.column(Part.field(i)), part.types().get(i));
            items.add(Sql.item(value.as(types.get(i)).value(), Part.field(i)));
        }
        return Sql.select(items, Sql.rows(part.rows()), null);
    }

    private Query nothing(List<@Nullable ColumnType> types) {
        List<SelectItem> items = new ArrayList<>();
        items.add(Sql.item(Sql.text(""), MEASUREMENT));
        items.add(Sql.item(Sql.nothing(ColumnType.TIME), Part.TIME));
        for (int i = 0; i < shape.groupTags().size(); i++) {
            items.add(Sql.item(Sql.nothing(ColumnType.TAG), Part.tag(i)));
        }
        for (int i = 0; i < types.size(); i++) {
            items.add(Sql.item(Sql.nothing(types.get(i)), Part.field(i)));
        }
        return Sql.select(items, new Relation.Nothing(), null);
    }
}
