// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.TableRows;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.datafile.FileSeries;
import dev.sluice.model.Column;
import dev.sluice.parquet.FileLayout;
import dev.sluice.parquet.RowReader;
import dev.sluice.parquet.UnfamiliarFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads data files into memory. What is not as we write it, or has too much text at once, the
/// engine reads, as a query of its own. Safe for many threads.
public final class DataFileReader {
    private final SqlEngine engine;
    private final Duration timeLimit;

    /// @param engine what reads files that we do not
    /// @param timeLimit for one such file
    public DataFileReader(SqlEngine engine, Duration timeLimit) {
        this.engine = engine;
        this.timeLimit = timeLimit;
    }

    /// The rows of a file that are of a time.
    ///
    /// @param table whose file it is
    /// @param path where its bytes are
    /// @param timeNanosMin the first time that counts
    /// @param timeNanosMax the last time that counts
    /// @param rowsMax how many rows there may be
    /// @param textBytesMax how many bytes of text they may have
    /// @return null when there is more of either
    /// @throws IOException when it cannot be read
    /// @throws dev.sluice.model.ProblemException as of a query: *busy* when too many run
    public @Nullable TableRows read(
            TableEntry table,
            FileEntry file,
            Path path,
            long timeNanosMin,
            long timeNanosMax,
            long rowsMax,
            long textBytesMax)
            throws IOException {
        TimeRange range = new TimeRange(timeNanosMin, timeNanosMax);
        try {
            TableRows rows = readFamiliar(table, file, path, range, rowsMax);
            return rows == null || rows.textBytes() > textBytesMax ? null : rows;
        } catch (UnfamiliarFileException _) {
            return readByEngine(table, file, path, range, rowsMax, textBytesMax);
        }
    }

    private static @Nullable TableRows readFamiliar(
            TableEntry table, FileEntry file, Path path, TimeRange range, long rowsMax)
            throws IOException {
        FileLayout layout = FileLayout.read(path);
        if (layout.rowCount() != file.rowCount()) {
            throw new UnfamiliarFileException("the catalog knows another number of rows");
        }
        if (layout.rowCount() > rowsMax) {
            throw new UnfamiliarFileException("tags and times of all rows would be in memory");
        }
        try (RowReader reader = new RowReader(path, layout)) {
            int rows = layout.rowCount();
            FileSeries series =
                    Objects.requireNonNull(
                            FileSeries.read(table, reader, rows, rows), "a run has a row");
            return series.choose(table, range.minNanos(), range.maxNanos(), reader)
                    .rows(table, Set.copyOf(table.columns()), Long.MAX_VALUE, reader);
        }
    }

    private @Nullable TableRows readByEngine(
            TableEntry table,
            FileEntry file,
            Path path,
            TimeRange range,
            long rowsMax,
            long textBytesMax) {
        List<Column> columns = table.columns();
        ScanSql sql = new ScanSql(columns, columns, range);
        QueryPlan plan =
                new QueryPlan(
                        sql.file(file, path, sql.wanted()), List.of(), null, new ScanSize(1, 1, 0));
        ReadRows rows = new ReadRows(table);
        try (SqlEngine.Session session = engine.begin(timeLimit);
                ResultStream stream = session.run(plan)) {
            while (stream.next()) {
                int more = stream.root().getRowCount();
                if (rows.rowCount() + (long) more > rowsMax) {
                    return null;
                }
                rows.add(stream.root().getFieldVectors(), more);
                if (rows.textBytes() > textBytesMax) {
                    return null;
                }
            }
        }
        return rows.made();
    }
}
