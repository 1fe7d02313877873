// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

/// A stream that tells the log of queries how it ended.
record LoggedStream(ResultStream stream, QueryLog.Entry entry) implements WrappedStream {
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
