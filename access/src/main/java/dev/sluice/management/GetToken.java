// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.api.TokenBody;
import dev.sluice.catalog.Catalog;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.Problem;
import java.util.UUID;

/// Shows one database token, a revoked one too.
public final class GetToken {
    private final Catalog catalog;

    /// @param catalog what exists
    public GetToken(Catalog catalog) {
        this.catalog = catalog;
    }

    /// Does it.
    ///
    /// @param grant for [Operation#LIST_TOKENS]
    /// @param id which
    /// @throws ProblemException *not found* for an unknown id
    public TokenBody run(Grant.ForAdministration grant, UUID id) {
        Grants.require(grant, Operation.LIST_TOKENS);
        return catalog.snapshot()
                .findToken(id)
                .map(Bodies::of)
                .orElseThrow(() ->
                        Problem.notFound("token_not_found", "token " + id + " not found")
                                .asException());
    }
}
