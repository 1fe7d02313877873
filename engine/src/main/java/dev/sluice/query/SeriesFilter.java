// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.ChosenRows;
import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.batch.TagSetRows;
import dev.sluice.batch.TextChoice;
import dev.sluice.buffer.BufferedRows;
import dev.sluice.model.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Takes rows of a few series out of buffered rows, which saves who reads them from looking at
/// each. Rows of batches that are not late stay such when they are together: no two are the same
/// point.
///
/// @param wanted by tag: the texts one of which a row has to have; none for all rows
record SeriesFilter(Map<String, TextChoice> wanted) {
    /// For all rows.
    static final SeriesFilter ALL = new SeriesFilter(Map.of());

    /// Rows are copied where they are at most one of so many; else the engine chooses.
    private static final int SHARE_MIN = 8;

    /// For so many of them there is room at first.
    private static final int KEPT_FIRST = 64;

    /// So many rows of several batches are enough for one, so that several threads have work.
    private static final int ROWS_TOGETHER = 100_000;

    /// The batches without rows that nobody wants, as far as that pays.
    ///
    /// @param range rows outside are not wanted
    /// @param numbers rows that it does not let through are not wanted
    /// @param columns which are wanted
    List<BufferedRows> of(
            List<BufferedRows> batches,
            TimeRange range,
            SliceCondition numbers,
            Set<Column> columns) {
        Copying copying = new Copying(columns);
        for (BufferedRows batch : batches) {
            TableRows rows = batch.rows();
            if (range.overlaps(rows.timeNanosMin(), rows.timeNanosMax())) {
                copying.add(batch, kept(batch, range, numbers.in(rows)));
            }
        }
        return copying.end();
    }

    /// Puts rows of neighbouring batches together.
    private static final class Copying {
        private final Set<Column> columns;
        private final List<BufferedRows> copied = new ArrayList<>();
        private ChosenRows chosen;
        private @Nullable BufferedRows last;

        Copying(Set<Column> columns) {
            this.columns = columns;
            this.chosen = new ChosenRows(columns::contains);
        }

        /// @param kept the numbers of wanted rows; null for all of the batch
        void add(BufferedRows batch, int @Nullable [] kept) {
            if (kept == null) {
                copy();
                copied.add(batch);
                return;
            }
            if (kept.length == 0) {
                return;
            }
            if (last != null
                    && (last.late() != batch.late() || chosen.rowCount() >= ROWS_TOGETHER)) {
                copy();
            }
            if (!chosen.add(batch.rows(), kept, kept.length)) {
                copy();
                var _ = chosen.add(batch.rows(), kept, kept.length);
            }
            last = batch;
        }

        private void copy() {
            if (last != null) {
                copied.add(new BufferedRows(last.position(), chosen.copied(), last.late()));
                chosen = new ChosenRows(columns::contains);
                last = null;
            }
        }

        List<BufferedRows> end() {
            copy();
            return copied;
        }
    }

    /// The numbers of the wanted rows of a batch.
    ///
    /// @return null where there are too many to be copied
    private int @Nullable [] kept(BufferedRows batch, TimeRange range, IntPredicate passes) {
        TableRows rows = batch.rows();
        if (wanted.isEmpty()) {
            return kept(rows, range, passes);
        }
        int[] found = tagSets(rows);
        if (found == null) {
            return null;
        }
        TagSetRows byTagSet = rows.byTagSet();
        int countMax = rows.rowCount() / SHARE_MIN;
        int[] kept = new int[Math.min(countMax, KEPT_FIRST)];
        int count = 0;
        for (int tagSet : found) {
            for (int place = 0; place < byTagSet.count(tagSet); place++) {
                int row = byTagSet.row(tagSet, place);
                if (range.has(rows.time().longAt(row)) && passes.test(row)) {
                    if (count == countMax) {
                        return null;
                    }
                    if (count == kept.length) {
                        kept = Arrays.copyOf(kept, Math.min(countMax, 2 * count));
                    }
                    kept[count++] = row;
                }
            }
        }
        if (batch.late()) {
            // Several tag sets may be of one series, and of the same points the last one counts.
            Arrays.sort(kept, 0, count);
        }
        return Arrays.copyOf(kept, count);
    }

    /// The same where all series are wanted.
    private static int @Nullable [] kept(TableRows rows, TimeRange range, IntPredicate passes) {
        int countMax = rows.rowCount() / SHARE_MIN;
        int[] kept = new int[countMax];
        int count = 0;
        for (int row = 0; row < rows.rowCount(); row++) {
            if (range.has(rows.time().longAt(row)) && passes.test(row)) {
                if (count == countMax) {
                    return null;
                }
                kept[count++] = row;
            }
        }
        return Arrays.copyOf(kept, count);
    }

    /// Those that have a wanted value of each tag; null where that is not looked through.
    private int @Nullable [] tagSets(TableRows rows) {
        int[] found = new int[rows.tagSetCount()];
        int count = -1;
        for (Map.Entry<String, TextChoice> choice : wanted.entrySet()) {
            @Nullable ColumnData tag = rows.find(choice.getKey());
            BitSet numbers = tag == null ? new BitSet() : choice.getValue().among(tag.values());
            if (numbers == null) {
                return null;
            }
            if (tag == null || numbers.isEmpty()) {
                return new int[0];
            }
            count = count < 0 ? those(tag, numbers, found) : thoseAmong(found, count, tag, numbers);
        }
        return Arrays.copyOf(found, count);
    }

    /// Puts the tag sets down that have one of the values.
    ///
    /// @return how many
    private static int those(ColumnData tag, BitSet numbers, int[] found) {
        int[] ofSets = tag.numbers();
        int only = numbers.cardinality() == 1 ? numbers.nextSetBit(0) : -1;
        if (only >= 0
                && tag.nullCount() == 0
                && tag.values().size() == tag.rowCount()
                && ofSets[only] == only) {
            // Each value is one tag set's, and mostly they have their numbers in the same order.
            found[0] = only;
            return 1;
        }
        int count = 0;
        for (int tagSet = 0; tagSet < tag.rowCount(); tagSet++) {
            int number = ofSets[tagSet];
            if ((only >= 0 ? number == only : numbers.get(number)) && !tag.isNull(tagSet)) {
                found[count++] = tagSet;
            }
        }
        return count;
    }

    /// Leaves those that have one of the values.
    private static int thoseAmong(int[] found, int count, ColumnData tag, BitSet numbers) {
        int left = 0;
        for (int i = 0; i < count; i++) {
            int tagSet = found[i];
            if (!tag.isNull(tagSet) && numbers.get(tag.numbers()[tagSet])) {
                found[left++] = tagSet;
            }
        }
        return left;
    }
}
