// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.metrics;

import dev.sluice.collector.CollectorObserver;
import dev.sluice.collector.SweepKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Counts what the collector took and what it failed to take, by kind of thing. All counts are
/// there from the start: one that begins with its first event hides it from whoever asks how much a
/// count has grown, and hides also that none came.
public final class CollectorMeters implements CollectorObserver {
    private final Map<SweepKind, Counter> collected;
    private final Map<SweepKind, Counter> failures;

    CollectorMeters(MeterRegistry registry) {
        collected =
                counters(
                        registry,
                        "sluice.collector.collected",
                        "Things that the collector marked or removed, and snapshots that it made");
        failures =
                counters(
                        registry,
                        "sluice.collector.failures",
                        "Looks of the collector that failed as a whole or in part");
    }

    private static Map<SweepKind, Counter> counters(
            MeterRegistry registry, String name, String description) {
        return Arrays.stream(SweepKind.values())
                .collect(
                        Collectors.toUnmodifiableMap(
                                Function.identity(),
                                kind ->
                                        Counter.builder(name)
                                                .description(description)
                                                .tag("what", kind.word())
                                                .register(registry)));
    }

    @Override
    public void collected(SweepKind sweep, long count) {
        counter(collected, sweep).increment((double) count);
    }

    @Override
    public void failed(SweepKind sweep) {
        counter(failures, sweep).increment();
    }

    private static Counter counter(Map<SweepKind, Counter> counters, SweepKind sweep) {
        return Objects.requireNonNull(counters.get(sweep));
    }
}
