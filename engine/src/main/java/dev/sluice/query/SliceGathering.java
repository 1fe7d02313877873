// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.query.SliceGroups.Aggregate;
import dev.sluice.query.SliceGroups.Gathered;
import dev.sluice.query.SliceGroups.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Gathers rows in memory. Not safe for threads.
final class SliceGathering {
    private final SliceGroups how;
    private final Map<List<@Nullable String>, Series> series = new LinkedHashMap<>();
    private final Map<Key, Group> groups = new LinkedHashMap<>();

    /// @param how into which groups
    SliceGathering(SliceGroups how) {
        this.how = how;
        if (how.everything()) {
            group(0, series(List.of()));
        }
    }

    /// What the tags tell apart; there is one of the same values, so that nobody compares them
    /// again.
    private static final class Series {
        private final List<@Nullable String> tags;
        private long firstBinNanos = Long.MAX_VALUE;

        /// @param tags their values
        Series(List<@Nullable String> tags) {
            this.tags = tags;
        }
    }

    private record Key(long binNanos, Series series) {}

    /// What is known of a group so far.
    ///
    /// @param cells by column of the answer; none for a column that is no aggregate
    private record Group(List<@Nullable Cell> cells) {
        static Group of(List<Gathered> columns) {
            List<@Nullable Cell> cells = new ArrayList<>(columns.size());
            for (Gathered column : columns) {
                cells.add(column instanceof Aggregate aggregate ? new Cell(aggregate) : null);
            }
            return new Group(cells);
        }
    }

    /// What is known so far of one aggregate in one group.
    private static final class Cell {
        private final Aggregate aggregate;
        private final boolean real;
        private long count;
        private long word;
        private double sum;
        private long timeNanos;

        Cell(Aggregate aggregate) {
            this.aggregate = aggregate;
            this.real = aggregate.field() != null && aggregate.field().type() == ColumnType.FLOAT;
        }

        /// Takes neighbours.
        ///
        /// @param data the field's; null where they have none
        void take(@Nullable ColumnData data, ColumnData time, int start, int end) {
            if (aggregate.field() == null) {
                count += end - start;
            } else if (data != null) {
                int row = start;
                while (row < end) {
                    row = data.nextValue(row, end);
                    int gap = data.nextNull(row, end);
                    if (row < gap) {
                        takeValues(data, time, row, gap);
                    }
                    row = gap;
                }
            }
        }

        /// Takes the values of rows that all have one.
        private void takeValues(ColumnData data, ColumnData time, int start, int end) {
            boolean first = count == 0;
            count += end - start;
            switch (aggregate.kind()) {
                case COUNT -> {
                    // Counted.
                }
                case SUM, MEAN -> {
                    if (real) {
                        addReals(data, start, end);
                    } else {
                        addWholes(data, start, end);
                    }
                }
                case MIN, MAX, FIRST, LAST -> {
                    int from = start;
                    if (first) {
                        word = data.longAt(from);
                        timeNanos = time.longAt(from);
                        from++;
                    }
                    choose(data, time, from, end);
                }
            }
        }

        private void addReals(ColumnData data, int start, int end) {
            double total = sum;
            for (int row = start; row < end; row++) {
                total += data.doubleAt(row);
            }
            sum = total;
        }

        private void addWholes(ColumnData data, int start, int end) {
            long total = word;
            for (int row = start; row < end; row++) {
                total = Math.addExact(total, data.longAt(row));
            }
            word = total;
        }

        /// Puts each row that is better in the place of the one that was chosen so far.
        private void choose(ColumnData data, ColumnData time, int start, int end) {
            Kind kind = aggregate.kind();
            boolean byValue = kind == Kind.MIN || kind == Kind.MAX;
            boolean least = kind == Kind.MIN || kind == Kind.FIRST;
            long bestWord = word;
            long bestNanos = timeNanos;
            for (int row = start; row < end; row++) {
                long nextWord = data.longAt(row);
                long nextNanos = time.longAt(row);
                int byWord =
                        real ? compareReals(nextWord, bestWord) : Long.compare(nextWord, bestWord);
                int byTime = Long.compare(nextNanos, bestNanos);
                int first = byValue ? byWord : byTime;
                // Of the same values the earliest, of those of one time the greatest.
                int second = byValue ? -byTime : byWord;
                if (first == 0 ? second > 0 : first < 0 == least) {
                    bestWord = nextWord;
                    bestNanos = nextNanos;
                }
            }
            word = bestWord;
            timeNanos = bestNanos;
        }

        private static int compareReals(long a, long b) {
            return SliceCondition.compare(Double.longBitsToDouble(a), Double.longBitsToDouble(b));
        }

        /// What the answer tells; null for no value.
        @Nullable Long value() {
            if (aggregate.kind() == Kind.COUNT) {
                return count;
            }
            if (count == 0) {
                return aggregate.filler();
            }
            return switch (aggregate.kind()) {
                case COUNT, MIN, MAX, FIRST, LAST -> word;
                case SUM -> real ? bits(sum) : word;
                case MEAN -> bits((real ? sum : word) / count);
            };
        }

        private static long bits(double value) {
            return Double.doubleToRawLongBits(value);
        }
    }

    /// Adds some rows.
    ///
    /// @param test which of them count
    /// @throws ArithmeticException when a sum of whole numbers or a time leaves its range
    void add(TableRows rows, IntPredicate test) {
        List<@Nullable ColumnData> fields = new ArrayList<>();
        for (Gathered column : how.columns()) {
            fields.add(
                    column instanceof Aggregate aggregate && aggregate.field() != null
                            ? SliceCondition.data(rows, aggregate.field())
                            : null);
        }
        List<@Nullable ColumnData> tags = new ArrayList<>();
        how.tags().forEach(tag -> tags.add(rows.find(tag.name())));
        Series current = null;
        int tagSet = -1;
        int row = first(test, 0, rows.rowCount());
        while (row < rows.rowCount()) {
            if (current == null || tagSet != rows.tagSetOf(row)) {
                tagSet = rows.tagSetOf(row);
                current = series(tagsOf(tags, tagSet));
            }
            long bin = how.bins() == null ? 0 : how.bins().startOf(rows.time().longAt(row));
            int end = endOfGroup(rows, test, row, bin);
            Group group = group(bin, current);
            for (int place = 0; place < fields.size(); place++) {
                Cell cell = group.cells().get(place);
                if (cell != null) {
                    cell.take(fields.get(place), rows.time(), row, end);
                }
            }
            row = first(test, end, rows.rowCount());
        }
    }

    private Series series(List<@Nullable String> tags) {
        return series.computeIfAbsent(tags, Series::new);
    }

    private Group group(long binNanos, Series of) {
        of.firstBinNanos = Math.min(of.firstBinNanos, binNanos);
        return groups.computeIfAbsent(new Key(binNanos, of), _ -> Group.of(how.columns()));
    }

    /// The first row that counts, or `end`.
    private static int first(IntPredicate test, int start, int end) {
        int row = start;
        while (row < end && !test.test(row)) {
            row++;
        }
        return row;
    }

    /// Where the neighbours of a row end that count and are of its group; nearly always there are
    /// many.
    private int endOfGroup(TableRows rows, IntPredicate test, int start, long binNanos) {
        DateBins bins = how.bins();
        int tagSet = rows.tagSetOf(start);
        int row = start + 1;
        while (row < rows.rowCount()
                && rows.tagSetOf(row) == tagSet
                && (bins == null || bins.holds(binNanos, rows.time().longAt(row)))
                && test.test(row)) {
            row++;
        }
        return row;
    }

    private static List<@Nullable String> tagsOf(List<@Nullable ColumnData> tags, int tagSet) {
        @Nullable String[] values = new String[tags.size()];
        for (int place = 0; place < values.length; place++) {
            ColumnData tag = tags.get(place);
            values[place] = tag == null ? null : tag.textAt(tagSet);
        }
        return Arrays.asList(values);
    }

    /// The answer's columns, a row a group.
    ///
    /// @param outputs as which they are built
    /// @param rowsMax more rows are not told
    /// @return null where there are more rows
    @Nullable List<ColumnData> columns(List<Column> outputs, int rowsMax) {
        Told told = new Told(outputs);
        SliceGroups.EmptyBins empty = how.empty();
        DateBins bins = how.bins();
        if (empty == null || bins == null) {
            groups.forEach((key, group) -> told.add(key, group, false));
            return told.columns;
        }
        long rows = 0;
        for (Series each : series.values()) {
            rows += bins.count(first(each, empty), empty.lastNanos());
            if (rows > rowsMax) {
                return null;
            }
        }
        for (Series each : series.values()) {
            long first = first(each, empty);
            long count = bins.count(first, empty.lastNanos());
            for (long place = 0; place < count; place++) {
                Key key = new Key(first + place * bins.widthNanos(), each);
                told.add(key, groups.get(key), place > 0 && empty.asBefore());
            }
        }
        return told.columns;
    }

    private static long first(Series series, SliceGroups.EmptyBins empty) {
        return empty.firstNanos() == null ? series.firstBinNanos : empty.firstNanos();
    }

    /// Rows of the answer.
    private final class Told {
        private final List<ColumnData> columns;
        private int count;

        Told(List<Column> outputs) {
            this.columns = outputs.stream().map(ColumnData::new).toList();
        }

        /// @param group null for a stretch without rows
        /// @param asBefore whether values that are missing are those of the row before
        void add(Key key, @Nullable Group group, boolean asBefore) {
            count++;
            for (int place = 0; place < columns.size(); place++) {
                ColumnData target = columns.get(place);
                put(target, place, key, group);
                boolean missing = target.rowCount() < count;
                if (missing
                        && asBefore
                        && how.columns().get(place) instanceof Aggregate
                        && !target.isNull(count - 2)) {
                    target.addLong(target.longAt(count - 2));
                }
                target.padTo(count);
            }
        }

        private void put(ColumnData target, int place, Key key, @Nullable Group group) {
            switch (how.columns().get(place)) {
                case SliceGroups.BinStart _ -> target.addLong(key.binNanos());
                case SliceGroups.FixedTime(long timeNanos) -> target.addLong(timeNanos);
                case SliceGroups.TimeOf(int chosen) -> {
                    Cell cell = group == null ? null : group.cells().get(chosen);
                    if (cell != null && cell.count > 0) {
                        target.addLong(cell.timeNanos);
                    }
                }
                case SliceGroups.Text(String text) -> target.addText(text);
                case SliceGroups.TagValue(int tag) -> {
                    String value = key.series().tags.get(tag);
                    if (value != null) {
                        target.addText(value);
                    }
                }
                case Aggregate aggregate -> {
                    Cell cell = group == null ? null : group.cells().get(place);
                    Long value = cell == null ? aggregate.filler() : cell.value();
                    if (value != null) {
                        target.addLong(value);
                    }
                }
            }
        }
    }
}
