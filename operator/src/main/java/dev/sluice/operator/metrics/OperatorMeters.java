// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.metrics;

import dev.sluice.operator.reconcile.PassObserver;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Everything that one operator counts and measures. Safe for many threads; close it.
public final class OperatorMeters implements PassObserver, AutoCloseable {
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MeterProvider<Timer> passes =
            Timer.builder("sluice.operator.passes")
                    .description("Passes over the AppInstance, and how long they took")
                    .withRegistry(registry);
    private final InstantSource clock;
    private volatile @Nullable Result last;
    private volatile @Nullable Instant applied;

    /// Begins to measure the process.
    ///
    /// @param version of the program, told as a label
    /// @param clock for ages
    public OperatorMeters(String version, InstantSource clock) {
        this.clock = clock;
        Gauge.builder("sluice.operator.build.info", () -> 1)
                .description("Always 1; its label says which version runs")
                .tag("version", version)
                .register(registry);
        for (Result result : Result.values()) {
            Timer _ = passes(result);
        }
        Gauge.builder("sluice.operator.applied", this::isApplied)
                .description("Whether the last pass left everything as the AppInstance says")
                .register(registry);
        Gauge.builder("sluice.operator.applied.age", this::ageSeconds)
                .description("Since a pass last did so")
                .baseUnit("seconds")
                .register(registry);
        new UptimeMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
    }

    private Timer passes(Result result) {
        return passes.withTag("result", result.name().toLowerCase(Locale.ROOT));
    }

    private double isApplied() {
        Result result = last;
        if (result == null) {
            return Double.NaN;
        }
        return result == Result.APPLIED ? 1 : 0;
    }

    private double ageSeconds() {
        Instant then = applied;
        return then == null
                ? Double.NaN
                : Duration.between(then, clock.instant()).toMillis() / 1000.0;
    }

    @Override
    public void passed(Result result, Duration took) {
        passes(result).record(took);
        last = result;
        if (result == Result.APPLIED) {
            applied = clock.instant();
        }
    }

    @Override
    public void gone() {
        last = null;
        applied = null;
    }

    /// All of it in the text form of Prometheus, version 0.0.4.
    public String prometheusText() {
        return registry.scrape();
    }

    @Override
    public void close() {
        registry.close();
    }
}
