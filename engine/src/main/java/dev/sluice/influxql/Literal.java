// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

/// A constant (data.md 6.1). A time is a [Text] until something reads it as one.
public sealed interface Literal extends Term {

    /// A constant number.
    // The name is qualified by Literal wherever it is used, so nobody takes it for the other.
    @SuppressWarnings("AvoidCommonTypeNames")
    sealed interface Number extends Literal {}

    /// A whole number, its sign included.
    ///
    /// @param value what was written
    record Int(long value) implements Number {}

    /// A whole number above int64.
    ///
    /// @param value read as unsigned
    record Unsigned(long value) implements Number {}

    /// A number with a point, its sign included.
    ///
    /// @param value finite
    record Real(double value) implements Number {
        /// Refuses what no text can say.
        public Real {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("not a finite number: " + value);
            }
        }
    }

    /// Text.
    ///
    /// @param value without quotes and escapes
    record Text(String value) implements Literal {}

    /// True or false.
    ///
    /// @param value which
    record Bool(boolean value) implements Literal {}

    /// A length of time, its sign included.
    ///
    /// @param nanos its nanoseconds; a day is 24 hours, a week seven days
    record DurationValue(long nanos) implements Literal {}

    /// A pattern in RE2 syntax.
    ///
    /// @param pattern without the slashes around it, and with `/` for each escaped one
    record Regex(String pattern) implements Literal {}
}
