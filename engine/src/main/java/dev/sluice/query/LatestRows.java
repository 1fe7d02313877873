// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.SortKey;
import dev.sluice.query.sql.Trees;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// That a SELECT wants the newest rows alone: rows as they are, the newest first, and a limit. If
/// it finds as many among those since some instant, no older row is needed; a query that gets fewer
/// rows than its limit has to be asked again in full.
///
/// @param count how many are wanted
/// @param skipped how many newer ones are passed over
record LatestRows(int count, int skipped) {
    /// More rows than are in the first batch of an answer for certain are not looked for.
    static final int COUNT_MAX = 1_000;

    /// About so many rows are looked at beside the wanted ones: conditions pass some over.
    static final int ROWS_READ = 20_000;

    /// Rows of one file or batch.
    ///
    /// @param minNanos the earliest
    /// @param maxNanos the latest
    record Span(long minNanos, long maxNanos, long rowCount) {
        /// About how many of them are since an instant, as if they were evenly spread.
        double rowsSince(long nanos) {
            if (nanos <= minNanos) {
                return rowCount;
            }
            double lengthNanos = (double) maxNanos - minNanos;
            return nanos > maxNanos ? 0 : rowCount * (((double) maxNanos - nanos) / lengthNanos);
        }
    }

    /// The earliest instant that is needed, as far as one can guess; the smallest number where all
    /// rows are.
    ///
    /// @param spans of all files and batches
    long start(List<Span> spans) {
        double wanted = ROWS_READ + (double) count + skipped;
        long early = spans.stream().mapToLong(Span::minNanos).min().orElse(Long.MIN_VALUE);
        long late = spans.stream().mapToLong(Span::maxNanos).max().orElse(Long.MIN_VALUE);
        if (rowsSince(spans, early) <= wanted) {
            return Long.MIN_VALUE;
        }
        // There are enough since the first of two instants, and not since the second.
        while (late - early > 1) {
            long middle = early + (late - early) / 2;
            if (rowsSince(spans, middle) >= wanted) {
                early = middle;
            } else {
                late = middle;
            }
        }
        return early;
    }

    private static double rowsSince(List<Span> spans, long nanos) {
        return spans.stream().mapToDouble(span -> span.rowsSince(nanos)).sum();
    }

    /// Looks for such a wish.
    ///
    /// @param select rewritten, but for its table; no item of it depends on other rows
    /// @param columns of the table
    /// @return null when it has none
    static @Nullable LatestRows of(Query.Select select, List<OutputColumn> columns) {
        List<SortKey> order = select.tail().orderBy();
        if (!select.grouping().keys().isEmpty()
                || select.grouping().everything()
                || select.having() != null
                || select.qualify() != null
                || select.distinct().active()
                || order.isEmpty()
                || order.getFirst().direction() != SortKey.Direction.DOWN
                || !NewestBins.isTime(
                        NewestBins.item(select, order.getFirst().expression()), columns)) {
            return null;
        }
        OptionalLong limit = Trees.whole(select.tail().limit());
        OptionalLong offset =
                select.tail().offset() == null
                        ? OptionalLong.of(0)
                        : Trees.whole(select.tail().offset());
        return isCount(limit, 1) && isCount(offset, 0)
                ? new LatestRows((int) limit.getAsLong(), (int) offset.getAsLong())
                : null;
    }

    private static boolean isCount(OptionalLong number, int least) {
        return number.isPresent() && number.getAsLong() >= least && number.getAsLong() <= COUNT_MAX;
    }
}
