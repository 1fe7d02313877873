// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.time.Duration;

/// The garbage collector's variables (admin.md 5.2, 6.7; data.md 7.10, 7.13).
///
/// @param objects objects that belong to no file: how old they are when they are deleted
/// @param files files that are marked deleted: how long ago when they are forgotten
/// @param retentionPause between two looks for files that have expired
/// @param databases deleted databases
/// @param tables deleted tables of live databases
public record CollectorConfig(
        Sweep objects, Sweep files, Duration retentionPause, Removal databases, Removal tables) {
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
                    Removal.DEFAULT);

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
}
