// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.time.Duration;

/// The garbage collector's variables (admin.md 5.2, 6.7, 6.8; data.md 7.10, 7.13).
///
/// @param objects objects that belong to no file: how old they are when they are deleted
/// @param files files that are marked deleted: how long ago when they are forgotten
/// @param retentionPause between two looks for files that have expired
/// @param databases deleted databases
/// @param tables deleted tables of live databases
/// @param backups snapshots of the catalog in the object store
public record CollectorConfig(
        Sweep objects,
        Sweep files,
        Duration retentionPause,
        Removal databases,
        Removal tables,
        Backups backups) {
    /// The shortest cut-off of objects and files.
    public static final Duration CUTOFF_MIN = Duration.ofHours(3);

    /// What the collector does when nothing is said: objects after 30 days, files after 14, and
    /// nothing is removed for good that somebody could bring back.
    public static final CollectorConfig DEFAULT =
            new CollectorConfig(
                    new Sweep(Duration.ofDays(30), Duration.ofMinutes(30)),
                    new Sweep(Duration.ofDays(14), Duration.ofMinutes(30)),
                    Duration.ofMinutes(35),
                    Removal.DEFAULT,
                    Removal.DEFAULT,
                    Backups.DEFAULT);

    /// When something is collected.
    ///
    /// @param cutoff what is younger stays
    /// @param pause between two looks
    public record Sweep(Duration cutoff, Duration pause) {}

    /// When something that was deleted is removed for good.
    ///
    /// @param enabled whether it ever is
    /// @param cutoff how long it can be brought back
    /// @param pause between two looks
    /// @param limit how many a look removes at most
    public record Removal(boolean enabled, Duration cutoff, Duration pause, int limit) {
        /// Never; if ever, after 14 days.
        public static final Removal DEFAULT =
                new Removal(false, Duration.ofDays(14), Duration.ofDays(1), 1_000);
    }

    /// When the catalog is copied into the object store, and for how long the copies are kept.
    ///
    /// @param made whether it is
    /// @param protecting whether an object stays that a kept copy names
    /// @param interval from one copy to the next, at whole multiples
    /// @param kept for how long each copy stays
    /// @param dailyKept for how long the first one of each UTC day stays; longer than `kept`
    public record Backups(
            boolean made,
            boolean protecting,
            Duration interval,
            Duration kept,
            Duration dailyKept) {
        /// The shortest interval.
        public static final Duration INTERVAL_MIN = Duration.ofHours(1);

        /// How many copies there may be at once.
        public static final int COPIES_MAX = 5_000;

        /// None; if any, every four hours, kept for 30 days, one a day for 90.
        public static final Backups DEFAULT =
                new Backups(
                        false,
                        false,
                        Duration.ofHours(4),
                        Duration.ofDays(30),
                        Duration.ofDays(90));

        /// How many copies there are at once, at most.
        public long copies() {
            return kept.dividedBy(interval) + dailyKept.minus(kept).toDays() + 2;
        }
    }
}
