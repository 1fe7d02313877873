// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.batch;

import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The values of one column for rows `0 .. rowCount-1`, null where a row has none.
///
/// One class for all types, so that loops over columns stay monomorphic: integers, unsigned
/// integers, booleans (0 or 1) and times live in the bits of `long`s; doubles too, by
/// `Double.doubleToRawLongBits`; strings are UTF-8 in one byte array with offsets; tags are numbers
/// of [TextValues].
///
/// Not safe for threads while it is being filled; a filled one is handed on and never changed
/// again.
public final class ColumnData {
    private static final int ROWS_FIRST = 16;

    /// About what the objects and array headers take beside the values.
    private static final int OVERHEAD_BYTES = 200;

    private static final byte[] NO_TEXT = new byte[0];
    private static final long[] NO_WORDS = new long[0];
    private static final int[] NO_NUMBERS = new int[0];
    private static final TextValues NO_VALUES = TextValues.of(NO_TEXT, new int[1], true);

    private final Column column;
    private final boolean tag;
    private int rowCount;
    private int nullCount;

    /// One bit a row, set where there is a value; null as long as every row has one.
    private long @Nullable [] present;

    /// Scalars: the value's bits by row. Strings: the end offset by row. Tags: none.
    private long[] words;

    private byte[] text = NO_TEXT;
    private int textBytes;

    /// Tags: the value's number by row, 0 where null. Others: none.
    private int[] numbers;

    /// Tags: the row that each value appeared in first, as far as rows were added one by one.
    private int[] firstRows = NO_NUMBERS;

    /// Tags: the values.
    private TextValues values = NO_VALUES;

    /// An empty column.
    public ColumnData(Column column) {
        this.column = column;
        this.tag = column.type() == ColumnType.TAG;
        this.words = tag ? NO_WORDS : new long[ROWS_FIRST];
        this.numbers = tag ? new int[ROWS_FIRST] : NO_NUMBERS;
        if (tag) {
            this.values = new TextValues();
            this.firstRows = new int[ROWS_FIRST];
        }
    }

    /// A column of scalars, as whoever kept them gives them back.
    ///
    /// @param words the bits of each row, 0 where null; handed over
    /// @param present one bit a row, lowest first, set where there is a value and never beyond the
    ///   rows; handed over; null when every row has a value
    public static ColumnData ofScalars(
            Column column, int rowCount, long[] words, long @Nullable [] present) {
        ColumnData made = new ColumnData(column);
        made.words = words;
        made.cover(rowCount, present);
        return made;
    }

    /// A tag, as whoever kept it gives it back. Nothing can be added.
    ///
    /// @param numbers by row: the number of its value, 0 where null; handed over
    /// @param present as in [#ofScalars]
    /// @param values handed over
    /// @throws IllegalArgumentException when there is no value with a number
    public static ColumnData ofTag(
            Column column,
            int rowCount,
            int[] numbers,
            long @Nullable [] present,
            TextValues values) {
        ColumnData made = new ColumnData(column);
        made.numbers = numbers;
        made.values = values;
        made.cover(rowCount, present);
        for (int row = 0; row < rowCount; row++) {
            if (!made.isNull(row) && (numbers[row] < 0 || numbers[row] >= values.size())) {
                throw new IllegalArgumentException(
                        "tag " + column.name() + " has no value " + numbers[row]);
            }
        }
        return made;
    }

    /// A column of strings, as whoever kept it gives it back.
    ///
    /// @param ends where the text of each row ends in `text`; handed over
    /// @param present as in [#ofScalars]
    /// @param text the values, end to end; handed over
    public static ColumnData ofText(
            Column column, int rowCount, long[] ends, long @Nullable [] present, byte[] text) {
        ColumnData made = new ColumnData(column);
        made.words = ends;
        made.text = text;
        made.textBytes = text.length;
        made.cover(rowCount, present);
        return made;
    }

    private void cover(int rows, long @Nullable [] bits) {
        rowCount = rows;
        present = bits;
        if (bits != null) {
            nullCount = rows;
            for (long word : bits) {
                nullCount -= Long.bitCount(word);
            }
        }
    }

    /// Name and type.
    public Column column() {
        return column;
    }

    /// How many rows it covers, nulls included.
    public int rowCount() {
        return rowCount;
    }

    /// How many rows have no value.
    public int nullCount() {
        return nullCount;
    }

    /// Whether the values are text.
    public boolean isText() {
        return column.type() == ColumnType.TAG || column.type() == ColumnType.STRING;
    }

    /// Adds nulls until `rowCount` rows are covered; used when a column first appears late in a
    /// batch.
    public void padTo(int rows) {
        if (rows <= rowCount) {
            return;
        }
        ensureRows(rows);
        if (present == null) {
            present = allPresent();
        }
        switch (column.type()) {
            case TAG -> Arrays.fill(numbers, rowCount, rows, 0);
            case STRING -> Arrays.fill(words, rowCount, rows, textBytes);
            default -> Arrays.fill(words, rowCount, rows, 0L);
        }
        nullCount += rows - rowCount;
        rowCount = rows;
    }

    /// Appends the bits of an integer, unsigned integer, boolean (0 or 1) or time.
    public void addLong(long bits) {
        if (rowCount == words.length) {
            ensureRows(rowCount + 1);
        }
        words[rowCount] = bits;
        markPresent();
    }

    /// The same for several rows.
    ///
    /// @param bits of the rows, from the first on
    public void addLongs(long[] bits, int count) {
        ensureRows(rowCount + count);
        System.arraycopy(bits, 0, words, rowCount, count);
        if (present == null) {
            rowCount += count;
        } else {
            for (int row = 0; row < count; row++) {
                markPresent();
            }
        }
    }

    /// Makes room for rows that are likely to come.
    public void reserve(int rows) {
        ensureRows(rows);
    }

    /// Makes room for so many bytes of text in all; not of tags.
    public void reserveText(int bytes) {
        if (bytes > text.length) {
            text = Arrays.copyOf(text, bytes);
        }
    }

    /// Appends a double.
    public void addDouble(double value) {
        addLong(Double.doubleToRawLongBits(value));
    }

    /// Appends `length` bytes of UTF-8.
    public void addText(byte[] source, int offset, int length) {
        if (rowCount == (tag ? numbers.length : words.length)) {
            ensureRows(rowCount + 1);
        }
        if (tag) {
            numbers[rowCount] = number(source, offset, offset + length);
            markPresent();
            return;
        }
        ensureText(textBytes + length);
        System.arraycopy(source, offset, text, textBytes, length);
        textBytes += length;
        words[rowCount] = textBytes;
        markPresent();
    }

    /// Appends text.
    public void addText(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        addText(bytes, 0, bytes.length);
    }

    /// Appends row `row` of `from`, a column of the same type, value or null.
    public void addFrom(ColumnData from, int row) {
        if (from.isNull(row)) {
            padTo(rowCount + 1);
        } else if (isText()) {
            int start = from.textStart(row);
            addText(from.textBytes(), start, from.textEnd(row) - start);
        } else {
            addLong(from.words[row]);
        }
    }

    /// Appends some rows of another column of the same type.
    ///
    /// @param rows their numbers
    /// @param count how many of those numbers count
    void addSome(ColumnData from, int[] rows, int count) {
        if (from.nullCount > 0 || isText() || present != null) {
            for (int i = 0; i < count; i++) {
                addFrom(from, rows[i]);
            }
            return;
        }
        ensureRows(rowCount + count);
        for (int i = 0; i < count; i++) {
            words[rowCount + i] = from.words[rows[i]];
        }
        rowCount += count;
    }

    /// Appends what an earlier row has, without looking for the value of a tag again.
    public void addAgain(int row) {
        if (!tag || isNull(row)) {
            addFrom(this, row);
            return;
        }
        ensureRows(rowCount + 1);
        numbers[rowCount] = numbers[row];
        markPresent();
    }

    /// Drops the rows from `rows` on: a line that fails half-way takes its values back.
    public void truncate(int rows) {
        while (rowCount > rows) {
            rowCount--;
            if (isNull(rowCount)) {
                nullCount--;
            } else if (present != null) {
                present[rowCount >>> 6] &= ~(1L << rowCount);
            }
        }
        if (tag) {
            while (values.size() > 0 && firstRows[values.size() - 1] >= rows) {
                values.removeLast();
            }
        } else if (isText()) {
            textBytes = rowCount == 0 ? 0 : (int) words[rowCount - 1];
        }
    }

    /// The values of a tag.
    public TextValues values() {
        return values;
    }

    /// By row: the number of a tag's value, anything where null; only the first [#rowCount] count.
    /// Do not change it.
    public int[] numbers() {
        return numbers;
    }

    /// The bits of all rows, those of strings being where each row's text ends; only the first
    /// [#rowCount] count; not of tags. Do not change it.
    public long[] words() {
        return words;
    }

    /// One bit a row, lowest first, set where there is a value; 0 beyond the rows; null where every
    /// row has a value. Do not change it.
    public long @Nullable [] present() {
        return nullCount == 0 ? null : present;
    }

    /// Whether row `row` has no value.
    public boolean isNull(int row) {
        return present != null && (present[row >>> 6] & (1L << row)) == 0;
    }

    /// The first row from `row` on, and before `end`, that has a value; `end` where none has.
    public int nextValue(int row, int end) {
        int next = row;
        while (present != null && next < end && isNull(next)) {
            next++;
        }
        return next;
    }

    /// The first row from `row` on, and before `end`, that has no value; `end` where all have one.
    public int nextNull(int row, int end) {
        if (nullCount == 0) {
            return end;
        }
        int next = row;
        while (next < end && !isNull(next)) {
            next++;
        }
        return next;
    }

    /// The bits of a scalar value; 0 where null.
    public long longAt(int row) {
        return words[row];
    }

    /// A double value; 0 where null.
    public double doubleAt(int row) {
        return Double.longBitsToDouble(words[row]);
    }

    /// Text as a string, or null.
    public @Nullable String textAt(int row) {
        if (isNull(row)) {
            return null;
        }
        int start = textStart(row);
        return new String(textBytes(), start, textEnd(row) - start, StandardCharsets.UTF_8);
    }

    /// Where the text of `row` starts in [#textBytes()]; of tags only where it is not null.
    public int textStart(int row) {
        if (tag) {
            return values.start(numbers[row]);
        }
        return row == 0 ? 0 : (int) words[row - 1];
    }

    /// Where the text of `row` ends in [#textBytes()]; of tags only where it is not null.
    public int textEnd(int row) {
        return tag ? values.end(numbers[row]) : (int) words[row];
    }

    /// The text of all rows, end to end, that of tags once a value; only the first [#textLength]
    /// bytes count. Do not change it.
    public byte[] textBytes() {
        return tag ? values.bytes() : text;
    }

    /// How many bytes of [#textBytes()] are in use.
    public int textLength() {
        return tag ? values.length() : textBytes;
    }

    /// About how much memory the values take, in bytes.
    public long sizeBytes() {
        long size = OVERHEAD_BYTES + words.length * 8L + text.length;
        size += present == null ? 0 : present.length * 8L;
        return tag ? size + 4L * numbers.length + 4L * firstRows.length + values.sizeBytes() : size;
    }

    /// Compares two text values by their bytes, null first.
    public static int compareText(ColumnData a, int rowA, ColumnData b, int rowB) {
        boolean nullA = a.isNull(rowA);
        boolean nullB = b.isNull(rowB);
        if (nullA || nullB) {
            return Boolean.compare(nullB, nullA);
        }
        return Arrays.compareUnsigned(
                a.textBytes(),
                a.textStart(rowA),
                a.textEnd(rowA),
                b.textBytes(),
                b.textStart(rowB),
                b.textEnd(rowB));
    }

    private void markPresent() {
        if (present != null) {
            present[rowCount >>> 6] |= 1L << rowCount;
        }
        rowCount++;
    }

    private int number(byte[] source, int start, int end) {
        int known = values.size();
        int number = values.number(source, start, end);
        if (number == known) {
            if (number == firstRows.length) {
                firstRows = Arrays.copyOf(firstRows, number * 2);
            }
            firstRows[number] = rowCount;
        }
        return number;
    }

    /// A bit for each row that there is room for, so that who appends looks at one array's end.
    private void ensureRows(int rows) {
        int room = tag ? numbers.length : words.length;
        if (rows > room) {
            room = Math.max(rows, room * 2);
            if (tag) {
                numbers = Arrays.copyOf(numbers, room);
            } else {
                words = Arrays.copyOf(words, room);
            }
        }
        if (present != null && bitWords(room) > present.length) {
            present = Arrays.copyOf(present, bitWords(room));
        }
    }

    /// The bits of rows that all have a value, with room for as many rows as there is room for.
    private long[] allPresent() {
        long[] bits = new long[bitWords(tag ? numbers.length : words.length)];
        Arrays.fill(bits, 0, rowCount >>> 6, -1L);
        if ((rowCount & 63) != 0) {
            bits[rowCount >>> 6] = (1L << rowCount) - 1;
        }
        return bits;
    }

    private static int bitWords(int rows) {
        return (rows + 63) >>> 6;
    }

    private void ensureText(int bytes) {
        if (bytes > text.length) {
            text = Arrays.copyOf(text, Math.max(bytes, Math.max(64, text.length * 2)));
        }
    }
}
