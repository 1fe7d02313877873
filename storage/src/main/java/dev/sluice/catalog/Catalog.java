// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

/// The catalog: one immutable snapshot at a time, replaced whole by each commit. Safe for many
/// threads. Every implementation passes `CatalogContract`.
public interface Catalog extends AutoCloseable {

    /// What exists now. Costs nothing: a reference to an immutable value.
    CatalogSnapshot snapshot();

    /// Makes one change, whole or not at all.
    ///
    /// @return [CommitOutcome.Committed] when it is on stable storage and in [#snapshot];
    ///   [CommitOutcome.Refused] when it broke a rule and nothing changed; [CommitOutcome.Unknown]
    ///   when nobody can say, so that the caller must delete nothing and promise nothing
    CommitOutcome commit(CatalogChange change);

    /// Closes the store.
    @Override
    void close();
}
