// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import dev.sluice.model.Column;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A table and its columns.
public final class TableEntry {
    private final long id;
    private final long databaseId;
    private final String name;
    private final List<Column> columns;
    private final Map<String, Column> columnsByName;

    /// @param id never used again
    /// @param databaseId its database
    /// @param name byte-exact
    /// @param columns every column, `time` included, in order of their making
    public TableEntry(long id, long databaseId, String name, List<Column> columns) {
        this.id = id;
        this.databaseId = databaseId;
        this.name = name;
        this.columns = List.copyOf(columns);
        Map<String, Column> byName = new HashMap<>();
        columns.forEach(column -> byName.put(column.name(), column));
        this.columnsByName = byName;
    }

    /// Never used again.
    public long id() {
        return id;
    }

    /// Its database.
    public long databaseId() {
        return databaseId;
    }

    /// Byte-exact.
    public String name() {
        return name;
    }

    /// Every column, `time` included, in order of their making.
    public List<Column> columns() {
        return columns;
    }

    /// The column with this name, byte-exact.
    public Optional<Column> findColumn(String columnName) {
        return Optional.ofNullable(columnsByName.get(columnName));
    }
}
