// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import dev.sluice.bench.ingest.WriteConnection.Answer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;

/// Sends batches over some connections: each takes the next batch when the one before is
/// acknowledged.
///
/// @param server where it is
/// @param head the first line and the header of each request, without `Content-Length`
/// @param connections how many there are
public record WriteLoad(InetSocketAddress server, String head, int connections) {
    private static final int NO_CONTENT = 204;
    private static final int UNAVAILABLE = 503;

    /// How often one batch is sent until the load gives up.
    private static final int ATTEMPTS_MAX = 120;

    /// Sends all batches, in order as far as several connections can.
    ///
    /// @throws IllegalStateException when one was not acknowledged with status 204. An answer of
    ///   503 with `Retry-After` is obeyed and counted, within limits
    public Loaded run(List<byte[]> batches) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        LongAdder refusals = new LongAdder();
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("load").factory())) {
            long start = System.nanoTime();
            List<Future<long[]>> running = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                running.add(threads.submit(() -> send(batches, next, refusals)));
            }
            LongStream all = LongStream.empty();
            for (Future<long[]> one : running) {
                all = LongStream.concat(all, Arrays.stream(one.get()));
            }
            long elapsed = System.nanoTime() - start;
            return new Loaded(all.sorted().toArray(), elapsed, refusals.sum());
        } catch (ExecutionException failed) {
            throw new IllegalStateException("the load failed", failed.getCause());
        }
    }

    private long[] send(List<byte[]> batches, AtomicInteger next, LongAdder refusals)
            throws IOException, InterruptedException {
        long[] latencies = new long[batches.size()];
        int count = 0;
        WriteConnection connection = new WriteConnection(server);
        try {
            for (int i = next.getAndIncrement(); i < batches.size(); i = next.getAndIncrement()) {
                long before = System.nanoTime();
                int attempts = 1;
                Answer answer = connection.exchange(head, batches.get(i));
                while (answer.status() != NO_CONTENT) {
                    pauseAfter(answer, attempts++);
                    refusals.increment();
                    if (!answer.reusable()) {
                        connection.close();
                        connection = new WriteConnection(server);
                    }
                    answer = connection.exchange(head, batches.get(i));
                }
                latencies[count++] = System.nanoTime() - before;
            }
        } catch (IOException | RuntimeException failed) {
            // The others need not go on.
            next.set(batches.size());
            throw failed;
        } finally {
            connection.close();
        }
        return Arrays.copyOf(latencies, count);
    }

    private static void pauseAfter(Answer answer, int attempts) throws InterruptedException {
        if (answer.status() != UNAVAILABLE || answer.retryAfterSeconds() < 0) {
            throw new IllegalStateException(
                    "a batch was answered with status " + answer.status() + ": " + answer.body());
        }
        if (attempts >= ATTEMPTS_MAX) {
            throw new IllegalStateException("a batch was put off " + attempts + " times");
        }
        Thread.sleep(Duration.ofSeconds(answer.retryAfterSeconds()));
    }
}
