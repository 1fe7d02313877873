// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import dev.sluice.batch.ColumnData;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.lineprotocol.ParsedLines;
import dev.sluice.lineprotocol.ParsedLines.ParsedTable;
import dev.sluice.lineprotocol.RejectedLine;
import dev.sluice.model.Column;
import dev.sluice.model.Excerpt;
import java.util.Optional;

/// What is said of a write as a whole, where [SchemaCheck] refused some of its rows and the good
/// ones must not be stored without them (data.md 1.10): retention first, then column types, then
/// limits.
final class WholeWrite {
    private static final String RETENTION = "dml handler error: data in table ";

    private WholeWrite() {}

    /// @param result with rejected lines
    static WriteOutcome refusal(
            CatalogSnapshot snapshot,
            DatabaseEntry database,
            ParsedLines lines,
            SchemaCheck.Result result) {
        for (RejectedLine rejected : result.rejected()) {
            if (reason(rejected).startsWith(RETENTION)) {
                return new WriteOutcome.Unfit(true, reason(rejected));
            }
        }
        for (ParsedTable table : lines.tables()) {
            Optional<TableEntry> entry =
                    snapshot.findTable(database.id(), table.rows().tableName());
            for (ColumnData column : table.rows().columns()) {
                Optional<Column> existing =
                        entry.flatMap(found -> found.findColumn(column.column().name()))
                                .filter(found -> found.type() != column.column().type());
                if (existing.isPresent()) {
                    return new WriteOutcome.Unfit(
                            false,
                            conflict(table.rows().tableName(), existing.get(), column.column()));
                }
            }
        }
        return new WriteOutcome.Unfit(false, reason(result.rejected().getFirst()));
    }

    private static String conflict(String table, Column existing, Column given) {
        return "schema conflict: table "
                + Excerpt.of(table)
                + ", column "
                + Excerpt.of(existing.name())
                + " is type "
                + existing.type().shortName()
                + " but write has type "
                + given.type().shortName();
    }

    /// The message without the number of the line.
    private static String reason(RejectedLine rejected) {
        String prefix = RejectedLine.writing(rejected.lineNumber(), "").message();
        return rejected.message().substring(prefix.length());
    }
}
