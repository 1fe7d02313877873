// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.ColumnData;
import java.util.Arrays;

/// The values of each group, kept until one of a rank is asked for. Not safe for threads.
final class SliceRanks {
    /// So many values are kept at most, by all of a query: 16 bytes each, and room to grow.
    static final int VALUES_MAX = 1 << 20;

    private static final int VALUES_FIRST = 16;

    private final boolean real;

    /// By group: the bits of its values, and behind them room.
    private long[][] words = new long[0][];

    /// By group: when each of them was.
    private long[][] timesNanos = new long[0][];

    private int[] counts = new int[0];

    /// The group of which a value was chosen last, its bits and its time.
    private int chosenGroup = -1;

    private long chosenWord;
    private long chosenNanos;

    /// @param real whether values are doubles
    SliceRanks(boolean real) {
        this.real = real;
    }

    /// Makes room for so many groups.
    void grow(int groupCount) {
        words = Arrays.copyOf(words, groupCount);
        timesNanos = Arrays.copyOf(timesNanos, groupCount);
        counts = Arrays.copyOf(counts, groupCount);
    }

    /// Adds a value to a group.
    void add(int group, long word, long nanos) {
        int count = counts[group];
        if (words[group] == null) {
            words[group] = new long[VALUES_FIRST];
            timesNanos[group] = new long[VALUES_FIRST];
        } else if (count == words[group].length) {
            words[group] = Arrays.copyOf(words[group], count * 2);
            timesNanos[group] = Arrays.copyOf(timesNanos[group], count * 2);
        }
        words[group][count] = word;
        timesNanos[group][count] = nanos;
        counts[group] = count + 1;
    }

    /// Adds the values of some rows to a group.
    ///
    /// @return how many there are
    int add(int group, ColumnData data, ColumnData time, int start, int end) {
        int before = counts[group];
        for (int row = start; row < end; row++) {
            if (!data.isNull(row)) {
                add(group, data.longAt(row), time.longAt(row));
            }
        }
        return counts[group] - before;
    }

    /// Adds the values of a group of another one.
    void add(int group, SliceRanks other, int otherGroup) {
        for (int i = 0; i < other.counts[otherGroup]; i++) {
            add(group, other.words[otherGroup][i], other.timesNanos[otherGroup][i]);
        }
    }

    /// The bits of the value of nearest rank (data.md 6.5).
    ///
    /// @param group has values
    /// @param percent from 50, so that there is one, to 100
    long percentile(int group, double percent) {
        choose(group, percent);
        return chosenWord;
    }

    /// When that value was first.
    long percentileNanos(int group, double percent) {
        choose(group, percent);
        return chosenNanos;
    }

    private void choose(int group, double percent) {
        if (chosenGroup == group) {
            return;
        }
        int count = counts[group];
        int place = (int) Math.floor(count * percent / 100.0 + 0.5) - 1;
        chosenWord = real ? Double.doubleToRawLongBits(reals(group)[place]) : wholes(group)[place];
        chosenNanos = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            if (words[group][i] == chosenWord) {
                chosenNanos = Math.min(chosenNanos, timesNanos[group][i]);
            }
        }
        chosenGroup = group;
    }

    /// What is in the middle of a group's values, of two the mean.
    double median(int group) {
        int count = counts[group];
        double[] sorted = reals(group);
        double low = sorted[(count - 1) / 2];
        return count % 2 == 1 ? low : low + (sorted[count / 2] - low) * 0.5;
    }

    private long[] wholes(int group) {
        long[] sorted = Arrays.copyOf(words[group], counts[group]);
        Arrays.sort(sorted);
        return sorted;
    }

    private double[] reals(int group) {
        double[] sorted = new double[counts[group]];
        for (int i = 0; i < sorted.length; i++) {
            long word = words[group][i];
            sorted[i] = real ? Double.longBitsToDouble(word) : word;
        }
        Arrays.sort(sorted);
        return sorted;
    }
}
