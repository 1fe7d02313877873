// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.TableEntry;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Removes everything about a table or a database inside the caller's transaction, what refers to
/// others first.
final class LastRows {
    private static final List<String> OF_A_TABLE =
            List.of("file_entry", "skipped_compaction", "column_entry", "table_former_name");

    private LastRows() {}

    static void delete(Handle handle, TableEntry table) {
        for (String rows : OF_A_TABLE) {
            handle.execute("DELETE FROM " + rows + " WHERE table_id = ?", table.id());
        }
        handle.execute("DELETE FROM template_part WHERE owner_id = ?", table.id());
        handle.execute("DELETE FROM table_entry WHERE id = ?", table.id());
    }

    static void delete(Handle handle, DatabaseEntry database) {
        String tables = "(SELECT id FROM table_entry WHERE database_id = ?)";
        for (String rows : OF_A_TABLE) {
            handle.execute("DELETE FROM " + rows + " WHERE table_id IN " + tables, database.id());
        }
        handle.execute("DELETE FROM template_part WHERE owner_id IN " + tables, database.id());
        handle.execute("DELETE FROM table_entry WHERE database_id = ?", database.id());
        handle.execute("DELETE FROM template_part WHERE owner_id = ?", database.id());
        handle.execute("DELETE FROM database_entry WHERE id = ?", database.id());
    }
}
