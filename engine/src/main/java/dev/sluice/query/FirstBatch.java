// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/// A result whose first batch was looked at already. One thread reads.
final class FirstBatch implements ResultStream {
    private final ResultStream result;
    private final boolean first;
    private boolean given;

    private FirstBatch(ResultStream result, boolean first) {
        this.result = result;
        this.first = first;
    }

    /// Loads the first batch.
    ///
    /// @param result is closed when that fails
    static FirstBatch of(ResultStream result) {
        try {
            return new FirstBatch(result, result.next());
        } catch (RuntimeException e) {
            result.close();
            throw e;
        }
    }

    /// How many rows it has.
    int rowCount() {
        return first ? result.root().getRowCount() : 0;
    }

    @Override
    public Schema schema() {
        return result.schema();
    }

    @Override
    public boolean next() {
        if (!given) {
            given = true;
            return first;
        }
        return first && result.next();
    }

    @Override
    public boolean isInMemory() {
        return result.isInMemory();
    }

    @Override
    public VectorSchemaRoot root() {
        return result.root();
    }

    @Override
    public void cancel() {
        result.cancel();
    }

    @Override
    public void close() {
        result.close();
    }
}
