// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.CollectorConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// For how long snapshots of the catalog are kept (admin.md 6.8).
final class BackupRetentionTest {
    private static final CollectorConfig.Backups RULES =
            new CollectorConfig.Backups(
                    true, true, Duration.ofHours(4), Duration.ofDays(10), Duration.ofDays(20));

    private static Backup backup(String time) {
        Instant takenAt = Instant.parse(time);
        return new Backup(takenAt, List.of(Backup.path(takenAt, Backup.MARKER)));
    }

    private static List<String> kept(List<Backup> all, String now) {
        List<Backup> due = BackupRetention.due(all, RULES, Instant.parse(now));
        return all.stream()
                .filter(backup -> !due.contains(backup))
                .map(backup -> backup.takenAt().toString())
                .toList();
    }

    @Test
    void eachIsKeptForAWhileAndTheFirstOfADayForLonger() {
        List<Backup> all = new ArrayList<>();
        List<Instant> expected = new ArrayList<>();
        Instant start = Instant.parse("2026-03-01T12:00:00Z");
        Instant now = Instant.parse("2026-04-10T13:00:00Z");
        for (Instant time = start; time.isBefore(now); time = time.plus(RULES.interval())) {
            all.add(backup(time.toString()));
            boolean midnight = time.atZone(ZoneOffset.UTC).getHour() == 0;
            if (!time.isBefore(now.minus(RULES.kept()))
                    || (midnight && !time.isBefore(now.minus(RULES.dailyKept())))) {
                expected.add(time);
            }
        }

        assertThat(kept(all, now.toString()))
                .containsExactlyElementsOf(expected.stream().map(Instant::toString).toList())
                .hasSize(70);
    }

    @Test
    void theFirstOfADayIsTheFirstCompleteOneAndStaysTheSameAsDaysPass() {
        Instant early = Instant.parse("2026-03-01T00:00:00Z");
        Backup incomplete = new Backup(early, List.of(Backup.path(early, "catalog.sqlite.gz")));
        List<Backup> all =
                List.of(
                        incomplete,
                        backup("2026-03-01T04:00:00Z"),
                        backup("2026-03-01T08:00:00Z"),
                        backup("2026-03-10T00:00:00Z"));
        String first = "2026-03-01T04:00:00Z";
        String newest = "2026-03-10T00:00:00Z";

        assertThat(kept(all, "2026-03-01T03:00:00Z")).hasSize(4);
        assertThat(kept(all, "2026-03-11T08:00:00Z"))
                .containsExactly(first, "2026-03-01T08:00:00Z", newest);
        assertThat(kept(all, "2026-03-11T08:00:01Z")).containsExactly(first, newest);
        assertThat(kept(all, "2026-03-21T04:00:00Z")).containsExactly(first, newest);
        assertThat(kept(all, "2026-03-21T04:00:01Z")).containsExactly(newest);
        assertThat(kept(all, "2036-01-01T00:00:00Z")).containsExactly(newest);
    }
}
