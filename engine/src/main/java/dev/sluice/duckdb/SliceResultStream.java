// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import dev.sluice.batch.ColumnData;
import dev.sluice.query.OutputColumn;
import dev.sluice.query.QueryPlan;
import dev.sluice.query.ResultStream;
import dev.sluice.query.SliceQuery;
import dev.sluice.query.sql.Identifiers;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/// The answer of a [SliceQuery], which looks like one of the engine.
final class SliceResultStream implements ResultStream {
    /// Rows of a batch, as of the engine.
    private static final int BATCH_ROWS = 16_384;

    private final BufferAllocator allocator;
    private final SliceQuery.Answer answer;
    private final VectorSchemaRoot root;
    private int given;
    private boolean cancelled;

    private SliceResultStream(
            BufferAllocator allocator, SliceQuery.Answer answer, VectorSchemaRoot root) {
        this.allocator = allocator;
        this.answer = answer;
        this.root = root;
    }

    /// @param allocator is closed with the stream
    static SliceResultStream of(
            SliceQuery.Answer answer, QueryPlan plan, BufferAllocator allocator) {
        List<Field> plain = new ArrayList<>();
        List<FieldVector> vectors = new ArrayList<>();
        List<OutputColumn> columns = plan.columns() == null ? List.of() : plan.columns();
        for (int place = 0; place < columns.size(); place++) {
            Field field =
                    Field.nullable(
                            Identifiers.toEngine(columns.get(place).name()),
                            type(answer.columns().get(place).data()));
            plain.add(field);
            vectors.add(field.createVector(allocator));
        }
        Schema schema = DuckDbResultStream.schema(new Schema(plain), plan);
        return new SliceResultStream(allocator, answer, new VectorSchemaRoot(schema, vectors, 0));
    }

    private static ArrowType type(ColumnData column) {
        return switch (column.column().type()) {
            case TAG, STRING -> ArrowType.Utf8.INSTANCE;
            case INTEGER -> new ArrowType.Int(Long.SIZE, true);
            case UINTEGER -> new ArrowType.Int(Long.SIZE, false);
            case FLOAT -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            case BOOLEAN -> ArrowType.Bool.INSTANCE;
            case TIME -> new ArrowType.Timestamp(TimeUnit.NANOSECOND, null);
        };
    }

    @Override
    public Schema schema() {
        return root.getSchema();
    }

    @Override
    public synchronized boolean next() {
        if (cancelled) {
            throw DuckDbEngine.ended(false);
        }
        int end = Math.min(answer.rowCount(), given + BATCH_ROWS);
        int[] rows = answer.rows(given, end);
        for (int place = 0; place < root.getFieldVectors().size(); place++) {
            SliceVectors.fill(root.getVector(place), answer.columns().get(place), rows);
        }
        root.setRowCount(rows.length);
        given = end;
        return rows.length > 0;
    }

    @Override
    public boolean isInMemory() {
        return true;
    }

    @Override
    public VectorSchemaRoot root() {
        return root;
    }

    @Override
    public synchronized void cancel() {
        cancelled = true;
    }

    @Override
    public synchronized void close() {
        root.close();
        allocator.close();
    }
}
