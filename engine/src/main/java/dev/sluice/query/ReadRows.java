// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.catalog.TableEntry;
import dev.sluice.model.ColumnType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.ByteFunctionHelpers;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;

/// Rows of a table in the making, from what the engine reads, column by column.
final class ReadRows {
    private final TableEntry table;
    private final List<ColumnData> columns;
    private int[] tagSets = new int[0];
    private int rowCount;
    private int tagSetCount;
    private byte[] text = new byte[64];

    ReadRows(TableEntry table) {
        this.table = table;
        this.columns = table.columns().stream().map(ColumnData::new).toList();
    }

    int rowCount() {
        return rowCount;
    }

    /// How many bytes of text they have, that of a tag once a value.
    long textBytes() {
        return columns.stream().filter(ColumnData::isText).mapToLong(ColumnData::textLength).sum();
    }

    /// Appends rows, each with every column of the table in the catalog's order. One has the tag
    /// set of the row before it where all tags are the same, which in a sorted file is nearly
    /// always so.
    void add(List<FieldVector> vectors, int more) {
        BitSet starts = tagSetStarts(vectors, more);
        for (int place = 0; place < columns.size(); place++) {
            ColumnData column = columns.get(place);
            FieldVector vector = vectors.get(place);
            if (column.column().type() == ColumnType.TAG) {
                int tagSet = tagSetCount;
                for (int row = starts.nextSetBit(0); row >= 0; row = starts.nextSetBit(row + 1)) {
                    addText(column, (VarCharVector) vector, row);
                    column.padTo(++tagSet);
                }
            } else {
                addAll(column, vector, more);
                column.padTo(rowCount + more);
            }
        }
        if (rowCount + more > tagSets.length) {
            tagSets = Arrays.copyOf(tagSets, Math.max(rowCount + more, tagSets.length * 2));
        }
        for (int row = 0; row < more; row++) {
            tagSetCount += starts.get(row) ? 1 : 0;
            tagSets[rowCount + row] = tagSetCount - 1;
        }
        rowCount += more;
    }

    /// The rows, with the columns that have a value.
    TableRows made() {
        List<ColumnData> tags = new ArrayList<>();
        List<ColumnData> fields = new ArrayList<>();
        ColumnData time = null;
        for (ColumnData column : columns) {
            ColumnType type = column.column().type();
            if (type == ColumnType.TIME) {
                time = column;
            } else if (column.nullCount() < column.rowCount()) {
                (type == ColumnType.TAG ? tags : fields).add(column);
            }
        }
        return TableRows.of(
                table.name(),
                tagSetCount,
                tags,
                Arrays.copyOf(tagSets, rowCount),
                fields,
                Objects.requireNonNull(time, "every table has a time"));
    }

    /// The rows of which a tag differs from that of the row before, and the first.
    private BitSet tagSetStarts(List<FieldVector> vectors, int rows) {
        BitSet starts = new BitSet(rows);
        starts.set(0, Math.min(1, rows));
        for (int place = 0; place < columns.size(); place++) {
            if (columns.get(place).column().type() == ColumnType.TAG) {
                VarCharVector tag = (VarCharVector) vectors.get(place);
                for (int row = 1; row < rows; row++) {
                    if (!sameAsBefore(tag, row)) {
                        starts.set(row);
                    }
                }
            }
        }
        return starts;
    }

    private static boolean sameAsBefore(VarCharVector tag, int row) {
        boolean isNull = tag.isNull(row);
        if (isNull || tag.isNull(row - 1)) {
            return isNull && tag.isNull(row - 1);
        }
        ArrowBuf texts = tag.getDataBuffer();
        int before = tag.getStartOffset(row - 1);
        int start = tag.getStartOffset(row);
        int end = tag.getEndOffset(row);
        return start - before == end - start
                && ByteFunctionHelpers.equal(texts, before, start, texts, start, end) != 0;
    }

    private void addAll(ColumnData column, FieldVector vector, int rows) {
        switch (column.column().type()) {
            case TAG, STRING -> {
                for (int row = 0; row < rows; row++) {
                    addText(column, (VarCharVector) vector, row);
                    column.padTo(rowCount + row + 1);
                }
            }
            case INTEGER, UINTEGER, FLOAT, TIME -> addWords(column, vector, rows);
            case BOOLEAN -> {
                BitVector bits = (BitVector) vector;
                for (int row = 0; row < rows; row++) {
                    if (bits.isNull(row)) {
                        column.padTo(rowCount + row + 1);
                    } else {
                        column.addLong(bits.get(row));
                    }
                }
            }
        }
    }

    /// Whatever takes eight bytes is taken as its bits.
    private void addWords(ColumnData column, FieldVector vector, int rows) {
        ArrowBuf words = vector.getDataBuffer();
        for (int row = 0; row < rows; row++) {
            if (vector.isNull(row)) {
                column.padTo(rowCount + row + 1);
            } else {
                column.addLong(words.getLong((long) row * Long.BYTES));
            }
        }
    }

    /// Appends a text, or nothing where there is none.
    private void addText(ColumnData column, VarCharVector vector, int row) {
        if (vector.isNull(row)) {
            return;
        }
        int start = vector.getStartOffset(row);
        int length = vector.getEndOffset(row) - start;
        if (length > text.length) {
            text = new byte[Math.max(length, text.length * 2)];
        }
        vector.getDataBuffer().getBytes(start, text, 0, length);
        column.addText(text, 0, length);
    }
}
