// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.ColumnReference;
import dev.sluice.query.sql.Expression.ComparisonOperator;
import dev.sluice.query.sql.Expression.Literal;
import dev.sluice.query.sql.Trees;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A condition on rows that are in memory: what compares columns with constants. What is unknown,
/// as a comparison with null is, lets no row through, and since nothing here negates, unknown parts
/// need not be told from false ones.
interface SliceCondition {
    /// Of a batch all of whose rows are let through.
    IntPredicate EVERY_ROW = _ -> true;

    /// Lets every row through.
    SliceCondition ALL = _ -> EVERY_ROW;

    /// The condition on the rows of a batch, by their number.
    IntPredicate in(TableRows rows);

    /// Lets rows through that both let through.
    default SliceCondition and(SliceCondition other) {
        return ALL.equals(this) ? other : rows -> joined(true, List.of(this, other), rows);
    }

    /// A condition on tags alone, which is asked once a tag set.
    ///
    /// @param tagSets the numbers of those whose rows it lets through
    record OfTags(Function<TableRows, BitSet> tagSets) implements SliceCondition {
        @Override
        public IntPredicate in(TableRows rows) {
            BitSet through = tagSets.apply(rows);
            return through.cardinality() == rows.tagSetCount()
                    ? EVERY_ROW
                    : row -> through.get(rows.tagSetOf(row));
        }

        /// Both, or one of them.
        OfTags and(boolean all, OfTags other) {
            return new OfTags(rows -> {
                BitSet both = tagSets.apply(rows);
                if (all) {
                    both.and(other.tagSets.apply(rows));
                } else {
                    both.or(other.tagSets.apply(rows));
                }
                return both;
            });
        }
    }

    /// Reads a condition.
    ///
    /// @param columns finds the columns that it names
    /// @return null when it is of another kind
    static @Nullable SliceCondition of(
            Expression where, Function<ColumnReference, @Nullable Column> columns) {
        Expression plain = Trees.plain(where);
        return switch (plain) {
            case Expression.Junction(boolean all, List<Expression> parts) ->
                    junction(all, parts, columns);
            case Expression.Comparison(
                            ComparisonOperator operator,
                            Expression left,
                            Expression right) ->
                    comparison(operator, column(left, columns), Trees.plain(right));
            case Expression.Between(Expression operand, Expression lower, Expression upper) ->
                    junction(
                            true,
                            List.of(
                                    new Expression.Comparison(
                                            ComparisonOperator.GREATER_OR_EQUAL, operand, lower),
                                    new Expression.Comparison(
                                            ComparisonOperator.LESS_OR_EQUAL, operand, upper)),
                            columns);
            case Expression.Operation(var kind, List<Expression> operands)
                    when kind != Expression.OperationKind.NOT ->
                    operation(kind, operands, columns);
            default -> {
                SlicePattern pattern = SlicePattern.of(plain);
                yield pattern == null ? null : pattern.condition(columns);
            }
        };
    }

    /// The column that an expression is, or null.
    static @Nullable Column column(
            Expression expression, Function<ColumnReference, @Nullable Column> columns) {
        return Trees.plain(expression) instanceof ColumnReference reference
                ? columns.apply(reference)
                : null;
    }

    private static @Nullable SliceCondition junction(
            boolean all,
            List<Expression> parts,
            Function<ColumnReference, @Nullable Column> columns) {
        List<SliceCondition> conditions = new ArrayList<>();
        OfTags ofTags = null;
        for (Expression part : parts) {
            switch (of(part, columns)) {
                case null -> {
                    return null;
                }
                case OfTags some -> ofTags = ofTags == null ? some : ofTags.and(all, some);
                case SliceCondition other -> conditions.add(other);
            }
        }
        if (ofTags != null) {
            conditions.addFirst(ofTags);
        }
        if (conditions.size() == 1) {
            return conditions.getFirst();
        }
        return rows -> joined(all, conditions, rows);
    }

    private static IntPredicate joined(
            boolean all, List<SliceCondition> conditions, TableRows rows) {
        List<IntPredicate> parts = new ArrayList<>();
        for (SliceCondition condition : conditions) {
            IntPredicate part = condition.in(rows);
            boolean every = EVERY_ROW.equals(part);
            if (every && !all) {
                return EVERY_ROW;
            }
            if (!every) {
                parts.add(part);
            }
        }
        if (parts.isEmpty()) {
            return EVERY_ROW;
        }
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        IntPredicate[] tests = parts.toArray(IntPredicate[]::new);
        return row -> {
            for (IntPredicate test : tests) {
                if (test.test(row) != all) {
                    return !all;
                }
            }
            return all;
        };
    }

    private static @Nullable SliceCondition operation(
            Expression.OperationKind kind,
            List<Expression> operands,
            Function<ColumnReference, @Nullable Column> columns) {
        Column column = column(operands.getFirst(), columns);
        if (column == null) {
            return null;
        }
        return switch (kind) {
            case IN -> in(column, operands.subList(1, operands.size()));
            case IS_NULL ->
                    rows -> {
                        ColumnData data = data(rows, column);
                        return row -> isNull(rows, data, row);
                    };
            case IS_NOT_NULL ->
                    rows -> {
                        ColumnData data = data(rows, column);
                        return data != null && data.nullCount() == 0
                                ? EVERY_ROW
                                : row -> !isNull(rows, data, row);
                    };
            default -> null;
        };
    }

    private static @Nullable SliceCondition in(Column column, List<Expression> values) {
        Set<String> texts = new HashSet<>();
        for (Expression value : values) {
            if (!(Trees.plain(value) instanceof Literal(Literal.Kind kind, String text))
                    || kind != Literal.Kind.TEXT) {
                return null;
            }
            texts.add(text);
        }
        return isText(column) ? ofText(column, texts::contains, false) : null;
    }

    /// Whether a column has texts.
    static boolean isText(Column column) {
        return column.type() == ColumnType.TAG || column.type() == ColumnType.STRING;
    }

    /// A condition on a column of texts.
    ///
    /// @param without whether a row without a text counts
    static SliceCondition ofText(Column column, Predicate<String> test, boolean without) {
        Predicate<@Nullable String> holds = text -> text == null ? without : test.test(text);
        if (column.type() == ColumnType.TAG) {
            return new OfTags(rows -> tagSets(rows, data(rows, column), holds));
        }
        return rows -> {
            ColumnData data = data(rows, column);
            return data == null ? _ -> without : row -> holds.test(data.textAt(row));
        };
    }

    /// Asks once a value.
    private static BitSet tagSets(
            TableRows rows, @Nullable ColumnData tag, Predicate<@Nullable String> holds) {
        BitSet tagSets = new BitSet(rows.tagSetCount());
        boolean without = holds.test(null);
        if (tag == null) {
            tagSets.set(0, rows.tagSetCount(), without);
            return tagSets;
        }
        BitSet values = new BitSet(tag.values().size());
        for (int number = 0; number < tag.values().size(); number++) {
            values.set(number, holds.test(tag.values().text(number)));
        }
        int[] numbers = tag.numbers();
        for (int tagSet = 0; tagSet < rows.tagSetCount(); tagSet++) {
            tagSets.set(tagSet, tag.isNull(tagSet) ? without : values.get(numbers[tagSet]));
        }
        return tagSets;
    }

    private static @Nullable SliceCondition comparison(
            ComparisonOperator operator, @Nullable Column column, Expression value) {
        if (column == null) {
            return null;
        }
        if (value instanceof Literal(Literal.Kind kind, String text) && kind == Literal.Kind.TEXT) {
            return isText(column) ? text(operator, column, text) : null;
        }
        if (operator == ComparisonOperator.DISTINCT
                || operator == ComparisonOperator.NOT_DISTINCT) {
            return null;
        }
        return switch (value) {
            case Expression.TimestampLiteral(long nanos) when column.type() == ColumnType.TIME ->
                    ofTime(operator, nanos);
            case Literal literal -> number(operator, column, literal);
            default -> null;
        };
    }

    private static @Nullable SliceCondition text(
            ComparisonOperator operator, Column column, String text) {
        return switch (operator) {
            case EQUAL, NOT_DISTINCT -> ofText(column, text::equals, false);
            case NOT_EQUAL -> ofText(column, one -> !one.equals(text), false);
            case DISTINCT -> ofText(column, one -> !one.equals(text), true);
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> null;
        };
    }

    private static @Nullable SliceCondition number(
            ComparisonOperator operator, Column column, Literal literal) {
        try {
            if (column.type() == ColumnType.INTEGER && literal.kind() == Literal.Kind.INTEGER) {
                long value = Long.parseLong(literal.text());
                return ofWord(column, word -> holds(operator, Long.compare(word, value)));
            }
            if (column.type() == ColumnType.INTEGER && literal.kind() == Literal.Kind.NUMBER) {
                // The engine compares doubles, too.
                double value = Double.parseDouble(literal.text());
                return ofWord(column, word -> holds(operator, compare((double) word, value)));
            }
            if (column.type() == ColumnType.FLOAT
                    && (literal.kind() == Literal.Kind.NUMBER
                            || literal.kind() == Literal.Kind.INTEGER)) {
                double value = Double.parseDouble(literal.text());
                return ofWord(
                        column,
                        word -> holds(operator, compare(Double.longBitsToDouble(word), value)));
            }
        } catch (NumberFormatException _) {
            return null;
        }
        return null;
    }

    /// As numbers, to which both zeros are the same; no stored number is NaN.
    static int compare(double a, double b) {
        return a < b ? -1 : a > b ? 1 : 0;
    }

    private static boolean holds(ComparisonOperator operator, int order) {
        return switch (operator) {
            case EQUAL, NOT_DISTINCT -> order == 0;
            case NOT_EQUAL, DISTINCT -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }

    /// Most rows were chosen by their time before: what holds of the earliest and the latest of a
    /// batch holds of those between them, and no row is asked.
    private static SliceCondition ofTime(ComparisonOperator operator, long nanos) {
        LongPredicate test = time -> holds(operator, Long.compare(time, nanos));
        boolean ordered =
                operator != ComparisonOperator.EQUAL && operator != ComparisonOperator.NOT_EQUAL;
        return rows -> {
            ColumnData times = rows.time();
            return ordered
                            && rows.rowCount() > 0
                            && test.test(rows.timeNanosMin())
                            && test.test(rows.timeNanosMax())
                    ? EVERY_ROW
                    : row -> test.test(times.longAt(row));
        };
    }

    private static SliceCondition ofWord(Column column, LongPredicate test) {
        return rows -> {
            ColumnData data = data(rows, column);
            return data == null
                    ? _ -> false
                    : row -> !data.isNull(row) && test.test(data.longAt(row));
        };
    }

    /// A column of some rows, null where none of them has a value.
    static @Nullable ColumnData data(TableRows rows, Column column) {
        return column.type() == ColumnType.TIME ? rows.time() : rows.find(column.name());
    }

    /// Whether a row has no value.
    static boolean isNull(TableRows rows, @Nullable ColumnData data, int row) {
        return data == null || data.isNull(rows.placeOf(data, row));
    }
}
