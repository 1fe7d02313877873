// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.write;

/// Some logical lines of line protocol that travel in one request.
final class LineBatch {
    private final byte[] body;
    private final long firstLine;
    private final int lineCount;

    /// @param body the lines; belongs to the batch from now on
    /// @param firstLine the 1-based number of the first line in the whole input
    /// @param lineCount at least 1
    LineBatch(byte[] body, long firstLine, int lineCount) {
        this.body = body;
        this.firstLine = firstLine;
        this.lineCount = lineCount;
    }

    /// The lines; not to be changed.
    byte[] body() {
        return body;
    }

    long firstLine() {
        return firstLine;
    }

    long lastLine() {
        return firstLine + lineCount - 1;
    }

    int lineCount() {
        return lineCount;
    }
}
