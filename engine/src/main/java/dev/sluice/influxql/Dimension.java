// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import org.jspecify.annotations.Nullable;

/// A part of GROUP BY (data.md 6.8).
public sealed interface Dimension {

    /// A tag by its name; a field or an unknown name counts as a tag that is always missing.
    ///
    /// @param variable the name, with the type that was written after it
    record Tag(Term.Variable variable) implements Dimension {}

    /// All tags.
    record Wildcard() implements Dimension {}

    /// All tags whose keys fit.
    ///
    /// @param regex unanchored
    record Pattern(Literal.Regex regex) implements Dimension {}

    /// Bins of time.
    ///
    /// @param interval length of a bin; arithmetic of constants is done already
    /// @param offset what moves the bins: a term of durations, time texts and `now()`, or null
    record Time(Literal.DurationValue interval, @Nullable Term offset) implements Dimension {}
}
