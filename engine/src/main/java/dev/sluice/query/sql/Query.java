// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A row-giving statement. A closed set: there is no case for anything that changes data.
public sealed interface Query {

    /// The tables that WITH defines, in order.
    List<CommonTable> with();

    /// What follows at the end.
    Tail tail();

    /// The same with another end.
    Query withTail(Tail end);

    /// SELECT.
    ///
    /// @param with tables that it defines for itself
    /// @param distinct which rows are left out as repeats
    /// @param items the columns
    /// @param from where rows come from
    /// @param where which of them count, or null for all
    /// @param grouping how they are gathered
    /// @param having which groups count, or null for all
    /// @param qualify which rows count after window functions, or null for all
    /// @param tail order and limit
    record Select(
            List<CommonTable> with,
            Distinct distinct,
            List<SelectItem> items,
            Relation from,
            @Nullable Expression where,
            Grouping grouping,
            @Nullable Expression having,
            @Nullable Expression qualify,
            Tail tail)
            implements Query {
        /// Copies the lists.
        public Select {
            with = List.copyOf(with);
            items = List.copyOf(items);
        }

        /// Columns of all rows of a relation.
        public static Select of(List<SelectItem> items, Relation from) {
            return of(items, from, null);
        }

        /// Columns of the rows of a relation that a condition lets through.
        public static Select of(List<SelectItem> items, Relation from, @Nullable Expression where) {
            return new Select(
                    List.of(),
                    Distinct.NONE,
                    items,
                    from,
                    where,
                    Grouping.NONE,
                    null,
                    null,
                    Tail.NONE);
        }

        /// The same rows from elsewhere.
        public Select withFrom(Relation relation) {
            return new Select(
                    with, distinct, items, relation, where, grouping, having, qualify, tail);
        }

        /// The same with other columns.
        public Select withItems(List<SelectItem> columns) {
            return new Select(
                    with, distinct, columns, from, where, grouping, having, qualify, tail);
        }

        /// The same with other tables of its own.
        public Select withTables(List<CommonTable> tables) {
            return new Select(
                    tables, distinct, items, from, where, grouping, having, qualify, tail);
        }

        /// The same with the first row alone of those that agree in some expressions.
        public Select withFirstOfEach(List<Expression> expressions, List<SortKey> order) {
            return withDistinct(new Distinct(true, expressions))
                    .withTail(new Tail(order, null, null));
        }

        /// The same without repeats.
        public Select withoutRepeats() {
            return withDistinct(new Distinct(true, List.of()));
        }

        private Select withDistinct(Distinct rows) {
            return new Select(with, rows, items, from, where, grouping, having, qualify, tail);
        }

        /// The same, gathered another way.
        public Select withGrouping(Grouping groups) {
            return new Select(with, distinct, items, from, where, groups, having, qualify, tail);
        }

        /// The same with another condition on groups.
        public Select withHaving(Expression condition) {
            return new Select(
                    with, distinct, items, from, where, grouping, condition, qualify, tail);
        }

        /// The same with another condition on rows after window functions.
        public Select withQualify(Expression condition) {
            return new Select(
                    with, distinct, items, from, where, grouping, having, condition, tail);
        }

        @Override
        public Select withTail(Tail end) {
            return new Select(with, distinct, items, from, where, grouping, having, qualify, end);
        }
    }

    /// UNION, INTERSECT, EXCEPT.
    ///
    /// @param with tables that it defines for itself
    /// @param kind which
    /// @param all whether repeats stay
    /// @param operands at least two
    /// @param tail order and limit
    record SetOperation(
            List<CommonTable> with, Kind kind, boolean all, List<Query> operands, Tail tail)
            implements Query {
        /// Copies the lists.
        public SetOperation {
            with = List.copyOf(with);
            operands = List.copyOf(operands);
        }

        @Override
        public SetOperation withTail(Tail end) {
            return new SetOperation(with, kind, all, operands, end);
        }

        /// The set operations.
        public enum Kind {
            /// Rows of any.
            UNION,
            /// Rows of all.
            INTERSECT,
            /// Rows of the first alone.
            EXCEPT
        }
    }

    /// A table that WITH defines.
    ///
    /// @param name its name
    /// @param columns names of its columns, or empty for those of the query
    /// @param query its rows; in a recursive one those of the start
    /// @param step the recursive part, or null
    /// @param stepAll whether the recursive part keeps repeats
    record CommonTable(
            String name, List<String> columns, Query query, @Nullable Query step, boolean stepAll) {
        /// Copies the list.
        public CommonTable {
            columns = List.copyOf(columns);
        }

        /// The rows of a query under a name.
        public static CommonTable of(String name, Query query) {
            return new CommonTable(name, List.of(), query, null, false);
        }
    }

    /// A column of a SELECT.
    ///
    /// @param expression its value
    /// @param alias its name, or empty for the usual one
    record SelectItem(Expression expression, String alias) {}

    /// Which rows are left out as repeats.
    ///
    /// @param active whether any
    /// @param on the expressions that tell rows apart, or empty for all columns
    record Distinct(boolean active, List<Expression> on) {
        /// No row is left out.
        public static final Distinct NONE = new Distinct(false, List.of());

        /// Copies the list.
        public Distinct {
            on = List.copyOf(on);
        }
    }

    /// How rows are gathered.
    ///
    /// @param keys the group expressions
    /// @param sets places in `keys`, one list a grouping set; empty without GROUP BY
    /// @param everything GROUP BY ALL
    record Grouping(List<Expression> keys, List<List<Integer>> sets, boolean everything) {
        /// No GROUP BY.
        public static final Grouping NONE = new Grouping(List.of(), List.of(), false);

        /// Copies the lists.
        public Grouping {
            keys = List.copyOf(keys);
            sets = sets.stream().map(List::copyOf).toList();
        }

        /// GROUP BY some expressions.
        ///
        /// @param keys at least one
        public static Grouping by(List<Expression> keys) {
            List<Integer> all = IntStream.range(0, keys.size()).boxed().toList();
            return new Grouping(keys, List.of(all), false);
        }
    }

    /// Order and limit.
    ///
    /// @param orderBy sort keys, or empty
    /// @param limit how many rows at most, or null
    /// @param offset how many rows are passed over, or null
    record Tail(List<SortKey> orderBy, @Nullable Expression limit, @Nullable Expression offset) {
        /// Neither.
        public static final Tail NONE = new Tail(List.of(), null, null);

        /// Copies the list.
        public Tail {
            orderBy = List.copyOf(orderBy);
        }
    }
}
