// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.metrics;

import dev.sluice.auth.DecisionObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Counts decisions by what was asked, what came of it, and why: each a word of a fixed list, so
/// that nobody outside can make meters.
public final class DecisionMeters implements DecisionObserver {
    private static final String NO_REASON = "none";

    private final Map<Kind, Counter> counters = new ConcurrentHashMap<>();
    private final MeterRegistry registry;

    DecisionMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    private record Kind(String operation, String outcome, @Nullable String reason) {}

    @Override
    public void decided(String operation, String outcome, @Nullable String reason) {
        counters.computeIfAbsent(new Kind(operation, outcome, reason), this::counter).increment();
    }

    private Counter counter(Kind kind) {
        return Counter.builder("sluice.access.decisions")
                .description("Requests that the gatekeeper decided about")
                .tag("operation", kind.operation)
                .tag("outcome", kind.outcome)
                .tag("reason", kind.reason == null ? NO_REASON : kind.reason)
                .register(registry);
    }
}
