// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.datafile;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TextValues;
import dev.sluice.model.Column;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The values that one tag has in several batches, numbered by their order: 0 for none, 1 for the
/// smallest, and so on. So tag sets are compared by numbers, and a value's bytes are looked at once
/// a batch.
final class TagRanks {
    private static final int NOT_CHOSEN = -1;

    /// So many texts are looked at in their order as quickly as one is found that is anywhere.
    private static final int LOOKS_A_TEXT = 4;

    private final String name;

    /// By batch: the tag, null where a batch lacks it.
    private final @Nullable ColumnData[] byBatch;

    /// By batch and number of the value in it: the rank.
    private final int[][] ranks;

    /// By rank: a batch that has the value, and its number there.
    private final int[] batchOf;

    private final int[] numberOf;
    private final int count;

    private TagRanks(String name, @Nullable ColumnData[] byBatch) {
        this.name = name;
        this.byBatch = byBatch;
        this.ranks = new int[byBatch.length][];
        int valueCount = 0;
        for (int batch = 0; batch < byBatch.length; batch++) {
            ColumnData tag = byBatch[batch];
            ranks[batch] = new int[tag == null ? 0 : tag.values().size()];
            valueCount += ranks[batch].length;
        }
        int[] batches = new int[valueCount];
        int[] numbers = new int[valueCount];
        int next = 0;
        for (int batch = 0; batch < byBatch.length; batch++) {
            for (int number = 0; number < ranks[batch].length; number++) {
                batches[next] = batch;
                numbers[next++] = number;
            }
        }
        TextSort sorted = new TextSort(new Values(batches, numbers), valueCount);
        this.batchOf = new int[valueCount + 1];
        this.numberOf = new int[valueCount + 1];
        this.count = rank(sorted, batches, numbers);
    }

    /// Numbers sorted values.
    ///
    /// @return how many different ones there are
    private int rank(TextSort sorted, int[] batches, int[] numbers) {
        int rank = 0;
        for (int place = 0; place < batches.length; place++) {
            int value = sorted.order()[place];
            if (sorted.isFirst(place)) {
                rank++;
                batchOf[rank] = batches[value];
                numberOf[rank] = numbers[value];
            }
            ranks[batches[value]][numbers[value]] = rank;
        }
        return rank;
    }

    /// Numbers the values of a tag.
    ///
    /// @param byBatch the tag in each batch, null where a batch lacks it
    static TagRanks of(String name, List<@Nullable ColumnData> byBatch) {
        return new TagRanks(name, byBatch.toArray(new ColumnData[0]));
    }

    /// The values of all batches, by number.
    private final class Values implements TextSort.Texts {
        private final int[] batches;
        private final int[] numbers;

        Values(int[] batches, int[] numbers) {
            this.batches = batches;
            this.numbers = numbers;
        }

        @Override
        public byte[] bytes(int number) {
            return valuesOf(batches[number]).bytes();
        }

        @Override
        public int start(int number) {
            return valuesOf(batches[number]).start(numbers[number]);
        }

        @Override
        public int end(int number) {
            return valuesOf(batches[number]).end(numbers[number]);
        }
    }

    private TextValues valuesOf(int batch) {
        ColumnData tag = byBatch[batch];
        if (tag == null) {
            throw new IllegalArgumentException("batch " + batch + " lacks the tag " + name);
        }
        return tag.values();
    }

    /// The name of the tag.
    String name() {
        return name;
    }

    /// How many bits a rank takes.
    int bits() {
        return Integer.SIZE - Integer.numberOfLeadingZeros(count);
    }

    /// Puts the ranks of a batch's tag sets into words.
    ///
    /// @param words by tag set from `from` on; the rank goes to their lower end
    void pack(int batch, int tagSetCount, long[] words, int from) {
        int bits = bits();
        ColumnData tag = byBatch[batch];
        if (tag == null) {
            for (int tagSet = 0; tagSet < tagSetCount; tagSet++) {
                words[from + tagSet] <<= bits;
            }
            return;
        }
        int[] ofBatch = ranks[batch];
        int[] numbers = tag.numbers();
        boolean whole = tag.nullCount() == 0;
        for (int tagSet = 0; tagSet < tagSetCount; tagSet++) {
            int rank = whole || !tag.isNull(tagSet) ? ofBatch[numbers[tagSet]] : 0;
            words[from + tagSet] = (words[from + tagSet] << bits) | rank;
        }
    }

    /// The value of a rank, or null.
    @Nullable String textAt(int rank) {
        if (rank == 0) {
            return null;
        }
        TextValues values = valuesOf(batchOf[rank]);
        int start = values.start(numberOf[rank]);
        return new String(
                values.bytes(), start, values.end(numberOf[rank]) - start, StandardCharsets.UTF_8);
    }

    /// The values of some ranks as a tag, each once, in order of their first appearance.
    ///
    /// @param chosen by row: the rank; only the first `rowCount` count; handed over
    ColumnData gather(Column column, int[] chosen, int rowCount) {
        int[] places = new int[count + 1];
        Arrays.fill(places, NOT_CHOSEN);
        int[] rankAt = new int[Math.min(count, rowCount)];
        int size = 0;
        long[] present = new long[(rowCount + Long.SIZE - 1) / Long.SIZE];
        for (int row = 0; row < rowCount; row++) {
            int rank = chosen[row];
            if (rank == 0) {
                continue;
            }
            present[row >>> 6] |= 1L << row;
            int place = places[rank];
            if (place == NOT_CHOSEN) {
                place = size;
                places[rank] = place;
                rankAt[size++] = rank;
            }
            chosen[row] = place;
        }
        boolean most = (long) size * LOOKS_A_TEXT >= batchOf.length;
        return ColumnData.ofTag(
                column,
                rowCount,
                chosen,
                present,
                most ? spread(places, size) : pick(rankAt, size));
    }

    /// Looks for each text where it is.
    private TextValues pick(int[] rankAt, int size) {
        TextValues picked = TextValues.ofDifferent();
        for (int place = 0; place < size; place++) {
            int rank = rankAt[place];
            TextValues values = valuesOf(batchOf[rank]);
            int number = numberOf[rank];
            picked.number(values.bytes(), values.start(number), values.end(number));
        }
        return picked;
    }

    /// Goes through the texts of all batches, and puts each where it belongs: many texts are in no
    /// cache, and a text that is written is not waited for.
    private TextValues spread(int[] places, int size) {
        int[] starts = new int[size + 1];
        eachText(places, (_, _, length, place) -> starts[place + 1] = length);
        for (int place = 0; place < size; place++) {
            starts[place + 1] = Math.addExact(starts[place], starts[place + 1]);
        }
        byte[] spread = new byte[starts[size]];
        eachText(
                places,
                (text, start, length, place) ->
                        System.arraycopy(text, start, spread, starts[place], length));
        return TextValues.of(spread, starts, true);
    }

    private interface Taking {
        void take(byte[] text, int start, int length, int place);
    }

    private void eachText(int[] places, Taking taking) {
        for (int batch = 0; batch < byBatch.length; batch++) {
            int[] ofBatch = ranks[batch];
            if (ofBatch.length > 0) {
                TextValues values = valuesOf(batch);
                int[] offsets = values.offsets();
                for (int number = 0; number < ofBatch.length; number++) {
                    int place = places[ofBatch[number]];
                    if (place != NOT_CHOSEN) {
                        int start = offsets[number];
                        taking.take(values.bytes(), start, offsets[number + 1] - start, place);
                    }
                }
            }
        }
    }
}
