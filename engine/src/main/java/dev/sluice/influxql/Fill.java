// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

/// What a bin without data holds (data.md 6.8).
public sealed interface Fill {

    /// The ways without a value.
    enum Mode implements Fill {
        /// Null values.
        NULL,
        /// Nothing: there is no row.
        NONE,
        /// The last value before it.
        PREVIOUS,
        /// A value on the line between its neighbours.
        LINEAR
    }

    /// A constant.
    ///
    /// @param number put into every column, as the column's type
    record Constant(Literal.Number number) implements Fill {}
}
