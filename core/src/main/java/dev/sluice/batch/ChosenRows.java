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
    private final boolean tagSetsOnce;
    private final List<Part> parts = new ArrayList<>();
    private int rowCount;
    private long textBytes;

    /// @param wanted which tags and fields are copied
    public ChosenRows(Predicate<Column> wanted) {
        this(wanted, false);
    }

    private ChosenRows(Predicate<Column> wanted, boolean tagSetsOnce) {
        this.wanted = wanted;
        this.tagSetsOnce = tagSetsOnce;
    }

    /// For a copy that is kept: each of its tag sets is there once, as far as batches have their
    /// tags in the same order. Rows are copied whole.
    public static ChosenRows withTagSetsOnce() {
        return new ChosenRows(_ -> true, true);
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
    /// @return false where they cannot be copied together with those that were chosen; then nothing
    ///   is done
    public boolean add(TableRows rows, int[] numbers, int count) {
        long more = textBytes(rows);
        if (!parts.isEmpty() && textBytes + more > TEXT_BYTES_MAX) {
            return false;
        }
        parts.add(new Part(rows, numbers, count));
        rowCount += count;
        textBytes += more;
        return true;
    }

    /// The chosen rows, without the tag sets and the columns that others alone have. At least one
    /// batch was added.
    public TableRows copied() {
        Gathering tags = new Gathering(0);
        TagSets sets = new TagSets(tags);
        for (Part part : parts) {
            sets.add(part);
        }
        Gathering fields = new Gathering(rowCount);
        ColumnData time = new ColumnData(Column.ofTime());
        time.reserve(rowCount);
        for (int place = 0; place < parts.size(); place++) {
            Part part = parts.get(place);
            TableRows rows = part.rows;
            tags.add(rows.tagCount(), rows::tagAt, sets.copied.get(place));
            fields.add(rows.fieldCount(), rows::fieldAt, part);
            time.addSome(rows.time(), part.numbers, part.count);
        }
        return TableRows.of(
                parts.getFirst().rows.tableName(),
                sets.count,
                tags.columns(sets.count),
                sets.ofRows,
                fields.columns(rowCount),
                time);
    }

    /// The tag sets of the chosen rows. One that is the same as that at its place in the batch
    /// before is not copied again: mostly rows of the same series are chosen of each batch.
    private final class TagSets {
        /// By row of the copy: the number of its tag set there.
        final int[] ofRows = new int[rowCount];

        /// By batch: those that are copied.
        final List<Part> copied = new ArrayList<>();

        /// How many are copied of all.
        int count;

        private final Gathering tags;
        private int row;

        /// Those of the batch before, and as which numbers they are copied.
        private @Nullable Part before;

        private int[] numbersBefore = new int[0];

        /// By hash, if each is copied once: where it was first.
        private final Map<Long, First> byHash = new HashMap<>();

        /// @param tags which of them are wanted
        TagSets(Gathering tags) {
            this.tags = tags;
        }

        void add(Part part) {
            int[] places = new int[part.count];
            Part sets = distinct(part, places);
            int[] numbers = new int[sets.count];
            int[] fresh = new int[sets.count];
            int freshCount = 0;
            for (int place = 0; place < sets.count; place++) {
                int known = known(sets, place);
                if (known >= 0) {
                    numbers[place] = known;
                } else {
                    fresh[freshCount++] = sets.numbers[place];
                    numbers[place] = count++;
                }
            }
            for (int i = 0; i < part.count; i++) {
                ofRows[row++] = numbers[places[i]];
            }
            copied.add(new Part(part.rows, fresh, freshCount));
            before = sets;
            numbersBefore = numbers;
        }

        /// The tag sets of rows of one batch, each once.
        ///
        /// @param places by row: the place of its tag set among them is put there
        private static Part distinct(Part part, int[] places) {
            int[] sets = new int[Math.min(part.count, part.rows.tagSetCount())];
            int count = 0;
            // Rows of one tag set mostly follow each other, and then it is not needed.
            int @Nullable [] known = null;
            for (int i = 0; i < part.count; i++) {
                int set = part.rows.tagSetOf(part.numbers[i]);
                if (count == 0) {
                    sets[count++] = set;
                } else if (set == sets[places[i - 1]]) {
                    places[i] = places[i - 1];
                } else {
                    if (known == null) {
                        known = new int[part.rows.tagSetCount()];
                        known[sets[0]] = 1;
                    }
                    if (known[set] == 0) {
                        sets[count++] = set;
                        known[set] = count;
                    }
                    places[i] = known[set] - 1;
                }
            }
            return new Part(part.rows, sets, count);
        }

        /// As which number a tag set is copied already, or -1.
        private int known(Part sets, int place) {
            int set = sets.numbers[place];
            if (before != null
                    && place < before.count
                    && isSame(before.rows, before.numbers[place], sets.rows, set)) {
                return numbersBefore[place];
            }
            if (!tagSetsOnce) {
                return -1;
            }
            First first =
                    byHash.computeIfAbsent(
                            hash(sets.rows, set), _ -> new First(sets.rows, set, count));
            return first.number < count && isSame(first.rows, first.set, sets.rows, set)
                    ? first.number
                    : -1;
        }

        private static long hash(TableRows rows, int set) {
            long hash = 0;
            for (int tag = 0; tag < rows.tagCount(); tag++) {
                ColumnData data = rows.tagAt(tag);
                long value =
                        data.isNull(set)
                                ? -1
                                : ByteWords.hash(
                                        data.textBytes(), data.textStart(set), data.textEnd(set));
                hash = ByteWords.mix(hash, value);
            }
            return hash;
        }

        private boolean isSame(TableRows a, int setA, TableRows b, int setB) {
            int tagCount = a.tagCount();
            if (tagCount != b.tagCount()) {
                return false;
            }
            for (int tag = 0; tag < tagCount; tag++) {
                ColumnData dataA = a.tagAt(tag);
                ColumnData dataB = b.tagAt(tag);
                if (!dataA.column().equals(dataB.column())) {
                    return false;
                }
                if (tags.isWanted(tag, dataA.column())
                        && ColumnData.compareText(dataA, setA, dataB, setB) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /// A tag set, and as which number it is copied.
    private record First(TableRows rows, int set, int number) {}

    /// Columns of several batches, by name.
    private final class Gathering {
        private final List<Target> targets = new ArrayList<>();
        private final Map<Column, Target> byColumn = new HashMap<>();
        private final int entriesExpected;
        private int filled;

        /// @param entriesExpected for so many room is made
        Gathering(int entriesExpected) {
            this.entriesExpected = entriesExpected;
        }

        /// Whether a column is copied.
        ///
        /// @param place where it is in a batch
        boolean isWanted(int place, Column column) {
            return target(place, column).data != null;
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
            Target made = new Target(column, wanted.test(column) ? new ColumnData(column) : null);
            if (made.data != null) {
                made.data.reserve(entriesExpected);
            }
            targets.add(made);
            byColumn.put(column, made);
            return made;
        }

        /// Those that have a value.
        ///
        /// @param entryCount how many entries there are
        List<ColumnData> columns(int entryCount) {
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
