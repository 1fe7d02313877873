// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

/// What stands after WHERE: true or false for each row, and bounds of time in between (data.md
/// 6.3).
public sealed interface Condition {

    /// Two terms compared.
    ///
    /// @param operator how
    /// @param left first
    /// @param right second
    record Comparison(ComparisonOperator operator, Term left, Term right) implements Condition {}

    /// Text compared with a pattern.
    ///
    /// @param left what is searched
    /// @param negated whether `!~`
    /// @param regex unanchored
    record Match(Term left, boolean negated, Literal.Regex regex) implements Condition {}

    /// Two conditions joined. AND binds before OR; equal ones group to the left.
    ///
    /// @param operator which
    /// @param left first
    /// @param right second
    record Junction(JunctionOperator operator, Condition left, Condition right)
            implements Condition {}

    /// A condition in parentheses. A term in parentheses is a [Term.Parenthesised] instead.
    ///
    /// @param inner what is in them, never a [Value]
    record Grouped(Condition inner) implements Condition {
        /// Keeps one tree for one text.
        public Grouped {
            if (inner instanceof Value) {
                throw new IllegalArgumentException("a term in parentheses is a term");
            }
        }
    }

    /// A term alone: a boolean constant, a boolean field.
    ///
    /// @param term what is true or false
    record Value(Term term) implements Condition {}

    /// How two terms compare.
    enum ComparisonOperator {
        /// Equal.
        EQUAL("="),
        /// Not equal, also written `<>`.
        NOT_EQUAL("!="),
        /// Less.
        LESS("<"),
        /// Less or equal.
        LESS_OR_EQUAL("<="),
        /// Greater.
        GREATER(">"),
        /// Greater or equal.
        GREATER_OR_EQUAL(">=");

        private final String symbol;

        ComparisonOperator(String symbol) {
            this.symbol = symbol;
        }

        /// As it is written.
        public String symbol() {
            return symbol;
        }

        /// The same with the sides swapped.
        public ComparisonOperator swapped() {
            return switch (this) {
                case EQUAL, NOT_EQUAL -> this;
                case LESS -> GREATER;
                case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
                case GREATER -> LESS;
                case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
            };
        }
    }

    /// How two conditions join.
    enum JunctionOperator {
        /// Both.
        AND,
        /// Either.
        OR
    }
}
