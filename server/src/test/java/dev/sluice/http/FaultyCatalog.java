// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CommitOutcome;
import dev.sluice.model.Problem;

/// A catalog that fails when it is told to, in each way that the interface knows and in one that it
/// does not. What fails changes nothing.
final class FaultyCatalog implements Catalog {
    /// How it fails.
    enum Fault {
        NONE,
        /// The store is away.
        UNAVAILABLE,
        /// The store was lost while it committed.
        UNKNOWN,
        /// A mistake of the program, also on reading.
        MISTAKE
    }

    private final Catalog sound;
    private volatile Fault fault = Fault.NONE;

    FaultyCatalog(Catalog sound) {
        this.sound = sound;
    }

    void fail(Fault how) {
        fault = how;
    }

    /// What is there, whatever fails.
    CatalogSnapshot sound() {
        return sound.snapshot();
    }

    @Override
    public CatalogSnapshot snapshot() {
        if (fault == Fault.MISTAKE) {
            throw new IllegalStateException("made by the test");
        }
        return sound.snapshot();
    }

    @Override
    public CommitOutcome commit(CatalogChange change) {
        return switch (fault) {
            case NONE -> sound.commit(change);
            case UNAVAILABLE ->
                    throw Problem.unavailable("catalog_unavailable", "the catalog is away")
                            .asException();
            case UNKNOWN ->
                    new CommitOutcome.Unknown(
                            new Problem(
                                    Problem.Kind.OUTCOME_UNKNOWN,
                                    "catalog_commit_unknown",
                                    "the catalog was lost while it committed"));
            case MISTAKE -> throw new IllegalStateException("made by the test");
        };
    }

    @Override
    public void close() {
        sound.close();
    }
}
