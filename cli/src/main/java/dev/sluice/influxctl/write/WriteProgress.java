// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.write;

import dev.sluice.influxctl.output.ProgressLine;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How much of the input is written: a bar where its size is known, a count where it is not.
public final class WriteProgress {
    private static final int BAR_COLUMNS = 30;

    private final ProgressLine line;
    private final @Nullable Long totalBytes;
    private long lineCount;
    private long byteCount;

    /// @param line where it is said
    /// @param totalBytes of the whole input, null when nobody knows
    public WriteProgress(ProgressLine line, @Nullable Long totalBytes) {
        this.line = line;
        this.totalBytes = totalBytes;
    }

    void wrote(LineBatch batch) {
        lineCount += batch.lineCount();
        byteCount += batch.body().length;
        line.update(this::text);
    }

    private String text() {
        String lines = String.format(Locale.ROOT, "%,d lines written", lineCount);
        if (totalBytes == null || totalBytes == 0) {
            return lines;
        }
        double share = Math.min(1, (double) byteCount / totalBytes);
        int done = (int) (share * BAR_COLUMNS);
        return "["
                + "=".repeat(done)
                + " ".repeat(BAR_COLUMNS - done)
                + "] "
                + (int) (share * 100)
                + " %, "
                + lines;
    }
}
