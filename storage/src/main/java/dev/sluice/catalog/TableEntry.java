// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import dev.sluice.model.Column;
import dev.sluice.partition.PartitionTemplate;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A table of a database, live or deleted. Immutable.
public final class TableEntry {
    private final long id;
    private final long databaseId;
    private final String name;
    private final List<String> formerNames;
    private final List<Column> columns;
    private final int columnsMax;
    private final @Nullable PartitionTemplate template;
    private final @Nullable Instant deletedAt;
    private final Map<String, Column> columnsByName = new HashMap<>();

    private TableEntry(
            long id,
            long databaseId,
            String name,
            List<String> formerNames,
            List<Column> columns,
            int columnsMax,
            @Nullable PartitionTemplate template,
            @Nullable Instant deletedAt) {
        this.id = id;
        this.databaseId = databaseId;
        this.name = name;
        this.formerNames = List.copyOf(formerNames);
        this.columns = List.copyOf(columns);
        this.columnsMax = columnsMax;
        this.template = template;
        this.deletedAt = deletedAt;
        columns.forEach(column -> columnsByName.put(column.name(), column));
    }

    /// A live table that was never renamed.
    ///
    /// @param id never used again
    /// @param databaseId its database
    /// @param name byte-exact
    /// @param columns every column, `time` included, in order of their making
    /// @param columnsMax the most columns that it may ever have
    /// @param template by what its rows are told apart; null for the default
    public TableEntry(
            long id,
            long databaseId,
            String name,
            List<Column> columns,
            int columnsMax,
            @Nullable PartitionTemplate template) {
        this(id, databaseId, name, List.of(), columns, columnsMax, template, null);
    }

    /// Never used again.
    public long id() {
        return id;
    }

    /// Its database.
    public long databaseId() {
        return databaseId;
    }

    /// Byte-exact; unique among the names and former names of the live tables of its database.
    public String name() {
        return name;
    }

    /// What it was called before, by which it still is found (admin.md 5.4).
    public List<String> formerNames() {
        return formerNames;
    }

    /// Every column, `time` included, in order of their making.
    public List<Column> columns() {
        return columns;
    }

    /// The most columns that it may have: the limit of its database when it was made.
    public int columnsMax() {
        return columnsMax;
    }

    /// By what its rows are told apart into partitions; null for the default.
    public @Nullable PartitionTemplate template() {
        return template;
    }

    /// Since when it is out of sight; null while it is live.
    public @Nullable Instant deletedAt() {
        return deletedAt;
    }

    /// Whether it is not deleted; its database may be.
    public boolean isLive() {
        return deletedAt == null;
    }

    /// The column with this name, byte-exact.
    public Optional<Column> findColumn(String columnName) {
        return Optional.ofNullable(columnsByName.get(columnName));
    }

    /// The same table with these columns.
    public TableEntry withColumns(List<Column> all) {
        return new TableEntry(
                id, databaseId, name, formerNames, all, columnsMax, template, deletedAt);
    }

    /// The same table under these names.
    public TableEntry named(String newName, List<String> former) {
        return new TableEntry(
                id, databaseId, newName, former, columns, columnsMax, template, deletedAt);
    }

    /// The same table, deleted, or live again.
    ///
    /// @param since when; null for live
    public TableEntry deleted(@Nullable Instant since) {
        return new TableEntry(
                id, databaseId, name, formerNames, columns, columnsMax, template, since);
    }
}
