// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import dev.sluice.query.ResultStream;
import dev.sluice.query.RunningResult;
import java.time.Duration;
import java.util.concurrent.Future;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Begins a stream while its query is still being opened, where that takes long: the client gets
/// the columns, and then an empty batch now and then (data.md 4.1). Where nobody can tell the
/// columns yet, it gets nothing, and they are asked for again the next time.
///
/// From [#begin] to [#stop] another thread sends, and nobody else may. Before that and afterwards
/// it belongs to the thread that has the stream.
final class EarlyStart implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EarlyStart.class);

    private final ServerStreamListener listener;
    private final RunningResult running;
    private final Delivery.Threads threads;
    private final Duration patience;
    private boolean stopped;
    private @Nullable Future<?> next;
    private @Nullable ResultStream told;
    private @Nullable VectorSchemaRoot root;

    /// @param running what is being opened
    /// @param patience for how long nothing is sent
    EarlyStart(
            ServerStreamListener listener,
            RunningResult running,
            Delivery.Threads threads,
            Duration patience) {
        this.listener = listener;
        this.running = running;
        this.threads = threads;
        this.patience = patience;
    }

    /// Sends something whenever the patience is over.
    synchronized void begin() {
        if (!stopped) {
            next = threads.deadlines().after(patience, () -> threads.streams().execute(this::turn));
        }
    }

    /// Sends nothing any more.
    synchronized void stop() {
        stopped = true;
        if (next != null) {
            next.cancel(false);
        }
    }

    // What fails here fails for the thread that has the stream too, and is told by it.
    private void turn() {
        try {
            send(isStarted() ? null : columns());
            begin();
        } catch (RuntimeException failed) {
            log.atDebug().setCause(failed).log("a client that waits could not be told so");
        }
    }

    private synchronized boolean isStarted() {
        return told != null;
    }

    /// May take long, and [#stop] does not wait for it.
    private @Nullable ResultStream columns() {
        try {
            return running.columns();
        } catch (RuntimeException untold) {
            log.atDebug().setCause(untold).log("the columns of a query cannot be told yet");
            return null;
        }
    }

    private synchronized void send(@Nullable ResultStream columns) {
        if (stopped) {
            if (columns != null) {
                columns.close();
            }
            return;
        }
        if (columns != null) {
            told = columns;
            root = started(columns);
        }
        if (root != null) {
            Delivery.keepAlive(listener, root);
        }
    }

    /// What the batches of a result are put into; the stream has begun then. The caller closes it
    /// before the result.
    ///
    /// @throws IllegalStateException when the client was told of other columns
    synchronized VectorSchemaRoot root(ResultStream result) {
        if (root == null) {
            return started(result);
        }
        if (!root.getSchema().equals(result.schema())) {
            throw new IllegalStateException(
                    "a client was told " + root.getSchema() + " and gets " + result.schema());
        }
        return root;
    }

    private VectorSchemaRoot started(ResultStream columns) {
        // Batches move between vectors, and can only do so below one root allocator.
        BufferAllocator allocator = columns.root().getVector(0).getAllocator();
        VectorSchemaRoot started = VectorSchemaRoot.create(columns.schema(), allocator);
        listener.start(started);
        return started;
    }

    @Override
    public synchronized void close() {
        stop();
        if (root != null) {
            root.close();
        }
        if (told != null) {
            told.close();
        }
    }
}
