// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.influxql.plan.SimpleSelect;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How rows in memory are gathered: by stretches of time and by tags, and what is said of each
/// group. Immutable.
///
/// @param bins stretches of time, or null
/// @param tags the tags that tell groups apart
/// @param everything whether there is one group in any case, even of no row
/// @param columns what the columns of the answer are
/// @param empty what becomes of stretches without rows; null where they are left out
record SliceGroups(
        @Nullable DateBins bins,
        List<Column> tags,
        boolean everything,
        List<Gathered> columns,
        @Nullable EmptyBins empty) {
    /// Copies the lists.
    SliceGroups {
        tags = List.copyOf(tags);
        columns = List.copyOf(columns);
    }

    /// How many columns keep the values that they are of.
    long rankCount() {
        return columns.stream()
                .filter(column -> column instanceof Aggregate aggregate && aggregate.ranks())
                .count();
    }

    /// The stretches that each series has, be there rows or not. A series is what the tags tell
    /// apart.
    ///
    /// @param firstNanos start of the first one; null for the first one that has rows
    /// @param lastNanos the last one starts at this time, or before it
    /// @param shown what one without rows shows
    record EmptyBins(@Nullable Long firstNanos, long lastNanos, SimpleSelect.EmptyBins shown) {}

    /// A column of the answer.
    sealed interface Gathered {}

    /// Where the stretch starts.
    record BinStart() implements Gathered {}

    /// The same time for each group.
    record FixedTime(long timeNanos) implements Gathered {}

    /// The time of the row of which another column shows the value.
    ///
    /// @param column its place; what it shows is the value of one row
    record TimeOf(int column) implements Gathered {}

    /// The same text for each group.
    record Text(String text) implements Gathered {}

    /// The group's value of a tag.
    ///
    /// @param place among the tags that tell groups apart
    record TagValue(int place) implements Gathered {}

    /// What an aggregate says.
    ///
    /// @param field of which values; null counts rows
    /// @param percent the rank of percentiles, of others 0
    /// @param filler what it says of a stretch without rows, in the bits of a column, or null
    record Aggregate(Kind kind, @Nullable Column field, double percent, @Nullable Long filler)
            implements Gathered {
        /// One that says nothing of a stretch without rows.
        Aggregate(Kind kind, @Nullable Column field) {
            this(kind, field, 0, null);
        }

        /// Whether all values are kept that it is of.
        boolean ranks() {
            return kind == Kind.PERCENTILE || kind == Kind.MEDIAN;
        }

        /// A column as which it can be shown.
        Column shown() {
            return switch (kind) {
                case COUNT -> new Column("count", ColumnType.INTEGER);
                case MEAN -> new Column("mean", ColumnType.FLOAT);
                case MEDIAN -> new Column("median", ColumnType.FLOAT);
                case MIN, MAX, SUM, FIRST, LAST, PERCENTILE ->
                        field == null ? Column.ofTime() : field;
            };
        }
    }

    /// The aggregates. Those of whole numbers are exact or fail.
    enum Kind {
        /// How many values, or rows.
        COUNT,
        /// The least value, of several the earliest.
        MIN,
        /// The greatest value, of several the earliest.
        MAX,
        /// The sum.
        SUM,
        /// The mean.
        MEAN,
        /// The earliest value, of several the greatest.
        FIRST,
        /// The latest value, of several the greatest.
        LAST,
        /// The value of nearest rank, of several the earliest.
        PERCENTILE,
        /// What is in the middle.
        MEDIAN
    }
}
