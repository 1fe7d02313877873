// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.datafile.SeriesEnd;
import dev.sluice.influxql.plan.InfluxqlPlanner;
import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.AggregateFunctions;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.ColumnReference;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.Query.SelectItem;
import dev.sluice.query.sql.SortKey;
import dev.sluice.query.sql.Trees;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which of the rows of each series a SELECT has to see, so that it answers as if it saw all.
///
/// @param end the rows of each that are enough, or null
/// @param valued fields that these rows have to have: the SELECT wants their values
/// @param bins the stretches of time whose rows are enough if each of them has one; null for all
/// @param leading the first rows by time that are enough if there are so many; null for all
record RowSample(
        @Nullable SeriesEnd end,
        Set<String> valued,
        @Nullable NewestBins bins,
        @Nullable LeadingRows leading) {
    /// Every one.
    static final RowSample ALL = new RowSample(null, Set.of(), null, null);

    /// Copies the set.
    RowSample {
        valued = Set.copyOf(valued);
    }

    /// The same, but for what a limit says.
    RowSample withoutLimit() {
        return new RowSample(end, valued, null, null);
    }

    /// What a SELECT from one table has to see.
    ///
    /// @param select as the user wrote it
    /// @param where the condition, rewritten already, or null
    /// @param columns of the table
    /// @param rewritten the SELECT, but for its table
    static RowSample of(
            Query.Select select,
            @Nullable Expression where,
            List<OutputColumn> columns,
            Query.Select rewritten) {
        for (boolean newest : List.of(true, false)) {
            Finding finding = new Finding(columns, newest);
            int count = finding.countOf(select);
            // Last, since it has to know which fields the rows have.
            if (count > 0 && (where == null || finding.keepsEnd(where))) {
                return new RowSample(new SeriesEnd(newest, count), finding.valued, null, null);
            }
        }
        boolean gathers =
                select.items().stream().anyMatch(item -> Finding.gathers(item.expression()))
                        || select.tail().orderBy().stream()
                                .anyMatch(key -> Finding.gathers(key.expression()));
        return new RowSample(
                null,
                Set.of(),
                NewestBins.of(rewritten, columns),
                gathers ? null : LeadingRows.of(rewritten, columns));
    }

    private static final class Finding {
        private final List<OutputColumn> columns;
        private final boolean newest;
        private final Set<String> valued = new HashSet<>();

        /// Whether the row itself is wanted, whatever it holds.
        private boolean wantsRow;

        /// @param newest at which end of time
        Finding(List<OutputColumn> columns, boolean newest) {
            this.columns = columns;
            this.newest = newest;
        }

        /// How many rows at the end of each series a SELECT is answered from; 0 where others are
        /// needed.
        int countOf(Query.Select select) {
            if (select.qualify() != null) {
                return countOfEach(select, select.qualify());
            }
            boolean one = isFirstOfEach(select) || (isGathered(select) && seesTagsAlone(select));
            return one ? 1 : 0;
        }

        private boolean isOf(Expression expression, ColumnType type) {
            return Trees.plain(expression) instanceof ColumnReference reference
                    && columns.stream()
                            .anyMatch(column ->
                                    column.type() == type
                                            && column.name().equals(reference.column()));
        }

        /// Whether a condition lets the rows at the end of a series through that are of a time, if
        /// it lets any through: it asks for tags, bounds the time, and asks for fields that the
        /// rows have.
        boolean keepsEnd(Expression where) {
            return switch (where) {
                case Expression.Junction(boolean all, List<Expression> parts) when all ->
                        parts.stream().allMatch(this::keepsEnd);
                case Expression.Comparison(
                                var operator,
                                Expression left,
                                Expression.TimestampLiteral _)
                        when isOf(left, ColumnType.TIME) ->
                        operator != Expression.ComparisonOperator.NOT_EQUAL
                                && operator != Expression.ComparisonOperator.DISTINCT;
                case Expression.Between(
                                Expression operand,
                                Expression.TimestampLiteral _,
                                Expression.TimestampLiteral _)
                        when isOf(operand, ColumnType.TIME) ->
                        true;
                default -> isOfTags(where) || isOfPresence(where);
            };
        }

        /// Whether a condition holds for each row that has the wanted fields, or for each row that
        /// there is: none is without any field.
        private boolean isOfPresence(Expression where) {
            return switch (where) {
                case Expression.Junction(boolean all, List<Expression> parts) when !all ->
                        isOfAnyField(parts) || parts.stream().allMatch(this::isOfPresence);
                case Expression.Operation _ -> isWanted(presentField(where));
                default -> false;
            };
        }

        private boolean isOfAnyField(List<Expression> parts) {
            Set<String> named = new HashSet<>();
            for (Expression part : parts) {
                String field = presentField(part);
                if (field == null) {
                    return false;
                }
                named.add(field);
            }
            return columns.stream()
                    .allMatch(column ->
                            column.type() != null
                                    && (!column.type().isField() || named.contains(column.name())));
        }

        /// The column that a condition says has a value; null where it says something else.
        private static @Nullable String presentField(Expression where) {
            return where instanceof Expression.Operation(var kind, List<Expression> operands)
                            && kind == Expression.OperationKind.IS_NOT_NULL
                            && Trees.plain(operands.getFirst()) instanceof ColumnReference field
                    ? field.column()
                    : null;
        }

        private boolean isWanted(@Nullable String field) {
            if (field != null && wantsRow && isField(field)) {
                valued.add(field);
            }
            return field != null && valued.contains(field);
        }

        private boolean isField(String name) {
            return columns.stream()
                    .anyMatch(column ->
                            column.name().equals(name)
                                    && column.type() != null
                                    && column.type().isField());
        }

        /// Whether an expression is the same for all rows of a series.
        private boolean isOfTags(Expression expression) {
            return !Trees.contains(
                    expression,
                    part ->
                            switch (part) {
                                case ColumnReference reference -> !isOf(reference, ColumnType.TAG);
                                case Expression.Call call ->
                                        call.arguments().isEmpty()
                                                || AggregateFunctions.isAggregate(call)
                                                || AggregateFunctions.isSelector(call);
                                case Expression.InternalCall(Expression.Call call) ->
                                        !call.function().equals("regexp_matches");
                                case Expression.Subquery _,
                                        Expression.Star _,
                                        Expression.WindowCall _ ->
                                        true;
                                default -> false;
                            });
        }

        /// QUALIFY by the place of a row among those of tags, which is counted from the end of
        /// time.
        private int countOfEach(Query.Select select, Expression qualify) {
            List<Expression> bounds =
                    qualify instanceof Expression.Junction(boolean all, var parts) && all
                            ? parts
                            : List.of(qualify);
            Expression.WindowCall place = place(bounds.getFirst());
            wantsRow =
                    select.having() == null
                            && !select.distinct().active()
                            && select.distinct().on().isEmpty()
                            && select.grouping().keys().isEmpty()
                            && !select.grouping().everything()
                            && Stream.concat(
                                            select.items().stream().map(SelectItem::expression),
                                            select.tail().orderBy().stream()
                                                    .map(SortKey::expression))
                                    .noneMatch(each -> !each.equals(place) && gathers(each))
                            && isNameless(select)
                            && bounds.stream().map(Finding::place).distinct().count() == 1
                            && isFromEnd(place);
            long count = wantsRow ? bounds.stream().mapToLong(Finding::last).max().orElse(0) : 0;
            return count <= 0 || count > LeadingRows.COUNT_MAX ? 0 : (int) count;
        }

        /// What a bound of places counts; null for another condition.
        private static Expression.@Nullable WindowCall place(Expression bound) {
            return switch (bound) {
                case Expression.Comparison(_, Expression.WindowCall place, Expression right)
                        when Trees.whole(right).isPresent() ->
                        place;
                case Expression.Between(Expression.WindowCall place, _, Expression upper)
                        when Trees.whole(upper).isPresent() ->
                        place;
                default -> null;
            };
        }

        /// The last place that a bound lets through, or 0 where there is none.
        private static long last(Expression bound) {
            return switch (bound) {
                case Expression.Comparison(var operator, _, Expression right) ->
                        switch (operator) {
                            case EQUAL, LESS_OR_EQUAL -> Trees.whole(right).orElse(0);
                            case LESS -> Trees.whole(right).orElse(1) - 1;
                            default -> 0;
                        };
                case Expression.Between(_, _, Expression upper) -> Trees.whole(upper).orElse(0);
                default -> 0;
            };
        }

        private boolean isFromEnd(Expression.@Nullable WindowCall place) {
            return place != null
                    && place.call().equals(Expression.Call.of("row_number"))
                    && place.partitionBy().stream().allMatch(this::isOfTags)
                    && !place.orderBy().isEmpty()
                    && isTowardsEnd(place.orderBy().getFirst());
        }

        private boolean isTowardsEnd(SortKey key) {
            return isOf(key.expression(), ColumnType.TIME)
                    && newest == (key.direction() == SortKey.Direction.DOWN);
        }

        /// DISTINCT ON tags, the row at the end of time first.
        private boolean isFirstOfEach(Query.Select select) {
            List<Expression> on = select.distinct().on();
            if (on.isEmpty()
                    || select.having() != null
                    || !select.grouping().keys().isEmpty()
                    || select.grouping().everything()
                    || !on.stream().allMatch(key -> isOf(key, ColumnType.TAG))
                    || select.items().stream().anyMatch(item -> gathers(item.expression()))) {
                return false;
            }
            for (SortKey key : select.tail().orderBy()) {
                if (!on.contains(key.expression())) {
                    wantsRow = isTowardsEnd(key) && isNameless(select);
                    return wantsRow;
                }
            }
            return false;
        }

        /// Whether no item is called as a column that it is not, which ORDER BY would mean.
        private boolean isNameless(Query.Select select) {
            return select.items().stream()
                    .allMatch(item ->
                            columns.stream().noneMatch(column -> column.name().equals(item.alias()))
                                    || (item.expression() instanceof ColumnReference reference
                                            && reference.column().equals(item.alias())));
        }

        private static boolean gathers(Expression expression) {
            return Trees.contains(
                    expression,
                    part ->
                            part instanceof Expression.WindowCall
                                    || part instanceof Expression.Subquery
                                    || AggregateFunctions.isAggregate(part)
                                    || AggregateFunctions.isSelector(part));
        }

        /// Whether equal rows become one.
        private boolean isGathered(Query.Select select) {
            return !select.grouping().everything()
                    && (select.having() == null || isSeenOfGroups(select.having()))
                    && select.grouping().sets().size() <= 1
                    && select.distinct().on().isEmpty()
                    && (select.distinct().active()
                            || !select.grouping().keys().isEmpty()
                            || !select.items().stream()
                                    .allMatch(item -> isOfTags(item.expression())));
        }

        private boolean isSeenOfGroups(Expression having) {
            return switch (having) {
                case Expression.Junction(boolean all, List<Expression> parts) when all ->
                        parts.stream().allMatch(this::isSeenOfGroups);
                default -> InfluxqlPlanner.isOfAnyPoint(having) || isSeen(having);
            };
        }

        private boolean seesTagsAlone(Query.Select select) {
            return select.items().stream().allMatch(item -> isSeen(item.expression()))
                    && select.grouping().keys().stream().allMatch(this::isOfTags)
                    && select.tail().orderBy().stream()
                            .allMatch(key -> isSeen(key.expression()) || names(select, key));
        }

        /// Whether a key of ORDER BY is an item by its name.
        private static boolean names(Query.Select select, SortKey key) {
            return key.expression() instanceof ColumnReference reference
                    && reference.path().size() == 1
                    && select.items().stream()
                            .anyMatch(item -> item.alias().equals(reference.column()));
        }

        /// Whether an expression is made of tags, and of the time and of values at the end.
        private boolean isSeen(Expression expression) {
            if (isOfTags(expression)
                    || (expression instanceof Expression.Call call && isOfEnd(call))) {
                return true;
            }
            String field = InfluxqlPlanner.fieldAtEnd(expression, newest);
            if (field != null) {
                valued.add(field);
                return true;
            }
            return switch (expression) {
                case ColumnReference _,
                        Expression.Star _,
                        Expression.Subquery _,
                        Expression.Call _,
                        Expression.WindowCall _,
                        Expression.InternalCall _ ->
                        false;
                default -> {
                    boolean[] seen = {true};
                    Trees.map(
                            expression,
                            part -> {
                                seen[0] &= isSeen(part);
                                return part;
                            });
                    yield seen[0];
                }
            };
        }

        private boolean isOfEnd(Expression.Call call) {
            if (call.distinct() || call.filter() != null || !call.orderBy().isEmpty()) {
                return false;
            }
            List<Expression> arguments = call.arguments();
            if (call.function().equals(newest ? "max" : "min") && arguments.size() == 1) {
                return isOf(arguments.getFirst(), ColumnType.TIME);
            }
            if (call.function().equals(newest ? "selector_last" : "selector_first")
                    && arguments.size() == 2
                    && arguments.getFirst() instanceof ColumnReference field
                    && isOf(arguments.getLast(), ColumnType.TIME)
                    && isField(field.column())) {
                valued.add(field.column());
                return true;
            }
            return false;
        }
    }
}
