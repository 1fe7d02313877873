// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

/// A sort key.
///
/// @param expression by what
/// @param direction up, down or as is usual
/// @param nulls where nulls go
public record SortKey(Expression expression, Direction direction, Nulls nulls) {
    /// Up or down.
    public enum Direction {
        /// As is usual: up.
        USUAL,
        /// Smallest first.
        UP,
        /// Largest first.
        DOWN
    }

    /// Where nulls go.
    public enum Nulls {
        /// Last when up, first when down (data.md 5.4).
        USUAL,
        /// First.
        FIRST,
        /// Last.
        LAST
    }
}
