// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import java.util.List;

/// WITH KEY of SHOW TAG VALUES.
public sealed interface KeyFilter {

    /// One key, or all but one.
    ///
    /// @param key the tag's key
    /// @param negated whether `!=` stands before it
    record Is(String key, boolean negated) implements KeyFilter {}

    /// Keys that fit a pattern, or all that do not.
    ///
    /// @param regex unanchored
    /// @param negated whether `!~` stands before it
    record Matches(Literal.Regex regex, boolean negated) implements KeyFilter {}

    /// Some keys.
    ///
    /// @param keys at least one
    record In(List<String> keys) implements KeyFilter {
        /// Copies the list.
        public In {
            keys = List.copyOf(keys);
        }
    }
}
