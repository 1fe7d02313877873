// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.query;

import org.apache.arrow.flight.FlightStream;

/// The rows of one running query. Closing it before the last row ends the query in the cluster.
final class RowStream implements AutoCloseable {
    private final FlightStream stream;
    private boolean complete;

    /// @param stream belongs to this object from now on
    RowStream(FlightStream stream) {
        this.stream = stream;
    }

    void show(ResultLayout layout) {
        layout.columns(stream.getSchema());
        while (stream.next()) {
            layout.rows(stream.getRoot());
        }
        complete = true;
        layout.end();
    }

    @Override
    public void close() {
        if (!complete) {
            stream.cancel("the reader stopped", null);
        }
        try {
            stream.close();
        } catch (Exception e) {
            throw new IllegalStateException("a Flight stream did not close", e);
        }
    }
}
