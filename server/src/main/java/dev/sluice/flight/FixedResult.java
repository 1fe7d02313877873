// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import dev.sluice.query.ResultStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.impl.UnionListWriter;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// A result that is known before it is read: one batch, or none where there are no rows.
final class FixedResult implements ResultStream {
    private final BufferAllocator allocator;
    private final VectorSchemaRoot root;
    private final int rows;
    private boolean read;

    private FixedResult(BufferAllocator allocator, Schema schema, int rows) {
        this.allocator = allocator;
        this.root = VectorSchemaRoot.create(schema, allocator);
        this.rows = rows;
    }

    /// Writes rows down.
    ///
    /// @param rows each with a value a column: `String`, `Integer`, `Boolean`, `byte[]`, a list of
    ///   texts, or null
    static FixedResult of(BufferAllocator parent, Schema schema, List<@Nullable Object[]> rows) {
        FixedResult result =
                new FixedResult(
                        parent.newChildAllocator("metadata", 0, Long.MAX_VALUE),
                        schema,
                        rows.size());
        boolean complete = false;
        try {
            for (int row = 0; row < rows.size(); row++) {
                for (int column = 0; column < schema.getFields().size(); column++) {
                    Object value = rows.get(row)[column];
                    if (value != null) {
                        set(result.root.getVector(column), row, value);
                    }
                }
            }
            complete = true;
            return result;
        } finally {
            if (!complete) {
                result.close();
            }
        }
    }

    private static void set(FieldVector vector, int row, Object value) {
        switch (vector) {
            case VarCharVector texts -> texts.setSafe(row, utf8((String) value));
            case VarBinaryVector bytes -> bytes.setSafe(row, (byte[]) value);
            case IntVector numbers -> numbers.setSafe(row, (Integer) value);
            case BitVector truths -> truths.setSafe(row, (Boolean) value ? 1 : 0);
            case ListVector lists -> setList(lists, row, (List<?>) value);
            default -> throw new IllegalArgumentException("a column of " + vector.getField());
        }
    }

    private static void setList(ListVector lists, int row, List<?> texts) {
        UnionListWriter writer = lists.getWriter();
        writer.setPosition(row);
        writer.startList();
        for (Object text : texts) {
            writer.writeVarChar(String.valueOf(text));
        }
        writer.endList();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Schema schema() {
        return root.getSchema();
    }

    @Override
    public boolean next() {
        boolean more = !read && rows > 0;
        read = true;
        root.setRowCount(more ? rows : 0);
        return more;
    }

    @Override
    public VectorSchemaRoot root() {
        return root;
    }

    /// It is there already.
    @Override
    public void cancel() {}

    @Override
    public void close() {
        root.close();
        allocator.close();
    }
}
