// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.catalog.CatalogChange.TableColumns;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.lineprotocol.ColumnConflict;
import dev.sluice.lineprotocol.LineProtocolParser;
import dev.sluice.lineprotocol.ParsedLines.ParsedTable;
import dev.sluice.lineprotocol.RejectedLine;
import dev.sluice.model.Column;
import dev.sluice.model.Excerpt;
import dev.sluice.wal.CheckedBatch.CheckedTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Compares parsed rows with one snapshot of the catalog: retention first, then column types, then
/// limits (data.md 1.10, 7.2). Pure; a write that finds the catalog changed starts again from its
/// parsed rows.
final class SchemaCheck {
    /// What the reference product puts before refusals of its write handlers (data.md 1.10).
    private static final String HANDLER_PREFIX = "dml handler error: ";

    private final CatalogSnapshot snapshot;
    private final DatabaseEntry database;
    private final long timeNanosMin;
    private final List<CheckedTable> ready = new ArrayList<>();
    private final List<TableColumns> missing = new ArrayList<>();
    private final List<RejectedLine> rejected = new ArrayList<>();
    private int newTableCount;

    /// What the comparison came to.
    ///
    /// @param ready the rows of tables that fit as they are
    /// @param missing what the catalog must get first; while there is any, `ready` is not complete
    /// @param rejected lines that cannot be stored, by table and row, at most
    ///   [LineProtocolParser#REPORTED_ERRORS_MAX] a table
    record Result(
            List<CheckedTable> ready, List<TableColumns> missing, List<RejectedLine> rejected) {}

    private SchemaCheck(CatalogSnapshot snapshot, DatabaseEntry database, long timeNanosMin) {
        this.snapshot = snapshot;
        this.database = database;
        this.timeNanosMin = timeNanosMin;
    }

    /// Checks the rows of a write.
    ///
    /// @param nowNanos the wall clock, for retention
    static Result check(
            CatalogSnapshot snapshot,
            DatabaseEntry database,
            List<ParsedTable> tables,
            long nowNanos) {
        long timeNanosMin =
                database.retentionNanos() == 0
                        ? Long.MIN_VALUE
                        : nowNanos - database.retentionNanos();
        SchemaCheck check = new SchemaCheck(snapshot, database, timeNanosMin);
        tables.forEach(check::checkTable);
        return new Result(check.ready, check.missing, check.rejected);
    }

    private void checkTable(ParsedTable table) {
        TableRows rows = table.rows();
        Optional<TableEntry> entry = snapshot.findTable(database.id(), rows.tableName());
        List<Conflict> conflicts = conflicts(rows, entry);
        BitSet refused = refusedRows(rows, conflicts);
        if (!refused.isEmpty()) {
            reject(table, refused, row -> reason(rows, row, conflicts));
        }
        TableRows kept = refused.isEmpty() ? rows : rows.without(refused);
        if (kept.rowCount() == 0) {
            return;
        }
        List<Column> newColumns = newColumns(kept, entry);
        String limit = limitReached(kept.tableName(), entry, newColumns.size());
        if (limit != null) {
            BitSet others = new BitSet();
            others.set(0, rows.rowCount());
            others.andNot(refused);
            reject(table, others, _ -> limit);
        } else if (entry.isPresent() && newColumns.isEmpty()) {
            ready.add(new CheckedTable(entry.get().id(), kept));
        } else {
            newTableCount += entry.isPresent() ? 0 : 1;
            missing.add(new TableColumns(kept.tableName(), newColumns));
        }
    }

    /// A column of the rows that the catalog has with another type.
    private record Conflict(ColumnData column, Column existing) {
        /// Whether a row has a value of the column.
        boolean isIn(TableRows rows, int row) {
            return !column.isNull(rows.placeOf(column, row));
        }
    }

    /// Why one row is refused.
    private interface Reason {
        String of(int row);
    }

    private static List<Conflict> conflicts(TableRows rows, Optional<TableEntry> entry) {
        List<Conflict> found = new ArrayList<>();
        if (entry.isPresent()) {
            for (ColumnData column : rows.columns()) {
                entry.get()
                        .findColumn(column.column().name())
                        .filter(existing -> existing.type() != column.column().type())
                        .ifPresent(existing -> found.add(new Conflict(column, existing)));
            }
        }
        return found;
    }

    private BitSet refusedRows(TableRows rows, List<Conflict> conflicts) {
        BitSet refused = new BitSet();
        if (rows.timeNanosMin() < timeNanosMin) {
            for (int row = 0; row < rows.rowCount(); row++) {
                if (rows.time().longAt(row) < timeNanosMin) {
                    refused.set(row);
                }
            }
        }
        for (Conflict conflict : conflicts) {
            for (int row = 0; row < rows.rowCount(); row++) {
                if (conflict.isIn(rows, row)) {
                    refused.set(row);
                }
            }
        }
        return refused;
    }

    private String reason(TableRows rows, int row, List<Conflict> conflicts) {
        long timeNanos = rows.time().longAt(row);
        if (timeNanos < timeNanosMin) {
            return HANDLER_PREFIX
                    + "data in table "
                    + Excerpt.of(rows.tableName())
                    + " is outside of the retention period: minimum acceptable timestamp is "
                    + Instant.EPOCH.plusNanos(timeNanosMin)
                    + ", but observed timestamp "
                    + Instant.EPOCH.plusNanos(timeNanos)
                    + " is older.";
        }
        for (Conflict conflict : conflicts) {
            if (conflict.isIn(rows, row)) {
                return ColumnConflict.message(
                        conflict.existing().name(),
                        conflict.existing().type(),
                        conflict.column().column().type());
            }
        }
        throw new IllegalStateException("row " + row + " was refused without a reason");
    }

    private static List<Column> newColumns(TableRows rows, Optional<TableEntry> entry) {
        return rows.columns().stream()
                .map(ColumnData::column)
                .filter(column ->
                        entry.isEmpty() || entry.get().findColumn(column.name()).isEmpty())
                .toList();
    }

    private @Nullable String limitReached(
            String table, Optional<TableEntry> entry, int newColumnCount) {
        int tableCount = snapshot.tables(database.id()).size();
        if (entry.isEmpty() && tableCount + newTableCount >= database.tablesMax()) {
            return HANDLER_PREFIX
                    + "service limit reached: couldn't create new table; namespace contains "
                    + tableCount
                    + " existing tables, applying this write would result in "
                    + (tableCount + newTableCount + 1)
                    + " tables, limit is "
                    + database.tablesMax();
        }
        int columnCount = entry.map(found -> found.columns().size()).orElse(0);
        // A new table has its time column beside those that the rows name.
        int result = Math.max(1, columnCount) + newColumnCount;
        int columnsMax = entry.map(TableEntry::columnsMax).orElse(database.columnsPerTableMax());
        if (newColumnCount > 0 && result > columnsMax) {
            return HANDLER_PREFIX
                    + "service limit reached: couldn't create columns in table `"
                    + Excerpt.of(table)
                    + "`; table contains "
                    + columnCount
                    + " existing columns, applying this write would result in "
                    + result
                    + " columns, limit is "
                    + columnsMax;
        }
        return null;
    }

    private void reject(ParsedTable table, BitSet refused, Reason reason) {
        int told = 0;
        for (int row = refused.nextSetBit(0);
                row >= 0 && told < LineProtocolParser.REPORTED_ERRORS_MAX;
                row = refused.nextSetBit(row + 1)) {
            rejected.add(RejectedLine.writing(table.lineNumbers().at(row), reason.of(row)));
            told++;
        }
    }
}
