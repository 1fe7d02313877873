// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.datafile;

import dev.sluice.background.WorkPool;
import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The rows of several batches of one table, ordered by primary key: by tags in the order of their
/// names, nulls first, and then by time. Rows with the same key keep the order of the batches.
///
/// Each tag's values are numbered by their order ([TagRanks]), the numbers of a tag set are packed
/// into words, and these are sorted by digits. So series, the different tag sets, get numbers in
/// their order without a look at their texts; and rows that come in order of time are not sorted at
/// all.
final class SeriesOrder {
    private final RadixSort radix = new RadixSort();
    private final List<TableRows> batches;
    private final TagRanks[] tags;

    /// By tag: the word of a series that has its rank, and how far from the word's lower end.
    private final int[] wordOfTag;

    private final int[] shiftOfTag;

    /// By word and series, in the order of series.
    private final long[][] wordsOfSeries;

    /// By place: the batch in the upper half and the row in the batch in the lower one.
    private final long[] rowRefs;

    private final long[] times;
    private final int[] series;

    /// @param batches oldest first
    /// @param pool helps with the tags
    SeriesOrder(List<TableRows> batches, WorkPool pool) {
        this.batches = batches;
        this.tags = tagsOf(batches, pool);
        this.wordOfTag = new int[tags.length];
        this.shiftOfTag = new int[tags.length];
        int rowCount = batches.stream().mapToInt(TableRows::rowCount).sum();
        this.rowRefs = new long[rowCount];
        this.times = new long[rowCount];
        this.series = new int[rowCount];
        long[][] words = words(layOut());
        this.wordsOfSeries = new long[words.length][];
        int[] seriesOfTagSet = number(words);
        spread(seriesOfTagSet, wordsOfSeries[0].length);
    }

    /// How many rows there are.
    int rowCount() {
        return rowRefs.length;
    }

    /// The batch of the row at a place of the order.
    int batchAt(int place) {
        return batchOf(rowRefs[place]);
    }

    /// The row, within its batch, at a place of the order.
    int rowAt(int place) {
        return rowOf(rowRefs[place]);
    }

    /// Both in one, for [#batchOf] and [#rowOf].
    long rowRefAt(int place) {
        return rowRefs[place];
    }

    static int batchOf(long rowRef) {
        return (int) (rowRef >>> Integer.SIZE);
    }

    static int rowOf(long rowRef) {
        return (int) rowRef;
    }

    /// The series of the row at a place; the order of numbers is that of the series.
    int seriesAt(int place) {
        return series[place];
    }

    /// The time of the row at a place of the order, in nanoseconds.
    long timeAt(int place) {
        return times[place];
    }

    /// Finds the places where another point begins than that of the place before.
    ///
    /// @param points gets them, and behind the last one the number of rows
    /// @return how many there are
    int findPoints(int[] points) {
        int count = 0;
        for (int place = 0; place < times.length; place++) {
            if (place == 0
                    || series[place] != series[place - 1]
                    || times[place] != times[place - 1]) {
                points[count++] = place;
            }
        }
        points[count] = times.length;
        return count;
    }

    /// How many tags there are.
    int tagCount() {
        return tags.length;
    }

    /// The values that some series have of a tag; tags stand in the order of their names.
    ///
    /// @param chosen the series; only the first `count` count
    ColumnData tag(int tag, int[] chosen, int count) {
        int[] ranks = new int[count];
        for (int i = 0; i < count; i++) {
            ranks[i] = rank(chosen[i], tag);
        }
        return tags[tag].gather(new Column(tags[tag].name(), ColumnType.TAG), ranks, count);
    }

    /// The value that a series has of a tag, or null.
    @Nullable String tagOf(int ofSeries, String name) {
        for (int tag = 0; tag < tags.length; tag++) {
            if (tags[tag].name().equals(name)) {
                return tags[tag].textAt(rank(ofSeries, tag));
            }
        }
        return null;
    }

    private int rank(int ofSeries, int tag) {
        long mask = (1L << tags[tag].bits()) - 1;
        return (int) ((wordsOfSeries[wordOfTag[tag]][ofSeries] >>> shiftOfTag[tag]) & mask);
    }

    private static TagRanks[] tagsOf(List<TableRows> batches, WorkPool pool) {
        SortedSet<String> names = new TreeSet<>();
        for (TableRows rows : batches) {
            rows.tags().forEach(tag -> names.add(tag.column().name()));
        }
        List<String> sorted = List.copyOf(names);
        TagRanks[] made = new TagRanks[sorted.size()];
        pool.each(
                made.length,
                tag -> {
                    List<@Nullable ColumnData> byBatch = new ArrayList<>();
                    for (TableRows rows : batches) {
                        byBatch.add(tagOf(rows, sorted.get(tag)));
                    }
                    made[tag] = TagRanks.of(sorted.get(tag), byBatch);
                });
        return made;
    }

    private static @Nullable ColumnData tagOf(TableRows rows, String name) {
        ColumnData found = rows.find(name);
        return found != null && found.column().type() == ColumnType.TAG ? found : null;
    }

    /// Gives each tag its bits in the words: the first tag's are the highest of the first word, and
    /// no tag's are in two words.
    ///
    /// @return how many words there are, at least one
    private int layOut() {
        int word = 0;
        int used = 0;
        for (int tag = 0; tag < tags.length; tag++) {
            if (used + tags[tag].bits() > Long.SIZE) {
                word++;
                used = 0;
            }
            wordOfTag[tag] = word;
            used += tags[tag].bits();
        }
        for (int tag = tags.length - 2; tag >= 0; tag--) {
            boolean together = wordOfTag[tag] == wordOfTag[tag + 1];
            shiftOfTag[tag] = together ? shiftOfTag[tag + 1] + tags[tag + 1].bits() : 0;
        }
        return word + 1;
    }

    /// The packed tag sets of all batches, batch after batch.
    ///
    /// @return by word and tag set
    private long[][] words(int wordCount) {
        int tagSetCount = batches.stream().mapToInt(TableRows::tagSetCount).sum();
        long[][] words = new long[wordCount][tagSetCount];
        int from = 0;
        for (int batch = 0; batch < batches.size(); batch++) {
            int count = batches.get(batch).tagSetCount();
            for (int tag = 0; tag < tags.length; tag++) {
                tags[tag].pack(batch, count, words[wordOfTag[tag]], from);
            }
            from += count;
        }
        return words;
    }

    /// Sorts the tag sets, and numbers those that are different.
    ///
    /// @return by tag set: its series
    private int[] number(long[][] words) {
        int count = words[0].length;
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        long[] sorted = new long[count];
        for (int word = words.length - 1; word >= 0; word--) {
            gather(words[word], order, sorted);
            radix.sort(sorted, order, 0, count);
        }
        int[] seriesOf = new int[count];
        int seriesCount = join(words, order, sorted, seriesOf);
        wordsOfSeries[0] = Arrays.copyOf(sorted, seriesCount);
        for (int word = 1; word < words.length; word++) {
            wordsOfSeries[word] = new long[seriesCount];
            gather(words[word], order, wordsOfSeries[word]);
        }
        return seriesOf;
    }

    private static void gather(long[] from, int[] order, long[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = from[order[i]];
        }
    }

    /// Numbers sorted tag sets, the same ones alike, and keeps one of each in front.
    ///
    /// @param seriesOf gets by tag set: its series
    /// @return how many are different
    private static int join(long[][] words, int[] order, long[] sorted, int[] seriesOf) {
        int last = -1;
        for (int i = 0; i < sorted.length; i++) {
            boolean same =
                    i > 0 && sorted[i] == sorted[last] && !differ(words, order[i], order[last]);
            if (!same) {
                last++;
                sorted[last] = sorted[i];
                order[last] = order[i];
                seriesOf[order[last]] = last;
            } else {
                seriesOf[order[i]] = last;
            }
        }
        return last + 1;
    }

    /// Whether two tag sets of the same first word differ.
    private static boolean differ(long[][] words, int tagSetA, int tagSetB) {
        boolean same = true;
        for (int word = 1; word < words.length && same; word++) {
            same = words[word][tagSetA] == words[word][tagSetB];
        }
        return !same;
    }

    /// Puts each row to its series, and sorts within a series only where rows are late.
    private void spread(int[] seriesOfTagSet, int seriesCount) {
        int[] next = new int[seriesCount + 1];
        int base = 0;
        for (TableRows rows : batches) {
            count(rows, seriesOfTagSet, base, next);
            base += rows.tagSetCount();
        }
        for (int one = 0; one < seriesCount; one++) {
            int from = next[one];
            next[one + 1] += from;
            Arrays.fill(series, from, next[one + 1], one);
        }
        base = 0;
        for (int batch = 0; batch < batches.size(); batch++) {
            TableRows rows = batches.get(batch);
            place(rows, (long) batch << Integer.SIZE, seriesOfTagSet, base, next);
            base += rows.tagSetCount();
        }
        sortLate();
    }

    private static void count(TableRows rows, int[] seriesOfTagSet, int base, int[] counts) {
        int[] tagSets = rows.tagSets();
        int rowCount = rows.rowCount();
        for (int row = 0; row < rowCount; row++) {
            counts[seriesOfTagSet[base + tagSets[row]] + 1]++;
        }
    }

    private void place(TableRows rows, long batchRef, int[] seriesOfTagSet, int base, int[] next) {
        int[] tagSets = rows.tagSets();
        long[] timesOfBatch = rows.time().words();
        int rowCount = rows.rowCount();
        for (int row = 0; row < rowCount; row++) {
            int place = next[seriesOfTagSet[base + tagSets[row]]]++;
            rowRefs[place] = batchRef | row;
            times[place] = timesOfBatch[row];
        }
    }

    private void sortLate() {
        int from = 0;
        boolean late = false;
        for (int place = 1; place <= series.length; place++) {
            if (place == series.length || series[place] != series[from]) {
                if (late) {
                    sortByTime(from, place);
                }
                from = place;
                late = false;
            } else {
                late |= times[place] < times[place - 1];
            }
        }
    }

    private void sortByTime(int from, int to) {
        long[] refs = Arrays.copyOfRange(rowRefs, from, to);
        long[] words = new long[to - from];
        int[] places = new int[to - from];
        for (int i = 0; i < places.length; i++) {
            // Words are sorted without a sign.
            words[i] = times[from + i] ^ Long.MIN_VALUE;
            places[i] = i;
        }
        radix.sort(words, places, 0, places.length);
        for (int i = 0; i < places.length; i++) {
            rowRefs[from + i] = refs[places[i]];
            times[from + i] = words[i] ^ Long.MIN_VALUE;
        }
    }
}
