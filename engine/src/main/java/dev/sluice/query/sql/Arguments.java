// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.query.sql.Expression.Call;
import dev.sluice.query.sql.Expression.Literal;
import java.util.List;
import java.util.Set;

/// Checks of a call's arguments, with the words for what is wrong with them.
public final class Arguments {
    private Arguments() {}

    /// The arguments, of which there must be from `min` to `max`.
    static List<Expression> require(Call call, int min, int max) {
        int count = call.arguments().size();
        if (count < min || count > max) {
            throw UnsupportedSql.planning(
                    "argument_count",
                    call.function() + " expects " + words(min, max) + " arguments, got " + count);
        }
        return call.arguments();
    }

    private static String words(int min, int max) {
        if (min == max) {
            return Integer.toString(min);
        }
        return max == Integer.MAX_VALUE ? "at least " + min : min + " or " + max;
    }

    /// An argument that must be a text constant.
    static String text(Call call, int place) {
        if (call.arguments().get(place) instanceof Literal(Literal.Kind kind, String text)
                && kind == Literal.Kind.TEXT) {
            return text;
        }
        throw UnsupportedSql.planning(
                "constant", call.function() + " needs a constant text as argument " + (place + 1));
    }

    /// An argument of a type that a function takes, or of one that cannot be told.
    ///
    /// @param taken the types, in words
    static void requireType(
            String function, Expression argument, Set<SqlType> types, String taken) {
        SqlType type = Types.of(argument);
        if (type != null && !types.contains(type)) {
            throw UnsupportedSql.planning(
                    "argument_type", function + " takes " + taken + ", not " + type.arrowName());
        }
    }

    /// Whether an expression is a constant of a kind.
    public static boolean is(Expression expression, Literal.Kind kind) {
        return expression instanceof Literal literal && literal.kind() == kind;
    }
}
