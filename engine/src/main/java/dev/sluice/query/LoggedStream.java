// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/// A stream that tells the log of queries how it ended.
record LoggedStream(ResultStream stream, QueryLog.Entry entry) implements ResultStream {
    @Override
    public Schema schema() {
        return stream.schema();
    }

    @Override
    public boolean next() {
        try {
            boolean more = stream.next();
            if (!more) {
                entry.end(QueryLog.Phase.SUCCESS);
            }
            return more;
        } catch (RuntimeException e) {
            entry.end(e);
            throw e;
        }
    }

    @Override
    public boolean isInMemory() {
        return stream.isInMemory();
    }

    @Override
    public VectorSchemaRoot root() {
        return stream.root();
    }

    @Override
    public void cancel() {
        entry.end(QueryLog.Phase.CANCEL);
        stream.cancel();
    }

    @Override
    public void close() {
        entry.end(QueryLog.Phase.CANCEL);
        stream.close();
    }
}
