// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import org.jspecify.annotations.Nullable;

/// A query over rows that are in memory, which needs no engine.
public interface Slice {
    /// Answers it.
    ///
    /// @return null when it is the engine's after all, because the answer has too many rows
    /// @throws ArithmeticException when a number or a time leaves its range, which the engine
    ///   explains
    SliceQuery.@Nullable Answer answer();
}
