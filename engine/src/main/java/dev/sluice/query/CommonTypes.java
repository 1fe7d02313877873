// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.query.sql.Arguments;
import dev.sluice.query.sql.Casts;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.Call;
import dev.sluice.query.sql.Expression.Literal;
import dev.sluice.query.sql.Expression.TimestampLiteral;
import dev.sluice.query.sql.InstantType;
import dev.sluice.query.sql.Instants;
import dev.sluice.query.sql.SqlType;
import dev.sluice.query.sql.Types;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/// Gives values that are compared, or one of which is chosen, a common type: text beside an instant
/// is read as one, and a number beside text is written as text.
final class CommonTypes {
    /// Functions whose arguments are of one type, most of which give one of them.
    private static final Set<String> CHOICES =
            Set.of(
                    "greatest",
                    "least",
                    "nullif",
                    "nvl",
                    "ifnull",
                    "make_array",
                    "make_list",
                    "list_value");

    /// Those that give one of some arguments.
    private static final Set<String> NEIGHBOURS = Set.of("lag", "lead");

    private static final Set<SqlType> NUMBERS =
            EnumSet.of(SqlType.BIGINT, SqlType.UBIGINT, SqlType.DOUBLE);

    private CommonTypes() {}

    /// A rewritten value as it is compared with another one.
    static Expression beside(Expression value, Expression other) {
        if (value instanceof Expression.StructValue(List<String> names, List<Expression> values)
                && other instanceof Expression.StructValue(List<String> _, List<Expression> others)
                && others.size() == values.size()) {
            Iterator<Expression> beside = others.iterator();
            return new Expression.StructValue(
                    names, values.stream().map(part -> beside(part, beside.next())).toList());
        }
        if (isNumber(value) && Types.of(other) == SqlType.VARCHAR && !isNumeral(other)) {
            return text(value);
        }
        InstantType type = Instants.typeOf(other);
        return type == null ? value : Instants.read(value, type);
    }

    /// A text as the instant that it names.
    static Expression instant(Expression text, InstantType type) {
        return text instanceof Literal
                ? Instants.in(type, Instants.read(text, type))
                : Instants.in(type, Casts.rewrite(text, SqlType.TIMESTAMP, false));
    }

    /// A call with the arguments that it gives one of, or puts beside each other, in one type.
    static Call choice(Call call) {
        boolean one = CHOICES.contains(call.function());
        if (!one && !NEIGHBOURS.contains(call.function())) {
            return call;
        }
        List<Expression> read = instants(call.arguments());
        return new Call(
                call.function(),
                one ? texts(read) : read,
                call.distinct(),
                call.orderBy(),
                call.filter());
    }

    static Expression.WindowCall choice(Expression.WindowCall window) {
        return new Expression.WindowCall(
                choice(window.call()),
                window.partitionBy(),
                window.orderBy(),
                window.frame(),
                window.ignoreNulls());
    }

    static Expression.Case choice(Expression.Case choice) {
        List<Expression> values = new ArrayList<>();
        choice.branches().forEach(branch -> values.add(branch.value()));
        values.add(choice.otherwise());
        Iterator<Expression> read = texts(instants(values)).iterator();
        return new Expression.Case(
                choice.branches().stream()
                        .map(branch -> new Expression.Branch(branch.condition(), read.next()))
                        .toList(),
                read.next());
    }

    /// The first value that is not null.
    static Expression coalesce(List<Expression> values) {
        return constant(
                new Expression.Operation(
                        Expression.OperationKind.COALESCE, texts(instants(values))));
    }

    /// A choice among constant instants as the one that it gives, so that it can bound time;
    /// anything else as it is.
    static Expression constant(Expression choice) {
        Expression chosen =
                switch (choice) {
                    case Expression.Operation(
                                    Expression.OperationKind kind,
                                    List<Expression> values)
                            when kind == Expression.OperationKind.COALESCE ->
                            present(values).getFirst();
                    case Call call when call.function().equals("greatest") ->
                            extreme(present(call.arguments()), true);
                    case Call call when call.function().equals("least") ->
                            extreme(present(call.arguments()), false);
                    default -> choice;
                };
        return Instants.constant(chosen) == null ? choice : chosen;
    }

    /// The values that are not surely null; all of them where there is no other.
    private static List<Expression> present(List<Expression> values) {
        List<Expression> present =
                values.stream().filter(value -> !Arguments.is(value, Literal.Kind.NULL)).toList();
        return present.isEmpty() ? values : present;
    }

    /// The latest or earliest of constants; null where they are not all constants.
    private static Expression extreme(List<Expression> values, boolean latest) {
        Expression found = values.getFirst();
        TimestampLiteral best = Instants.constant(found);
        for (Expression value : values) {
            TimestampLiteral constant = Instants.constant(value);
            if (constant == null || best == null) {
                return new Literal(Literal.Kind.NULL, "");
            }
            if (latest ? constant.nanos() > best.nanos() : constant.nanos() < best.nanos()) {
                best = constant;
                found = value;
            }
        }
        return found;
    }

    private static List<Expression> instants(List<Expression> values) {
        for (Expression value : values) {
            InstantType type = Instants.typeOf(value);
            if (type != null) {
                return values.stream().map(other -> Instants.read(other, type)).toList();
            }
        }
        return values;
    }

    private static List<Expression> texts(List<Expression> values) {
        return values.stream().anyMatch(value -> Types.of(value) == SqlType.VARCHAR)
                ? values.stream().map(value -> isNumber(value) ? text(value) : value).toList()
                : values;
    }

    /// A number as text; a constant stays one.
    private static Expression text(Expression number) {
        return number instanceof Literal(Literal.Kind kind, String digits)
                        && kind == Literal.Kind.INTEGER
                ? Literal.ofText(new BigInteger(digits.replace("_", "")).toString())
                : Casts.rewrite(number, SqlType.VARCHAR, false);
    }

    private static boolean isNumber(Expression value) {
        SqlType type = Types.of(value);
        return type != null && NUMBERS.contains(type);
    }

    /// Whether it is the text of a number, which numbers are compared with as such.
    private static boolean isNumeral(Expression value) {
        if (!(value instanceof Literal literal)) {
            return false;
        }
        try {
            return Double.isFinite(Double.parseDouble(literal.text()));
        } catch (NumberFormatException _) {
            return false;
        }
    }
}
