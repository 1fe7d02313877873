// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.sluice.batch.TextChoice;
import dev.sluice.batch.TextValues;
import dev.sluice.model.Column;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.ColumnReference;
import dev.sluice.query.sql.Expression.Literal;
import dev.sluice.query.sql.Expression.OperationKind;
import dev.sluice.query.sql.Trees;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A condition which says that a part of a text fits a regular expression, or that none does. The
/// patterns are those of the engine, RE2's.
///
/// @param searched a plain expression
/// @param filled whether a missing text is the empty one
/// @param test which texts it lets through; several threads ask
record SlicePattern(Expression searched, boolean filled, Predicate<String> test) {
    /// Larger ones are the engine's: a search takes as many steps for each character.
    private static final int PARTS_MAX = 300;

    /// So many texts are remembered that were searched, since values of a tag are those of each
    /// batch.
    private static final int REMEMBERED_MAX = 10_000;

    /// Longer texts are not, in characters.
    private static final int REMEMBERED_LENGTH_MAX = 256;

    /// Series are not chosen where a query would look through more texts of files and batches, in
    /// bytes and [#TEXT_BYTES] for each.
    private static final long CHOICE_BYTES_MAX = 8L << 20;

    /// A search takes about as long as one of so many bytes more.
    private static final long TEXT_BYTES = 64;

    /// Reads such a condition.
    ///
    /// @param expression plain
    /// @return null when it is of another kind
    static @Nullable SlicePattern of(Expression expression) {
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
        if (pattern == null) {
            return null;
        }
        Expression searched = call.arguments().getFirst();
        boolean filled = isEmptyFilled(searched);
        Expression value =
                filled ? ((Expression.Operation) searched).operands().getFirst() : searched;
        return new SlicePattern(Trees.plain(value), filled, test(pattern, negated));
    }

    /// The condition on rows that are in memory.
    ///
    /// @param columns finds the columns that it names
    /// @return null when it is not of a column of texts
    @Nullable SliceCondition condition(Function<ColumnReference, @Nullable Column> columns) {
        Column column = SliceCondition.column(searched, columns);
        return column == null || !SliceCondition.isText(column)
                ? null
                : SliceCondition.ofText(column, test, fitsNothing());
    }

    /// The column whose values tell all rows that it lets through; null where there is none.
    @Nullable ColumnReference chosen() {
        return searched instanceof ColumnReference column && !fitsNothing() ? column : null;
    }

    /// Tells those values.
    TextChoice choice() {
        long[] left = {CHOICE_BYTES_MAX};
        return values -> {
            left[0] -= values.length() + TEXT_BYTES * values.size();
            return left[0] < 0 ? null : among(values);
        };
    }

    private BitSet among(TextValues values) {
        BitSet numbers = new BitSet();
        for (int number = 0; number < values.size(); number++) {
            numbers.set(number, test.test(values.text(number)));
        }
        return numbers;
    }

    /// Whether it lets a missing text through.
    private boolean fitsNothing() {
        return filled && test.test("");
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
