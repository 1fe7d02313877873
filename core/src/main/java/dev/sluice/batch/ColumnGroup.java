// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.batch;

import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Columns that cover the same entries, found by name, in the order of their first appearance. An
/// entry is under construction from its first value until [#endEntry] or [#cancelEntry].
///
/// Not safe for threads while it is being filled.
final class ColumnGroup {
    private final List<ColumnData> columns = new ArrayList<>();

    /// The place of each name in `columns`.
    private final NameIndex names = new NameIndex();

    private int entryCount;

    /// How often a column was added or taken back.
    private long changes;

    /// How many entries are complete.
    int entryCount() {
        return entryCount;
    }

    /// How often a column was added or taken back.
    long changes() {
        return changes;
    }

    /// A live view that nobody can change.
    List<ColumnData> columns() {
        return Collections.unmodifiableList(columns);
    }

    int columnCount() {
        return columns.size();
    }

    ColumnData columnAt(int place) {
        return columns.get(place);
    }

    /// The name of a column, as UTF-8; not to be changed.
    byte[] nameAt(int column) {
        return names.bytesAt(column);
    }

    /// The column with this name, or null.
    @Nullable ColumnData find(byte[] name, int start, int end) {
        int number = names.find(name, start, end);
        return number == NameIndex.ABSENT ? null : columns.get(number);
    }

    /// Adds a column whose name is not there yet; null in every complete entry.
    ColumnData add(byte[] name, int start, int end, ColumnType type) {
        String text = names.textAt(names.add(name, start, end));
        ColumnData made = new ColumnData(new Column(text, type));
        made.padTo(entryCount);
        columns.add(made);
        changes++;
        return made;
    }

    /// Takes over columns that cover `entries` entries; only while there are none.
    void adopt(List<ColumnData> filled, int entries) {
        for (ColumnData column : filled) {
            byte[] name = column.column().name().getBytes(StandardCharsets.UTF_8);
            names.add(name, 0, name.length);
            column.padTo(entries);
            columns.add(column);
            changes++;
        }
        entryCount = entries;
    }

    /// Completes the entry under construction, which has a value in each column.
    ///
    /// @return its number
    int endWholeEntry() {
        return entryCount++;
    }

    /// Completes the entry under construction with nulls where it has no value.
    ///
    /// @return its number
    int endEntry() {
        int number = entryCount++;
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).padTo(entryCount);
        }
        return number;
    }

    /// Takes back the values of the entry under construction, and the columns that it introduced.
    void cancelEntry() {
        for (ColumnData column : columns) {
            column.truncate(entryCount);
        }
        // A column of a complete entry has a value in it; those of this one alone stand at the end.
        while (!columns.isEmpty() && columns.getLast().nullCount() == entryCount) {
            columns.removeLast();
            names.removeLast();
            changes++;
        }
    }

    /// Makes room for entries that are likely to come.
    void reserve(int entries) {
        columns.forEach(column -> column.reserve(entries));
    }

    /// About how much memory the values take, in bytes.
    long sizeBytes() {
        long sum = 0;
        for (ColumnData column : columns) {
            sum += column.sizeBytes();
        }
        return sum;
    }
}
