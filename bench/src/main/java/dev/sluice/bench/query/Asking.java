// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.query;

import dev.sluice.bench.ingest.ProcessFigures;
import dev.sluice.bench.measure.Quantity;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/// A turn: some clients ask a database one question after the other, each the next one when it has
/// its answer, until the questions or the time are over.
///
/// @param side who is asked
/// @param clients how many ask
/// @param time how long, at least one question each
record Asking(Side side, int clients, Duration time) {
    /// What is told of a query.
    static final Quantity LATENCY = new Quantity("latency", "until the answer is there", "ms");

    static final Quantity CPU = new Quantity("cpu", "CPU time of the database", "ms");
    static final Quantity RATE = new Quantity("rate", "answers", "1/s");

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;

    /// Asks, and tells the median of the latencies and the means of the rest.
    Map<String, Double> run(List<Question> questions) throws IOException, InterruptedException {
        List<Asker> askers = side.askers(clients);
        for (Asker asker : askers) {
            asker.connect();
        }
        ProcessFigures process = side.process();
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("client").factory())) {
            double cpuSecondsBefore = process.cpuSeconds();
            long start = System.nanoTime();
            List<Future<long[]>> running = new ArrayList<>();
            for (Asker asker : askers) {
                running.add(threads.submit(() -> ask(asker, questions, next, start)));
            }
            LongStream all = LongStream.empty();
            for (Future<long[]> one : running) {
                all = LongStream.concat(all, Arrays.stream(one.get()));
            }
            long[] latencies = all.sorted().toArray();
            double elapsed = System.nanoTime() - start;
            double cpuSeconds = process.cpuSeconds() - cpuSecondsBefore;
            return Map.of(
                    LATENCY.name(), latencies[latencies.length / 2] / NANOS_PER_MILLI,
                    CPU.name(), cpuSeconds * MILLIS_PER_SECOND / latencies.length,
                    RATE.name(), latencies.length * NANOS_PER_SECOND / elapsed);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(side.name() + " failed", failed.getCause());
        }
    }

    private long[] ask(Asker asker, List<Question> questions, AtomicInteger next, long start)
            throws IOException {
        long[] latencies = new long[questions.size()];
        int count = 0;
        do {
            int i = next.getAndIncrement();
            if (i >= questions.size()) {
                break;
            }
            long before = System.nanoTime();
            asker.drain(questions.get(i));
            latencies[count++] = System.nanoTime() - before;
        } while (System.nanoTime() - start < time.toNanos());
        return Arrays.copyOf(latencies, count);
    }
}
