// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import dev.sluice.background.Deadlines;
import dev.sluice.query.ResultStream;
import dev.sluice.query.RunningResult;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings one result to one client. [#run] has a virtual thread of its own and waits there until
/// the client takes more, so that one batch at most is in flight; a client that goes away cancels
/// the query. While there is nothing to send, an empty batch now and then keeps the connection
/// alive (data.md 4.1).
final class Delivery {
    /// A batch larger than this is cut in two, again and again: clients refuse messages of 4 MiB
    /// (data.md 4.1), and there is a little more in a message than its batch.
    static final long BATCH_BYTES_MAX = 3_500_000;

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);
    private static final Duration CANCEL_WAIT = Duration.ofSeconds(10);

    private final ServerStreamListener listener;
    private final Threads threads;
    private final String requestId;
    private final Patience patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final RunningResult running = new RunningResult();

    /// What is brought.
    sealed interface Answer {}

    /// Rows, batch by batch.
    ///
    /// @param result closed when they are through, whatever happens
    record Rows(ResultStream result) implements Answer {}

    /// A few rows that send themselves.
    ///
    /// @param sending starts the stream, puts every batch and completes it
    record Whole(Consumer<ServerStreamListener> sending) implements Answer {}

    /// How long each side may keep the other waiting.
    ///
    /// @param query after so long without a batch an empty one is sent
    /// @param client after so long without taking a batch the client is given up
    record Patience(Duration query, Duration client) {}

    /// What all deliveries share.
    ///
    /// @param streams runs deliveries, and what waits for their queries
    /// @param deadlines tells when somebody has waited for long
    record Threads(ExecutorService streams, Deadlines deadlines) {}

    /// Must be made before Flight's method returns: handlers cannot be set later.
    ///
    /// @param patience with either side
    Delivery(ServerStreamListener listener, Threads threads, String requestId, Patience patience) {
        this.listener = listener;
        this.threads = threads;
        this.requestId = requestId;
        this.patience = patience;
        listener.setOnReadyHandler(this::wake);
        listener.setOnCancelHandler(this::cancel);
    }

    /// Opens the answer, sends it all, and closes it, whatever happens.
    // The door is where an unforeseen exception ends: it is logged here and answered as internal.
    @SuppressWarnings("CatchingUnchecked")
    void run(Supplier<Answer> open) {
        try {
            deliver(open);
        } catch (ClientGoneException gone) {
            log.atDebug().addKeyValue("requestId", requestId).log("a client left its query");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            listener.error(FlightErrors.unavailable("the server is stopping"));
        } catch (RuntimeException failed) {
            listener.error(FlightErrors.statusOf(failed, requestId));
        }
    }

    private void deliver(Supplier<Answer> open) throws InterruptedException {
        requireClient();
        try (EarlyStart early = new EarlyStart(listener, running, threads, patience.query())) {
            switch (opened(open, early)) {
                case Rows(ResultStream rows) -> {
                    deliver(rows, early);
                    listener.completed();
                }
                case Whole(Consumer<ServerStreamListener> sending) -> sending.accept(listener);
            }
        }
    }

    private Answer opened(Supplier<Answer> open, EarlyStart early) {
        early.begin();
        try {
            return orGone(() -> running.whileOpening(open::get));
        } finally {
            early.stop();
        }
    }

    private void deliver(ResultStream rows, EarlyStart early) throws InterruptedException {
        try (ResultStream result = rows) {
            if (!running.attach(result)) {
                throw new ClientGoneException();
            }
            try (VectorSchemaRoot out = early.root(result)) {
                while (next(result, out)) {
                    send(result.root(), out);
                }
            }
        } finally {
            running.detach();
        }
    }

    private boolean next(ResultStream result, VectorSchemaRoot out) throws InterruptedException {
        if (result.isInMemory()) {
            return orGone(result::next);
        }
        Future<Boolean> pending = threads.streams().submit(result::next);
        try {
            while (true) {
                try {
                    return pending.get(patience.query().toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException slow) {
                    keepAlive(listener, out);
                }
            }
        } catch (ExecutionException failed) {
            requireClient();
            throw failed.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopping) {
            result.cancel();
            settle(pending);
            throw stopping;
        }
    }

    /// A step whose failure interests nobody when the client has left.
    private <T> T orGone(Supplier<T> step) {
        try {
            return step.get();
        } catch (RuntimeException failed) {
            requireClient();
            throw failed;
        }
    }

    /// Sends an empty batch, if the client takes one.
    static void keepAlive(ServerStreamListener listener, VectorSchemaRoot out) {
        if (listener.isReady()) {
            out.setRowCount(0);
            listener.putNext();
        }
    }

    /// A result is not closed under its reader.
    private static void settle(Future<Boolean> pending) {
        try {
            pending.get(CANCEL_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException ended) {
            // It was cancelled; what it says of that interests nobody.
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(VectorSchemaRoot batch, VectorSchemaRoot out) throws InterruptedException {
        int rows = batch.getRowCount();
        if (rows > 1 && bytes(batch) > BATCH_BYTES_MAX) {
            int half = rows / 2;
            try (VectorSchemaRoot first = batch.slice(0, half)) {
                send(first, out);
            }
            try (VectorSchemaRoot second = batch.slice(half, rows - half)) {
                send(second, out);
            }
            return;
        }
        awaitReady();
        try (ArrowRecordBatch moved = new VectorUnloader(batch).getRecordBatch()) {
            new VectorLoader(out).load(moved);
        }
        listener.putNext();
        out.clear();
    }

    private static long bytes(VectorSchemaRoot batch) {
        return batch.getFieldVectors().stream().mapToLong(vector -> vector.getBufferSize()).sum();
    }

    private void awaitReady() throws InterruptedException {
        lock.lock();
        try {
            long left = patience.client().toNanos();
            while (!listener.isReady()) {
                requireClient();
                if (left <= 0) {
                    throw FlightErrors.late("the client did not take its result in time");
                }
                left = changed.awaitNanos(left);
            }
            requireClient();
        } finally {
            lock.unlock();
        }
    }

    private void requireClient() {
        if (running.isCancelled()) {
            throw new ClientGoneException();
        }
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void cancel() {
        running.cancel();
        wake();
    }

    /// Nobody is left to answer.
    private static final class ClientGoneException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
