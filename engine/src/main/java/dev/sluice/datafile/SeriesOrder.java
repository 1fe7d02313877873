// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.datafile;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.NameIndex;
import dev.sluice.batch.TableRows;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The rows of several batches of one table, ordered by primary key: by tags in the order of their
/// names, nulls first, and then by time. Rows with the same key keep the order of the batches.
///
/// Series, the different tag sets, are numbered and sorted once each, so that sorting rows compares
/// numbers; and rows that come in order of time are not sorted at all.
final class SeriesOrder {
    /// The length of a value that is not there.
    private static final int ABSENT = -1;

    private final List<TableRows> batches;
    private final List<ColumnTags> tags;

    /// By series, in their order: a batch and a tag set of it that the series is.
    private int[] batchOfSeries = new int[64];

    private int[] tagSetOfSeries = new int[64];

    /// By place: the batch, the row in the batch, the series.
    private final int[] batchAt;

    private final int[] rowAt;
    private final int[] seriesAt;

    /// A tag in each batch, null where a batch lacks it.
    private static final class ColumnTags {
        private final String name;
        private final @Nullable ColumnData[] byBatch;

        ColumnTags(String name, int batchCount) {
            this.name = name;
            this.byBatch = new ColumnData[batchCount];
        }
    }

    /// @param batches oldest first
    SeriesOrder(List<TableRows> batches) {
        this.batches = batches;
        this.tags = tagsOf(batches);
        int rowCount = batches.stream().mapToInt(TableRows::rowCount).sum();
        this.batchAt = new int[rowCount];
        this.rowAt = new int[rowCount];
        this.seriesAt = new int[rowCount];
        int[][] numbers = new int[batches.size()][];
        int seriesCount = number(numbers);
        spread(numbers, ranked(numbers, seriesCount));
    }

    /// How many rows there are.
    int rowCount() {
        return batchAt.length;
    }

    /// The batch of the row at a place of the order.
    int batchAt(int place) {
        return batchAt[place];
    }

    /// The row, within its batch, at a place of the order.
    int rowAt(int place) {
        return rowAt[place];
    }

    /// The series of the row at a place; the order of numbers is that of the series.
    int seriesAt(int place) {
        return seriesAt[place];
    }

    /// The time of the row at a place of the order, in nanoseconds.
    long timeAt(int place) {
        return batches.get(batchAt[place]).time().longAt(rowAt[place]);
    }

    /// Whether two places of the order hold the same point.
    boolean samePoint(int placeA, int placeB) {
        return seriesAt[placeA] == seriesAt[placeB] && timeAt(placeA) == timeAt(placeB);
    }

    /// The names of the tags, sorted.
    List<String> tagNames() {
        return tags.stream().map(tag -> tag.name).toList();
    }

    /// Adds the value that a series has of the tag at a place of [#tagNames], if it has one.
    void addTag(int series, int tag, ColumnData target) {
        ColumnData source = tags.get(tag).byBatch[batchOfSeries[series]];
        if (source != null) {
            target.addFrom(source, tagSetOfSeries[series]);
        } else {
            target.padTo(target.rowCount() + 1);
        }
    }

    /// The value that a series has of a tag, or null.
    @Nullable String tagOf(int series, String name) {
        for (ColumnTags tag : tags) {
            if (tag.name.equals(name)) {
                ColumnData source = tag.byBatch[batchOfSeries[series]];
                return source == null ? null : source.textAt(tagSetOfSeries[series]);
            }
        }
        return null;
    }

    private static List<ColumnTags> tagsOf(List<TableRows> batches) {
        SortedMap<String, ColumnTags> byName = new TreeMap<>();
        for (int batch = 0; batch < batches.size(); batch++) {
            for (ColumnData column : batches.get(batch).tags()) {
                byName.computeIfAbsent(
                                        column.column().name(),
                                        name -> new ColumnTags(name, batches.size()))
                                .byBatch[batch] =
                        column;
            }
        }
        return List.copyOf(byName.values());
    }

    /// Gives each different tag set a number, in order of first appearance.
    ///
    /// @param numbers gets by batch and tag set: the number
    /// @return how many there are
    private int number(int[][] numbers) {
        NameIndex series = new NameIndex();
        ByteBuffer key = ByteBuffer.allocate(256);
        for (int batch = 0; batch < numbers.length; batch++) {
            int[] ofBatch = new int[batches.get(batch).tagSetCount()];
            for (int tagSet = 0; tagSet < ofBatch.length; tagSet++) {
                key = keyOf(batch, tagSet, key);
                int number = series.find(key.array(), 0, key.position());
                if (number == NameIndex.ABSENT) {
                    number = series.add(key.array(), 0, key.position());
                    remember(number, batch, tagSet);
                }
                ofBatch[tagSet] = number;
            }
            numbers[batch] = ofBatch;
        }
        return series.size();
    }

    private void remember(int number, int batch, int tagSet) {
        if (number == batchOfSeries.length) {
            batchOfSeries = Arrays.copyOf(batchOfSeries, number * 2);
            tagSetOfSeries = Arrays.copyOf(tagSetOfSeries, number * 2);
        }
        batchOfSeries[number] = batch;
        tagSetOfSeries[number] = tagSet;
    }

    /// Length and bytes of each tag, the length [#ABSENT] for null.
    private ByteBuffer keyOf(int batch, int tagSet, ByteBuffer reused) {
        ByteBuffer key = reused.clear();
        for (ColumnTags column : tags) {
            ColumnData tag = column.byBatch[batch];
            int length =
                    tag == null || tag.isNull(tagSet)
                            ? ABSENT
                            : tag.textEnd(tagSet) - tag.textStart(tagSet);
            if (key.remaining() < Integer.BYTES + length) {
                ByteBuffer larger =
                        ByteBuffer.allocate(2 * (key.position() + Integer.BYTES + length));
                key = larger.put(key.flip());
            }
            key.putInt(length);
            if (tag != null && length > 0) {
                key.put(tag.textBytes(), tag.textStart(tagSet), length);
            }
        }
        return key;
    }

    /// Sorts the series, and gives them numbers in that order instead.
    ///
    /// @return by rank: how many rows the series before it have
    private int[] ranked(int[][] numbers, int seriesCount) {
        List<Integer> sorted = new ArrayList<>(seriesCount);
        for (int number = 0; number < seriesCount; number++) {
            sorted.add(number);
        }
        sorted.sort(this::compareTags);
        int[] rankOf = new int[seriesCount];
        int[] batchOfRank = new int[seriesCount];
        int[] tagSetOfRank = new int[seriesCount];
        for (int rank = 0; rank < seriesCount; rank++) {
            int number = sorted.get(rank);
            rankOf[number] = rank;
            batchOfRank[rank] = batchOfSeries[number];
            tagSetOfRank[rank] = tagSetOfSeries[number];
        }
        batchOfSeries = batchOfRank;
        tagSetOfSeries = tagSetOfRank;
        int[] starts = new int[seriesCount + 1];
        for (int batch = 0; batch < numbers.length; batch++) {
            int[] ofBatch = numbers[batch];
            for (int tagSet = 0; tagSet < ofBatch.length; tagSet++) {
                ofBatch[tagSet] = rankOf[ofBatch[tagSet]];
            }
            TableRows rows = batches.get(batch);
            for (int row = 0; row < rows.rowCount(); row++) {
                starts[ofBatch[rows.tagSetOf(row)] + 1]++;
            }
        }
        for (int rank = 1; rank < starts.length; rank++) {
            starts[rank] += starts[rank - 1];
        }
        return starts;
    }

    private int compareTags(int seriesA, int seriesB) {
        for (ColumnTags tag : tags) {
            int result =
                    compare(
                            tag.byBatch[batchOfSeries[seriesA]],
                            tagSetOfSeries[seriesA],
                            tag.byBatch[batchOfSeries[seriesB]],
                            tagSetOfSeries[seriesB]);
            if (result != 0) {
                return result;
            }
        }
        return 0;
    }

    private static int compare(
            @Nullable ColumnData a, int tagSetA, @Nullable ColumnData b, int tagSetB) {
        if (a == null || b == null) {
            boolean nullA = a == null || a.isNull(tagSetA);
            boolean nullB = b == null || b.isNull(tagSetB);
            return Boolean.compare(nullB, nullA);
        }
        return ColumnData.compareText(a, tagSetA, b, tagSetB);
    }

    /// Puts each row to its series, and sorts within a series only where rows are late.
    private void spread(int[][] ranks, int[] starts) {
        int[] next = starts.clone();
        for (int batch = 0; batch < ranks.length; batch++) {
            TableRows rows = batches.get(batch);
            for (int row = 0; row < rows.rowCount(); row++) {
                int rank = ranks[batch][rows.tagSetOf(row)];
                int place = next[rank]++;
                batchAt[place] = batch;
                rowAt[place] = row;
                seriesAt[place] = rank;
            }
        }
        for (int rank = 0; rank + 1 < starts.length; rank++) {
            sortByTime(starts[rank], starts[rank + 1]);
        }
    }

    private void sortByTime(int from, int to) {
        boolean late = false;
        for (int place = from + 1; place < to && !late; place++) {
            late = timeAt(place) < timeAt(place - 1);
        }
        if (!late) {
            return;
        }
        int[] batch = Arrays.copyOfRange(batchAt, from, to);
        int[] row = Arrays.copyOfRange(rowAt, from, to);
        Integer[] places = new Integer[to - from];
        Arrays.setAll(places, i -> from + i);
        Arrays.sort(places, (a, b) -> Long.compare(timeAt(a), timeAt(b)));
        for (int i = 0; i < places.length; i++) {
            batchAt[from + i] = batch[places[i] - from];
            rowAt[from + i] = row[places[i] - from];
        }
    }
}
