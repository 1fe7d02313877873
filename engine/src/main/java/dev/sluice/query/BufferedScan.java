// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.TableRows;
import dev.sluice.model.Column;
import java.util.List;

/// Buffered rows of one table as one query reads them; any number of times, by any number of
/// threads.
///
/// @param id names it in the plan's text; never used twice in one process
/// @param columns the columns it gives, `time` included, then a last one called [#ROW]
/// @param batches the rows, oldest first; a column that a batch lacks is null there
/// @param firstRow the value of [#ROW] in the first row; it grows by one a row
public record BufferedScan(long id, List<Column> columns, List<TableRows> batches, long firstRow) {
    /// The name of the function that reads it, with the id as its argument.
    public static final String FUNCTION = "sluice_buffer";

    /// The name of the function that makes an instant of a time that [#FUNCTION] gives, which is a
    /// whole number of nanoseconds.
    public static final String INSTANT = "sluice_instant";

    /// The extra column: which of two rows for the same point is newer. Not a name that
    /// [dev.sluice.query.sql.Identifiers] can make from a user's.
    public static final String ROW = "\uE000#row";

    /// Copies the lists.
    public BufferedScan {
        columns = List.copyOf(columns);
        batches = List.copyOf(batches);
    }

    /// How many rows there are.
    public long rowCount() {
        long count = 0;
        for (TableRows batch : batches) {
            count += batch.rowCount();
        }
        return count;
    }
}
