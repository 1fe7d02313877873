// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.TableRows;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.model.Column;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads data files into memory, by the engine, as a query of its own. Safe for many threads.
public final class DataFileReader {
    private final SqlEngine engine;
    private final Duration timeLimit;

    /// @param engine what reads
    /// @param timeLimit for one file
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
    /// @return null when there are more
    /// @throws dev.sluice.model.ProblemException as of a query: *busy* when too many run
    public @Nullable TableRows read(
            TableEntry table,
            FileEntry file,
            Path path,
            long timeNanosMin,
            long timeNanosMax,
            long rowsMax) {
        List<Column> columns = table.columns();
        ScanSql sql = new ScanSql(columns, columns, new TimeRange(timeNanosMin, timeNanosMax));
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
            }
        }
        return rows.made();
    }
}
