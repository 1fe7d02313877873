// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.collector;

import dev.sluice.config.CollectorConfig;
import dev.sluice.objectstore.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Removes snapshots of the catalog that were kept long enough (admin.md 6.8): each for a while,
/// the first complete one of a UTC day for longer, and the newest complete one until there is
/// another. One that never became complete goes once nothing can complete it any more.
final class BackupRetention implements Sweep {
    /// Between two looks.
    static final Duration PAUSE = Duration.ofHours(1);

    private final Backups backups;
    private final CollectorConfig.Backups rules;
    private final InstantSource clock;

    BackupRetention(ObjectStore store, CollectorConfig.Backups rules, InstantSource clock) {
        this.backups = new Backups(store);
        this.rules = rules;
        this.clock = clock;
    }

    @Override
    public SweepKind kind() {
        return SweepKind.OLD_CATALOG_SNAPSHOTS;
    }

    @Override
    public Batch next() throws IOException {
        long removed = 0;
        for (Backup backup : due(backups.list(), rules, clock.instant())) {
            try {
                backups.delete(backup);
                removed++;
            } catch (IOException e) {
                return new Batch(removed, false, e);
            }
        }
        return new Batch(removed, false);
    }

    /// Those that are kept no longer.
    ///
    /// @param all of the store, oldest first
    static List<Backup> due(List<Backup> all, CollectorConfig.Backups rules, Instant now) {
        List<Backup> complete = all.stream().filter(Backup::isComplete).toList();
        Set<Backup> kept = new HashSet<>();
        complete.stream()
                .filter(backup -> !backup.takenAt().isAfter(now))
                .reduce((_, later) -> later)
                .ifPresent(kept::add);
        Set<LocalDate> days = new HashSet<>();
        for (Backup backup : complete) {
            boolean firstOfDay = days.add(LocalDate.ofInstant(backup.takenAt(), ZoneOffset.UTC));
            if (isWithin(rules.kept(), backup, now)
                    || (firstOfDay && isWithin(rules.dailyKept(), backup, now))) {
                kept.add(backup);
            }
        }
        all.stream().filter(backup -> backup.isInDoubt(now)).forEach(kept::add);
        return all.stream().filter(backup -> !kept.contains(backup)).toList();
    }

    private static boolean isWithin(Duration age, Backup backup, Instant now) {
        return !backup.takenAt().plus(age).isBefore(now);
    }
}
