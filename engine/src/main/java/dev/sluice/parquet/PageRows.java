// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import dev.sluice.model.ColumnType;
import java.io.IOException;

/// The rows of a page one after the other, with or without a value. Not safe for threads.
final class PageRows {
    private final ChunkContent.Page page;
    private final RunReader levels;
    private final PageValues values;
    private int row;

    private PageRows(ChunkContent.Page page, RunReader levels, PageValues values) {
        this.page = page;
        this.levels = levels;
        this.values = values;
    }

    /// @param optional whether rows may have no value
    /// @param content where the page is from
    static PageRows of(
            ChunkContent.Page page, boolean optional, ColumnType type, ChunkContent content)
            throws IOException {
        byte[] bytes = page.bytes();
        if (!optional) {
            return new PageRows(
                    page,
                    RunReader.of(1, page.rowCount()),
                    PageValues.of(type, page, 0, content.dictionary()));
        }
        int length = ChunkContent.littleEndian(bytes).getInt(0);
        int end = Integer.BYTES + length;
        if (length < 0 || end > bytes.length) {
            throw new UnfamiliarFileException("a page ends early");
        }
        return new PageRows(
                page,
                new RunReader(bytes, Integer.BYTES, end, 1),
                PageValues.of(type, page, end, content.dictionary()));
    }

    /// Goes on to a row of the page.
    void skipTo(int target) throws IOException {
        while (row < target) {
            int some = Math.min(target - row, levels.length());
            if (levels.value() != 0) {
                values.skip(some);
            }
            levels.skip(some);
            row += some;
        }
    }

    /// Gives the rows up to `target`.
    void takeTo(int target, ValueSink sink) throws IOException {
        while (row < target) {
            int some = Math.min(target - row, levels.length());
            if (levels.value() != 0) {
                values.take(some, sink);
            } else {
                sink.addNulls(some);
            }
            levels.skip(some);
            row += some;
        }
    }

    /// Gives all rows of a page of texts that is at its start.
    void takeRuns(RowReader.RunSink sink) throws IOException {
        while (row < page.rowCount()) {
            int some = Math.min(page.rowCount() - row, levels.length());
            if (levels.value() != 0) {
                values.takeRuns(some, sink);
            } else {
                sink.run(some, null, 0, 0);
            }
            levels.skip(some);
            row += some;
        }
    }
}
