// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.api.ManagementTokenBody;
import dev.sluice.catalog.Catalog;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import java.util.List;

/// Shows every management token, by creation and then id, revoked and expired ones too.
public final class ListManagementTokens {
    private final Catalog catalog;

    /// @param catalog what exists
    public ListManagementTokens(Catalog catalog) {
        this.catalog = catalog;
    }

    /// Does it.
    ///
    /// @param grant for [Operation#LIST_MANAGEMENT_TOKENS]
    public List<ManagementTokenBody> run(Grant.ForAdministration grant) {
        Grants.require(grant, Operation.LIST_MANAGEMENT_TOKENS);
        return catalog.snapshot().managementTokens().stream().map(Bodies::of).toList();
    }
}
