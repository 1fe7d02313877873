// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.access;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/// Loads a server over HTTP: each connection sends its next request when the answer to the one
/// before is there. Bounded in time and in number.
///
/// @param server where it is
/// @param duration for how long
/// @param requestsMax how many requests each connection sends at most
record Load(InetSocketAddress server, Duration duration, int requestsMax) {
    private static final double NANOS_PER_SECOND = 1e9;

    /// What some connections do, all the same.
    ///
    /// @param connections how many there are
    /// @param requests what each sends in turn
    /// @param status what each answer must have
    record Sending(int connections, List<byte[]> requests, int status) {}

    /// What came of it.
    static final class Answered {
        private final long[] latenciesNanos;
        private final long elapsedNanos;
        private final long cpuNanos;

        /// @param latenciesNanos of each request, sorted; the caller's no more
        /// @param elapsedNanos from the first request to the last answer
        /// @param cpuNanos what this process, both server and client, used in that time
        Answered(long[] latenciesNanos, long elapsedNanos, long cpuNanos) {
            this.latenciesNanos = latenciesNanos;
            this.elapsedNanos = elapsedNanos;
            this.cpuNanos = cpuNanos;
        }

        /// How many requests were answered.
        int count() {
            return latenciesNanos.length;
        }

        /// The latency that a share of the requests does not exceed.
        double quantileNanos(double share) {
            return latenciesNanos[(int) Math.min(count() - 1L, (long) (count() * share))];
        }

        /// How many requests were answered in a second.
        double perSecond() {
            return count() * NANOS_PER_SECOND / elapsedNanos;
        }

        /// What one request and its answer cost.
        double cpuNanosEach() {
            return (double) cpuNanos / count();
        }
    }

    /// Sends.
    ///
    /// @return what came of each, in the same order
    /// @throws IllegalStateException when an answer had another status
    List<Answered> run(Sending... sendings) throws InterruptedException {
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("load").factory())) {
            long start = System.nanoTime();
            long startCpu = cpuNanos();
            List<List<Future<long[]>>> running = new ArrayList<>();
            for (Sending sending : sendings) {
                List<Future<long[]>> each = new ArrayList<>();
                for (int i = 0; i < sending.connections; i++) {
                    each.add(threads.submit(() -> send(sending, start)));
                }
                running.add(each);
            }
            List<Answered> answered = new ArrayList<>();
            for (List<Future<long[]>> each : running) {
                long[] latencies = sorted(each);
                answered.add(
                        new Answered(latencies, System.nanoTime() - start, cpuNanos() - startCpu));
            }
            return answered;
        } catch (ExecutionException failed) {
            throw new IllegalStateException("the load failed", failed.getCause());
        }
    }

    private long[] send(Sending sending, long start) {
        long[] latencies = new long[requestsMax];
        int count = 0;
        try (KeptConnection connection = new KeptConnection(server)) {
            long before = System.nanoTime();
            // One at least, however slow the machine is.
            while (count == 0 || (count < requestsMax && before - start < duration.toNanos())) {
                byte[] request = sending.requests.get(count % sending.requests.size());
                int status = connection.exchange(request);
                if (status != sending.status) {
                    throw Succeeded.other("status " + status + ", not " + sending.status);
                }
                long after = System.nanoTime();
                latencies[count++] = after - before;
                before = after;
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return Arrays.copyOf(latencies, count);
    }

    private static long[] sorted(List<Future<long[]>> each)
            throws InterruptedException, ExecutionException {
        LongStream all = LongStream.empty();
        for (Future<long[]> one : each) {
            all = LongStream.concat(all, Arrays.stream(one.get()));
        }
        return all.sorted().toArray();
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
