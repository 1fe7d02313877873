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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tells which SELECTs are simple ([SimpleSelect]).
final class SimpleSelects {
    private static final Set<String> FUNCTIONS =
            Set.of("count", "sum", "mean", "min", "max", "first", "last", "median");

    private static final String PERCENTILE = "percentile";

    /// Below, a few values have none of that rank.
    private static final double PERCENT_MIN = 50;

    private static final double PERCENT_MAX = 100;

    private final Shape shape;
    private final SourceTable table;
    private final TimeSpan span;

    /// Of rows, or of what is gathered of them.
    private final List<SimpleSelect.Shown> fields = new ArrayList<>();

    private final List<Column> taken = new ArrayList<>();

    /// Whether a field shows a column that other measurements have, and this one lacks.
    private boolean lacks;

    /// What the rows are ranked by, or null; its column, and the place of that.
    private Term.@Nullable Call ranked;

    private @Nullable Column rankedBy;
    private int rankedPlace;

    /// @param table stored
    private SimpleSelects(Shape shape, SourceTable table) {
        this.shape = shape;
        this.table = table;
        this.span = shape.scanned();
    }

    /// Reads a SELECT: one of each measurement that gives anything, in their order.
    ///
    /// @param layout how its rows are read
    /// @return none where one is not simple, or where they give other types
    static List<SimpleSelect> of(SelectPlanner.Parts parts, SeriesLayout layout) {
        Set<String> giving =
                parts.parts().stream().map(Part::measurement).collect(Collectors.toSet());
        List<SimpleSelect> selects = new ArrayList<>();
        for (SourceTable table : parts.tables()) {
            if (giving.contains(table.measurement())) {
                SimpleSelect select =
                        table.bounded()
                                ? new SimpleSelects(parts.shape(), table).read(layout)
                                : null;
                if (select == null
                        || (!selects.isEmpty()
                                && !select.types().equals(selects.getFirst().types()))) {
                    return List.of();
                }
                selects.add(select);
            }
        }
        return selects;
    }

    /// The values of a tag.
    ///
    /// @param where which rows count
    static SimpleSelect ofTag(String measurement, String tag, Expression where) {
        return listing(
                measurement,
                List.of(
                        new SimpleSelect.Text(measurement),
                        new SimpleSelect.Text(tag),
                        new SimpleSelect.GroupTag(0)),
                List.of(new Column(tag, ColumnType.TAG)),
                where);
    }

    /// One row of texts where there are rows, else none.
    ///
    /// @param where which rows count
    static SimpleSelect ofRows(String measurement, List<String> texts, Expression where) {
        return listing(
                measurement,
                texts.stream()
                        .map(text -> (SimpleSelect.Shown) new SimpleSelect.Text(text))
                        .toList(),
                List.of(),
                where);
    }

    private static SimpleSelect listing(
            String measurement,
            List<SimpleSelect.Shown> columns,
            List<Column> tags,
            Expression where) {
        return new SimpleSelect(
                measurement,
                where,
                columns,
                tags,
                List.of(),
                null,
                false,
                Statement.Page.ALL,
                null,
                null);
    }

    private @Nullable SimpleSelect read(SeriesLayout layout) {
        List<Column> tags = new ArrayList<>();
        for (String key : shape.groupTags()) {
            if (table.columns().typeOf(key) != ColumnType.TAG) {
                return null;
            }
            tags.add(new Column(key, ColumnType.TAG));
        }
        int first = 2 + tags.size();
        List<SimpleTerm> results = results(first);
        Bins bins = shape.bins();
        SimpleSelect.EvenBins even = bins == null ? null : bins.even(span, shape.fill());
        if (results.isEmpty()
                || taken.isEmpty()
                || (bins != null && even == null)
                || layout.tags().stream().anyMatch(SeriesLayout.GroupTag::projected)) {
            return null;
        }
        boolean computes = !results.stream().allMatch(SimpleTerm.Input.class::isInstance);
        if (computes && (ranked != null || lacks || !isComputable())) {
            return null;
        }
        SimpleSelect.Ranking ranking = ranked == null ? null : ranking(ranked, even, first);
        if (ranked != null && ranking == null) {
            return null;
        }
        return new SimpleSelect(
                table.measurement(),
                Objects.requireNonNull(table.select(List.of(), shape, span, present()).where()),
                columns(first),
                tags,
                isRaw() ? tiesBy() : List.of(),
                ranking == null ? even : null,
                shape.descending(),
                shape.page(),
                computes ? computed(results) : null,
                ranking);
    }

    /// What the fields show, all of it of columns, or all of it of values for many rows; nothing
    /// where one is not simple.
    ///
    /// @param first the place of the first column that they take
    private List<SimpleTerm> results(int first) {
        List<SimpleTerm> results = new ArrayList<>();
        Bins bins = shape.bins();
        SimpleTerms terms =
                new SimpleTerms(
                        term -> input(term, first), bins == null ? Terms.UNIT_NANOS : bins.width());
        for (Field field : shape.fields()) {
            int before = fields.size();
            SimpleTerm result = terms.of(field.term());
            if (result == null || fields.size() == before) {
                return List.of();
            }
            results.add(result);
        }
        return results;
    }

    private SimpleTerm.@Nullable Input input(Term term, int first) {
        SimpleSelect.Shown shown =
                switch (term) {
                    case Variable variable -> value(variable);
                    case Term.Call call when Function.kindOf(call) == Function.Kind.RANKING ->
                            ranked(call, first + fields.size());
                    case Term.Call call -> gathered(call);
                    default -> null;
                };
        if (shown == null
                || (!fields.isEmpty() && isRaw() != (shown instanceof SimpleSelect.Value))) {
            return null;
        }
        fields.add(shown);
        return new SimpleTerm.Input(
                first + fields.size() - 1,
                shown instanceof SimpleSelect.Gathered some
                        ? some.type()
                        : ((SimpleSelect.Value) shown).column().type());
    }

    /// Whether who has the columns can compute what is shown.
    private boolean isComputable() {
        boolean filled = shape.fill() != Fill.Mode.NULL && shape.fill() != Fill.Mode.NONE;
        if (filled || shape.wantsNewest()) {
            return false;
        }
        if (!hasWindows()) {
            return true;
        }
        // Over what is gathered, nothing but window functions looks at the bin before the span.
        return !shape.descending()
                && (isRaw()
                        || (shape.bins() != null
                                && Terms.outsideWindows(shape.fields()).isEmpty()));
    }

    private boolean hasWindows() {
        return Terms.any(shape.fields(), Function::isWindow);
    }

    private SimpleSelect.Computed computed(List<SimpleTerm> results) {
        Bins bins = shape.bins();
        return new SimpleSelect.Computed(
                results,
                hasWindows(),
                bins == null || span.equals(shape.span())
                        ? Long.MIN_VALUE
                        : bins.start(shape.span().lower()));
    }

    /// In the order of [Results].
    ///
    /// @param first the place of the first field
    private List<SimpleSelect.Shown> columns(int first) {
        List<SimpleSelect.Shown> columns = new ArrayList<>();
        columns.add(new SimpleSelect.Text(table.measurement()));
        columns.add(time(first));
        for (int place = 0; place < first - 2; place++) {
            columns.add(new SimpleSelect.GroupTag(place));
        }
        columns.addAll(fields);
        return columns;
    }

    private List<Column> tiesBy() {
        return table.tiesBeside(shape).stream()
                .map(tie -> new Column(tie.name(), tie.type()))
                .toList();
    }

    private boolean isRaw() {
        return fields.getFirst() instanceof SimpleSelect.Value;
    }

    /// The value that rows are ranked by, which alone has to be there.
    private SimpleSelect.@Nullable Value ranked(Term.Call call, int place) {
        Column column =
                Terms.plain(call.arguments().getFirst()) instanceof Variable variable
                        ? column(variable)
                        : null;
        if (ranked != null
                || column == null
                || (column.type() != ColumnType.FLOAT && column.type() != ColumnType.INTEGER)) {
            return null;
        }
        ranked = call;
        rankedBy = column;
        rankedPlace = place;
        taken.add(column);
        return new SimpleSelect.Value(column);
    }

    /// @param first the place of the first field
    /// @return null where a tag that rows are told apart by is none
    private SimpleSelect.@Nullable Ranking ranking(
            Term.Call call, SimpleSelect.@Nullable EvenBins bins, int first) {
        List<Integer> alike = new ArrayList<>();
        for (Term tag : Terms.rankedTags(call)) {
            int place = tag instanceof Variable variable ? shown(variable) : -1;
            if (place < 0) {
                return null;
            }
            alike.add(first + place);
        }
        return Terms.plain(call.arguments().getLast()) instanceof Literal.Int(long count)
                ? new SimpleSelect.Ranking(
                        rankedPlace, call.function().equals("top"), alike, bins, count)
                : null;
    }

    /// The place among the fields of a tag, or -1.
    private int shown(Variable tag) {
        Column column = column(tag);
        return column == null || column.type() != ColumnType.TAG
                ? -1
                : fields.indexOf(new SimpleSelect.Value(column));
    }

    private List<Expression> present() {
        List<Column> present = rankedBy == null ? taken : List.of(rankedBy);
        return present.stream().map(column -> Sql.column(column.name())).toList();
    }

    /// @param first the place of the first field
    private SimpleSelect.Shown time(int first) {
        if (isRaw()) {
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

    private SimpleSelect.@Nullable Value value(Variable variable) {
        if (shape.fill() instanceof Fill.Constant) {
            return null;
        }
        Column column = column(variable);
        if (column == null) {
            Column missing = missing(variable);
            return missing == null ? null : new SimpleSelect.Value(missing);
        }
        if (column.type().isField()) {
            taken.add(column);
        }
        return new SimpleSelect.Value(column);
    }

    private SimpleSelect.@Nullable Gathered gathered(Term.Call call) {
        double percent = call.function().equals(PERCENTILE) ? Aggregates.percent(call) : 0;
        boolean known =
                call.function().equals(PERCENTILE)
                        ? percent >= PERCENT_MIN && percent <= PERCENT_MAX
                        : FUNCTIONS.contains(call.function()) && call.arguments().size() == 1;
        if (!known || !(Terms.plain(call.arguments().getFirst()) instanceof Variable variable)) {
            return null;
        }
        Column column = column(variable);
        if (column == null) {
            return nothing(call, variable);
        }
        if (!isTaken(call, column.type())) {
            return null;
        }
        SimpleSelect.Gathered gathered =
                new SimpleSelect.Gathered(call.function(), column, percent, null);
        Long filler = filler(gathered);
        if (filler == null && shape.fill() instanceof Fill.Constant) {
            return null;
        }
        taken.add(column);
        return new SimpleSelect.Gathered(call.function(), column, percent, filler);
    }

    /// What a call gathers of a column that is not there: nothing, of the same type, which a count
    /// would not show.
    private SimpleSelect.@Nullable Gathered nothing(Term.Call call, Variable variable) {
        Column missing = missing(variable);
        if (missing == null
                || !isTaken(call, missing.type())
                || shape.fill() instanceof Fill.Constant) {
            return null;
        }
        ColumnType type = new SimpleSelect.Gathered(call.function(), missing, 0, null).type();
        return new SimpleSelect.Gathered("last", new Column(missing.name(), type), 0, null);
    }

    /// What a bin without data shows, in the bits of a column; null for nothing, and where a
    /// constant is no value of the type.
    private @Nullable Long filler(SimpleSelect.Gathered gathered) {
        boolean real = gathered.type() == ColumnType.FLOAT;
        if (!real && gathered.type() != ColumnType.INTEGER) {
            return null;
        }
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
        return switch (type) {
            case FLOAT, INTEGER -> true;
            case UINTEGER, STRING, BOOLEAN ->
                    call.function().equals("count")
                            || (type != ColumnType.UINTEGER && isByTime(call));
            case TAG, TIME -> false;
        };
    }

    private static boolean isByTime(Term.Call call) {
        return call.function().equals("first") || call.function().equals("last");
    }

    /// A column that other measurements have, and this one lacks; else null.
    private @Nullable Column missing(Variable variable) {
        ColumnType type = shape.columns().typeOf(variable.name());
        if (type == null
                || table.columns().typeOf(variable.name()) != null
                || variable.type() != null
                || variable.isTime()) {
            return null;
        }
        lacks = true;
        return new Column(variable.name(), type);
    }

    /// Null also where the column is of another type in other sources.
    private @Nullable Column column(Variable variable) {
        ColumnType type = table.columns().typeOf(variable.name());
        return type == null
                        || type != shape.columns().typeOf(variable.name())
                        || variable.type() != null
                        || variable.isTime()
                ? null
                : new Column(variable.name(), type);
    }
}
