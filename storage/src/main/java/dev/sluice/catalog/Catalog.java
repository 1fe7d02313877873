// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

/// The catalog: one immutable snapshot at a time, replaced whole by each commit. Safe for many
/// threads. Every implementation passes `CatalogContract`.
public interface Catalog extends CatalogView, AutoCloseable {

    /// Makes one change, whole or not at all. Commits are made one after another. Instants are kept
    /// in whole milliseconds; what is finer is cut off. A change after which everything is as it
    /// was is committed without a new version.
    ///
    /// @return [CommitOutcome.Committed] when it is on stable storage and in [#snapshot];
    ///   [CommitOutcome.Refused] when it broke a rule and nothing changed; [CommitOutcome.Unknown]
    ///   when the store failed while it committed and could not be asked afterwards what became of
    ///   the change, so that the caller must delete nothing and promise nothing; the next commit
    ///   first finds out
    /// @throws dev.sluice.model.ProblemException *unavailable* when the store failed and nothing
    ///   changed
    CommitOutcome commit(CatalogChange change);

    /// Closes the store.
    @Override
    void close();
}
