// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.api.ManagementTokenBody;
import dev.sluice.catalog.Catalog;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.Problem;
import java.util.UUID;

/// Shows one management token, a revoked one too.
public final class GetManagementToken {
    private final Catalog catalog;

    /// @param catalog what exists
    public GetManagementToken(Catalog catalog) {
        this.catalog = catalog;
    }

    /// Does it.
    ///
    /// @param grant for [Operation#LIST_MANAGEMENT_TOKENS]
    /// @param id which
    /// @throws ProblemException *not found* for an unknown id
    public ManagementTokenBody run(Grant.ForAdministration grant, UUID id) {
        Grants.require(grant, Operation.LIST_MANAGEMENT_TOKENS);
        return catalog.snapshot()
                .findManagementToken(id)
                .map(Bodies::of)
                .orElseThrow(() ->
                        Problem.notFound(
                                        "management_token_not_found",
                                        "management token " + id + " not found")
                                .asException());
    }
}
