// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.collector;

import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.ObjectStore;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells which objects no snapshot of the catalog needs, so that whoever restores one finds all its
/// files (admin.md 6.8).
///
/// - *What is asked about is not in the catalog*, as its store has it, when the snapshots are
///   listed, and never comes back to it; so no snapshot that is begun later names it.
/// - *One that was begun before* is in the listing. It is complete, and its filter is asked; or it
///   is not, and may still become so: then nothing is let go until it is, or until it is too old
///   for that ([Backup#IN_DOUBT]). Snapshots are made by the thread that asks here, so none is
///   under way in this process; what is meant is one whose last put was not answered, and that of
///   another process, which had the turn when all but the last part was there ([BackupMaking]).
/// - *A filter that cannot be read* keeps everything: the look fails.
///
/// Filters are read one at a time, and as long as there is something to ask. Which snapshot keeps
/// an object is remembered of [#REMEMBERED_MAX] objects, so that a later look asks for the others
/// alone.
final class BackedUpObjects {
    private static final Logger LOGGER = LoggerFactory.getLogger(BackedUpObjects.class);

    /// Names take about 200 bytes each.
    private static final int REMEMBERED_MAX = 100_000;

    private final Backups backups;
    private final InstantSource clock;
    private final BooleanSupplier stopping;
    private Map<ObjectPath, Instant> keptBy = new HashMap<>();

    BackedUpObjects(ObjectStore store, InstantSource clock, BooleanSupplier stopping) {
        this.backups = new Backups(store);
        this.clock = clock;
        this.stopping = stopping;
    }

    /// Those of some objects, all of them unknown to the catalog, that no snapshot needs. None,
    /// while that cannot be said.
    ///
    /// @throws IOException when it cannot be found out
    List<ObjectPath> unneeded(List<ObjectPath> unknown) throws IOException {
        if (unknown.isEmpty()) {
            return unknown;
        }
        List<Backup> all = backups.list();
        Instant now = clock.instant();
        if (all.stream().anyMatch(backup -> backup.isInDoubt(now))) {
            LOGGER.atInfo().log("objects stay until a snapshot of the catalog is complete or gone");
            return List.of();
        }
        List<Backup> complete = all.stream().filter(Backup::isComplete).toList();
        Set<Instant> times =
                complete.stream()
                        .map(Backup::takenAt)
                        .collect(Collectors.toCollection(TreeSet::new));
        Map<ObjectPath, Instant> kept = new HashMap<>();
        List<ObjectPath> left = new ArrayList<>();
        for (ObjectPath path : unknown) {
            Instant keeper = keptBy.get(path);
            if (keeper != null && times.contains(keeper)) {
                kept.put(path, keeper);
            } else {
                left.add(path);
            }
        }
        for (int i = 0; i < complete.size() && !left.isEmpty(); i++) {
            if (stopping.getAsBoolean()) {
                return List.of();
            }
            left = ask(complete.get(i), left, kept);
        }
        keptBy = kept;
        return left;
    }

    /// @return those that the snapshot does not name
    private List<ObjectPath> ask(
            Backup backup, List<ObjectPath> paths, Map<ObjectPath, Instant> kept)
            throws IOException {
        NameFilter filter = backups.filter(backup);
        List<ObjectPath> others = new ArrayList<>();
        for (ObjectPath path : paths) {
            if (!filter.mayHave(path)) {
                others.add(path);
            } else if (kept.size() < REMEMBERED_MAX) {
                kept.put(path, backup.takenAt());
            }
        }
        return others;
    }
}
