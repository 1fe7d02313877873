// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/// A stream around another one, of which it says what it does not say itself.
public interface WrappedStream extends ResultStream {
    /// The one inside.
    ResultStream stream();

    @Override
    default Schema schema() {
        return stream().schema();
    }

    @Override
    default boolean next() {
        return stream().next();
    }

    @Override
    default boolean isInMemory() {
        return stream().isInMemory();
    }

    @Override
    default VectorSchemaRoot root() {
        return stream().root();
    }

    @Override
    default void cancel() {
        stream().cancel();
    }

    @Override
    default void close() {
        stream().close();
    }
}
