// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.api.TokenBody;
import dev.sluice.catalog.Catalog;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import java.util.List;

/// Shows every database token, by creation and then id, revoked and expired ones too.
public final class ListTokens {
    private final Catalog catalog;

    /// @param catalog what exists
    public ListTokens(Catalog catalog) {
        this.catalog = catalog;
    }

    /// Does it.
    ///
    /// @param grant for [Operation#LIST_TOKENS]
    public List<TokenBody> run(Grant.ForAdministration grant) {
        Grants.require(grant, Operation.LIST_TOKENS);
        return catalog.snapshot().tokens().stream().map(Bodies::of).toList();
    }
}
