// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.results;

import dev.sluice.model.Problem;
import dev.sluice.query.ResultStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/// A result whose [#next] is scripted, and that tells what became of it.
public abstract class ScriptedResult implements ResultStream {
    private final Schema schema;
    private final BufferAllocator memory;
    private final VectorSchemaRoot root;
    private final AtomicInteger steps = new AtomicInteger();
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    /// @param memory its own, closed with it
    protected ScriptedResult(Schema schema, BufferAllocator memory) {
        this.schema = schema;
        this.memory = memory;
        this.root = VectorSchemaRoot.create(schema, memory);
    }

    /// Fills a batch or says that there is none.
    ///
    /// @param step how often there was one before
    protected abstract boolean step(int step);

    /// How often the next batch was asked for.
    public int steps() {
        return steps.get();
    }

    /// Waits until it is cancelled.
    public void awaitCancelled() {
        await(cancelled);
    }

    /// Waits until it is closed.
    public void awaitClosed() {
        await(closed);
    }

    /// Whether it is closed.
    public boolean isClosed() {
        return closed.getCount() == 0;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public boolean next() {
        boolean any = step(steps.getAndIncrement());
        if (cancelled.getCount() == 0) {
            throw Problem.unavailable("query_cancelled", "the query was cancelled").asException();
        }
        return any;
    }

    @Override
    public VectorSchemaRoot root() {
        return root;
    }

    @Override
    public void cancel() {
        cancelled.countDown();
    }

    @Override
    public void close() {
        root.close();
        memory.close();
        closed.countDown();
    }
}
