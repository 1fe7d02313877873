// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// Everything that one server counts and measures. Safe for many threads; close it.
public final class Meters implements AutoCloseable {
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final DecisionMeters decisions;
    private final KeyMeters keys;
    private final CollectorMeters collector;
    private final CompactionMeters compaction;

    /// Begins to measure the process.
    ///
    /// @param version of the program, told as a label
    /// @param clock for ages
    public Meters(String version, InstantSource clock) {
        Gauge.builder("sluice.build.info", () -> 1)
                .description("Always 1; its label says which version runs")
                .tag("version", version)
                .register(registry);
        new UptimeMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        collections.bindTo(registry);
        decisions = new DecisionMeters(registry);
        keys = new KeyMeters(registry, clock);
        collector = new CollectorMeters(registry);
        compaction = new CompactionMeters(registry);
    }

    /// Counts what the gatekeeper decides.
    public DecisionMeters decisions() {
        return decisions;
    }

    /// Follows the identity provider's keys.
    public KeyMeters keys() {
        return keys;
    }

    /// Counts what the collector takes.
    public CollectorMeters collector() {
        return collector;
    }

    /// Counts what compaction does.
    public CompactionMeters compaction() {
        return compaction;
    }

    /// Follows whether this process does what it is there for.
    ///
    /// @param role the word of its role
    /// @param works whether it does, and does not stand by, start or end
    public void working(String role, BooleanSupplier works) {
        truth("sluice.working", works)
                .description("Whether the process works, and does not stand by, start or end")
                .tag("role", role)
                .register(registry);
    }

    /// Follows the questions that this process asks for rows which are in no file yet.
    ///
    /// @param there whether the process that has them answers
    public void asking(BooleanSupplier there) {
        truth("sluice.querier.ingester.up", there)
                .description("Whether the server that takes writes has answered the last question")
                .register(registry);
    }

    /// Follows the disk of the data directory.
    ///
    /// @param bytes what it has free for this process; `NaN` while nobody can say
    public void freeBytes(DoubleSupplier bytes) {
        Gauge.builder("sluice.data.free", bytes::getAsDouble)
                .description("What the disk of the data directory has free for the process")
                .baseUnit("bytes")
                .register(registry);
    }

    /// Follows the configuration of a running server.
    ///
    /// @param refused whether its files say what cannot be put in force
    public void configuration(BooleanSupplier refused) {
        truth("sluice.configuration.refused", refused)
                .description(
                        "1 while the configuration files are refused and what they said before is"
                                + " in force, else 0")
                .register(registry);
    }

    /// Follows the writes that this process hands on.
    ///
    /// @param writes how many are here
    /// @param there whether the process that takes them answers
    public void handingOn(IntSupplier writes, BooleanSupplier there) {
        Gauge.builder("sluice.router.writes", writes::getAsInt)
                .description("Writes that were let in and not answered yet")
                .register(registry);
        truth("sluice.router.ingester.up", there)
                .description("Whether the server that takes the writes has answered the last one")
                .register(registry);
    }

    private static Gauge.Builder<Supplier<Number>> truth(String name, BooleanSupplier value) {
        return Gauge.builder(name, () -> value.getAsBoolean() ? 1 : 0);
    }

    /// All of it in the text form of Prometheus, version 0.0.4.
    public String prometheusText() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
