// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.api.UserBody;
import dev.sluice.catalog.Catalog;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import java.util.List;

/// Shows everybody who administers or ever did (admin.md 4.6), by provider and the provider's
/// identifier.
public final class ListUsers {
    private final Catalog catalog;
    private final UserRecords records;

    /// @param catalog where they are
    /// @param records brings the catalog up to date first
    public ListUsers(Catalog catalog, UserRecords records) {
        this.catalog = catalog;
        this.records = records;
    }

    /// Does it.
    ///
    /// @param grant for [Operation#LIST_USERS]
    /// @throws ProblemException *unavailable* when the catalog does not know the users in force,
    ///   and cannot be told
    public List<UserBody> run(Grant.ForAdministration grant) {
        Grants.require(grant, Operation.LIST_USERS);
        records.settle();
        return catalog.snapshot().users().stream().map(Bodies::of).toList();
    }
}
