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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        CatalogSnapshot before = catalog.snapshot();
        Replay replay = new Replay(before, buffer);
        log.replay(before.persistedThrough(), replay);
        var _ = catalog.commit(new CatalogChange.PassIdentifier(replay.highestId)).require();
        for (TableEntry other : replay.others.values()) {
            renumber(catalog, other);
        }
        for (Map.Entry<Long, Map<String, Column>> lost : replay.lost.entrySet()) {
            before.findTable(lost.getKey())
                    .ifPresent(table -> extend(catalog, table, lost.getValue().values()));
        }
    }

    private static void renumber(Catalog catalog, TableEntry table) {
        var _ = catalog.commit(new CatalogChange.RenumberTable(table.id())).require();
        LOGGER.atWarn()
                .addKeyValue("table", table.name())
                .addKeyValue("id", table.id())
                .log(
                        "the log has points of a table that the catalog has lost, whose identifier"
                                + " another one has got; that one gets a new one, and they are let"
                                + " go");
    }

    private static void extend(Catalog catalog, TableEntry table, Collection<Column> columns) {
        CommitOutcome outcome =
                catalog.commit(
                        new CatalogChange.ExtendSchema(
                                table.databaseId(),
                                List.of(
                                        new CatalogChange.TableColumns(
                                                table.name(), List.copyOf(columns)))));
        if (outcome instanceof CommitOutcome.Refused(Problem problem)) {
            LOGGER.atWarn()
                    .addKeyValue("table", table.name())
                    .addKeyValue("reason", problem.message())
                    .log("the log has points with columns that the table cannot have again");
        } else {
            CatalogSnapshot _ = outcome.require();
        }
    }

    /// Puts batches into the buffer.
    private static final class Replay implements Consumer<LoggedBatch> {
        private final CatalogSnapshot known;
        private final Buffer buffer;
        private long highestId;

        /// Tables that nobody has written to and that rows bear the identifier of.
        private final Map<Long, TableEntry> others = new LinkedHashMap<>();

        /// Columns that rows have and live tables have not, by name.
        private final Map<Long, Map<String, Column>> lost = new LinkedHashMap<>();

        Replay(CatalogSnapshot known, Buffer buffer) {
            this.known = known;
            this.buffer = buffer;
        }

        @Override
        public void accept(LoggedBatch logged) {
            CheckedBatch batch = logged.batch();
            highestId = Math.max(highestId, batch.databaseId());
            for (CheckedTable table : batch.tables()) {
                highestId = Math.max(highestId, table.tableId());
                known.findTable(table.tableId())
                        .ifPresent(entry -> compare(entry, batch.databaseId(), table.rows()));
            }
            buffer.add(logged);
        }

        /// A table has the columns of its rows before the log has the rows.
        private void compare(TableEntry entry, long databaseId, TableRows rows) {
            if (entry.columns().size() == 1 && !hasName(entry, databaseId, rows.tableName())) {
                others.put(entry.id(), entry);
                return;
            }
            for (ColumnData data : rows.columns()) {
                Column column = data.column();
                if (entry.isLive()
                        && !column.equals(entry.findColumn(column.name()).orElse(null))) {
                    var _ =
                            lost.computeIfAbsent(entry.id(), _ -> new LinkedHashMap<>())
                                    .putIfAbsent(column.name(), column);
                }
            }
        }

        /// Whether the table has or had the name that rows were written to: it has lost its columns
        /// alone then, or somebody has made it again.
        private static boolean hasName(TableEntry entry, long databaseId, String name) {
            return entry.databaseId() == databaseId
                    && (entry.name().equals(name) || entry.formerNames().contains(name));
        }
    }
}
