// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.chart;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// The points of one line of a picture. Grows as it is filled; whoever fills it keeps a limit.
public final class Series {
    private static final int ROOM = 64;

    private final String name;
    private long[] timeNanos = new long[ROOM];
    private double[] values = new double[ROOM];
    private int size;
    private boolean inOrder = true;

    /// @param name for the legend
    public Series(String name) {
        this.name = name;
    }

    /// Adds a point; a value that is no finite number is a gap in the line.
    public void add(long nanos, double value) {
        if (size == values.length) {
            timeNanos = Arrays.copyOf(timeNanos, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        inOrder &= size == 0 || timeNanos[size - 1] <= nanos;
        timeNanos[size] = nanos;
        values[size] = value;
        size++;
    }

    /// The legend's name.
    public String name() {
        return name;
    }

    int size() {
        return size;
    }

    long timeNanos(int index) {
        return timeNanos[index];
    }

    double value(int index) {
        return values[index];
    }

    /// Whether there is anything to draw.
    boolean isDrawable() {
        return IntStream.range(0, size).anyMatch(i -> Double.isFinite(values[i]));
    }

    /// The same points from the earliest to the latest.
    Series ordered() {
        if (inOrder) {
            return this;
        }
        Series ordered = new Series(name);
        IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingLong(i -> timeNanos[i]))
                .forEachOrdered(i -> ordered.add(timeNanos[i], values[i]));
        return ordered;
    }
}
