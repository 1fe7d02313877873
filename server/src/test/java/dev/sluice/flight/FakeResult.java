// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import dev.sluice.model.Problem;
import dev.sluice.query.ResultStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/// A result of a number column and a text column. What [#next] does is scripted.
final class FakeResult implements ResultStream {
    private static final Schema SCHEMA =
            new Schema(
                    List.of(
                            new Field(
                                    "number",
                                    new FieldType(
                                            true,
                                            new ArrowType.Int(64, true),
                                            null,
                                            Map.of(
                                                    "iox::column::type",
                                                    "iox::column_type::field::integer")),
                                    null),
                            Field.nullable("text", ArrowType.Utf8.INSTANCE)));

    private final BufferAllocator allocator;
    private final VectorSchemaRoot root;
    private final BiFunction<FakeResult, Integer, Boolean> step;
    private final AtomicInteger steps = new AtomicInteger();
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    /// @param step called with the number of the step; fills a batch or says false
    FakeResult(BufferAllocator parent, BiFunction<FakeResult, Integer, Boolean> step) {
        this.allocator = parent.newChildAllocator("result", 0, Long.MAX_VALUE);
        this.root = VectorSchemaRoot.create(SCHEMA, allocator);
        this.step = step;
    }

    /// One batch of `rows` rows, text of `textBytes` each, numbers from `first` on.
    void fill(long first, int rows, int textBytes) {
        BigIntVector numbers = (BigIntVector) root.getVector("number");
        VarCharVector texts = (VarCharVector) root.getVector("text");
        numbers.allocateNew(rows);
        texts.allocateNew((long) rows * textBytes, rows);
        for (int row = 0; row < rows; row++) {
            numbers.set(row, first + row);
            byte[] text = new byte[textBytes];
            Arrays.fill(text, (byte) ('a' + (first + row) % 26));
            texts.set(row, text);
        }
        root.setRowCount(rows);
    }

    /// How often the next batch was asked for.
    int steps() {
        return steps.get();
    }

    void awaitCancelled() {
        await(cancelled);
    }

    void awaitClosed() {
        await(closed);
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public boolean next() {
        boolean any = step.apply(this, steps.getAndIncrement());
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
        allocator.close();
        closed.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
