// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.batch;

import dev.sluice.model.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Copies chosen rows of batches of one table into a batch of their own, column by column. A few
/// rows of each of many batches are better read as one batch: what is done once a batch and column
/// would be most of the work. Not safe for threads.
public final class ChosenRows {
    /// Where batches have more text they are not copied together, so that that of a column fits
    /// into an array.
    private static final long TEXT_BYTES_MAX = 64L << 20;

    private final Predicate<Column> wanted;
    private final List<Part> parts = new ArrayList<>();
    private int rowCount;
    private long textBytes;

    /// @param wanted which tags and fields are copied
    public ChosenRows(Predicate<Column> wanted) {
        this.wanted = wanted;
    }

    /// Entries of one batch.
    private static final class Part {
        private final TableRows rows;

        /// Of rows or of tag sets.
        private final int[] numbers;

        /// How many of the numbers count.
        private final int count;

        Part(TableRows rows, int[] numbers, int count) {
            this.rows = rows;
            this.numbers = numbers;
            this.count = count;
        }
    }

    /// How many rows were chosen.
    public int rowCount() {
        return rowCount;
    }

    /// Whether rows of one more batch can be copied together with those that were chosen.
    public boolean hasRoomFor(TableRows rows) {
        return parts.isEmpty() || textBytes + textBytes(rows) <= TEXT_BYTES_MAX;
    }

    private static long textBytes(TableRows rows) {
        long sum = 0;
        for (int place = 0; place < rows.tagCount(); place++) {
            sum += rows.tagAt(place).textLength();
        }
        for (int place = 0; place < rows.fieldCount(); place++) {
            sum += rows.fieldAt(place).textLength();
        }
        return sum;
    }

    /// Chooses rows of one more batch.
    ///
    /// @param numbers of the rows, in the order in which they are copied; nobody changes them any
    ///   more
    /// @param count how many of those numbers count
    public void add(TableRows rows, int[] numbers, int count) {
        parts.add(new Part(rows, numbers, count));
        rowCount += count;
        textBytes += textBytes(rows);
    }

    /// The chosen rows, without the tag sets and the columns that others alone have. At least one
    /// batch was added.
    public TableRows copied() {
        int[] tagSets = new int[rowCount];
        List<Part> ofSets = new ArrayList<>();
        int setCount = 0;
        int row = 0;
        for (Part part : parts) {
            Part sets = tagSets(part, setCount, tagSets, row);
            ofSets.add(sets);
            setCount += sets.count;
            row += part.count;
        }
        Gathering tags = new Gathering(setCount);
        Gathering fields = new Gathering(rowCount);
        ColumnData time = new ColumnData(Column.ofTime());
        time.reserve(rowCount);
        for (int place = 0; place < parts.size(); place++) {
            Part part = parts.get(place);
            TableRows rows = part.rows;
            tags.add(rows.tagCount(), rows::tagAt, ofSets.get(place));
            fields.add(rows.fieldCount(), rows::fieldAt, part);
            time.addSome(rows.time(), part.numbers, part.count);
        }
        return TableRows.of(
                parts.getFirst().rows.tableName(),
                setCount,
                tags.columns(),
                tagSets,
                fields.columns(),
                time);
    }

    /// The tag sets of chosen rows, each once.
    ///
    /// @param first the number of the first one of them
    /// @param tagSets by row of the copy: its number is put there
    /// @param start the first row of the copy
    private static Part tagSets(Part part, int first, int[] tagSets, int start) {
        int[] sets = new int[Math.min(part.count, part.rows.tagSetCount())];
        int count = 0;
        int @Nullable [] known = null;
        for (int i = 0; i < part.count; i++) {
            int set = part.rows.tagSetOf(part.numbers[i]);
            if (count > 0 && set == sets[count - 1]) {
                tagSets[start + i] = first + count - 1;
                continue;
            }
            if (known == null && count > 0) {
                known = new int[part.rows.tagSetCount()];
                known[sets[0]] = 1;
            }
            if (known == null || known[set] == 0) {
                sets[count++] = set;
                if (known != null) {
                    known[set] = count;
                }
            }
            tagSets[start + i] = first + (known == null ? count : known[set]) - 1;
        }
        return new Part(part.rows, sets, count);
    }

    /// Columns of several batches, by name.
    private final class Gathering {
        private final int entryCount;
        private final List<Target> targets = new ArrayList<>();
        private final Map<Column, Target> byColumn = new HashMap<>();
        private int filled;

        /// @param entryCount how many entries there will be
        Gathering(int entryCount) {
            this.entryCount = entryCount;
        }

        /// Appends entries of a batch.
        ///
        /// @param columns by place
        void add(int columnCount, IntFunction<ColumnData> columns, Part part) {
            for (int place = 0; place < columnCount; place++) {
                ColumnData from = columns.apply(place);
                ColumnData data = target(place, from.column()).data;
                if (data != null) {
                    data.padTo(filled);
                    data.addSome(from, part.numbers, part.count);
                }
            }
            filled += part.count;
        }

        /// Batches mostly have their columns in the same order.
        private Target target(int place, Column column) {
            if (place < targets.size() && targets.get(place).column.equals(column)) {
                return targets.get(place);
            }
            Target known = byColumn.get(column);
            if (known != null) {
                return known;
            }
            ColumnData data = wanted.test(column) ? new ColumnData(column) : null;
            if (data != null) {
                data.reserve(entryCount);
            }
            Target made = new Target(column, data);
            targets.add(made);
            byColumn.put(column, made);
            return made;
        }

        /// Those that have a value.
        List<ColumnData> columns() {
            List<ColumnData> columns = new ArrayList<>();
            for (Target target : targets) {
                if (target.data != null) {
                    target.data.padTo(entryCount);
                    if (target.data.nullCount() < entryCount) {
                        columns.add(target.data);
                    }
                }
            }
            return columns;
        }
    }

    /// @param data null where it is not wanted
    private record Target(Column column, @Nullable ColumnData data) {}
}
