// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CommitOutcome;
import java.util.ArrayDeque;
import java.util.Deque;

/// A real catalog whose next commits can be replaced or preceded by something.
final class ScriptedCatalog implements Catalog {
    private final Catalog real;
    private final Deque<CommitOutcome> answers = new ArrayDeque<>();
    private final Deque<Runnable> before = new ArrayDeque<>();

    ScriptedCatalog(Catalog real) {
        this.real = real;
    }

    /// Does something else just before the next commit.
    void beforeNextCommit(Runnable action) {
        before.add(action);
    }

    /// Does not do the next commit and answers this.
    void answerNextCommit(CommitOutcome outcome) {
        answers.add(outcome);
    }

    @Override
    public CatalogSnapshot snapshot() {
        return real.snapshot();
    }

    @Override
    public CommitOutcome commit(CatalogChange change) {
        if (!before.isEmpty()) {
            before.remove().run();
        }
        return answers.isEmpty() ? real.commit(change) : answers.remove();
    }

    @Override
    public void close() {
        real.close();
    }
}
