// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Statement;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A SELECT of one stored measurement that takes its columns as they are, or one value of each for
/// many rows, and may compute with them: so simple that who has the rows in memory can answer it
/// without the tree that says the same. Also a list of a tag's values, and the one row of texts
/// that is there where a measurement has rows.
///
/// @param measurement which one
/// @param where which rows count
/// @param columns by column of the rows
/// @param tags of GROUP BY, by key
/// @param tiesBy tags that order rows of one series and one time
/// @param bins of GROUP BY time, or null
/// @param descending whether the newest comes first
/// @param page which rows of each series
/// @param computed what is shown in the place of the columns behind the tags; null where those are
/// @param ranking which rows are shown, or null for all
public record SimpleSelect(
        String measurement,
        Expression where,
        List<Shown> columns,
        List<Column> tags,
        List<Column> tiesBy,
        @Nullable EvenBins bins,
        boolean descending,
        Statement.Page page,
        @Nullable Computed computed,
        @Nullable Ranking ranking) {
    /// Copies the lists.
    public SimpleSelect {
        columns = List.copyOf(columns);
        tags = List.copyOf(tags);
        tiesBy = List.copyOf(tiesBy);
    }

    /// Whether there is a row for many rows, not one for each.
    public boolean gathers() {
        return columns.stream().noneMatch(shown -> shown instanceof Value);
    }

    /// The types of what is shown.
    public List<ColumnType> types() {
        List<ColumnType> types = new ArrayList<>();
        for (Shown shown : columns) {
            types.add(shown.shownAs());
        }
        if (computed != null) {
            types.subList(2 + tags.size(), types.size()).clear();
            computed.results().forEach(result -> types.add(result.type()));
        }
        return types;
    }

    /// What a column of the rows shows.
    public sealed interface Shown {
        /// The type of its values.
        default ColumnType shownAs() {
            return switch (this) {
                case Text _ -> ColumnType.STRING;
                case RowTime _, FixedTime _, BinTime _, SelectedTime _ -> ColumnType.TIME;
                case GroupTag _ -> ColumnType.TAG;
                case Value(Column column) -> column.type();
                case Gathered gathered -> gathered.type();
            };
        }
    }

    /// The same text for all rows.
    public record Text(String text) implements Shown {}

    /// The time of the row itself.
    public record RowTime() implements Shown {}

    /// One time for all rows, in nanoseconds.
    public record FixedTime(long timeNanos) implements Shown {}

    /// Where the bin starts.
    public record BinTime() implements Shown {}

    /// The time of the row that a selector chose.
    ///
    /// @param column which one shows what it selects
    public record SelectedTime(int column) implements Shown {}

    /// A tag of GROUP BY.
    ///
    /// @param place among those
    public record GroupTag(int place) implements Shown {}

    /// A column as it is.
    public record Value(Column column) implements Shown {}

    /// One value for many rows.
    ///
    /// @param function by its name in InfluxQL: `count`, `sum`, `mean`, `min`, `max`, `first`,
    ///   `last`, `median` or `percentile`
    /// @param percent of `percentile`, from 50 to 100; of others 0
    /// @param filler the value of a bin without data, in the bits of a column; or null
    public record Gathered(String function, Column column, double percent, @Nullable Long filler)
            implements Shown {
        /// The type of the value.
        public ColumnType type() {
            return switch (function) {
                case "count" -> ColumnType.INTEGER;
                case "mean", "median" -> ColumnType.FLOAT;
                default -> column.type();
            };
        }
    }

    /// What is computed of the columns behind the tags, where rows are in order.
    ///
    /// @param results by column that is shown
    /// @param leavesEmptyOut whether rows are left out in which all of them are nothing
    /// @param firstNanos rows before are there for the others alone, and left out
    public record Computed(List<SimpleTerm> results, boolean leavesEmptyOut, long firstNanos) {
        /// Copies the list.
        public Computed {
            results = List.copyOf(results);
        }
    }

    /// That the best rows of each series and bin alone are shown: by a value, of the same ones the
    /// earliest, of those the first by their tags.
    ///
    /// @param value the place of the value's column
    /// @param greatest whether greater values are better
    /// @param alike the places of tags: of rows with the same values of them the best one counts
    /// @param bins of GROUP BY time, or null
    /// @param count how many rows of each
    public record Ranking(
            int value, boolean greatest, List<Integer> alike, @Nullable EvenBins bins, long count) {
        /// Copies the list.
        public Ranking {
            alike = List.copyOf(alike);
        }
    }

    /// Bins of one length, also by the local clock.
    ///
    /// @param widthNanos how long each is
    /// @param originNanos where one starts
    /// @param firstNanos start of the first, or null where each series has its own
    /// @param lastNanos the last instant of the span, inclusive
    /// @param empty what becomes of bins without data
    public record EvenBins(
            long widthNanos,
            long originNanos,
            @Nullable Long firstNanos,
            long lastNanos,
            EmptyBins empty) {}

    /// What becomes of bins without data.
    public enum EmptyBins {
        /// There is no row.
        LEFT_OUT,
        /// Each column shows its filler.
        FILLED,
        /// Each column shows what it showed in the bin before.
        AS_BEFORE,
        /// Each column of numbers shows what is on the line between the bins before and after that
        /// have a value; nothing where there is none on one side.
        ON_LINES;

        /// Whether one shows what is in others.
        public boolean looksAround() {
            return this == AS_BEFORE || this == ON_LINES;
        }
    }
}
