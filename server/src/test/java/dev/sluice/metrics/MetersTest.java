// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.collector.SweepKind;
import dev.sluice.oidc.KeyEvent;
import dev.sluice.testkit.Golden;
import dev.sluice.testkit.MovingClock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is counted, and under which names.
final class MetersTest {
    private final MovingClock clock = MovingClock.create();
    private final Meters meters = new Meters("9.8.7", clock);

    @AfterEach
    void close() {
        meters.close();
    }

    private static KeyEvent fetched(boolean changed, int keys) {
        return new KeyEvent.Fetched(changed, keys, 0, Map.of(), Duration.ofMillis(250));
    }

    private void assertTold(String... lines) {
        assertThat(meters.prometheusText().lines()).contains(lines);
    }

    @Test
    void namesAndDescriptionsAreWhatWasReviewed() {
        meters.decisions().decided("list_tokens", "allowed", null);
        meters.handingOn(() -> 0, () -> true);
        meters.asking(() -> true);
        meters.working("all", () -> true);
        meters.configuration(() -> false);
        meters.freeBytes(() -> 1);
        String own =
                meters.prometheusText()
                        .lines()
                        .filter(line -> line.startsWith("# ") && line.contains(" sluice_"))
                        .sorted()
                        .collect(Collectors.joining("\n", "", "\n"));

        Golden.check("meters.txt", own);
    }

    @Test
    void countsDecisionsByOperationOutcomeAndReason() {
        meters.decisions().decided("list_tokens", "allowed", null);
        meters.decisions().decided("list_tokens", "unauthenticated", "expired");
        meters.decisions().decided("list_tokens", "unauthenticated", "expired");

        assertTold(
                "sluice_access_decisions_total{operation=\"list_tokens\",outcome=\"allowed\","
                        + "reason=\"none\"} 1.0",
                "sluice_access_decisions_total{operation=\"list_tokens\","
                        + "outcome=\"unauthenticated\",reason=\"expired\"} 2.0");
    }

    @Test
    void measuresFetchesByResult() {
        KeyMeters.Provider provider = meters.keys().follow();
        provider.accept(fetched(true, 2));
        provider.accept(fetched(false, 2));
        provider.accept(fetched(false, 2));
        provider.accept(
                new KeyEvent.FetchFailed("away", Duration.ofSeconds(1), Duration.ofSeconds(10)));

        assertTold(
                "sluice_provider_key_fetches_seconds_count{result=\"changed\"} 1",
                "sluice_provider_key_fetches_seconds_count{result=\"unchanged\"} 2",
                "sluice_provider_key_fetches_seconds_count{result=\"failed\"} 1",
                "sluice_provider_key_fetches_seconds_sum{result=\"failed\"} 10.0");
    }

    @Test
    void countsFetchesThatWereNotMade() {
        meters.keys().follow().accept(new KeyEvent.DemandRefused());

        assertTold("sluice_provider_key_fetches_limited_total 1.0");
    }

    @Test
    void showsHowManyKeysThereAreAndHowOldTheyAre() {
        KeyMeters.Provider provider = meters.keys().follow();
        meters.keys().show(provider);
        provider.accept(fetched(true, 3));
        clock.advance(Duration.ofSeconds(90));
        provider.accept(
                new KeyEvent.FetchFailed("away", Duration.ofSeconds(1), Duration.ofSeconds(1)));

        assertTold("sluice_provider_keys 3.0", "sluice_provider_keys_age_seconds 90.0");
    }

    @Test
    void showsTheKeysOfNoOtherProvider() {
        KeyMeters.Provider before = meters.keys().follow();
        meters.keys().show(before);
        meters.keys().show(meters.keys().follow());
        before.accept(fetched(true, 3));

        assertTold("sluice_provider_keys NaN");
    }

    @Test
    void countsWhatTheCollectorTakesAndWhereItFails() {
        meters.collector().collected(SweepKind.EXPIRED_FILES, 3);
        meters.collector().collected(SweepKind.EXPIRED_FILES, 4);
        meters.collector().collected(SweepKind.DELETED_TABLES, 1);
        meters.collector().failed(SweepKind.UNKNOWN_OBJECTS);

        assertTold(
                "sluice_collector_collected_total{what=\"expired_files\"} 7.0",
                "sluice_collector_collected_total{what=\"deleted_tables\"} 1.0",
                "sluice_collector_failures_total{what=\"unknown_objects\"} 1.0");
    }

    /// So that what did not come is told from what is not counted, and the first one counts.
    @Test
    void countsOfTheCollectorBeginAtNothing() {
        for (String what :
                new String[] {
                    "expired_files",
                    "deleted_files",
                    "deleted_databases",
                    "deleted_tables",
                    "unknown_objects",
                    "catalog_snapshots",
                    "old_catalog_snapshots"
                }) {
            assertTold(
                    "sluice_collector_collected_total{what=\"" + what + "\"} 0.0",
                    "sluice_collector_failures_total{what=\"" + what + "\"} 0.0");
        }
    }

    @Test
    void followsWritesThatAreHandedOn() {
        AtomicInteger writes = new AtomicInteger(3);
        AtomicBoolean there = new AtomicBoolean(true);
        meters.handingOn(writes::get, there::get);
        assertTold("sluice_router_writes 3.0", "sluice_router_ingester_up 1.0");

        writes.set(40);
        there.set(false);
        assertTold("sluice_router_writes 40.0", "sluice_router_ingester_up 0.0");
    }

    @Test
    void followsQuestionsForRows() {
        AtomicBoolean there = new AtomicBoolean(true);
        meters.asking(there::get);
        assertTold("sluice_querier_ingester_up 1.0");

        there.set(false);
        assertTold("sluice_querier_ingester_up 0.0");
    }

    @Test
    void followsWhoWorks() {
        AtomicBoolean works = new AtomicBoolean();
        meters.working("compactor", works::get);
        assertTold("sluice_working{role=\"compactor\"} 0.0");

        works.set(true);
        assertTold("sluice_working{role=\"compactor\"} 1.0");
    }

    @Test
    void followsTheDisk() {
        AtomicLong free = new AtomicLong(5_000);
        meters.freeBytes(free::get);
        assertTold("sluice_data_free_bytes 5000.0");

        free.set(7);
        assertTold("sluice_data_free_bytes 7.0");
    }

    @Test
    void tellsTheVersion() {
        assertTold("sluice_build_info{version=\"9.8.7\"} 1");
    }
}
