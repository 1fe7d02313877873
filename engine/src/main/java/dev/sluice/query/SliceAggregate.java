// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.model.ColumnType;
import dev.sluice.query.SliceGroups.Aggregate;
import dev.sluice.query.SliceGroups.Kind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What is known so far of one aggregate, by group. Not safe for threads.
final class SliceAggregate {
    private final Aggregate aggregate;
    private final boolean real;
    private final boolean text;

    /// Whether values are chosen by their size, and not by their time.
    private final boolean byValue;

    /// Whether the least one is chosen.
    private final boolean least;

    /// By group: how many values, or rows.
    private long[] counts = new long[0];

    /// By group: the sum of whole numbers, or the bits of the chosen value, of a text its place.
    private long[] words = new long[0];

    /// By group: where the chosen text is; none of other values.
    private @Nullable ColumnData[] texts = new ColumnData[0];

    /// By group: the sum of doubles.
    private double[] sums = new double[0];

    /// By group: the time of the chosen value.
    private long[] timesNanos = new long[0];

    /// The values of which one of a rank is told; of others none is kept.
    private final SliceRanks ranks;

    SliceAggregate(Aggregate aggregate) {
        this.aggregate = aggregate;
        ColumnType type = aggregate.field() == null ? null : aggregate.field().type();
        this.real = type == ColumnType.FLOAT;
        Kind kind = aggregate.kind();
        this.text = type == ColumnType.STRING && kind != Kind.COUNT;
        this.byValue = kind == Kind.MIN || kind == Kind.MAX;
        this.least = kind == Kind.MIN || kind == Kind.FIRST;
        this.ranks = new SliceRanks(real);
    }

    /// How many values a group has.
    long count(int group) {
        return counts[group];
    }

    /// When the value was that was chosen for a group, which has one.
    long timeNanos(int group) {
        return aggregate.kind() == Kind.PERCENTILE
                ? ranks.percentileNanos(group, aggregate.percent())
                : timesNanos[group];
    }

    /// Makes room for so many groups.
    void reserve(int groupCount) {
        if (groupCount > counts.length) {
            grow(Math.max(groupCount, counts.length * 2));
        }
    }

    /// Adds rows.
    ///
    /// @param runs which of them count, of groups for which there is room
    /// @throws ArithmeticException when a sum of whole numbers leaves its range
    void add(TableRows rows, SliceRuns runs) {
        if (aggregate.field() == null) {
            for (int run = 0; run < runs.count(); run++) {
                counts[runs.group(run)] += runs.end(run) - runs.start(run);
            }
            return;
        }
        ColumnData data = SliceCondition.data(rows, aggregate.field());
        if (data == null) {
            return;
        }
        switch (aggregate.kind()) {
            case COUNT -> count(data, runs);
            case SUM, MEAN -> {
                if (data.nullCount() == 0 && runs.isRowByRow()) {
                    addRows(data.words(), runs.groups(), runs.count());
                } else if (real) {
                    addReals(data, runs);
                } else {
                    addWholes(data, runs);
                }
            }
            case MIN, MAX, FIRST, LAST -> {
                if (text) {
                    chooseTexts(data, rows.time(), runs);
                } else {
                    choose(data, rows.time(), runs);
                }
            }
            case PERCENTILE, MEDIAN -> {
                for (int run = 0; run < runs.count(); run++) {
                    int group = runs.group(run);
                    counts[group] +=
                            ranks.add(group, data, rows.time(), runs.start(run), runs.end(run));
                }
            }
        }
    }

    /// Adds what another one knows of a group to what is known of one.
    ///
    /// @throws ArithmeticException when a sum of whole numbers leaves its range
    void add(int group, SliceAggregate other, int otherGroup) {
        long more = other.counts[otherGroup];
        if (more == 0) {
            return;
        }
        switch (aggregate.kind()) {
            case COUNT -> {
                // Counted.
            }
            case SUM, MEAN -> {
                if (real) {
                    sums[group] += other.sums[otherGroup];
                } else {
                    words[group] = Math.addExact(words[group], other.words[otherGroup]);
                }
            }
            case MIN, MAX, FIRST, LAST -> {
                long word = other.words[otherGroup];
                long nanos = other.timesNanos[otherGroup];
                ColumnData texts = text ? other.texts[otherGroup] : null;
                if (counts[group] == 0 || isBetter(texts, word, nanos, group)) {
                    put(texts, word, nanos, group);
                }
            }
            case PERCENTILE, MEDIAN -> ranks.add(group, other.ranks, otherGroup);
        }
        counts[group] += more;
    }

    private void grow(int groupCount) {
        counts = Arrays.copyOf(counts, groupCount);
        switch (aggregate.kind()) {
            case COUNT -> {
                // Counted.
            }
            case SUM, MEAN -> {
                words = Arrays.copyOf(words, real ? 0 : groupCount);
                sums = Arrays.copyOf(sums, real ? groupCount : 0);
            }
            case MIN, MAX, FIRST, LAST -> {
                words = Arrays.copyOf(words, groupCount);
                texts = Arrays.copyOf(texts, text ? groupCount : 0);
                timesNanos = Arrays.copyOf(timesNanos, groupCount);
            }
            case PERCENTILE, MEDIAN -> ranks.grow(groupCount);
        }
    }

    // Each goes over all runs by itself: a choice between them for each run, most of which are a
    // row long where batches are not sorted, would take longer than the work.

    private void count(ColumnData data, SliceRuns runs) {
        for (int run = 0; run < runs.count(); run++) {
            int count = 0;
            for (int row = runs.start(run); row < runs.end(run); row++) {
                count += data.isNull(row) ? 0 : 1;
            }
            counts[runs.group(run)] += count;
        }
    }

    /// Adds a value of each row: where runs are no longer than that, going over them is most of the
    /// work.
    ///
    /// @param values their bits
    /// @param groups by row: the number of its group
    private void addRows(long[] values, int[] groups, int rowCount) {
        if (real) {
            for (int row = 0; row < rowCount; row++) {
                sums[groups[row]] += Double.longBitsToDouble(values[row]);
            }
        } else {
            for (int row = 0; row < rowCount; row++) {
                int group = groups[row];
                words[group] = Math.addExact(words[group], values[row]);
            }
        }
        for (int row = 0; row < rowCount; row++) {
            counts[groups[row]]++;
        }
    }

    private void addReals(ColumnData data, SliceRuns runs) {
        for (int run = 0; run < runs.count(); run++) {
            int group = runs.group(run);
            double total = sums[group];
            int count = 0;
            for (int row = runs.start(run); row < runs.end(run); row++) {
                if (!data.isNull(row)) {
                    total += data.doubleAt(row);
                    count++;
                }
            }
            sums[group] = total;
            counts[group] += count;
        }
    }

    private void addWholes(ColumnData data, SliceRuns runs) {
        for (int run = 0; run < runs.count(); run++) {
            int group = runs.group(run);
            long total = words[group];
            int count = 0;
            for (int row = runs.start(run); row < runs.end(run); row++) {
                if (!data.isNull(row)) {
                    total = Math.addExact(total, data.longAt(row));
                    count++;
                }
            }
            words[group] = total;
            counts[group] += count;
        }
    }

    /// Puts each row that is better in the place of the one that was chosen so far.
    private void choose(ColumnData data, ColumnData time, SliceRuns runs) {
        for (int run = 0; run < runs.count(); run++) {
            int group = runs.group(run);
            long count = counts[group];
            long bestWord = words[group];
            long bestNanos = timesNanos[group];
            for (int row = runs.start(run); row < runs.end(run); row++) {
                if (data.isNull(row)) {
                    continue;
                }
                long nextWord = data.longAt(row);
                long nextNanos = time.longAt(row);
                if (count == 0 || isBetter(nextWord, nextNanos, bestWord, bestNanos)) {
                    bestWord = nextWord;
                    bestNanos = nextNanos;
                }
                count++;
            }
            counts[group] = count;
            words[group] = bestWord;
            timesNanos[group] = bestNanos;
        }
    }

    private void chooseTexts(ColumnData data, ColumnData time, SliceRuns runs) {
        for (int run = 0; run < runs.count(); run++) {
            int group = runs.group(run);
            for (int row = runs.start(run); row < runs.end(run); row++) {
                if (!data.isNull(row)) {
                    long nanos = time.longAt(row);
                    if (counts[group] == 0 || isBetter(data, row, nanos, group)) {
                        put(data, row, nanos, group);
                    }
                    counts[group]++;
                }
            }
        }
    }

    private void put(@Nullable ColumnData ofText, long word, long nanos, int group) {
        words[group] = word;
        timesNanos[group] = nanos;
        if (text) {
            texts[group] = ofText;
        }
    }

    /// Whether a value is chosen rather than that of a group, which has one.
    ///
    /// @param ofText where a text is, null of other values
    private boolean isBetter(@Nullable ColumnData ofText, long word, long nanos, int group) {
        ColumnData other = text ? texts[group] : null;
        if (ofText == null || other == null || nanos != timesNanos[group]) {
            return isBetter(word, nanos, words[group], timesNanos[group]);
        }
        return ColumnData.compareText(ofText, (int) word, other, (int) words[group]) < 0;
    }

    /// Whether a value is chosen rather than another.
    private boolean isBetter(long word, long timeNanos, long otherWord, long otherNanos) {
        int byWord = real ? compareReals(word, otherWord) : Long.compare(word, otherWord);
        int byTime = Long.compare(timeNanos, otherNanos);
        int before = byValue ? byWord : byTime;
        // Of the same values the earliest, of those of one time the greatest, but the least text.
        int then = byValue ? -byTime : byWord;
        return before == 0 ? then > 0 : before < 0 == least;
    }

    private static int compareReals(long a, long b) {
        return SliceCondition.compare(Double.longBitsToDouble(a), Double.longBitsToDouble(b));
    }

    /// Appends what the answer tells, if there is a value.
    ///
    /// @param group less than 0 where there are no rows
    void tell(int group, ColumnData target) {
        ColumnData ofText = text && group >= 0 ? texts[group] : null;
        if (ofText != null) {
            target.addFrom(ofText, (int) words[group]);
            return;
        }
        Long value = value(group);
        if (value != null) {
            target.addLong(value);
        }
    }

    /// The bits of what the answer tells, or null.
    ///
    /// @param group less than 0 where there are no rows; has no text
    @Nullable Long value(int group) {
        if (group < 0) {
            return aggregate.filler();
        }
        long count = counts[group];
        if (aggregate.kind() == Kind.COUNT) {
            return count;
        }
        if (count == 0) {
            return aggregate.filler();
        }
        return switch (aggregate.kind()) {
            case COUNT, MIN, MAX, FIRST, LAST -> words[group];
            case SUM -> real ? bits(sums[group]) : words[group];
            case MEAN -> bits((real ? sums[group] : words[group]) / count);
            case PERCENTILE -> ranks.percentile(group, aggregate.percent());
            case MEDIAN -> bits(ranks.median(group));
        };
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }
}
