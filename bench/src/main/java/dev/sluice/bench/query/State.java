// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.query;

/// Where Sluice has the rows when it is asked.
public enum State {
    /// In the buffer, as far as its limits allow.
    FRESH(86_400, 1),
    /// In files as they were first written.
    YOUNG(10, 1),
    /// In merged files, as far as the compactor merges them.
    COMPACTED(1, 24);

    private final int flushIntervalSeconds;
    private final int parts;

    State(int flushIntervalSeconds, int parts) {
        this.flushIntervalSeconds = flushIntervalSeconds;
        this.parts = parts;
    }

    /// How long Sluice keeps rows in the buffer.
    int flushIntervalSeconds() {
        return flushIntervalSeconds;
    }

    /// Into how many parts the load is cut, each in files before the next one comes: ten files or
    /// more are merged.
    int parts() {
        return parts;
    }
}
