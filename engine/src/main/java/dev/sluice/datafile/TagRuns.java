// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.datafile;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.NameIndex;
import dev.sluice.model.Column;
import dev.sluice.parquet.TextRunColumn;
import java.util.Arrays;

/// Collects the runs of a tag, and its distinct values.
final class TagRuns {
    private final NameIndex names = new NameIndex();
    private byte[] text = new byte[64];
    private int[] offsets = new int[16];
    private int[] values = new int[16];
    private int[] lengths = new int[16];
    private int runCount;

    /// A run starts with the value of an entry, or with null.
    void begin(ColumnData data, int row) {
        if (runCount == values.length) {
            values = Arrays.copyOf(values, runCount * 2);
            lengths = Arrays.copyOf(lengths, runCount * 2);
        }
        values[runCount++] = data.isNull(row) ? TextRunColumn.NULL : number(data, row);
    }

    /// The run goes on by some rows.
    void extend(int rows) {
        lengths[runCount - 1] += rows;
    }

    /// The column.
    TextRunColumn column(Column named, int fieldId) {
        return new TextRunColumn(
                named,
                fieldId,
                text,
                Arrays.copyOf(offsets, names.size() + 1),
                values,
                lengths,
                runCount);
    }

    private int number(ColumnData data, int row) {
        int start = data.textStart(row);
        int end = data.textEnd(row);
        int number = names.find(data.textBytes(), start, end);
        if (number != NameIndex.ABSENT) {
            return number;
        }
        number = names.add(data.textBytes(), start, end);
        int size = offsets[number];
        if (size + end - start > text.length) {
            text = Arrays.copyOf(text, 2 * (size + end - start));
        }
        System.arraycopy(data.textBytes(), start, text, size, end - start);
        if (number + 1 == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * offsets.length);
        }
        offsets[number + 1] = size + end - start;
        return number;
    }
}
