// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.api.TokenBody;
import dev.sluice.catalog.Catalog;
import dev.sluice.model.Grant;
import java.util.UUID;

/// Shows one database token, a revoked one too.
public final class GetToken {

    /// @param catalog what exists
    public GetToken(Catalog catalog) {}

    /// @param grant for [dev.sluice.model.Operation#LIST_TOKENS]
    /// @param id which
    /// @throws dev.sluice.model.ProblemException *not found* for an unknown id
    public TokenBody run(Grant.ForAdministration grant, UUID id) {
        throw new UnsupportedOperationException();
    }
}
