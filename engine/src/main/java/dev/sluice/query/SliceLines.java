// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.ColumnData;
import dev.sluice.model.ColumnType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What stretches of one series without a value show where they are on the line between those
/// before and after that have one (data.md 6.8). Not safe for threads.
final class SliceLines {
    private final long[] startsNanos;
    private final int[] groups;
    private final long widthNanos;
    private final List<@Nullable SliceAggregate> aggregates;

    /// By column: where the last gap that was met ends, the place behind all where it does not.
    private final int[] ends;

    /// By column: the place before that gap.
    private final int[] befores;

    /// @param startsNanos where the stretches start, in order
    /// @param groups their groups, less than 0 where there are no rows
    /// @param widthNanos how long each is
    /// @param aggregates by column; null where one is none
    SliceLines(
            long[] startsNanos,
            int[] groups,
            long widthNanos,
            List<@Nullable SliceAggregate> aggregates) {
        this.startsNanos = startsNanos;
        this.groups = groups;
        this.widthNanos = widthNanos;
        this.aggregates = aggregates;
        this.ends = new int[aggregates.size()];
        this.befores = new int[aggregates.size()];
    }

    /// Appends what a stretch without a value shows, if anything. Asked place by place.
    ///
    /// @param target the column of the aggregate
    /// @throws ArithmeticException when it leaves its range, which the engine explains
    void tell(int place, int column, ColumnData target) {
        SliceAggregate aggregate = aggregates.get(column);
        ColumnType type = target.column().type();
        boolean real = type == ColumnType.FLOAT;
        if (aggregate == null || !(real || type == ColumnType.INTEGER)) {
            return;
        }
        if (ends[column] <= place) {
            befores[column] = place - 1;
            int end = place + 1;
            while (end < groups.length && aggregate.value(groups[end]) == null) {
                end++;
            }
            ends[column] = end;
        }
        int before = befores[column];
        int after = ends[column];
        Long first = before < 0 ? null : aggregate.value(groups[before]);
        Long last = after == groups.length ? null : aggregate.value(groups[after]);
        if (first == null || last == null) {
            return;
        }
        double from = real ? Double.longBitsToDouble(first) : first;
        double to = real ? Double.longBitsToDouble(last) : last;
        // As in InfluxDB there are two at 0: the last before 1970 and the first after.
        long start = startsNanos[before] / widthNanos;
        long passed = startsNanos[place] / widthNanos - start;
        long run = startsNanos[after] / widthNanos - start;
        double value = SliceWindow.finite((to - from) / run * passed + from);
        if (real) {
            target.addDouble(value);
        } else {
            target.addLong(whole(value));
        }
    }

    private static long whole(double value) {
        if (Math.abs(value) >= 0x1p63) {
            throw new ArithmeticException("no whole number of 64 bits");
        }
        return (long) value;
    }
}
