// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.model.Problem;

/// What the rules say about a change.
sealed interface Ruling {

    /// It may be made.
    ///
    /// @param plan what to write; empty when all is as it should be already
    record Allowed(ChangePlan plan) implements Ruling {}

    /// It breaks a rule.
    ///
    /// @param problem which
    record Refused(Problem problem) implements Ruling {}
}
