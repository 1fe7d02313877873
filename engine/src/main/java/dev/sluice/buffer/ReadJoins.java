// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

import dev.sluice.batch.TableRows;
import dev.sluice.buffer.BufferedRows.Joining;
import dev.sluice.wal.LogPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Puts batches together for those who read them, each of whom looks at every batch: up to 65 536
/// rows, whoever wrote them, also where they were late and are known by now to repeat nothing.
/// Tables that nobody reads cost nothing. Not safe for threads.
final class ReadJoins {
    /// Batches with fewer rows than one of these are put together once they have as many, so each
    /// row is copied once for each at most.
    private static final int[] STEPS = {256, 4096, 65_536};

    /// A batch with so many rows stays alone.
    static final int ALONE_ROWS_MIN = 16_384;

    /// So does one that takes more memory: in bytes.
    static final long ALONE_BYTES_MIN = 4 << 20;

    /// Fewer rows are enough that take so much memory together, in bytes.
    private static final long BYTES_TOGETHER = 16 << 20;

    /// Whoever reads copies no more once so many rows are copied, and leaves the rest to the next.
    static final int ROWS_COPIED_MAX = 65_536;

    private final TreeSet<LogPosition> late = new TreeSet<>();
    private int rowsCopied;

    private ReadJoins(List<BufferedRows> told) {
        for (BufferedRows batch : told) {
            if (batch.late()) {
                late.add(batch.position());
            }
        }
    }

    /// A batch in the place of some, or of one that is not to be put together any more.
    ///
    /// @param start the number of the first of these
    /// @param end behind the last one
    record Join(int start, int end, BufferedRows batch) {}

    /// When rows are put together that are not on arrival.
    static Joining joining(TableRows rows) {
        return rows.rowCount() < ALONE_ROWS_MIN && rows.sizeBytes() < ALONE_BYTES_MIN
                ? Joining.ON_READING
                : Joining.NEVER;
    }

    /// What becomes of batches.
    ///
    /// @param told in order of arrival, late as far as they repeat points
    /// @param count how many of the first ones may be put together
    /// @return in order of arrival; mostly nothing
    static List<Join> of(List<BufferedRows> told, int count) {
        if (!isDue(told, count)) {
            return List.of();
        }
        List<Join> batches = new ArrayList<>();
        for (int place = 0; place < count; place++) {
            batches.add(new Join(place, place + 1, told.get(place)));
        }
        ReadJoins joins = new ReadJoins(told);
        for (int step : STEPS) {
            batches = joins.joined(batches, step);
        }
        batches.removeIf(each ->
                each.end() - each.start() == 1
                        && each.batch().joining() == told.get(each.start()).joining());
        return batches;
    }

    /// Batches with those in their places that were made of some of them.
    ///
    /// @param joins in their order
    static List<BufferedRows> put(List<Join> joins, List<BufferedRows> batches) {
        if (joins.isEmpty()) {
            return batches;
        }
        List<BufferedRows> all = new ArrayList<>(batches.size());
        int next = 0;
        for (Join join : joins) {
            all.addAll(batches.subList(next, join.start()));
            all.add(join.batch());
            next = join.end();
        }
        all.addAll(batches.subList(next, batches.size()));
        return all;
    }

    /// Whether there is something to do.
    private static boolean isDue(List<BufferedRows> told, int count) {
        for (int step : STEPS) {
            int rows = 0;
            for (int place = 0; place < count; place++) {
                BufferedRows batch = told.get(place);
                rows = isOpen(batch, step) ? rows + batch.rows().rowCount() : 0;
                if (rows >= step) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isOpen(BufferedRows batch, int rowsTogether) {
        return batch.joining() != Joining.NEVER
                && !batch.late()
                && batch.rows().rowCount() < rowsTogether;
    }

    /// Puts those together that have fewer rows each, and as many together.
    private List<Join> joined(List<Join> batches, int rowsTogether) {
        List<Join> joined = new ArrayList<>();
        int start = 0;
        int rows = 0;
        long bytes = 0;
        for (Join each : batches) {
            joined.add(each);
            if (isOpen(each.batch(), rowsTogether) && rowsCopied < ROWS_COPIED_MAX) {
                rows += each.batch().rows().rowCount();
                bytes += each.batch().sizeBytes();
            } else {
                start = joined.size();
                rows = 0;
                bytes = 0;
            }
            if (rows >= rowsTogether || bytes >= BYTES_TOGETHER) {
                join(joined.subList(start, joined.size()));
                start = joined.size();
                rows = 0;
                bytes = 0;
            }
        }
        return joined;
    }

    /// Puts them together, or sees to it that this is not tried again.
    private void join(List<Join> some) {
        Neighbours neighbours = new Neighbours(some.stream().map(Join::batch).toList());
        if (!neighbours.isJoinable(late)) {
            some.replaceAll(each ->
                    new Join(each.start(), each.end(), each.batch().joining(Joining.NEVER)));
            return;
        }
        BufferedRows batch = neighbours.joined();
        rowsCopied += batch.rows().rowCount();
        Join all =
                new Join(
                        some.getFirst().start(),
                        some.getLast().end(),
                        batch.joining(joining(batch.rows())));
        some.clear();
        some.add(all);
    }
}
