// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CommitOutcome;
import dev.sluice.model.Problem;

/// A catalog that can be told to fail, and counts how often it was asked to change.
final class BreakableCatalog implements Catalog {
    private final Catalog sound;
    private boolean broken;
    private int commits;

    BreakableCatalog(Catalog sound) {
        this.sound = sound;
    }

    void setBroken(boolean now) {
        broken = now;
    }

    int commits() {
        return commits;
    }

    @Override
    public CatalogSnapshot snapshot() {
        return sound.snapshot();
    }

    @Override
    public CommitOutcome commit(CatalogChange change) {
        commits++;
        if (broken) {
            throw Problem.unavailable("catalog_unavailable", "the disk is full").asException();
        }
        return sound.commit(change);
    }

    @Override
    public void close() {
        sound.close();
    }
}
