// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.write;

import dev.sluice.model.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Cuts input into batches of logical lines, reading no further than it must. Blank lines and
/// comments are left out, as they have no line number either (data.md 1.2).
final class LineBatches {
    /// The largest batch; a batch ends early rather than pass it (the cluster's own limit is 50
    /// MB).
    static final int BATCH_BYTES_MAX = 8 << 20;

    private static final int CHUNK_BYTES = 64 << 10;

    private final InputStream input;
    private final int batchLines;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private final LineScanner scanner = new LineScanner();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int position;
    private int limit;
    private long lineCount;
    private boolean carried;

    /// @param input stays the caller's
    /// @param batchLines the most lines of a batch
    LineBatches(InputStream input, int batchLines) {
        this.input = input;
        this.batchLines = batchLines;
    }

    /// The next batch, null at the end.
    ///
    /// @throws dev.sluice.model.ProblemException `line_too_long`
    @Nullable LineBatch next() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        long firstLine = lineCount + 1;
        int lines = 0;
        while (lines < batchLines && (carried || nextLine())) {
            carried = body.size() + line.size() > BATCH_BYTES_MAX && lines > 0;
            if (carried) {
                break;
            }
            line.writeTo(body);
            lines++;
        }
        lineCount += lines;
        return lines == 0 ? null : new LineBatch(body.toByteArray(), firstLine, lines);
    }

    /// Puts the next line that counts into `line`, its line feed included.
    private boolean nextLine() throws IOException {
        do {
            line.reset();
            if (!readLine()) {
                return false;
            }
        } while (isPassedOver());
        return true;
    }

    private boolean readLine() throws IOException {
        boolean ended = false;
        while (!ended && (position < limit || fill())) {
            int start = position;
            while (!ended && position < limit) {
                ended = scanner.endsLine(chunk[position++]);
            }
            line.write(chunk, start, position - start);
            if (line.size() > BATCH_BYTES_MAX) {
                throw Problem.tooLarge(
                                "line_too_long",
                                "the line after "
                                        + lineCount
                                        + " written lines has more than "
                                        + BATCH_BYTES_MAX
                                        + " bytes; look for a quote that is not closed")
                        .asException();
            }
        }
        return line.size() > 0;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, input.read(chunk));
        return limit > 0;
    }

    private boolean isPassedOver() {
        byte[] bytes = line.toByteArray();
        for (byte b : bytes) {
            if (b != ' ' && b != '\t' && b != '\n') {
                return b == '#';
            }
        }
        return true;
    }
}
