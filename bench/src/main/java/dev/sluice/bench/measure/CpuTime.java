// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.measure;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ScalarResult;

/// Tells JMH how much processor time of the threads that measure an operation took; the JVM's own
/// work for compiling and collecting garbage is not in it. On a machine with neighbours that says
/// more than the clock on the wall.
///
/// Made by JMH, by its name.
public final class CpuTime implements InternalProfiler {
    /// The result's name.
    static final String LABEL = "cpu";

    private final Map<Long, Long> startNanos = new HashMap<>();

    /// Called by JMH.
    public CpuTime() {}

    @Override
    public String getDescription() {
        return "processor time of the threads by operation";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        startNanos.clear();
        startNanos.putAll(threadNanos());
    }

    @Override
    public List<ScalarResult> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double used = 0;
        // What the measuring threads used; they live longer than an iteration.
        for (Map.Entry<Long, Long> thread : threadNanos().entrySet()) {
            used += thread.getValue() - startNanos.getOrDefault(thread.getKey(), 0L);
        }
        long operations = Math.max(1, result.getMetadata().getAllOps());
        return List.of(new ScalarResult(LABEL, used / operations, "ns/op", AggregationPolicy.AVG));
    }

    private static Map<Long, Long> threadNanos() {
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        long[] ids = threads.getAllThreadIds();
        long[] nanos = threads.getThreadCpuTime(ids);
        Map<Long, Long> found = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            // One that has ended meanwhile has -1.
            if (nanos[i] >= 0) {
                found.put(ids[i], nanos[i]);
            }
        }
        return found;
    }
}
