// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Fill;
import dev.sluice.influxql.Statement;
import dev.sluice.influxql.Term;
import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Query.SelectItem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `fill(N)` makes of the fields that a measurement lacks, where rows are gathered (data.md
/// 6.8): the number, as a value of the type that the field has elsewhere or that its function gives
/// whatever it gathers.
final class AbsentFields {
    private AbsentFields() {}

    /// What a measurement is made of, and what it has.
    record Source(Part part, Columns columns) {
        /// Whether nothing that a field is made of is here. What is here and of a type that its
        /// function does not take, is not lacking.
        boolean lacks(Statement.Field field) {
            return Terms.variables(List.of(field)).stream()
                    .noneMatch(variable -> columns.typeOf(variable.name()) != null);
        }
    }

    /// The parts with these fields filled; where the rows are as they are, they are already.
    static List<Part> filled(Shape shape, List<Source> sources) {
        List<Part> parts = sources.stream().map(Source::part).toList();
        if (!(shape.fill() instanceof Fill.Constant constant)
                || !Terms.any(shape.fields(), AbsentFields::aggregates)) {
            return parts;
        }
        List<@Nullable ColumnType> types = new ArrayList<>();
        for (int i = 0; i < shape.fields().size(); i++) {
            ColumnType type = ofFunction(shape.fields().get(i).term());
            for (Part part : parts) {
                type = Columns.common(type, part.types().get(i));
            }
            types.add(type);
        }
        return sources.stream().map(source -> filled(shape, source, types, constant)).toList();
    }

    private static boolean aggregates(Term term) {
        return term instanceof Term.Call call
                && (Function.kindOf(call) == Function.Kind.AGGREGATE
                        || Function.kindOf(call) == Function.Kind.SELECTOR);
    }

    private static @Nullable ColumnType ofFunction(Term term) {
        return Terms.plain(term) instanceof Term.Call call
                ? switch (call.function()) {
                    case "count" -> ColumnType.INTEGER;
                    case "mean", "median", "stddev" -> ColumnType.FLOAT;
                    default -> null;
                }
                : null;
    }

    private static Part filled(
            Shape shape, Source source, List<@Nullable ColumnType> types, Fill.Constant constant) {
        Part part = source.part();
        if (!part.types().contains(null)) {
            return part;
        }
        Layer rows = Layer.of(part.rows());
        List<@Nullable ColumnType> filledTypes = new ArrayList<>(part.types());
        List<SelectItem> items = new ArrayList<>();
        for (String name : rows.names()) {
            items.add(Sql.item(Sql.column(name), name));
        }
        for (int i = 0; i < types.size(); i++) {
            ColumnType type = types.get(i);
            if (part.types().get(i) == null
                    && type != null
                    && source.lacks(shape.fields().get(i))) {
                Typed absent = new Typed(Sql.nothing(type), type);
                items.set(
                        rows.names().indexOf(Part.field(i)),
                        Sql.item(Filling.filled(absent, constant).value(), Part.field(i)));
                filledTypes.set(i, type);
            }
        }
        return new Part(
                part.measurement(),
                Sql.select(items, Sql.rows(part.rows()), null),
                filledTypes,
                part.ties());
    }
}
