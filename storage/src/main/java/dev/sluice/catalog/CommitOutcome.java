// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import dev.sluice.model.Problem;

/// What became of a commit. Issued by the catalog alone.
public sealed interface CommitOutcome {

    /// On stable storage.
    ///
    /// @param snapshot the catalog with the change in it
    record Committed(CatalogSnapshot snapshot) implements CommitOutcome {}

    /// Nothing changed.
    ///
    /// @param problem the rule that it broke
    record Refused(Problem problem) implements CommitOutcome {}

    /// Nobody can say.
    ///
    /// @param problem what failed, of kind *outcome unknown*
    record Unknown(Problem problem) implements CommitOutcome {}

    /// The snapshot of a committed change; anything else is thrown as its problem.
    ///
    /// @throws dev.sluice.model.ProblemException when refused or unknown
    default CatalogSnapshot require() {
        return switch (this) {
            case Committed(CatalogSnapshot snapshot) -> snapshot;
            case Refused(Problem problem) -> throw problem.asException();
            case Unknown(Problem problem) -> throw problem.asException();
        };
    }
}
