// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Term;
import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Query.SelectItem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A SELECT of `distinct`: each value of a series and bin once, the one that came first first.
final class DistinctRows {
    private final Shape shape;
    private final SourceTable source;
    private final Term.Call call;

    DistinctRows(Shape shape, SourceTable source, Term.Call call) {
        this.shape = shape;
        this.source = source;
        this.call = call;
    }

    /// The rows, or null where the source has no such field.
    @Nullable Part part() {
        Typed field = new Aggregates(source.arguments(shape.columns())).argument(call);
        if (field.isNothing()) {
            return null;
        }
        Expression time =
                shape.bins() == null
                        ? Sql.number(shape.aggregateTime())
                        : shape.bins().start(Sql.nanos(SourceTable.time()));
        List<Expression> keys = new ArrayList<>();
        List<SelectItem> items = new ArrayList<>();
        items.add(Sql.item(Sql.instant(time), Part.TIME));
        items.addAll(source.tagItems(shape));
        shape.groupTags().forEach(tag -> keys.add(source.tag(tag)));
        if (shape.bins() != null) {
            keys.add(time);
        }
        keys.add(field.value());
        items.add(Sql.item(Sql.call("min", SourceTable.time()), Part.tie(0)));
        items.add(Sql.item(field.value(), Part.tie(1)));
        items.add(Sql.item(field.value(), Part.field(0)));
        return new Part(
                source.measurement(),
                Sql.grouped(
                        source.select(items, shape, shape.span(), List.of(field.value())), keys),
                Collections.singletonList(field.type()),
                List.of(ColumnType.TIME, Objects.requireNonNull(field.type())));
    }
}
