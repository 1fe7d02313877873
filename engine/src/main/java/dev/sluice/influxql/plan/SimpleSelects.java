// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Fill;
import dev.sluice.influxql.Literal;
import dev.sluice.influxql.Statement;
import dev.sluice.influxql.Statement.Field;
import dev.sluice.influxql.Term;
import dev.sluice.influxql.Term.Variable;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells which SELECTs are simple ([SimpleSelect]).
final class SimpleSelects {
    private static final Set<String> FUNCTIONS =
            Set.of("count", "sum", "mean", "min", "max", "first", "last");

    private final Shape shape;
    private final SourceTable table;
    private final List<Column> taken = new ArrayList<>();

    /// @param table stored
    private SimpleSelects(Shape shape, SourceTable table) {
        this.shape = shape;
        this.table = table;
    }

    /// Reads a SELECT.
    ///
    /// @param tables what it reads
    /// @param layout how its rows are read
    /// @return null when it is not simple
    static @Nullable SimpleSelect of(Shape shape, List<SourceTable> tables, SeriesLayout layout) {
        return tables.size() == 1 && tables.getFirst().bounded()
                ? new SimpleSelects(shape, tables.getFirst()).read(layout)
                : null;
    }

    /// The values of a tag.
    ///
    /// @param where which rows count
    static SimpleSelect ofTag(String measurement, String tag, Expression where) {
        return new SimpleSelect(
                where,
                List.of(
                        new SimpleSelect.Text(measurement),
                        new SimpleSelect.Text(tag),
                        new SimpleSelect.GroupTag(0)),
                List.of(new Column(tag, ColumnType.TAG)),
                List.of(),
                null,
                false,
                Statement.Page.ALL);
    }

    private @Nullable SimpleSelect read(SeriesLayout layout) {
        List<SimpleSelect.Shown> fields = fields();
        List<Column> tags = new ArrayList<>();
        for (String key : shape.groupTags()) {
            if (table.columns().typeOf(key) != ColumnType.TAG) {
                return null;
            }
            tags.add(new Column(key, ColumnType.TAG));
        }
        Bins bins = shape.bins();
        SimpleSelect.EvenBins even = bins == null ? null : bins.even(shape.span(), shape.fill());
        if (fields == null
                || fields.isEmpty()
                || (bins != null && even == null)
                || layout.tags().stream().anyMatch(SeriesLayout.GroupTag::projected)) {
            return null;
        }
        return new SimpleSelect(
                Objects.requireNonNull(
                        table.select(List.of(), shape, shape.span(), present()).where()),
                columns(fields, tags.size()),
                tags,
                isRaw(fields) ? tiesBy() : List.of(),
                even,
                shape.descending(),
                shape.page());
    }

    /// In the order of [Results].
    private List<SimpleSelect.Shown> columns(List<SimpleSelect.Shown> fields, int tags) {
        List<SimpleSelect.Shown> columns = new ArrayList<>();
        columns.add(new SimpleSelect.Text(table.measurement()));
        columns.add(time(fields, 2 + tags));
        for (int place = 0; place < tags; place++) {
            columns.add(new SimpleSelect.GroupTag(place));
        }
        columns.addAll(fields);
        return columns;
    }

    private List<Column> tiesBy() {
        return table.tagsBeside(shape).stream()
                .map(tag -> new Column(tag, ColumnType.TAG))
                .toList();
    }

    private static boolean isRaw(List<SimpleSelect.Shown> fields) {
        return fields.getFirst() instanceof SimpleSelect.Value;
    }

    private List<Expression> present() {
        return taken.stream().map(column -> Sql.column(column.name())).toList();
    }

    /// @param first the place of the first field
    private SimpleSelect.Shown time(List<SimpleSelect.Shown> fields, int first) {
        if (isRaw(fields)) {
            return new SimpleSelect.RowTime();
        }
        if (shape.bins() != null) {
            return new SimpleSelect.BinTime();
        }
        boolean selects =
                fields.size() == 1
                        && Terms.calls(shape.fields(), Function::gathers).stream()
                                .allMatch(call -> Function.kindOf(call) == Function.Kind.SELECTOR);
        return selects
                ? new SimpleSelect.SelectedTime(first)
                : new SimpleSelect.FixedTime(shape.aggregateTime());
    }

    /// What the fields show: all of them columns, or all of them values for many rows.
    private @Nullable List<SimpleSelect.Shown> fields() {
        List<SimpleSelect.Shown> result = new ArrayList<>();
        for (Field field : shape.fields()) {
            SimpleSelect.Shown shown =
                    switch (Terms.plain(field.term())) {
                        case Variable variable -> value(variable);
                        case Term.Call call -> gathered(call);
                        default -> null;
                    };
            if (shown == null
                    || (!result.isEmpty()
                            && isRaw(result) != (shown instanceof SimpleSelect.Value))) {
                return null;
            }
            result.add(shown);
        }
        return taken.isEmpty() ? null : result;
    }

    private SimpleSelect.@Nullable Value value(Variable variable) {
        Column column = column(variable);
        if (column == null || shape.fill() instanceof Fill.Constant) {
            return null;
        }
        if (column.type().isField()) {
            taken.add(column);
        }
        return new SimpleSelect.Value(column);
    }

    private SimpleSelect.@Nullable Gathered gathered(Term.Call call) {
        if (!FUNCTIONS.contains(call.function())
                || call.arguments().size() != 1
                || !(Terms.plain(call.arguments().getFirst()) instanceof Variable variable)) {
            return null;
        }
        Column column = column(variable);
        if (column == null || !isTaken(call, column.type())) {
            return null;
        }
        SimpleSelect.Gathered gathered = new SimpleSelect.Gathered(call.function(), column, null);
        Long filler = filler(gathered);
        if (filler == null && shape.fill() instanceof Fill.Constant) {
            return null;
        }
        taken.add(column);
        return new SimpleSelect.Gathered(call.function(), column, filler);
    }

    /// What a bin without data shows, in the bits of a column; null for nothing, and where a
    /// constant is no value of the type.
    private @Nullable Long filler(SimpleSelect.Gathered gathered) {
        boolean real = gathered.type() == ColumnType.FLOAT;
        return switch (shape.fill()) {
            case Fill.Constant(Literal.Int(long value)) ->
                    real ? Double.doubleToRawLongBits((double) value) : value;
            case Fill.Constant(Literal.Real(double value)) ->
                    real ? Double.doubleToRawLongBits(value) : null;
            case Fill.Constant _ -> null;
            case Fill.Mode mode ->
                    mode == Fill.Mode.NULL && gathered.function().equals("count") ? 0L : null;
        };
    }

    private static boolean isTaken(Term.Call call, ColumnType type) {
        return type == ColumnType.FLOAT
                || type == ColumnType.INTEGER
                || (type.isField() && call.function().equals("count"));
    }

    private @Nullable Column column(Variable variable) {
        ColumnType type = table.columns().typeOf(variable.name());
        return type == null || variable.type() != null || variable.isTime()
                ? null
                : new Column(variable.name(), type);
    }
}
