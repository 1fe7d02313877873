// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.sluice.model.Column;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.ColumnReference;
import dev.sluice.query.sql.Expression.Literal;
import dev.sluice.query.sql.Expression.OperationKind;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A condition on rows that are in memory which says that a part of a text fits a regular
/// expression, or that none does. The patterns are those of the engine, RE2's.
final class SlicePattern {
    /// Larger ones are the engine's: a search takes as many steps for each character.
    private static final int PARTS_MAX = 300;

    /// So many texts are remembered that were searched, since values of a tag are those of each
    /// batch.
    private static final int REMEMBERED_MAX = 10_000;

    /// Longer texts are not, in characters.
    private static final int REMEMBERED_LENGTH_MAX = 256;

    private SlicePattern() {}

    /// Reads such a condition.
    ///
    /// @param expression plain
    /// @param columns finds the columns that it names
    /// @return null when it is of another kind
    static @Nullable SliceCondition of(
            Expression expression, Function<ColumnReference, @Nullable Column> columns) {
        boolean negated =
                expression instanceof Expression.Operation(OperationKind operation, _)
                        && operation == OperationKind.NOT;
        Expression match =
                negated ? ((Expression.Operation) expression).operands().getFirst() : expression;
        Expression.Call call =
                switch (match) {
                    case Expression.InternalCall(Expression.Call internal) -> internal;
                    case Expression.Call other -> other;
                    default -> null;
                };
        if (call == null
                || !call.function().equals("regexp_matches")
                || call.arguments().size() != 2
                || !(call.arguments().getLast() instanceof Literal(Literal.Kind kind, String text))
                || kind != Literal.Kind.TEXT) {
            return null;
        }
        Pattern pattern = pattern(text);
        return pattern == null
                ? null
                : of(call.arguments().getFirst(), test(pattern, negated), columns);
    }

    private static @Nullable SliceCondition of(
            Expression searched,
            Predicate<String> test,
            Function<ColumnReference, @Nullable Column> columns) {
        boolean filled = isEmptyFilled(searched);
        Expression value =
                filled ? ((Expression.Operation) searched).operands().getFirst() : searched;
        Column column = SliceCondition.column(value, columns);
        return column == null || !SliceCondition.isText(column)
                ? null
                : SliceCondition.ofText(column, test, filled && test.test(""));
    }

    private static @Nullable Pattern pattern(String text) {
        try {
            Pattern pattern = Pattern.compile(text);
            return pattern.programSize() > PARTS_MAX ? null : pattern;
        } catch (PatternSyntaxException _) {
            // The engine tells what is wrong, or takes it.
            return null;
        }
    }

    private static Predicate<String> test(Pattern pattern, boolean negated) {
        // Several threads ask.
        Map<String, Boolean> known = new ConcurrentHashMap<>();
        return text -> {
            Boolean fits = known.get(text);
            if (fits == null) {
                fits = pattern.matcher(text).find();
                if (text.length() <= REMEMBERED_LENGTH_MAX && known.size() < REMEMBERED_MAX) {
                    known.put(text, fits);
                }
            }
            return fits != negated;
        };
    }

    /// Whether a missing text is the empty one.
    private static boolean isEmptyFilled(Expression expression) {
        return expression instanceof Expression.Operation(OperationKind kind, var operands)
                && kind == OperationKind.COALESCE
                && operands.size() == 2
                && operands.getLast() instanceof Literal(Literal.Kind ofText, String text)
                && ofText == Literal.Kind.TEXT
                && text.isEmpty();
    }
}
