// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import dev.sluice.query.ResultStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/// Columns alone.
final class NoRows implements ResultStream {
    private final BufferAllocator allocator;
    private final VectorSchemaRoot root;

    /// @param allocator is closed with this
    NoRows(Schema schema, BufferAllocator allocator) {
        this.allocator = allocator;
        this.root = VectorSchemaRoot.create(schema, allocator);
    }

    @Override
    public Schema schema() {
        return root.getSchema();
    }

    @Override
    public boolean next() {
        return false;
    }

    @Override
    public boolean isInMemory() {
        return true;
    }

    @Override
    public VectorSchemaRoot root() {
        return root;
    }

    /// It is over already.
    @Override
    public void cancel() {}

    @Override
    public void close() {
        root.close();
        allocator.close();
    }
}
