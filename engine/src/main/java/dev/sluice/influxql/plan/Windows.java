// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Literal;
import dev.sluice.influxql.Statement.Field;
import dev.sluice.influxql.Term;
import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.ComparisonOperator;
import dev.sluice.query.sql.Expression.Frame;
import dev.sluice.query.sql.Expression.FrameBound;
import dev.sluice.query.sql.Query.SelectItem;
import dev.sluice.query.sql.SortKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The functions that look at the values before (data.md 6.5). Each passes over rows without a
/// value, as if they were not there.
final class Windows {
    private static final String LETTER = "w";

    private final long unitNanos;
    private final boolean instants;
    private final Leaves below;
    private final Map<Term, Typed> computed = new HashMap<>();
    private Layer layer;

    /// @param layer the rows
    /// @param instants whether their time is an instant, and not a number
    /// @param below what the columns of `layer` mean
    /// @param unitNanos the unit of `derivative` where none is said
    Windows(Layer layer, boolean instants, Leaves below, long unitNanos) {
        this.layer = layer;
        this.instants = instants;
        this.below = below;
        this.unitNanos = unitNanos;
    }

    /// Computes all window functions of some fields.
    ///
    /// @return the rows with them
    Layer compute(List<Field> fields) {
        int depth =
                fields.stream().mapToInt(field -> Terms.windowDepth(field.term())).max().orElse(0);
        for (int level = 1; level <= depth; level++) {
            Set<Term.Call> calls = new LinkedHashSet<>();
            for (Field field : fields) {
                collect(field.term(), level, calls);
            }
            List<SelectItem> items = new ArrayList<>();
            Map<Term, Typed> results = new HashMap<>();
            for (Term.Call call : calls) {
                Typed value = value(call);
                String name = LETTER + (computed.size() + results.size());
                items.add(Sql.item(value.value(), name));
                results.put(call, new Typed(Sql.column(name), value.type()));
            }
            layer = layer.with(items);
            computed.putAll(results);
        }
        return layer;
    }

    /// What the columns of the result mean.
    Leaves leaves() {
        return term -> {
            Typed found = computed.get(term);
            return found == null ? below.find(term) : found;
        };
    }

    /// Whether a term is one of them.
    boolean isWindow(Term term) {
        return computed.containsKey(term);
    }

    private static void collect(Term term, int level, Set<Term.Call> result) {
        Term plain = Terms.plain(term);
        if (Function.isWindow(plain) && Terms.windowDepth(plain) == level) {
            result.add((Term.Call) plain);
        } else {
            plain.parts().forEach(part -> collect(part, level, result));
        }
    }

    private Typed value(Term.Call call) {
        Typed argument = new TermCompiler(leaves()).compile(call.arguments().getFirst());
        boolean elapsed = call.function().equals("elapsed");
        if (argument.isNothing()
                || argument.type() == ColumnType.TAG
                || (!elapsed && !argument.isNumeric())) {
            return Typed.nothing();
        }
        Expression x = argument.value();
        Typed result =
                switch (call.function()) {
                    case "difference" -> difference(argument, false);
                    case "non_negative_difference" -> difference(argument, true);
                    case "derivative" -> derivative(argument, Terms.unit(call, unitNanos));
                    case "non_negative_derivative" ->
                            nonNegative(derivative(argument, Terms.unit(call, unitNanos)));
                    case "cumulative_sum" -> cumulative(argument);
                    case "moving_average" -> movingAverage(argument, count(call));
                    case "elapsed" -> elapsed(argument, Terms.unit(call, 1));
                    default -> throw new IllegalStateException(call.function());
                };
        return new Typed(Sql.where(Sql.isNotNull(x), result.value()), result.type());
    }

    private static long count(Term.Call call) {
        return Terms.plain(call.arguments().get(1)) instanceof Literal.Int count
                ? count.value()
                : 1;
    }

    private Typed difference(Typed x, boolean nonNegative) {
        Expression before = lag(x.value(), x.value());
        if (x.type() != ColumnType.UINTEGER) {
            Typed difference = new Typed(Sql.operate(x.value(), "-", before), x.type());
            return nonNegative ? nonNegative(difference) : difference;
        }
        Expression grown = Sql.compare(x.value(), ComparisonOperator.GREATER_OR_EQUAL, before);
        return new Typed(
                nonNegative
                        ? Sql.where(grown, Sql.operate(x.value(), "-", before))
                        : Arithmetic.unsignedDifference(x.value(), before),
                x.type());
    }

    private static Typed nonNegative(Typed value) {
        return new Typed(
                Sql.where(
                        Sql.compare(
                                value.value(), ComparisonOperator.GREATER_OR_EQUAL, Sql.number(0)),
                        value.value()),
                value.type());
    }

    private Typed derivative(Typed x, long unit) {
        Expression change = Sql.operate(x.asFloat(), "-", lag(x.value(), x.asFloat()));
        Expression nanos = Sql.operate(nanos(), "-", lag(x.value(), nanos()));
        Expression units =
                Sql.operate(Sql.cast(nanos, ColumnType.FLOAT), "/", Sql.number((double) unit));
        return new Typed(
                Sql.where(
                        Sql.compare(nanos, ComparisonOperator.GREATER, Sql.number(0)),
                        Sql.operate(change, "/", units)),
                ColumnType.FLOAT);
    }

    private Typed elapsed(Typed x, long unit) {
        Expression nanos = Sql.operate(nanos(), "-", lag(x.value(), nanos()));
        return new Typed(
                unit == 1 ? nanos : Sql.operate(nanos, "//", Sql.number(unit)), ColumnType.INTEGER);
    }

    private Typed cumulative(Typed x) {
        Expression sum = over(x.value(), "sum", x.value(), null);
        return Aggregates.sum(sum, x.type());
    }

    private Typed movingAverage(Typed x, long rows) {
        Expression before = Sql.number(rows - 1);
        Expression full = Sql.equal(over(x.value(), "count", x.value(), before), Sql.number(rows));
        return new Typed(
                Sql.where(full, over(x.value(), "avg", x.asFloat(), before)), ColumnType.FLOAT);
    }

    private Expression nanos() {
        Expression time = Sql.column(Part.TIME);
        return instants ? Sql.nanos(time) : time;
    }

    private Expression lag(Expression x, Expression value) {
        return over(x, "lag", value, null);
    }

    /// A function over the rows of a series that have a value, up to the current one.
    private Expression over(
            Expression x, String function, Expression value, @Nullable Expression rowsBefore) {
        List<Expression> partition = new ArrayList<>(layer.columns('g'));
        partition.add(Sql.isNull(x));
        List<SortKey> order = new ArrayList<>();
        order.add(Sql.up(Sql.column(Part.TIME)));
        layer.columns('h').forEach(tie -> order.add(Sql.up(tie)));
        Frame frame =
                rowsBefore == null
                        ? Sql.TO_HERE
                        : new Frame(
                                FrameBound.EXPR_PRECEDING_ROWS,
                                rowsBefore,
                                FrameBound.CURRENT_ROW_ROWS,
                                null,
                                Expression.FrameExclusion.NO_OTHER);
        return new Expression.WindowCall(
                Expression.Call.of(function, value), partition, order, frame, false);
    }
}
