// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

import dev.sluice.batch.TableRows;
import dev.sluice.wal.LogPosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Some rows of one table, of one logged batch or of neighbours of few rows.
///
/// @param position the batch's place in the log, of several the oldest; of two rows that hold the
///   same point the higher wins, within one batch the later row, and of two parts of one batch
///   those that are late
/// @param rows immutable from here on
/// @param late whether they may repeat points. Among all rows of a snapshot that are not late no
///   two are the same point; late ones may repeat any row, also each other. A late row may be older
///   or newer than what it repeats: positions alone tell
/// @param joining when they are put together with others
public record BufferedRows(LogPosition position, TableRows rows, boolean late, Joining joining) {
    /// When a batch is put together with its neighbours, so that who reads has fewer to look at.
    public enum Joining {
        /// As soon as they have come.
        ON_ARRIVAL,

        /// Once somebody reads them.
        ON_READING,

        /// It has enough rows, or they do not fit together.
        NEVER
    }

    /// By position; of the two parts of one batch the late one is the newer.
    private static final Comparator<BufferedRows> OLDEST_FIRST =
            Comparator.comparing(BufferedRows::position).thenComparing(BufferedRows::late);

    /// Rows that stay as they are.
    public BufferedRows(LogPosition position, TableRows rows, boolean late) {
        this(position, rows, late, Joining.NEVER);
    }

    /// Rows of which nothing is known.
    public BufferedRows(LogPosition position, TableRows rows) {
        this(position, rows, true);
    }

    /// The same, put together at another time.
    BufferedRows joining(Joining when) {
        return new BufferedRows(position, rows, late, when);
    }

    /// The same, late or not.
    BufferedRows told(boolean isLate) {
        return new BufferedRows(position, rows, isLate, joining);
    }

    /// About how much memory they take, in bytes, with the index that queries make of them.
    long sizeBytes() {
        return rows.sizeBytes() + rows.indexBytesMax();
    }

    /// The same, oldest first, in a list of its own.
    static List<BufferedRows> oldestFirst(List<BufferedRows> rows) {
        List<BufferedRows> sorted = new ArrayList<>(rows);
        sorted.sort(OLDEST_FIRST);
        return sorted;
    }
}
