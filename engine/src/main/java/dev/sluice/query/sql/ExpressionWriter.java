// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.query.sql.Expression.FrameExclusion;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The expressions' half of [SqlWriter].
final class ExpressionWriter {
    private static final long NANOS_PER_MICRO = 1_000;
    private static final Pattern PLACE = Pattern.compile("[1-9][0-9]{0,8}");

    private final StringBuilder out;
    private final SqlWriter queries;
    private final MadeValues made;
    private final RepeatedArguments repeated = new RepeatedArguments();

    /// Whether what is written becomes a part of a value that is guarded as a whole.
    private boolean withinGuard;

    ExpressionWriter(StringBuilder out, SqlWriter queries, MadeValues made) {
        this.out = out;
        this.queries = queries;
        this.made = made;
    }

    void list(List<Expression> expressions) {
        list(expressions, this::write);
    }

    /// Expressions that may be places in the list of columns, as numbers.
    void places(List<Expression> expressions) {
        list(expressions, this::place);
    }

    private void list(List<Expression> expressions, Consumer<Expression> write) {
        String separator = "";
        for (Expression expression : expressions) {
            out.append(separator);
            write.accept(expression);
            separator = ", ";
        }
    }

    private void place(Expression expression) {
        if (expression instanceof Expression.Literal literal
                && literal.kind() == Expression.Literal.Kind.INTEGER) {
            out.append(Numbers.integer(literal.text()));
        } else {
            write(expression);
        }
    }

    void sortKeys(List<SortKey> keys) {
        String separator = "";
        for (SortKey key : keys) {
            out.append(separator);
            place(key.expression());
            out.append(
                    switch (key.direction()) {
                        case USUAL -> "";
                        case UP -> " ASC";
                        case DOWN -> " DESC";
                    });
            out.append(
                    switch (key.nulls()) {
                        case USUAL -> "";
                        case FIRST -> " NULLS FIRST";
                        case LAST -> " NULLS LAST";
                    });
            separator = ", ";
        }
    }

    void write(Expression expression) {
        switch (expression) {
            case Expression.ColumnReference reference -> path(reference.path());
            case Expression.Literal literal -> literal(literal);
            case Expression.TimestampLiteral literal -> timestamp(literal.nanos());
            case Expression.Instant instant -> write(instant.operand());
            case Expression.Typed typed -> write(typed.operand());
            case Expression.IntervalLiteral literal -> interval(literal);
            case Expression.Parameter parameter -> parameter(parameter);
            case Expression.Call call -> call(call);
            case Expression.InternalCall internal -> internal(internal.call());
            case Expression.WindowCall window -> window(window);
            case Expression.StructValue struct -> struct(struct);
            case Expression.Comparison comparison ->
                    infix(comparison.left(), comparison.operator().symbol(), comparison.right());
            case Expression.Junction junction -> junction(junction);
            case Expression.Operation operation -> operation(operation);
            case Expression.Case choice -> choice(choice);
            case Expression.Cast cast -> {
                made.cast(cast);
                out.append(cast.attempt() ? "TRY_CAST(" : "CAST(");
                write(cast.operand());
                out.append(" AS ").append(cast.type().engineName()).append(')');
            }
            case Expression.DecimalCast cast -> {
                out.append(cast.attempt() ? "TRY_CAST(" : "CAST(");
                write(cast.operand());
                out.append(" AS DECIMAL(")
                        .append(cast.precision())
                        .append(", ")
                        .append(cast.scale())
                        .append("))");
            }
            case Expression.Between between -> {
                out.append('(');
                write(between.operand());
                out.append(" BETWEEN ");
                write(between.lower());
                out.append(" AND ");
                write(between.upper());
                out.append(')');
            }
            case Expression.Subquery subquery -> subquery(subquery);
            case Expression.Star star -> star(star);
        }
    }

    /// Users' parameters were replaced before; what is left is a place of ours, with a number.
    private void parameter(Expression.Parameter parameter) {
        if (!PLACE.matcher(parameter.name()).matches()) {
            throw new IllegalStateException("parameter left: " + parameter.name());
        }
        out.append('$').append(parameter.name());
    }

    private void path(List<String> path) {
        String separator = "";
        for (String name : path) {
            out.append(separator).append(Identifiers.quoted(name));
            separator = ".";
        }
    }

    private void literal(Expression.Literal literal) {
        switch (literal.kind()) {
            case NULL -> out.append("NULL");
            case BOOLEAN -> out.append(literal.text().equals("true") ? "TRUE" : "FALSE");
            case INTEGER -> out.append(Numbers.integer64(literal.text()));
            case NUMBER -> out.append(Numbers.number(literal.text()));
            case TEXT -> out.append(Identifiers.quotedText(literal.text()));
        }
    }

    private void timestamp(long nanos) {
        out.append("CAST(")
                .append(Identifiers.quotedText(instant(nanos)))
                .append(" AS TIMESTAMP_NS)");
    }

    /// The engine keeps two values at the ends of the range for infinity.
    private static String instant(long nanos) {
        if (nanos == Long.MAX_VALUE) {
            return "infinity";
        }
        return nanos == Long.MIN_VALUE + 1 ? "-infinity" : Timestamps.format(nanos);
    }

    private void interval(Expression.IntervalLiteral interval) {
        if (interval.nanos() % NANOS_PER_MICRO != 0) {
            throw UnsupportedSql.notSupported("an interval below one microsecond here");
        }
        out.append("(to_months(CAST(")
                .append(interval.months())
                .append(" AS INTEGER)) + to_days(CAST(")
                .append(interval.days())
                .append(" AS INTEGER)) + to_microseconds(")
                .append(
                        (interval.nanos()
                                        - interval.days()
                                                * Expression.IntervalLiteral.NANOS_PER_DAY)
                                / NANOS_PER_MICRO)
                .append("))");
    }

    /// Of the planner's own functions it is known how long their values get; operators are the
    /// user's.
    private void internal(Expression.Call call) {
        if (SqlFunctions.isOperator(call.function())) {
            call(call);
        } else {
            function(call);
        }
    }

    private void call(Expression.Call call) {
        Expression.Call limited = made.limited(call);
        Expression.Call guarded = withinGuard ? null : made.guarded(limited);
        if (guarded == null) {
            unguarded(limited);
            return;
        }
        withinGuard = true;
        function(guarded);
        withinGuard = false;
    }

    private void unguarded(Expression.Call call) {
        if (SqlFunctions.isOperator(call.function())) {
            operator(call);
        } else {
            function(call);
        }
    }

    private void function(Expression.Call call) {
        RepeatedArguments.Once once = repeated.once(call);
        if (once != null) {
            once(once);
            return;
        }
        out.append(Identifiers.quoted(call.function())).append('(');
        if (call.distinct()) {
            out.append("DISTINCT ");
        }
        list(call.arguments());
        if (!call.orderBy().isEmpty()) {
            out.append(" ORDER BY ");
            sortKeys(call.orderBy());
        }
        out.append(')');
        if (call.filter() != null) {
            out.append(" FILTER (WHERE ");
            write(call.filter());
            out.append(')');
        }
    }

    private void once(RepeatedArguments.Once once) {
        out.append("(list_transform([");
        struct(once.values());
        out.append("], lambda ").append(Identifiers.quoted(once.name())).append(": ");
        function(once.call());
        out.append("))[1]");
    }

    private void operator(Expression.Call call) {
        if (call.arguments().size() == 1) {
            out.append('(').append(call.function()).append(' ');
            write(call.arguments().getFirst());
            out.append(')');
        } else if (call.arguments().size() == 2) {
            infix(call.arguments().get(0), call.function(), call.arguments().get(1));
        } else {
            throw UnsupportedSql.notSupported(
                    "operator "
                            + call.function()
                            + " with "
                            + call.arguments().size()
                            + " operands");
        }
    }

    private void infix(Expression left, String operator, Expression right) {
        out.append('(');
        write(left);
        out.append(' ').append(operator).append(' ');
        write(right);
        out.append(')');
    }

    private void window(Expression.WindowCall window) {
        Expression.Call call = window.call();
        RepeatedArguments.Once once = repeated.once(call);
        if (once != null) {
            once(once);
            return;
        }
        out.append(Identifiers.quoted(call.function())).append('(');
        if (call.distinct()) {
            out.append("DISTINCT ");
        }
        list(call.arguments());
        if (!call.orderBy().isEmpty()) {
            out.append(" ORDER BY ");
            sortKeys(call.orderBy());
        }
        out.append(window.ignoreNulls() ? " IGNORE NULLS)" : ")");
        if (call.filter() != null) {
            out.append(" FILTER (WHERE ");
            write(call.filter());
            out.append(')');
        }
        out.append(" OVER (");
        if (!window.partitionBy().isEmpty()) {
            out.append("PARTITION BY ");
            list(window.partitionBy());
        }
        if (!window.orderBy().isEmpty()) {
            out.append(" ORDER BY ");
            sortKeys(window.orderBy());
        }
        frame(window.frame());
        out.append(')');
    }

    private void frame(Expression.Frame frame) {
        String unit = frame.start().isUnbounded() ? frame.end().unit() : frame.start().unit();
        out.append(' ').append(unit).append(" BETWEEN ");
        bound(frame.start(), frame.startOffset());
        out.append(" AND ");
        bound(frame.end(), frame.endOffset());
        if (frame.exclude() != FrameExclusion.NO_OTHER) {
            out.append(" EXCLUDE ").append(frame.exclude().words());
        }
    }

    private void bound(Expression.FrameBound bound, @Nullable Expression offset) {
        if (offset != null) {
            write(offset);
            out.append(' ');
        }
        out.append(bound.words());
    }

    private void struct(Expression.StructValue struct) {
        out.append('{');
        for (int i = 0; i < struct.names().size(); i++) {
            out.append(i == 0 ? "" : ", ")
                    .append(Identifiers.quotedText(struct.names().get(i)))
                    .append(": ");
            write(struct.values().get(i));
        }
        out.append('}');
    }

    private void junction(Expression.Junction junction) {
        String separator = "(";
        for (Expression condition : junction.conditions()) {
            out.append(separator);
            write(condition);
            separator = junction.all() ? " AND " : " OR ";
        }
        out.append(')');
    }

    private void operation(Expression.Operation operation) {
        List<Expression> operands = operation.operands();
        switch (operation.kind()) {
            case NOT -> prefix("NOT ", operands);
            case IS_NULL -> postfix(operands, " IS NULL");
            case IS_NOT_NULL -> postfix(operands, " IS NOT NULL");
            case IN -> {
                out.append('(');
                write(operands.getFirst());
                out.append(" IN (");
                list(operands.subList(1, operands.size()));
                out.append("))");
            }
            case COALESCE -> prefix("COALESCE", operands);
            case GROUPING -> prefix("GROUPING", operands);
            case ELEMENT -> {
                out.append('(');
                write(operands.get(0));
                out.append(")[");
                write(operands.get(1));
                out.append(']');
            }
            case SLICE -> {
                out.append('(');
                write(operands.get(0));
                String separator = ")[";
                for (Expression bound : operands.subList(1, operands.size())) {
                    out.append(separator);
                    write(bound);
                    separator = ":";
                }
                out.append(']');
            }
        }
    }

    private void prefix(String word, List<Expression> operands) {
        out.append('(').append(word).append('(');
        list(operands);
        out.append("))");
    }

    private void postfix(List<Expression> operands, String words) {
        out.append('(');
        write(operands.getFirst());
        out.append(words).append(')');
    }

    private void choice(Expression.Case choice) {
        out.append("CASE");
        for (Expression.Branch branch : choice.branches()) {
            out.append(" WHEN ");
            write(branch.condition());
            out.append(" THEN ");
            write(branch.value());
        }
        out.append(" ELSE ");
        write(choice.otherwise());
        out.append(" END");
    }

    private void subquery(Expression.Subquery subquery) {
        out.append('(');
        switch (subquery.kind()) {
            case SCALAR -> {}
            case EXISTS -> out.append("EXISTS (");
            case ANY -> {
                if (subquery.operand() != null && subquery.operator() != null) {
                    write(subquery.operand());
                    out.append(' ').append(subquery.operator().symbol()).append(" ANY (");
                }
            }
        }
        boolean outer = withinGuard;
        withinGuard = false;
        queries.query(subquery.query());
        withinGuard = outer;
        out.append(subquery.kind() == Expression.SubqueryKind.SCALAR ? ")" : "))");
    }

    private void star(Expression.Star star) {
        if (!star.relation().isEmpty()) {
            out.append(Identifiers.quoted(star.relation())).append('.');
        }
        out.append('*');
        if (!star.excluded().isEmpty()) {
            String separator = " EXCLUDE (";
            for (String name : star.excluded()) {
                out.append(separator).append(Identifiers.quoted(name));
                separator = ", ";
            }
            out.append(')');
        }
    }
}
