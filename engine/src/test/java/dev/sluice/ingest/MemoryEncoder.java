// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.datafile.ParquetEncoder;
import dev.sluice.model.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/// Keeps rows in memory; a file holds no more than their number. Checks what the port is promised:
/// rows sorted by tags and time, no point twice, one day, all columns announced.
final class MemoryEncoder implements ParquetEncoder {
    private static final long NANOS_PER_DAY = 86_400_000_000_000L;

    private final Map<String, TableRows> encoded = new ConcurrentHashMap<>();
    private final CountDownLatch called = new CountDownLatch(1);
    private volatile boolean failing;
    private volatile boolean outOfMemory;
    private volatile String refused = "";

    @Override
    public void encode(TableRows rows, List<Column> columns, Path target) throws IOException {
        requirePromised(rows, columns);
        if (rows.tableName().equals(refused)) {
            throw new IllegalStateException("a bug");
        }
        String number = String.valueOf(encoded.size());
        encoded.put(number, rows);
        Files.writeString(target, number, StandardOpenOption.CREATE_NEW);
        called.countDown();
        if (failing) {
            throw new IOException("no encoding today");
        }
        if (outOfMemory) {
            throw new OutOfMemoryError("no encoding today");
        }
    }

    /// The rows of a file.
    TableRows decode(Path file) throws IOException {
        return Objects.requireNonNull(encoded.get(Files.readString(file)));
    }

    /// Whether further calls fail after having made a part of the file.
    void setFailing(boolean fail) {
        failing = fail;
    }

    /// The same, for want of memory.
    void setOutOfMemory(boolean out) {
        outOfMemory = out;
    }

    /// No file can be made of the rows of this table.
    void refuse(String table) {
        refused = table;
    }

    /// How many calls there were.
    int calls() {
        return encoded.size();
    }

    /// Waits for the first call.
    void awaitCall() throws InterruptedException {
        called.await();
    }

    private static void requirePromised(TableRows rows, List<Column> columns) {
        assertThat(columns).contains(rows.time().column());
        assertThat(columns).containsAll(rows.columns().stream().map(ColumnData::column).toList());
        assertThat(Math.floorDiv(rows.timeNanosMin(), NANOS_PER_DAY))
                .isEqualTo(Math.floorDiv(rows.timeNanosMax(), NANOS_PER_DAY));
        List<ColumnData> tags = Points.tagsByName(rows);
        for (int row = 1; row < rows.rowCount(); row++) {
            assertThat(compare(rows, tags, row - 1, row)).isNegative();
        }
    }

    private static int compare(TableRows rows, List<ColumnData> tags, int rowA, int rowB) {
        for (ColumnData tag : tags) {
            int result = ColumnData.compareText(tag, rows.tagSetOf(rowA), tag, rows.tagSetOf(rowB));
            if (result != 0) {
                return result;
            }
        }
        return Long.compare(rows.time().longAt(rowA), rows.time().longAt(rowB));
    }
}
