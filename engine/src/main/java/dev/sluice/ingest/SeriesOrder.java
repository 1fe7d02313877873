// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.NameIndex;
import dev.sluice.batch.TableRows;
import dev.sluice.buffer.BufferedRows;
import dev.sluice.model.ColumnType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The rows of several batches of one table, ordered by primary key: by tags in the order of their
/// names, nulls first, and then by time. Rows with the same key keep the order of the batches.
///
/// Tag sets are numbered first and then sorted once each, so that sorting rows compares numbers.
final class SeriesOrder {
    private final List<BufferedRows> batches;
    private final int rowCount;

    /// By input row: its batch, its row in the batch, its tag set.
    private final int[] batchOf;

    private final int[] rowOf;
    private final int[] seriesOf;

    /// By batch and tag, null where a batch lacks the tag.
    private final @Nullable ColumnData[][] tags;

    /// By tag set: an input row that has it.
    private final List<Integer> exampleOf = new ArrayList<>();

    /// Input rows in the order asked for.
    private final int[] order;

    /// @param batches oldest first
    SeriesOrder(List<BufferedRows> batches) {
        this.batches = batches;
        this.rowCount = batches.stream().mapToInt(batch -> batch.rows().rowCount()).sum();
        this.batchOf = new int[rowCount];
        this.rowOf = new int[rowCount];
        this.seriesOf = new int[rowCount];
        this.tags = tagColumns(batches);
        number();
        this.order = sorted();
    }

    /// How many rows there are.
    int rowCount() {
        return rowCount;
    }

    /// The batch of the row at a place of the order.
    int batchAt(int place) {
        return batchOf[order[place]];
    }

    /// The row, within its batch, at a place of the order.
    int rowAt(int place) {
        return rowOf[order[place]];
    }

    /// The time of the row at a place of the order.
    long timeAt(int place) {
        return time(order[place]);
    }

    /// Whether two places of the order hold the same point.
    boolean samePoint(int placeA, int placeB) {
        return seriesOf[order[placeA]] == seriesOf[order[placeB]]
                && timeAt(placeA) == timeAt(placeB);
    }

    private static @Nullable ColumnData[][] tagColumns(List<BufferedRows> batches) {
        TreeSet<String> names = new TreeSet<>();
        for (BufferedRows batch : batches) {
            for (ColumnData column : batch.rows().columns()) {
                if (column.column().type() == ColumnType.TAG) {
                    names.add(column.column().name());
                }
            }
        }
        @Nullable ColumnData[][] columns = new ColumnData[batches.size()][];
        for (int batch = 0; batch < columns.length; batch++) {
            TableRows rows = batches.get(batch).rows();
            @Nullable ColumnData[] found = new ColumnData[names.size()];
            int tag = 0;
            for (String name : names) {
                found[tag++] = rows.find(name);
            }
            columns[batch] = found;
        }
        return columns;
    }

    private void number() {
        NameIndex series = new NameIndex();
        ByteBuffer key = ByteBuffer.allocate(256);
        int input = 0;
        for (int batch = 0; batch < batches.size(); batch++) {
            int rows = batches.get(batch).rows().rowCount();
            for (int row = 0; row < rows; row++) {
                batchOf[input] = batch;
                rowOf[input] = row;
                key = keyOf(batch, row, key);
                int number = series.find(key.array(), 0, key.position());
                if (number == NameIndex.ABSENT) {
                    number = series.add(key.array(), 0, key.position());
                    exampleOf.add(input);
                }
                seriesOf[input++] = number;
            }
        }
    }

    /// Length and bytes of each tag, length -1 for null.
    private ByteBuffer keyOf(int batch, int row, ByteBuffer reused) {
        ByteBuffer key = reused.clear();
        for (ColumnData tag : tags[batch]) {
            boolean isNull = tag == null || tag.isNull(row);
            int length = isNull ? 0 : tag.textEnd(row) - tag.textStart(row);
            if (key.remaining() < Integer.BYTES + length) {
                ByteBuffer larger =
                        ByteBuffer.allocate(2 * (key.position() + Integer.BYTES + length));
                key = larger.put(key.flip());
            }
            key.putInt(isNull ? -1 : length);
            if (tag != null && !isNull) {
                key.put(tag.textBytes(), tag.textStart(row), length);
            }
        }
        return key;
    }

    /// Spreads the rows over their tag sets, and sorts within a tag set only where rows are late.
    private int[] sorted() {
        int[] rankOf = ranks();
        int[] ends = new int[exampleOf.size() + 1];
        for (int series : seriesOf) {
            ends[rankOf[series] + 1]++;
        }
        for (int rank = 1; rank < ends.length; rank++) {
            ends[rank] += ends[rank - 1];
        }
        int[] starts = ends.clone();
        int[] sorted = new int[rowCount];
        for (int input = 0; input < rowCount; input++) {
            sorted[starts[rankOf[seriesOf[input]]]++] = input;
        }
        for (int rank = 0; rank + 1 < ends.length; rank++) {
            sortByTime(sorted, ends[rank], ends[rank + 1]);
        }
        return sorted;
    }

    private int[] ranks() {
        List<Integer> numbers = new ArrayList<>();
        for (int number = 0; number < exampleOf.size(); number++) {
            numbers.add(number);
        }
        numbers.sort((a, b) -> compareTags(exampleOf.get(a), exampleOf.get(b)));
        int[] rankOf = new int[numbers.size()];
        for (int rank = 0; rank < rankOf.length; rank++) {
            rankOf[numbers.get(rank)] = rank;
        }
        return rankOf;
    }

    private int compareTags(int inputA, int inputB) {
        @Nullable ColumnData[] tagsA = tags[batchOf[inputA]];
        @Nullable ColumnData[] tagsB = tags[batchOf[inputB]];
        for (int tag = 0; tag < tagsA.length; tag++) {
            int result = compare(tagsA[tag], rowOf[inputA], tagsB[tag], rowOf[inputB]);
            if (result != 0) {
                return result;
            }
        }
        return 0;
    }

    private static int compare(@Nullable ColumnData a, int rowA, @Nullable ColumnData b, int rowB) {
        if (a == null || b == null) {
            boolean nullA = a == null || a.isNull(rowA);
            boolean nullB = b == null || b.isNull(rowB);
            return Boolean.compare(nullB, nullA);
        }
        return ColumnData.compareText(a, rowA, b, rowB);
    }

    private void sortByTime(int[] rows, int from, int to) {
        boolean late = false;
        for (int i = from + 1; i < to && !late; i++) {
            late = time(rows[i]) < time(rows[i - 1]);
        }
        if (late) {
            Integer[] boxed = new Integer[to - from];
            Arrays.setAll(boxed, i -> rows[from + i]);
            Arrays.sort(boxed, (a, b) -> Long.compare(time(a), time(b)));
            for (int i = 0; i < boxed.length; i++) {
                rows[from + i] = boxed[i];
            }
        }
    }

    private long time(int input) {
        return batches.get(batchOf[input]).rows().time().longAt(rowOf[input]);
    }
}
