// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Literal;
import dev.sluice.influxql.Refusals;
import dev.sluice.influxql.Term;
import dev.sluice.influxql.Term.Variable;
import dev.sluice.influxql.Term.VariableType;
import dev.sluice.model.ColumnType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes an expression of a term.
final class TermCompiler {
    private final Leaves leaves;

    TermCompiler(Leaves leaves) {
        this.leaves = leaves;
    }

    /// The value of a term in each row.
    ///
    /// @throws dev.sluice.model.ProblemException *invalid* with the texts of data.md 6.4 and 6.6
    Typed compile(Term term) {
        Term plain = Terms.plain(term);
        Typed found = leaves.find(plain);
        if (found != null) {
            return found;
        }
        return switch (plain) {
            case Literal literal -> literal(literal);
            case Variable _ -> Typed.nothing();
            case Term.Binary binary ->
                    Arithmetic.of(binary, compile(binary.left()), compile(binary.right()));
            case Term.Call call -> transform(call);
            case Term.BindParameter parameter ->
                    throw new IllegalStateException("parameter left: " + parameter.name());
            case Term.Wildcard _, Term.Distinct _, Term.Parenthesised _ ->
                    throw new IllegalStateException("a term that is not plain: " + plain);
        };
    }

    private Typed transform(Term.Call call) {
        Function function = Function.find(call.function());
        if (function == null || function.kind() != Function.Kind.TRANSFORM) {
            throw Refusals.planning("unsupported function " + call.function() + "()");
        }
        List<Typed> arguments = new ArrayList<>();
        for (Term argument : call.arguments()) {
            arguments.add(compile(argument));
        }
        return Transforms.of(call.function(), arguments);
    }

    private static Typed literal(Literal literal) {
        return switch (literal) {
            case Literal.Int(long value) -> new Typed(Sql.number(value), ColumnType.INTEGER);
            case Literal.Unsigned(long value) ->
                    new Typed(Sql.unsigned(value), ColumnType.UINTEGER);
            case Literal.Real(double value) -> new Typed(Sql.number(value), ColumnType.FLOAT);
            case Literal.Text(String value) -> new Typed(Sql.text(value), ColumnType.STRING);
            case Literal.Bool(boolean value) -> new Typed(Sql.truth(value), ColumnType.BOOLEAN);
            case Literal.DurationValue(long nanos) ->
                    new Typed(Sql.number(nanos), ColumnType.INTEGER);
            case Literal.Regex _ -> Typed.nothing();
        };
    }

    /// A column with the type that a variable asks for: numbers convert, anything else that differs
    /// is no value (data.md 6.4).
    static Typed cast(Typed column, @Nullable VariableType wanted) {
        return switch (wanted) {
            case null -> column;
            case FIELD, TAG -> column;
            case FLOAT -> column.isNumeric() ? column.as(ColumnType.FLOAT) : Typed.nothing();
            case INTEGER -> column.isNumeric() ? column.as(ColumnType.INTEGER) : Typed.nothing();
            case UNSIGNED -> column.isNumeric() ? column.as(ColumnType.UINTEGER) : Typed.nothing();
            case STRING -> only(column, ColumnType.STRING);
            case BOOLEAN -> only(column, ColumnType.BOOLEAN);
        };
    }

    private static Typed only(Typed column, ColumnType type) {
        return column.type() == type ? column : Typed.nothing();
    }
}
