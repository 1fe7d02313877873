// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where rows come from. A closed set: there is no case for files or for functions that read.
public sealed interface Relation {

    /// A table by its name.
    ///
    /// @param path catalog, schema and name, as far as they were written
    /// @param alias its name in the query, or empty
    /// @param columns new names for its columns, or empty
    record Table(List<String> path, String alias, List<String> columns) implements Relation {
        /// Copies the lists.
        public Table {
            path = List.copyOf(path);
            columns = List.copyOf(columns);
        }
    }

    /// SQL text of our own making in the place of a table. The planner alone builds it.
    ///
    /// @param sql what stands between the parentheses
    /// @param alias its name in the query
    /// @param columns new names for its columns, or empty
    record Scan(String sql, String alias, List<String> columns) implements Relation {
        /// Copies the list.
        public Scan {
            columns = List.copyOf(columns);
        }
    }

    /// A query in the place of a table.
    ///
    /// @param query its rows
    /// @param alias its name in the query, or empty
    /// @param columns new names for its columns, or empty
    record Derived(Query query, String alias, List<String> columns) implements Relation {
        /// Copies the list.
        public Derived {
            columns = List.copyOf(columns);
        }
    }

    /// Two relations joined.
    ///
    /// @param left first
    /// @param right second
    /// @param kind which rows stay
    /// @param natural whether equal names must agree
    /// @param condition which rows belong together, or null
    /// @param using names that must agree, or empty
    record Join(
            Relation left,
            Relation right,
            Kind kind,
            boolean natural,
            @Nullable Expression condition,
            List<String> using)
            implements Relation {
        /// Copies the list.
        public Join {
            using = List.copyOf(using);
        }

        /// The joins.
        public enum Kind {
            /// Pairs that agree; every pair where there is no condition.
            INNER,
            /// And rows of the left without one.
            LEFT,
            /// And rows of the right without one.
            RIGHT,
            /// And both.
            FULL,
            /// Rows of the left with one.
            SEMI,
            /// Rows of the left without one.
            ANTI
        }
    }

    /// Rows written out.
    ///
    /// @param rows each as long as the first
    /// @param alias its name in the query, or empty
    /// @param columns names of its columns, or empty
    record Values(List<List<Expression>> rows, String alias, List<String> columns)
            implements Relation {
        /// Copies the lists.
        public Values {
            rows = rows.stream().map(List::copyOf).toList();
            columns = List.copyOf(columns);
        }
    }

    /// Rows made by one of the few functions that read nothing: `unnest`, `range`,
    /// `generate_series`.
    ///
    /// @param call the function
    /// @param alias its name in the query, or empty
    /// @param columns names of its columns, or empty
    record Series(Expression.Call call, String alias, List<String> columns) implements Relation {
        /// Copies the list.
        public Series {
            columns = List.copyOf(columns);
        }
    }

    /// SELECT without FROM.
    record Nothing() implements Relation {}
}
