// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.collector;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.DeletedFile;
import dev.sluice.catalog.FileEntry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// Forgets files that were marked deleted a while ago, by retention or by compaction. What is left
/// of them is an object of no file, which [UnknownObjects] takes; a crash in between costs nothing
/// but time.
final class MarkedFiles implements Sweep {
    private final Catalog catalog;
    private final InstantSource clock;
    private final Duration cutoff;

    /// @param cutoff how long they are kept
    MarkedFiles(Catalog catalog, InstantSource clock, Duration cutoff) {
        this.catalog = catalog;
        this.clock = clock;
        this.cutoff = cutoff;
    }

    @Override
    public SweepKind kind() {
        return SweepKind.DELETED_FILES;
    }

    @Override
    public Batch next() {
        List<FileEntry> due =
                catalog.snapshot().deletedFiles(clock.instant().minus(cutoff), BATCH_MAX).stream()
                        .map(DeletedFile::file)
                        .toList();
        if (due.isEmpty()) {
            return Batch.NOTHING;
        }
        catalog.commit(new CatalogChange.ForgetFiles(due)).require();
        return new Batch(due.size(), due.size() == BATCH_MAX);
    }
}
