// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.measure;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Runs JMH benchmarks, each in a JVM of its own that has run nothing else. An operation that
/// throws fails the run.
///
/// @param duration how long to measure, after warming up for twice as long
/// @param forked whether each has a JVM of its own; only a test says no
public record InProcess(Duration duration, boolean forked) {
    /// Processor time of one operation.
    public static final Quantity CPU = new Quantity("cpu", "CPU time of one", "us");

    /// How many operations all threads together do by the clock on the wall.
    public static final Quantity RATE = new Quantity("rate", "operations", "1/s");

    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;

    /// Measures one benchmark method.
    ///
    /// @param type its class
    /// @param method its name
    /// @param threads how many threads run it at once
    /// @param parameters the values of the class's parameters
    public Contender.Measure measure(
            Class<?> type, String method, int threads, Map<String, String> parameters) {
        return () -> {
            ChainedOptionsBuilder options =
                    new OptionsBuilder()
                            .include(
                                    "^" + type.getName().replace(".", "\\.") + "\\." + method + "$")
                            .forks(forked ? 1 : 0)
                            .threads(threads)
                            .warmupIterations(1)
                            .warmupTime(TimeValue.nanoseconds(2 * duration.toNanos()))
                            .measurementIterations(1)
                            .measurementTime(TimeValue.nanoseconds(duration.toNanos()))
                            .addProfiler(CpuTime.class)
                            .shouldFailOnError(true)
                            .verbosity(VerboseMode.SILENT);
            parameters.forEach(options::param);
            try {
                return result(
                        new Runner(options.build()).run(), type.getName() + "." + method, threads);
            } catch (RunnerException failed) {
                throw new IllegalStateException(method + " of " + type + " failed", failed);
            }
        };
    }

    private static Map<String, Double> result(
            Collection<RunResult> results, String name, int threads) {
        if (results.size() != 1) {
            throw new IllegalStateException(results.size() + " benchmarks are called " + name);
        }
        RunResult result = results.iterator().next();
        Result<?> cpu = result.getSecondaryResults().get(CpuTime.LABEL);
        if (cpu == null) {
            throw new IllegalStateException("nobody looked at the CPU time of " + name);
        }
        double nanos = cpu.getScore();
        double wallNanos = result.getPrimaryResult().getScore();
        return Map.of(
                CPU.name(),
                nanos / NANOS_PER_MICRO,
                RATE.name(),
                threads * NANOS_PER_SECOND / wallNanos);
    }
}
