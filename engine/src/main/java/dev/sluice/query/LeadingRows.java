// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.datafile.SeriesEnd;
import dev.sluice.influxql.plan.SimpleSelect;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.SortKey;
import dev.sluice.query.sql.Trees;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// That a query wants the first rows by time alone, the newest or the oldest first: as many rows as
/// a limit says, or what the first of them holds. If it finds as many among those at that end of
/// time, no other row is needed; a query that gets fewer rows has to be asked again in full.
///
/// @param down whether the newest come first
/// @param count how many are wanted
/// @param skipped how many before those are passed over
record LeadingRows(boolean down, int count, int skipped) {
    /// More rows than are in the first batch of an answer for certain are not looked for.
    static final int COUNT_MAX = 1_000;

    /// About so many rows are looked at beside the wanted ones: conditions pass some over.
    static final int ROWS_READ = 20_000;

    /// The same of each series, where those are few.
    private static final int ROWS_OF_EACH = 16;

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

        /// The same where time goes backwards: the complement turns the order around.
        Span mirrored() {
            return new Span(~maxNanos, ~minNanos, rowCount);
        }
    }

    /// The instants whose rows are needed, as far as one can guess; all where all rows are.
    ///
    /// @param spans of all files and batches
    TimeRange range(List<Span> spans) {
        return down
                ? new TimeRange(start(spans), Long.MAX_VALUE)
                : new TimeRange(
                        Long.MIN_VALUE, ~start(spans.stream().map(Span::mirrored).toList()));
    }

    /// The rows of each series that are looked at where those are few.
    SeriesEnd ofEach() {
        return new SeriesEnd(down, count + skipped + ROWS_OF_EACH);
    }

    /// The instants that are no farther from this end of time than one.
    TimeRange upTo(long nanos) {
        return down ? new TimeRange(nanos, Long.MAX_VALUE) : new TimeRange(Long.MIN_VALUE, nanos);
    }

    private long start(List<Span> spans) {
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

    /// Looks for such a wish in SQL.
    ///
    /// @param select rewritten, but for its table; no item of it depends on other rows
    /// @param columns of the table
    /// @return null when it has none
    static @Nullable LeadingRows of(Query.Select select, List<OutputColumn> columns) {
        List<SortKey> order = select.tail().orderBy();
        if (!select.grouping().keys().isEmpty()
                || select.grouping().everything()
                || select.having() != null
                || select.qualify() != null
                || select.distinct().active()
                || order.isEmpty()
                || !NewestBins.isTime(
                        NewestBins.item(select, order.getFirst().expression()), columns)) {
            return null;
        }
        OptionalLong limit = Trees.whole(select.tail().limit());
        OptionalLong offset =
                select.tail().offset() == null
                        ? OptionalLong.of(0)
                        : Trees.whole(select.tail().offset());
        return limit.isPresent() && offset.isPresent()
                ? of(
                        order.getFirst().direction() == SortKey.Direction.DOWN,
                        limit.getAsLong(),
                        offset.getAsLong())
                : null;
    }

    /// Looks for such a wish in InfluxQL: a limit of rows that are one series, or one `first` or
    /// `last` of all rows. What functions make of a row depends on those before it in time alone.
    ///
    /// @param selects what a statement asks for, where that is simple; else none
    /// @return null when it has none
    static @Nullable LeadingRows of(List<SimpleSelect> selects) {
        if (selects.size() != 1) {
            return null;
        }
        SimpleSelect select = selects.getFirst();
        if (!select.tags().isEmpty() || select.bins() != null || select.ranking() != null) {
            return null;
        }
        if (!select.gathers()) {
            Long limit = select.page().limit();
            Long offset = select.page().offset();
            return limit == null
                    ? null
                    : of(select.descending(), limit, offset == null ? 0 : offset);
        }
        List<String> functions =
                select.columns().stream()
                        .filter(SimpleSelect.Gathered.class::isInstance)
                        .map(shown -> ((SimpleSelect.Gathered) shown).function())
                        .toList();
        boolean chooses =
                select.page().isAll()
                        && (functions.equals(List.of("first"))
                                || functions.equals(List.of("last")));
        return chooses ? of(functions.getFirst().equals("last"), 1, 0) : null;
    }

    private static @Nullable LeadingRows of(boolean down, long count, long skipped) {
        return count >= 1 && count <= COUNT_MAX && skipped >= 0 && skipped <= COUNT_MAX
                ? new LeadingRows(down, (int) count, (int) skipped)
                : null;
    }
}
