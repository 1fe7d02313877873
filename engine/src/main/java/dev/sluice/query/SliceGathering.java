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
    private final Map<Key, Group> groups = new LinkedHashMap<>();

    /// @param how into which groups
    SliceGathering(SliceGroups how) {
        this.how = how;
        if (how.everything()) {
            groups.put(new Key(0, new Series(List.of())), new Group(how.columns().size()));
        }
    }

    /// The values of the tags that tell groups apart.
    private record Series(List<@Nullable String> tags) {}

    private record Key(long binNanos, Series series) {}

    /// What is known of a group so far, by column of the answer.
    private static final class Group {
        private final long[] counts;
        private final long[] words;
        private final double[] sums;
        private final long[] timesNanos;

        Group(int columns) {
            this.counts = new long[columns];
            this.words = new long[columns];
            this.sums = new double[columns];
            this.timesNanos = new long[columns];
        }

        void keep(int place, long word, long timeNanos) {
            words[place] = word;
            timesNanos[place] = timeNanos;
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
        Series series = null;
        int tagSet = -1;
        int row = first(test, 0, rows.rowCount());
        while (row < rows.rowCount()) {
            if (series == null || tagSet != rows.tagSetOf(row)) {
                tagSet = rows.tagSetOf(row);
                series = seriesOf(tags, tagSet);
            }
            long bin = how.bins() == null ? 0 : how.bins().startOf(rows.time().longAt(row));
            int end = endOfGroup(rows, test, row, bin);
            add(
                    groups.computeIfAbsent(new Key(bin, series), _ -> new Group(fields.size())),
                    fields,
                    rows,
                    row,
                    end);
            row = first(test, end, rows.rowCount());
        }
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

    private static Series seriesOf(List<@Nullable ColumnData> tags, int tagSet) {
        @Nullable String[] values = new String[tags.size()];
        for (int place = 0; place < values.length; place++) {
            ColumnData tag = tags.get(place);
            values[place] = tag == null ? null : tag.textAt(tagSet);
        }
        return new Series(Arrays.asList(values));
    }

    /// Adds neighbours to their group, column by column.
    private void add(
            Group group, List<@Nullable ColumnData> fields, TableRows rows, int start, int end) {
        for (int place = 0; place < fields.size(); place++) {
            if (how.columns().get(place) instanceof Aggregate aggregate) {
                ColumnData data = fields.get(place);
                if (aggregate.field() == null) {
                    group.counts[place] += end - start;
                } else if (data != null) {
                    take(group, place, aggregate.kind(), data, rows.time(), start, end);
                }
            }
        }
    }

    private static void take(
            Group group,
            int place,
            Kind kind,
            ColumnData data,
            ColumnData time,
            int start,
            int end) {
        int row = start;
        while (row < end) {
            row = data.nextValue(row, end);
            int gap = data.nextNull(row, end);
            if (row < gap) {
                takeValues(group, place, kind, data, time, row, gap);
            }
            row = gap;
        }
    }

    /// Takes the values of rows that all have one.
    private static void takeValues(
            Group group,
            int place,
            Kind kind,
            ColumnData data,
            ColumnData time,
            int start,
            int end) {
        boolean first = group.counts[place] == 0;
        group.counts[place] += end - start;
        switch (kind) {
            case COUNT -> {
                // Counted.
            }
            case SUM, MEAN -> {
                if (data.column().type() == ColumnType.FLOAT) {
                    group.sums[place] = sumOfReals(group.sums[place], data, start, end);
                } else {
                    group.words[place] = sumOfWholes(group.words[place], data, start, end);
                }
            }
            case MIN, MAX, FIRST, LAST -> {
                int from = start;
                if (first) {
                    group.keep(place, data.longAt(from), time.longAt(from));
                    from++;
                }
                choose(group, place, kind, data, time, from, end);
            }
        }
    }

    private static double sumOfReals(double before, ColumnData data, int start, int end) {
        double sum = before;
        for (int row = start; row < end; row++) {
            sum += data.doubleAt(row);
        }
        return sum;
    }

    private static long sumOfWholes(long before, ColumnData data, int start, int end) {
        long sum = before;
        for (int row = start; row < end; row++) {
            sum = Math.addExact(sum, data.longAt(row));
        }
        return sum;
    }

    /// Puts each row that is better in the place of the one that was chosen so far.
    private static void choose(
            Group group,
            int place,
            Kind kind,
            ColumnData data,
            ColumnData time,
            int start,
            int end) {
        boolean real = data.column().type() == ColumnType.FLOAT;
        boolean byValue = kind == Kind.MIN || kind == Kind.MAX;
        boolean least = kind == Kind.MIN || kind == Kind.FIRST;
        long word = group.words[place];
        long timeNanos = group.timesNanos[place];
        for (int row = start; row < end; row++) {
            long nextWord = data.longAt(row);
            long nextNanos = time.longAt(row);
            int byWord = real ? compareReals(nextWord, word) : Long.compare(nextWord, word);
            int byTime = Long.compare(nextNanos, timeNanos);
            int first = byValue ? byWord : byTime;
            // Of the same values the earliest, of those of one time the greatest.
            int second = byValue ? -byTime : byWord;
            if (first == 0 ? second > 0 : first < 0 == least) {
                word = nextWord;
                timeNanos = nextNanos;
            }
        }
        group.keep(place, word, timeNanos);
    }

    private static int compareReals(long a, long b) {
        return SliceCondition.compare(Double.longBitsToDouble(a), Double.longBitsToDouble(b));
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
        Map<Series, Long> firsts = new LinkedHashMap<>();
        for (Key key : groups.keySet()) {
            firsts.merge(
                    key.series(),
                    empty.firstNanos() == null ? key.binNanos() : empty.firstNanos(),
                    Math::min);
        }
        long rows = 0;
        for (long first : firsts.values()) {
            rows += bins.count(first, empty.lastNanos());
            if (rows > rowsMax) {
                return null;
            }
        }
        firsts.forEach((series, first) -> {
            long count = bins.count(first, empty.lastNanos());
            for (long place = 0; place < count; place++) {
                Key key = new Key(first + place * bins.widthNanos(), series);
                told.add(key, groups.get(key), place > 0 && empty.asBefore());
            }
        });
        return told.columns;
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
                    if (group != null && group.counts[chosen] > 0) {
                        target.addLong(group.timesNanos[chosen]);
                    }
                }
                case SliceGroups.Text(String text) -> target.addText(text);
                case SliceGroups.TagValue(int tag) -> {
                    String value = key.series().tags().get(tag);
                    if (value != null) {
                        target.addText(value);
                    }
                }
                case Aggregate aggregate -> {
                    Long value =
                            group == null ? aggregate.filler() : value(aggregate, group, place);
                    if (value != null) {
                        target.addLong(value);
                    }
                }
            }
        }

        private static @Nullable Long value(Aggregate aggregate, Group group, int place) {
            long count = group.counts[place];
            if (aggregate.kind() == Kind.COUNT) {
                return count;
            }
            if (count == 0) {
                return aggregate.filler();
            }
            boolean real =
                    aggregate.field() != null && aggregate.field().type() == ColumnType.FLOAT;
            return switch (aggregate.kind()) {
                case COUNT, MIN, MAX, FIRST, LAST -> group.words[place];
                case SUM -> real ? bits(group.sums[place]) : group.words[place];
                case MEAN -> bits((real ? group.sums[place] : group.words[place]) / count);
            };
        }

        private static long bits(double value) {
            return Double.doubleToRawLongBits(value);
        }
    }
}
