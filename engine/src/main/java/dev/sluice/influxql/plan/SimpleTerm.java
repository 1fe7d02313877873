// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.model.ColumnType;

/// What a [SimpleSelect] computes of its columns, row by row. Where a value that it takes is not
/// there it is nothing.
public sealed interface SimpleTerm {
    /// The type of its values: of whatever is no column as it is, `INTEGER` or `FLOAT`.
    ColumnType type();

    /// A column as it is.
    ///
    /// @param column its place
    record Input(int column, ColumnType type) implements SimpleTerm {}

    /// The same whole number in each row.
    record Whole(long value) implements SimpleTerm {
        @Override
        public ColumnType type() {
            return ColumnType.INTEGER;
        }
    }

    /// The same number in each row.
    record Real(double value) implements SimpleTerm {
        @Override
        public ColumnType type() {
            return ColumnType.FLOAT;
        }
    }

    /// Arithmetic (data.md 6.4): of whole numbers whole, but for quotients. What is divided by zero
    /// is zero.
    record Operation(Operator operator, SimpleTerm left, SimpleTerm right) implements SimpleTerm {
        @Override
        public ColumnType type() {
            return operator != Operator.DIVIDE
                            && left.type() == ColumnType.INTEGER
                            && right.type() == ColumnType.INTEGER
                    ? ColumnType.INTEGER
                    : ColumnType.FLOAT;
        }
    }

    /// The operators.
    enum Operator {
        /// `+`
        ADD,
        /// `-`
        SUBTRACT,
        /// `*`
        MULTIPLY,
        /// `/`
        DIVIDE
    }

    /// What is said of a value and those before it in its series (data.md 6.5). Rows without a
    /// value are passed over.
    ///
    /// @param parameter of derivatives and elapsed time their unit, in nanoseconds; of moving
    ///   averages how many values; of others 0
    record Window(Kind kind, SimpleTerm of, long parameter) implements SimpleTerm {
        @Override
        public ColumnType type() {
            return switch (kind) {
                case DIFFERENCE, NON_NEGATIVE_DIFFERENCE, CUMULATIVE_SUM -> of.type();
                case DERIVATIVE, NON_NEGATIVE_DERIVATIVE, MOVING_AVERAGE -> ColumnType.FLOAT;
                case ELAPSED -> ColumnType.INTEGER;
            };
        }
    }

    /// The functions that look at the values before.
    enum Kind {
        /// By how much more than the value before.
        DIFFERENCE,
        /// The same, where it is not less.
        NON_NEGATIVE_DIFFERENCE,
        /// The difference in a unit of time.
        DERIVATIVE,
        /// The same, where it is not less.
        NON_NEGATIVE_DERIVATIVE,
        /// How long after the value before.
        ELAPSED,
        /// The sum up to here.
        CUMULATIVE_SUM,
        /// The mean of the last values, once there are as many.
        MOVING_AVERAGE
    }
}
