// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.metrics;

import dev.sluice.collector.CollectorObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// Counts what the collector took and what it failed to take, by kind of thing.
public final class CollectorMeters implements CollectorObserver {
    private final MeterRegistry registry;

    CollectorMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void collected(String sweep, long count) {
        Counter.builder("sluice.collector.collected")
                .description(
                        "Things that the collector marked or removed, and snapshots that it made")
                .tag("what", sweep)
                .register(registry)
                .increment((double) count);
    }

    @Override
    public void failed(String sweep) {
        Counter.builder("sluice.collector.failures")
                .description("Looks of the collector that failed as a whole or in part")
                .tag("what", sweep)
                .register(registry)
                .increment();
    }
}
