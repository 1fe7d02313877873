// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import dev.sluice.model.Problem;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// A catalog in a store that can be copied, and that several processes may have open.
public interface StoredCatalog extends Catalog {
    /// The code of the problem that the store has lost commits.
    String WENT_BACK = "catalog_went_back";

    /// What copies it, on connections of its own.
    CatalogDump dump();

    /// What tells when this process is the one to do some work, of all that have the catalog open.
    /// The caller closes it.
    Turn turn(Duty duty, Turn.Tenure tenure);

    /// What tells this opening of the catalog from every other. Whoever follows the catalog knows
    /// by it which process has it.
    UUID opening();

    /// Completed, by whichever thread finds out, when another process has opened the catalog that
    /// must be alone with it, as this one was; or, with the code [#WENT_BACK], when the store has
    /// lost commits that are known here. What it has now is not known here, and nothing can be
    /// committed here any more.
    CompletableFuture<Problem> lost();
}
