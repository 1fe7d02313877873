// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value-giving part of a query. A closed set: what has no case here cannot be asked.
public sealed interface Expression {

    /// A column, perhaps with its relation before it.
    ///
    /// @param path one to five names, the column last
    record ColumnReference(List<String> path) implements Expression {
        /// Copies the path.
        public ColumnReference {
            path = List.copyOf(path);
        }

        /// The column's own name.
        public String column() {
            return path.getLast();
        }
    }

    /// A constant.
    ///
    /// @param kind which
    /// @param text digits as written, the text itself, `true` or `false`, or empty for null
    record Literal(Kind kind, String text) implements Expression {
        /// The kinds of constant.
        public enum Kind {
            /// SQL null.
            NULL,
            /// `true` or `false`.
            BOOLEAN,
            /// A whole number.
            INTEGER,
            /// A number with a point or an exponent; always a double (data.md 5.2).
            NUMBER,
            /// Text.
            TEXT
        }

        /// A text constant.
        public static Literal ofText(String text) {
            return new Literal(Kind.TEXT, text);
        }

        /// A whole number.
        public static Literal ofLong(long value) {
            return new Literal(Kind.INTEGER, Long.toString(value));
        }
    }

    /// An instant, exact to the nanosecond.
    ///
    /// @param nanos since the epoch
    record TimestampLiteral(long nanos) implements Expression {}

    /// A value that is known to be an instant, and how it is read. Writes as its operand.
    ///
    /// @param operand gives an instant without a zone
    /// @param type how it is read
    record Instant(Expression operand, InstantType type) implements Expression {}

    /// A value whose type is known before the query runs. Writes as its operand.
    ///
    /// @param operand the value
    /// @param type as [Types] tells it
    record Typed(Expression operand, SqlType type) implements Expression {}

    /// A length of time.
    ///
    /// @param months calendar months
    /// @param nanos the rest; a day is 24 hours
    /// @param days how much of the rest was written as days
    record IntervalLiteral(long months, long nanos, long days) implements Expression {
        /// A day in nanoseconds.
        public static final long NANOS_PER_DAY = 86_400_000_000_000L;

        /// Whether it is the same length everywhere in the calendar.
        public boolean isFixed() {
            return months == 0;
        }
    }

    /// A value that comes beside the text.
    ///
    /// @param name without the dollar sign
    record Parameter(String name) implements Expression {}

    /// A function or operator, applied.
    ///
    /// @param function its name, lower case
    /// @param arguments in order
    /// @param distinct whether an aggregate sees each value once
    /// @param orderBy the order in which an aggregate sees its rows
    /// @param filter which rows an aggregate sees, or null for all
    record Call(
            String function,
            List<Expression> arguments,
            boolean distinct,
            List<SortKey> orderBy,
            @Nullable Expression filter)
            implements Expression {
        /// Copies the lists.
        public Call {
            arguments = List.copyOf(arguments);
            orderBy = List.copyOf(orderBy);
        }

        /// A plain call.
        public static Call of(String function, Expression... arguments) {
            return new Call(function, List.of(arguments), false, List.of(), null);
        }
    }

    /// A function of the engine or of ours that no user may name. The planner of InfluxQL alone
    /// builds it.
    ///
    /// @param call the function and its arguments; written as it is
    record InternalCall(Call call) implements Expression {}

    /// A function over a window of rows.
    ///
    /// @param call the function and its arguments
    /// @param partitionBy which rows belong together
    /// @param orderBy their order
    /// @param frame which of them count
    /// @param ignoreNulls whether rows without a value are passed over
    record WindowCall(
            Call call,
            List<Expression> partitionBy,
            List<SortKey> orderBy,
            Frame frame,
            boolean ignoreNulls)
            implements Expression {
        /// Copies the lists.
        public WindowCall {
            partitionBy = List.copyOf(partitionBy);
            orderBy = List.copyOf(orderBy);
        }
    }

    /// A struct value.
    ///
    /// @param names of the members
    /// @param values of the members, as many
    record StructValue(List<String> names, List<Expression> values) implements Expression {
        /// Copies the lists.
        public StructValue {
            names = List.copyOf(names);
            values = List.copyOf(values);
        }
    }

    /// Two values compared.
    ///
    /// @param operator how
    /// @param left first value
    /// @param right second value
    record Comparison(ComparisonOperator operator, Expression left, Expression right)
            implements Expression {}

    /// Conditions joined by AND or OR.
    ///
    /// @param all true for AND
    /// @param conditions at least one
    record Junction(boolean all, List<Expression> conditions) implements Expression {
        /// Copies the list.
        public Junction {
            conditions = List.copyOf(conditions);
        }
    }

    /// One of the operators with a syntax of its own.
    ///
    /// @param kind which
    /// @param operands as many as it takes
    record Operation(OperationKind kind, List<Expression> operands) implements Expression {
        /// Copies the list.
        public Operation {
            operands = List.copyOf(operands);
        }
    }

    /// A choice between values.
    ///
    /// @param branches tried in order
    /// @param otherwise the value when none fits
    record Case(List<Branch> branches, Expression otherwise) implements Expression {
        /// Copies the list.
        public Case {
            branches = List.copyOf(branches);
        }
    }

    /// One choice of a [Case].
    ///
    /// @param condition when
    /// @param value what
    record Branch(Expression condition, Expression value) {}

    /// A change of type.
    ///
    /// @param operand the value
    /// @param type the new type
    /// @param attempt whether failure gives null instead of an error
    record Cast(Expression operand, SqlType type, boolean attempt) implements Expression {}

    /// A change to a decimal number.
    ///
    /// @param operand the value
    /// @param precision digits
    /// @param scale digits after the point
    /// @param attempt whether failure gives null instead of an error
    record DecimalCast(Expression operand, int precision, int scale, boolean attempt)
            implements Expression {
        /// The most digits.
        public static final int PRECISION_MAX = 38;

        /// @throws dev.sluice.model.ProblemException *invalid* for sizes that there are not
        public DecimalCast {
            if (precision < 1 || precision > PRECISION_MAX || scale > precision) {
                throw UnsupportedSql.planning(
                        "decimal", "invalid DECIMAL(" + precision + ", " + scale + ")");
            }
        }
    }

    /// A value within two bounds, both included.
    ///
    /// @param operand the value
    /// @param lower least
    /// @param upper greatest
    record Between(Expression operand, Expression lower, Expression upper) implements Expression {}

    /// A query in the place of a value.
    ///
    /// @param kind how its rows become a value
    /// @param query the query
    /// @param operand the value that [SubqueryKind#ANY] compares, else null
    /// @param operator how [SubqueryKind#ANY] compares, else null
    record Subquery(
            SubqueryKind kind,
            Query query,
            @Nullable Expression operand,
            @Nullable ComparisonOperator operator)
            implements Expression {}

    /// All columns, of everything or of one relation.
    ///
    /// @param relation whose columns, or empty for all
    /// @param excluded columns that are left out
    record Star(String relation, List<String> excluded) implements Expression {
        /// Copies the list.
        public Star {
            excluded = List.copyOf(excluded);
        }
    }

    /// The rows around the current one that a window function sees.
    ///
    /// @param start the parser's word for its start
    /// @param startOffset rows or distance before or after, or null
    /// @param end the parser's word for its end
    /// @param endOffset rows or distance before or after, or null
    /// @param exclude the parser's word for what is left out
    record Frame(
            FrameBound start,
            @Nullable Expression startOffset,
            FrameBound end,
            @Nullable Expression endOffset,
            FrameExclusion exclude) {}

    /// How [Comparison] and [SubqueryKind#ANY] compare.
    enum ComparisonOperator {
        /// Equal.
        EQUAL("="),
        /// Not equal.
        NOT_EQUAL("<>"),
        /// Less.
        LESS("<"),
        /// Less or equal.
        LESS_OR_EQUAL("<="),
        /// Greater.
        GREATER(">"),
        /// Greater or equal.
        GREATER_OR_EQUAL(">="),
        /// Different, null being equal to null.
        DISTINCT("IS DISTINCT FROM"),
        /// The same, null being equal to null.
        NOT_DISTINCT("IS NOT DISTINCT FROM");

        private final String symbol;

        ComparisonOperator(String symbol) {
            this.symbol = symbol;
        }

        /// As SQL writes it.
        public String symbol() {
            return symbol;
        }

        /// What is true where this is false.
        public ComparisonOperator negated() {
            return switch (this) {
                case EQUAL -> NOT_EQUAL;
                case NOT_EQUAL -> EQUAL;
                case LESS -> GREATER_OR_EQUAL;
                case LESS_OR_EQUAL -> GREATER;
                case GREATER -> LESS_OR_EQUAL;
                case GREATER_OR_EQUAL -> LESS;
                case DISTINCT -> NOT_DISTINCT;
                case NOT_DISTINCT -> DISTINCT;
            };
        }

        /// The same with the sides swapped.
        public ComparisonOperator swapped() {
            return switch (this) {
                case EQUAL, NOT_EQUAL, DISTINCT, NOT_DISTINCT -> this;
                case LESS -> GREATER;
                case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
                case GREATER -> LESS;
                case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
            };
        }
    }

    /// The operators of [Operation].
    enum OperationKind {
        /// Not.
        NOT,
        /// Is null.
        IS_NULL,
        /// Is not null.
        IS_NOT_NULL,
        /// The first is one of the others.
        IN,
        /// The first that is not null.
        COALESCE,
        /// Element of a list or member of a struct.
        ELEMENT,
        /// Part of a list: from one place to another, and maybe in steps.
        SLICE,
        /// Which grouping set a row belongs to.
        GROUPING
    }

    /// How a query becomes a value.
    enum SubqueryKind {
        /// One row, one column.
        SCALAR,
        /// Whether there is a row.
        EXISTS,
        /// Whether some row compares.
        ANY
    }

    /// Where a frame starts or ends.
    enum FrameBound {
        /// The first row.
        UNBOUNDED_PRECEDING("RANGE", "UNBOUNDED PRECEDING"),
        /// The last row.
        UNBOUNDED_FOLLOWING("RANGE", "UNBOUNDED FOLLOWING"),
        /// The current row's peers.
        CURRENT_ROW_RANGE("RANGE", "CURRENT ROW"),
        /// The current row.
        CURRENT_ROW_ROWS("ROWS", "CURRENT ROW"),
        /// The current row's group.
        CURRENT_ROW_GROUPS("GROUPS", "CURRENT ROW"),
        /// Rows before.
        EXPR_PRECEDING_ROWS("ROWS", "PRECEDING"),
        /// Rows after.
        EXPR_FOLLOWING_ROWS("ROWS", "FOLLOWING"),
        /// A distance before.
        EXPR_PRECEDING_RANGE("RANGE", "PRECEDING"),
        /// A distance after.
        EXPR_FOLLOWING_RANGE("RANGE", "FOLLOWING"),
        /// Groups before.
        EXPR_PRECEDING_GROUPS("GROUPS", "PRECEDING"),
        /// Groups after.
        EXPR_FOLLOWING_GROUPS("GROUPS", "FOLLOWING");

        private final String unit;
        private final String words;

        FrameBound(String unit, String words) {
            this.unit = unit;
            this.words = words;
        }

        /// `ROWS`, `RANGE` or `GROUPS`.
        public String unit() {
            return unit;
        }

        /// As SQL writes it, after its offset.
        public String words() {
            return words;
        }

        /// Whether it says nothing about the frame's unit.
        public boolean isUnbounded() {
            return this == UNBOUNDED_PRECEDING || this == UNBOUNDED_FOLLOWING;
        }
    }

    /// What a frame leaves out.
    enum FrameExclusion {
        /// Nothing.
        NO_OTHER("NO OTHERS"),
        /// The current row.
        CURRENT_ROW("CURRENT ROW"),
        /// Its group.
        GROUP("GROUP"),
        /// Its peers.
        TIES("TIES");

        private final String words;

        FrameExclusion(String words) {
            this.words = words;
        }

        /// As SQL writes it.
        public String words() {
            return words;
        }
    }
}
