// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.buffer.Buffer;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CommitOutcome;
import dev.sluice.catalog.TableEntry;
import dev.sluice.model.Column;
import dev.sluice.model.Problem;
import dev.sluice.wal.CheckedBatch;
import dev.sluice.wal.CheckedBatch.CheckedTable;
import dev.sluice.wal.LoggedBatch;
import dev.sluice.wal.WriteAheadLog;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the buffer back to what it held when the last process ended.
public final class Recovery {
    private static final Logger LOGGER = LoggerFactory.getLogger(Recovery.class);

    private Recovery() {}

    /// Replays the batches that are in no file yet. Comes before the first write, and opens the log
    /// for it.
    ///
    /// The catalog may have been restored from a snapshot that is older than the log, or may have
    /// lost its last changes. Rows of tables that it does not know are let go with the next files;
    /// until then, and as long as they are in the log, no other table has the identifier of one:
    /// who administers beside this server may have made one meanwhile. Columns that tables have
    /// lost are theirs again.
    ///
    /// @throws IOException when the log is damaged or cannot be read
    /// @throws dev.sluice.model.ProblemException *unavailable* when the catalog fails
    public static void run(Catalog catalog, WriteAheadLog log, Buffer buffer) throws IOException {
        Replay replay = new Replay(buffer);
        log.replay(catalog.snapshot().persistedThrough(), replay);
        // From here on nobody is given an identifier that the log has.
        CatalogSnapshot known =
                catalog.commit(new CatalogChange.PassIdentifier(replay.highestId)).require();
        replay.tables.forEach((id, logged) ->
                known.findTable(id).ifPresent(table -> compare(catalog, table, logged)));
    }

    /// A table has the columns of its rows before the log has the rows.
    private static void compare(Catalog catalog, TableEntry table, LoggedTable logged) {
        if (table.columns().size() == 1 && !logged.hasNameOf(table)) {
            renumber(catalog, table);
        } else if (table.isLive()) {
            List<Column> lost =
                    logged.columns.values().stream()
                            .filter(column ->
                                    !column.equals(table.findColumn(column.name()).orElse(null)))
                            .toList();
            if (!lost.isEmpty()) {
                extend(catalog, table, lost);
            }
        }
    }

    private static void renumber(Catalog catalog, TableEntry table) {
        if (catalog.commit(new CatalogChange.RenumberTable(table.id()))
                instanceof CommitOutcome.Refused(Problem problem)) {
            // Whoever collects beside this server may have removed it.
            LOGGER.atWarn()
                    .addKeyValue("table", table.name())
                    .addKeyValue("reason", problem.message())
                    .log("a table has changed while the log was read");
            return;
        }
        LOGGER.atWarn()
                .addKeyValue("table", table.name())
                .addKeyValue("id", table.id())
                .log(
                        "the log has points of a table that the catalog has lost, whose identifier"
                                + " another one has got; that one gets a new one, and they are let"
                                + " go");
    }

    /// Together, as writers do, or one by one where some cannot be had again.
    private static void extend(Catalog catalog, TableEntry table, List<Column> columns) {
        if (!(commit(catalog, table, columns) instanceof CommitOutcome.Refused)) {
            return;
        }
        for (Column column : columns) {
            if (commit(catalog, table, List.of(column))
                    instanceof CommitOutcome.Refused(Problem problem)) {
                LOGGER.atWarn()
                        .addKeyValue("table", table.name())
                        .addKeyValue("column", column.name())
                        .addKeyValue("reason", problem.message())
                        .log("the log has points with a column that the table cannot have again");
            }
        }
    }

    private static CommitOutcome commit(Catalog catalog, TableEntry table, List<Column> columns) {
        CommitOutcome outcome =
                catalog.commit(
                        new CatalogChange.ExtendSchema(
                                table.databaseId(),
                                List.of(new CatalogChange.TableColumns(table.name(), columns))));
        if (!(outcome instanceof CommitOutcome.Refused)) {
            CatalogSnapshot _ = outcome.require();
        }
        return outcome;
    }

    /// What the log says of one table.
    private static final class LoggedTable {
        private final Set<Long> databaseIds = new HashSet<>();
        private final Set<String> names = new HashSet<>();
        private final Map<String, Column> columns = new LinkedHashMap<>();

        void add(long databaseId, TableRows rows) {
            databaseIds.add(databaseId);
            names.add(rows.tableName());
            for (ColumnData data : rows.columns()) {
                columns.putIfAbsent(data.column().name(), data.column());
            }
        }

        /// Whether the table has or had a name that rows were written to: it has lost its columns
        /// alone then, or somebody has made it again.
        boolean hasNameOf(TableEntry table) {
            return databaseIds.contains(table.databaseId())
                    && (names.contains(table.name())
                            || table.formerNames().stream().anyMatch(names::contains));
        }
    }

    /// Puts batches into the buffer.
    private static final class Replay implements Consumer<LoggedBatch> {
        private final Buffer buffer;
        private final Map<Long, LoggedTable> tables = new LinkedHashMap<>();
        private long highestId;

        Replay(Buffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public void accept(LoggedBatch logged) {
            CheckedBatch batch = logged.batch();
            highestId = Math.max(highestId, batch.databaseId());
            for (CheckedTable table : batch.tables()) {
                highestId = Math.max(highestId, table.tableId());
                tables.computeIfAbsent(table.tableId(), _ -> new LoggedTable())
                        .add(batch.databaseId(), table.rows());
            }
            buffer.add(logged);
        }
    }
}
