// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// How rows in memory are gathered: by stretches of time and by tags, and what is said of each
/// group. Immutable.
///
/// @param bins stretches of time, or null
/// @param tags the tags that tell groups apart
/// @param everything whether there is one group in any case, even of no row
/// @param columns what the columns of the answer are
record SliceGroups(
        @Nullable DateBins bins, List<Column> tags, boolean everything, List<Gathered> columns) {
    /// Copies the lists.
    SliceGroups {
        tags = List.copyOf(tags);
        columns = List.copyOf(columns);
    }

    /// A column of the answer.
    sealed interface Gathered {}

    /// Where the stretch starts.
    record BinStart() implements Gathered {}

    /// The group's value of a tag.
    ///
    /// @param place among the tags that tell groups apart
    record TagValue(int place) implements Gathered {}

    /// What an aggregate says.
    ///
    /// @param field of which values; null counts rows
    record Aggregate(Kind kind, @Nullable Column field) implements Gathered {}

    /// The aggregates.
    enum Kind {
        /// How many values, or rows.
        COUNT,
        /// The least value.
        MIN,
        /// The greatest value.
        MAX,
        /// The mean of doubles.
        MEAN
    }

    private record Key(long binNanos, List<@Nullable String> tags) {}

    /// What is known of a group so far, by column of the answer.
    private static final class Group {
        private final long[] counts;
        private final long[] words;
        private final double[] sums;

        Group(int columns) {
            this.counts = new long[columns];
            this.words = new long[columns];
            this.sums = new double[columns];
        }
    }

    /// Gathers rows. Not safe for threads.
    final class Gathering {
        private final Map<Key, Group> groups = new LinkedHashMap<>();

        private Gathering() {
            if (everything) {
                groups.put(new Key(0, List.of()), new Group(columns.size()));
            }
        }

        /// Adds some rows.
        ///
        /// @param test which of them count
        void add(TableRows rows, IntPredicate test) {
            List<@Nullable ColumnData> fields = new ArrayList<>();
            for (Gathered column : columns) {
                fields.add(
                        column instanceof Aggregate(Kind _, Column field) && field != null
                                ? SliceCondition.data(rows, field)
                                : null);
            }
            Group group = null;
            int tagSet = -1;
            long bin = 0;
            for (int row = 0; row < rows.rowCount(); row++) {
                if (test.test(row)) {
                    long start = bins == null ? 0 : bins.startOf(rows.time().longAt(row));
                    // Neighbours are nearly always of one group.
                    if (group == null || start != bin || tagSet != rows.tagSetOf(row)) {
                        bin = start;
                        tagSet = rows.tagSetOf(row);
                        group =
                                groups.computeIfAbsent(
                                        new Key(bin, tagsOf(rows, tagSet)),
                                        _ -> new Group(columns.size()));
                    }
                    add(group, fields, row);
                }
            }
        }

        private List<@Nullable String> tagsOf(TableRows rows, int tagSet) {
            @Nullable String[] values = new String[tags.size()];
            for (int place = 0; place < values.length; place++) {
                ColumnData tag = rows.find(tags.get(place).name());
                values[place] = tag == null ? null : tag.textAt(tagSet);
            }
            return Arrays.asList(values);
        }

        private void add(Group group, List<@Nullable ColumnData> fields, int row) {
            for (int place = 0; place < fields.size(); place++) {
                if (columns.get(place) instanceof Aggregate(Kind kind, Column field)) {
                    ColumnData data = fields.get(place);
                    if (field == null) {
                        group.counts[place]++;
                    } else if (data != null && !data.isNull(row)) {
                        take(group, place, kind, data, row);
                    }
                }
            }
        }

        private static void take(Group group, int place, Kind kind, ColumnData data, int row) {
            boolean first = group.counts[place]++ == 0;
            switch (kind) {
                case COUNT -> {
                    // Counted.
                }
                case MEAN -> group.sums[place] += data.doubleAt(row);
                case MIN, MAX -> {
                    long word = data.longAt(row);
                    if (first || isBeyond(kind, data.column().type(), word, group.words[place])) {
                        group.words[place] = word;
                    }
                }
            }
        }

        private static boolean isBeyond(Kind kind, ColumnType type, long word, long than) {
            long greater = kind == Kind.MAX ? word : than;
            long less = kind == Kind.MAX ? than : word;
            return type == ColumnType.FLOAT
                    ? Double.longBitsToDouble(greater) > Double.longBitsToDouble(less)
                    : greater > less;
        }

        /// The answer's columns, a row a group.
        ///
        /// @param outputs as which they are built
        List<ColumnData> columns(List<Column> outputs) {
            List<ColumnData> answer = outputs.stream().map(ColumnData::new).toList();
            int count = 0;
            for (Map.Entry<Key, Group> entry : groups.entrySet()) {
                count++;
                for (int place = 0; place < answer.size(); place++) {
                    put(answer.get(place), columns.get(place), place, entry);
                    answer.get(place).padTo(count);
                }
            }
            return answer;
        }

        private static void put(
                ColumnData target, Gathered column, int place, Map.Entry<Key, Group> entry) {
            Group group = entry.getValue();
            switch (column) {
                case BinStart _ -> target.addLong(entry.getKey().binNanos());
                case TagValue(int tag) -> {
                    String value = entry.getKey().tags().get(tag);
                    if (value != null) {
                        target.addText(value);
                    }
                }
                case Aggregate(Kind kind, Column _) -> {
                    long count = group.counts[place];
                    if (kind == Kind.COUNT) {
                        target.addLong(count);
                    } else if (count > 0) {
                        target.addLong(
                                kind == Kind.MEAN
                                        ? Double.doubleToRawLongBits(group.sums[place] / count)
                                        : group.words[place]);
                    }
                }
            }
        }
    }

    /// Begins to gather rows.
    Gathering begin() {
        return new Gathering();
    }
}
