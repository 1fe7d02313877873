// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

/// A stream whose first batch was looked at already. One thread reads.
final class FirstBatch implements WrappedStream {
    private final ResultStream stream;
    private final boolean first;
    private boolean given;

    private FirstBatch(ResultStream stream, boolean first) {
        this.stream = stream;
        this.first = first;
    }

    /// Loads the first batch.
    ///
    /// @param stream is closed when that fails
    static FirstBatch of(ResultStream stream) {
        try {
            return new FirstBatch(stream, stream.next());
        } catch (RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    @Override
    public ResultStream stream() {
        return stream;
    }

    /// How many rows it has.
    int rowCount() {
        return first ? root().getRowCount() : 0;
    }

    @Override
    public boolean next() {
        if (!given) {
            given = true;
            return first;
        }
        return first && stream.next();
    }
}
