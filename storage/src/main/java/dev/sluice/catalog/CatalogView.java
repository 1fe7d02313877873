// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

/// The catalog for those who only look: one immutable snapshot at a time. Safe for many threads.
@FunctionalInterface
public interface CatalogView {

    /// What exists now. Costs nothing: a reference to an immutable value.
    CatalogSnapshot snapshot();

    /// What exists now in the store, which other processes may have changed: for whoever is about
    /// to be refused by what [#snapshot] does not have. Asked too often, it makes its callers wait
    /// for a moment and share a look.
    ///
    /// @throws dev.sluice.model.ProblemException *unavailable* when the store cannot be asked
    default CatalogSnapshot newest() {
        return snapshot();
    }
}
