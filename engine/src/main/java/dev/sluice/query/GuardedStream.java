// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.objectstore.ObjectsInUse;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/// A stream whose files nobody deletes before it is closed.
final class GuardedStream implements ResultStream {
    private final ResultStream stream;
    private final ObjectsInUse.Use files;

    /// Takes over both.
    GuardedStream(ResultStream stream, ObjectsInUse.Use files) {
        this.stream = stream;
        this.files = files;
    }

    @Override
    public Schema schema() {
        return stream.schema();
    }

    @Override
    public boolean next() {
        return stream.next();
    }

    @Override
    public VectorSchemaRoot root() {
        return stream.root();
    }

    @Override
    public void cancel() {
        stream.cancel();
    }

    @Override
    public void close() {
        try (files) {
            stream.close();
        }
    }
}
