// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.model.ColumnType;
import dev.sluice.partition.PartitionKey;
import dev.sluice.partition.PartitionTemplate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// What a condition says for certain of the rows of one table that it lets through, as far as whole
/// sources can be passed over by it (data.md 7.6, 2).
///
/// @param range where their times are
/// @param values by column: the texts one of which it has; columns that may have any are not there
/// @param sample which of those rows are needed
record ScanBounds(TimeRange range, Map<String, Set<String>> values, RowSample sample) {
    /// Says nothing.
    static final ScanBounds NONE = new ScanBounds(TimeRange.ALL, Map.of(), RowSample.ALL);

    /// Copies the map.
    ScanBounds {
        values = Map.copyOf(values);
    }

    static ScanBounds of(TimeRange range) {
        return new ScanBounds(range, Map.of(), RowSample.ALL);
    }

    static ScanBounds of(String column, Set<String> values) {
        return new ScanBounds(TimeRange.ALL, Map.of(column, values), RowSample.ALL);
    }

    /// The same for somebody who needs less.
    ScanBounds of(RowSample rows) {
        return new ScanBounds(range, values, rows);
    }

    /// What two conditions say of rows that both let through.
    ScanBounds and(ScanBounds other) {
        Map<String, Set<String>> both = new HashMap<>(values);
        other.values.forEach((column, texts) -> both.merge(column, texts, ScanBounds::common));
        return new ScanBounds(range.and(other.range), both, RowSample.ALL);
    }

    /// What two conditions say of rows that one of them lets through.
    ScanBounds or(ScanBounds other) {
        Map<String, Set<String>> either = new HashMap<>();
        values.forEach((column, texts) -> {
            Set<String> others = other.values.get(column);
            if (others != null) {
                Set<String> all = new TreeSet<>(texts);
                all.addAll(others);
                either.put(column, all);
            }
        });
        return new ScanBounds(range.hull(other.range), either, RowSample.ALL);
    }

    /// Those of some files of a table that may hold such rows, by their times and partitions.
    List<FileEntry> filesOf(TableEntry table, List<FileEntry> files) {
        // A template sees tags alone: a field of the same name is a missing tag to it.
        Map<String, Set<String>> tags = tagsOf(table);
        PartitionTemplate template =
                Objects.requireNonNullElse(table.template(), PartitionTemplate.DEFAULT);
        return files.stream()
                .filter(file -> range.overlaps(file.timeNanosMin(), file.timeNanosMax()))
                .filter(file ->
                        tags.isEmpty()
                                || file.partition() == null
                                || PartitionKey.mayHold(file.partition(), template, tags))
                .toList();
    }

    /// What finds such rows in a table's buffer.
    SeriesFilter filterOf(TableEntry table) {
        return new SeriesFilter(tagsOf(table));
    }

    /// The columns with certain values that are tags of a table.
    private Map<String, Set<String>> tagsOf(TableEntry table) {
        Map<String, Set<String>> tags = new HashMap<>(values);
        tags.keySet()
                .removeIf(name ->
                        table.findColumn(name)
                                .filter(column -> column.type() == ColumnType.TAG)
                                .isEmpty());
        return tags;
    }

    private static Set<String> common(Set<String> some, Set<String> others) {
        Set<String> common = new TreeSet<>(some);
        common.retainAll(others);
        return common;
    }
}
