// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.model;

import java.util.List;

/// Proof that somebody may do one thing. Issued by the gatekeeper in `dev.sluice.auth` alone; every
/// service demands one, so nothing behind a door can be reached without the decision.
public sealed interface Grant {
    /// Who asked.
    Principal principal();

    /// Leave to read or write one database.
    ///
    /// @param principal who asked
    /// @param action what they may do
    /// @param database with which database; it may not exist
    record ForDatabase(Principal principal, Action action, DatabaseName database)
            implements Grant {}

    /// Leave to know which databases there are.
    ///
    /// @param principal who asked
    /// @param databases those that they may read, by name; all of them exist
    record ForListing(Principal principal, List<DatabaseName> databases) implements Grant {
        /// Copies the list.
        public ForListing {
            databases = List.copyOf(databases);
        }
    }

    /// Leave to do one administrative operation.
    ///
    /// @param principal who asked
    /// @param operation what they may do
    record ForAdministration(Principal principal, Operation operation) implements Grant {}
}
