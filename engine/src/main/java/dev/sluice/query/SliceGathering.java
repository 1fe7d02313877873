// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.influxql.plan.SimpleSelect;
import dev.sluice.model.Column;
import dev.sluice.query.SliceGroups.Aggregate;
import dev.sluice.query.SliceGroups.Gathered;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Gathers rows in memory: first it is told which rows are of which group, then each aggregate goes
/// over its own column. Not safe for threads.
final class SliceGathering {
    private final SliceGroups how;
    private final SliceSeries series;
    private final SliceRuns runs = new SliceRuns();

    /// By column of the answer; null where one is no aggregate.
    private final List<@Nullable SliceAggregate> aggregates = new ArrayList<>();

    /// By number.
    private final List<Group> groups = new ArrayList<>();

    /// @param how into which groups
    SliceGathering(SliceGroups how) {
        this.how = how;
        this.series = new SliceSeries(how.tags());
        for (Gathered column : how.columns()) {
            aggregates.add(
                    column instanceof Aggregate aggregate ? new SliceAggregate(aggregate) : null);
        }
        if (how.everything()) {
            groupAt(series.ofNoTags(), 0);
        }
        reserve();
    }

    private record Group(SliceSeries.Series series, long binNanos) {}

    /// How many groups there are.
    int groupCount() {
        return groups.size();
    }

    /// Adds some rows.
    ///
    /// @param test which of them count
    /// @throws ArithmeticException when a sum of whole numbers or a time leaves its range
    void add(TableRows rows, IntPredicate test) {
        divide(rows, test);
        reserve();
        for (SliceAggregate aggregate : aggregates) {
            if (aggregate != null) {
                aggregate.add(rows, runs);
            }
        }
    }

    /// Adds what another gathered of other rows, the same way.
    ///
    /// @throws ArithmeticException when a sum of whole numbers leaves its range
    void add(SliceGathering other) {
        for (int number = 0; number < other.groups.size(); number++) {
            Group group = other.groups.get(number);
            int target = groupAt(series.find(other.series, group.series()), group.binNanos());
            reserve();
            for (int place = 0; place < aggregates.size(); place++) {
                SliceAggregate aggregate = aggregates.get(place);
                SliceAggregate more = other.aggregates.get(place);
                if (aggregate != null && more != null) {
                    aggregate.add(target, more, number);
                }
            }
        }
    }

    private void reserve() {
        for (SliceAggregate aggregate : aggregates) {
            if (aggregate != null) {
                aggregate.reserve(groups.size());
            }
        }
    }

    private void divide(TableRows rows, IntPredicate test) {
        runs.clear();
        SliceSeries.OfBatch ofBatch = series.of(rows);
        // Asked once: rows that all count are mostly asked for, and each costs little.
        boolean every = SliceCondition.EVERY_ROW.equals(test);
        int[] tagSets = rows.tagSets();
        ColumnData time = rows.time();
        int rowCount = rows.rowCount();
        int row = every ? 0 : first(test, 0, rowCount);
        while (row < rowCount) {
            int tagSet = tagSets[row];
            SliceSeries.Series of = ofBatch.find(tagSet);
            int group = group(of, time.longAt(row));
            int end = row + 1;
            while (end < rowCount
                    && tagSets[end] == tagSet
                    && holds(of.binNanos(), time.longAt(end))
                    && (every || test.test(end))) {
                end++;
            }
            runs.add(row, end, group);
            row = every ? end : first(test, end, rowCount);
        }
    }

    /// Whether a time is in the stretch that starts at another one.
    private boolean holds(long binNanos, long timeNanos) {
        return how.bins() == null || how.bins().holds(binNanos, timeNanos);
    }

    private int group(SliceSeries.Series of, long timeNanos) {
        DateBins bins = how.bins();
        if (of.group() >= 0 && holds(of.binNanos(), timeNanos)) {
            return of.group();
        }
        return groupAt(of, bins == null ? 0 : bins.startOf(timeNanos));
    }

    private int groupAt(SliceSeries.Series of, long binNanos) {
        int group = of.groupAt(binNanos, groups.size());
        if (group == groups.size()) {
            groups.add(new Group(of, binNanos));
        }
        return group;
    }

    /// The first row that counts, or `end`.
    private static int first(IntPredicate test, int start, int end) {
        int row = start;
        while (row < end && !test.test(row)) {
            row++;
        }
        return row;
    }

    /// The answer's columns, a row a group.
    ///
    /// @param outputs as which they are built
    /// @param rowsMax more rows are not told
    /// @return null where there are more rows, or their texts are too long
    @Nullable List<ColumnData> columns(List<Column> outputs, int rowsMax) {
        Told told = new Told(outputs);
        SliceGroups.EmptyBins empty = how.empty();
        DateBins bins = how.bins();
        if (groups.size() > rowsMax) {
            return null;
        }
        if (empty == null || bins == null) {
            for (int group = 0; group < groups.size() && !told.isTooLong(); group++) {
                told.add(groups.get(group), group, (_, _) -> {});
            }
            return told.isTooLong() ? null : told.columns;
        }
        long rows = 0;
        for (SliceSeries.Series each : series.all()) {
            rows += bins.count(first(each, empty), empty.lastNanos());
            if (rows > rowsMax) {
                return null;
            }
        }
        for (SliceSeries.Series each : series.all()) {
            long first = first(each, empty);
            long[] starts = new long[(int) bins.count(first, empty.lastNanos())];
            Arrays.setAll(starts, place -> first + place * bins.widthNanos());
            told.add(each, starts, bins.widthNanos(), empty.shown());
        }
        return told.isTooLong() ? null : told.columns;
    }

    private static long first(SliceSeries.Series series, SliceGroups.EmptyBins empty) {
        return empty.firstNanos() == null ? series.firstBinNanos() : empty.firstNanos();
    }

    /// Appends to a column of the answer what is there in the place of a value, if anything.
    private interface Missing {
        void add(int column, ColumnData target);
    }

    /// Rows of the answer.
    private final class Told {
        private final List<ColumnData> columns;
        private final List<ColumnData> texts;
        private int count;

        Told(List<Column> outputs) {
            this.columns = outputs.stream().map(ColumnData::new).toList();
            this.texts = columns.stream().filter(ColumnData::isText).toList();
        }

        /// Whether texts take more memory than an answer may.
        boolean isTooLong() {
            long bytes = 0;
            for (int i = 0; i < texts.size(); i++) {
                bytes += texts.get(i).textLength();
            }
            return bytes > SliceQuery.TEXT_BYTES_MAX;
        }

        /// Adds the stretches of a series.
        ///
        /// @param startsNanos where they start
        /// @param widthNanos how long each is
        /// @param shown what those without a value show
        void add(
                SliceSeries.Series each,
                long[] startsNanos,
                long widthNanos,
                SimpleSelect.EmptyBins shown) {
            int[] numbers = new int[startsNanos.length];
            Arrays.setAll(numbers, place -> each.knownGroupAt(startsNanos[place]));
            SliceLines lines = new SliceLines(startsNanos, numbers, widthNanos, aggregates);
            for (int place = 0; place < numbers.length && !isTooLong(); place++) {
                int at = place;
                Missing missing =
                        switch (shown) {
                            case AS_BEFORE -> at == 0 ? (_, _) -> {} : this::addAgain;
                            case ON_LINES -> (column, target) -> lines.tell(at, column, target);
                            case LEFT_OUT, FILLED -> (_, _) -> {};
                        };
                add(new Group(each, startsNanos[at]), numbers[at], missing);
            }
        }

        private void addAgain(int column, ColumnData target) {
            if (how.columns().get(column) instanceof Aggregate && !target.isNull(count - 2)) {
                target.addAgain(count - 2);
            }
        }

        /// @param number of the group; less than 0 for a stretch without rows
        /// @param missing appends values that are missing
        void add(Group group, int number, Missing missing) {
            count++;
            for (int place = 0; place < columns.size(); place++) {
                ColumnData target = columns.get(place);
                put(target, place, group, number);
                if (target.rowCount() < count) {
                    missing.add(place, target);
                }
                target.padTo(count);
            }
        }

        private void put(ColumnData target, int place, Group group, int number) {
            switch (how.columns().get(place)) {
                case SliceGroups.BinStart _ -> target.addLong(group.binNanos());
                case SliceGroups.FixedTime(long timeNanos) -> target.addLong(timeNanos);
                case SliceGroups.TimeOf(int chosen) -> {
                    SliceAggregate aggregate = aggregates.get(chosen);
                    if (aggregate != null && number >= 0 && aggregate.count(number) > 0) {
                        target.addLong(aggregate.timeNanos(number));
                    }
                }
                case SliceGroups.Text(String text) -> target.addText(text);
                case SliceGroups.TagValue(int tag) -> series.tell(group.series(), tag, target);
                case Aggregate _ -> {
                    SliceAggregate aggregate = aggregates.get(place);
                    if (aggregate != null) {
                        aggregate.tell(number, target);
                    }
                }
            }
        }
    }
}
