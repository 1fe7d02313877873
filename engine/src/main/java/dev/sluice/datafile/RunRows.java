// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.datafile;

import dev.sluice.parquet.RowRanges;
import dev.sluice.parquet.ValueSink;
import java.util.Arrays;
import java.util.BitSet;

/// Rows of the runs of a file ([FileSeries]), of each run one after the other; all of them at
/// first. Of one caller.
final class RunRows {
    /// By run: the first one.
    private final int[] first;

    /// The row behind the last one; the first one where there are none.
    private final int[] behind;

    /// @param starts as of a file
    RunRows(int[] starts) {
        this.first = Arrays.copyOf(starts, starts.length - 1);
        this.behind = Arrays.copyOfRange(starts, 1, starts.length);
    }

    /// How many rows of a run there are.
    int count(int run) {
        return behind[run] - first[run];
    }

    /// Those of some runs.
    RowRanges of(BitSet runs) {
        RowRanges rows = new RowRanges();
        for (int run = runs.nextSetBit(0); run >= 0; run = runs.nextSetBit(run + 1)) {
            rows.add(first[run], behind[run]);
        }
        return rows;
    }

    /// Leaves those at one end of each run.
    void cut(SeriesEnd end) {
        for (int run = 0; run < first.length; run++) {
            if (end.newest()) {
                first[run] = Math.max(first[run], behind[run] - end.count());
            } else {
                behind[run] = Math.min(behind[run], first[run] + end.count());
            }
        }
    }

    /// What leaves of some runs the rows of a time, once it gets the times of all their rows.
    ///
    /// @param minNanos earlier ones are left out
    /// @param maxNanos later ones are left out
    ValueSink searching(BitSet runs, long minNanos, long maxNanos) {
        return new TimeSearch(runs, this, minNanos, maxNanos);
    }

    /// Finds the rows of a time in the column of times, which go up in each run.
    private static final class TimeSearch implements ValueSink {
        private final BitSet runs;
        private final RunRows rows;
        private final long minNanos;
        private final long maxNanos;
        private int run;

        /// The row of the next value, and the one behind the last of its run.
        private int row;

        private int end;

        TimeSearch(BitSet runs, RunRows rows, long minNanos, long maxNanos) {
            this.runs = runs;
            this.rows = rows;
            this.minNanos = minNanos;
            this.maxNanos = maxNanos;
            begin(runs.nextSetBit(0));
        }

        private void begin(int next) {
            run = next;
            if (run >= 0) {
                row = rows.first[run];
                end = rows.behind[run];
                // None, until some are found.
                rows.behind[run] = row;
            }
        }

        @Override
        public void addWords(long[] bits, int count) {
            int at = 0;
            while (at < count) {
                int part = Math.min(count - at, end - row);
                int found = place(bits, at, at + part, minNanos);
                // There is no instant behind the last one.
                int behind =
                        maxNanos == Long.MAX_VALUE
                                ? at + part
                                : place(bits, found, at + part, maxNanos + 1);
                if (found < behind) {
                    if (rows.first[run] == rows.behind[run]) {
                        rows.first[run] = row + found - at;
                    }
                    rows.behind[run] = row + behind - at;
                }
                row += part;
                at += part;
                if (row == end) {
                    begin(runs.nextSetBit(run + 1));
                }
            }
        }

        /// The first place of those from `start` to `end` that has no less than a value.
        private static int place(long[] sorted, int start, int end, long value) {
            int found = Arrays.binarySearch(sorted, start, end, value);
            return found < 0 ? -found - 1 : found;
        }

        @Override
        public void addText(byte[] bytes, int start, int length) {
            throw new IllegalStateException("a time is no text");
        }

        @Override
        public void addNulls(int count) {
            throw new IllegalStateException("every row has a time");
        }
    }
}
