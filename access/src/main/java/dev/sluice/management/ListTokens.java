// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.api.TokenBody;
import dev.sluice.catalog.Catalog;
import dev.sluice.model.Grant;
import java.util.List;

/// Shows every database token, by creation and then id, revoked and expired ones too.
public final class ListTokens {

    /// @param catalog what exists
    public ListTokens(Catalog catalog) {}

    /// @param grant for [dev.sluice.model.Operation#LIST_TOKENS]
    public List<TokenBody> run(Grant.ForAdministration grant) {
        throw new UnsupportedOperationException();
    }
}
