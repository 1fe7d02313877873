// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.batch.TextValues;
import dev.sluice.model.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What some tags tell apart, across batches each of which numbers the values of tags in its own
/// way. Not safe for threads.
final class SliceSeries {
    /// The number of no value; that of a value is one more than among [#values].
    private static final int NO_VALUE = 0;

    private final List<Column> tags;

    /// By tag: its values, each once.
    private final List<TextValues> values = new ArrayList<>();

    /// By tag from the second on: a number for the number of all tags before it, in the upper half,
    /// and that of its own value.
    private final List<Map<Long, Integer>> joined = new ArrayList<>();

    /// By the number of all tags, none where another tag has it.
    private final List<@Nullable Series> byNumber = new ArrayList<>();

    private final List<Series> inOrder = new ArrayList<>();

    /// @param tags which of them
    SliceSeries(List<Column> tags) {
        this.tags = tags;
        tags.forEach(_ -> {
            values.add(TextValues.ofSought());
            joined.add(new HashMap<>());
        });
    }

    /// One of them, and the numbers of its groups, which are told apart by stretches of time.
    static final class Series {
        /// By tag: the number of its value.
        private final int[] numbers;

        private final Map<Long, Integer> groups = new HashMap<>();
        private long firstBinNanos = Long.MAX_VALUE;
        private long binNanos;
        private int group = -1;

        private Series(int[] numbers) {
            this.numbers = numbers;
        }

        /// The number of the group that was asked for last; -1 before.
        int group() {
            return group;
        }

        /// Where its stretch starts.
        long binNanos() {
            return binNanos;
        }

        /// Where the first stretch starts that was asked for.
        long firstBinNanos() {
            return firstBinNanos;
        }

        /// The number of a group.
        ///
        /// @param startNanos where its stretch starts
        /// @param next its number if it is new
        int groupAt(long startNanos, int next) {
            Integer known = groups.putIfAbsent(startNanos, next);
            firstBinNanos = Math.min(firstBinNanos, startNanos);
            binNanos = startNanos;
            group = known == null ? next : known;
            return group;
        }

        /// The same, or -1 where there is none.
        int knownGroupAt(long startNanos) {
            return groups.getOrDefault(startNanos, -1);
        }
    }

    /// Those of the tag sets of one batch.
    final class OfBatch {
        private final List<@Nullable ColumnData> data = new ArrayList<>();

        /// By tag set, as far as they were asked for.
        private final @Nullable Series[] known;

        private OfBatch(TableRows rows) {
            tags.forEach(tag -> data.add(rows.find(tag.name())));
            known = new Series[rows.tagSetCount()];
        }

        /// The one of a tag set.
        Series find(int tagSet) {
            Series found = known[tagSet];
            if (found == null) {
                found = SliceSeries.this.find(data, tagSet);
                known[tagSet] = found;
            }
            return found;
        }
    }

    /// Those of a batch.
    OfBatch of(TableRows rows) {
        return new OfBatch(rows);
    }

    /// The one that there is where no tag tells rows apart.
    Series ofNoTags() {
        return find(List.of(), 0);
    }

    /// In order of appearance.
    List<Series> all() {
        return inOrder;
    }

    private Series find(List<@Nullable ColumnData> data, int tagSet) {
        int all = 0;
        for (int place = 0; place < data.size(); place++) {
            all = joined(all, place, number(place, data.get(place), tagSet));
        }
        Series known = known(all);
        if (known != null) {
            return known;
        }
        int[] numbers = new int[data.size()];
        for (int place = 0; place < numbers.length; place++) {
            numbers[place] = number(place, data.get(place), tagSet);
        }
        return add(all, numbers);
    }

    /// The one with the tags of one of others.
    ///
    /// @param others of the same tags
    Series find(SliceSeries others, Series of) {
        int[] numbers = new int[of.numbers.length];
        int all = 0;
        for (int place = 0; place < numbers.length; place++) {
            int number = of.numbers[place];
            TextValues texts = others.values.get(place);
            numbers[place] = number == NO_VALUE ? number : number(place, texts, number - 1);
            all = joined(all, place, numbers[place]);
        }
        Series known = known(all);
        return known == null ? add(all, numbers) : known;
    }

    private @Nullable Series known(int all) {
        return all < byNumber.size() ? byNumber.get(all) : null;
    }

    private Series add(int all, int[] numbers) {
        Series made = new Series(numbers);
        while (byNumber.size() <= all) {
            byNumber.add(null);
        }
        byNumber.set(all, made);
        inOrder.add(made);
        return made;
    }

    /// The number of the values up to one place.
    ///
    /// @param before that of those before it
    private int joined(int before, int place, int number) {
        if (place == 0) {
            return number;
        }
        Map<Long, Integer> known = joined.get(place);
        return known.computeIfAbsent(((long) before << 32) | number, _ -> known.size());
    }

    private int number(int place, @Nullable ColumnData data, int tagSet) {
        return data == null || data.isNull(tagSet)
                ? NO_VALUE
                : number(place, data.values(), data.numbers()[tagSet]);
    }

    private int number(int place, TextValues texts, int text) {
        return values.get(place).number(texts.bytes(), texts.start(text), texts.end(text)) + 1;
    }

    /// Appends the value of a tag, if there is one.
    void tell(Series of, int tag, ColumnData target) {
        int number = of.numbers[tag] - 1;
        if (number >= 0) {
            TextValues texts = values.get(tag);
            int start = texts.start(number);
            target.addText(texts.bytes(), start, texts.end(number) - start);
        }
    }
}
