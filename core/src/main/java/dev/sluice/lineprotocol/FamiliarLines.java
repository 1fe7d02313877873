// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

import dev.sluice.batch.ByteWords;
import dev.sluice.batch.ColumnData;
import dev.sluice.lineprotocol.RowBuilder.TableLines;
import dev.sluice.model.ColumnType;
import dev.sluice.model.Precision;

/// Reads a line that is like lines before it straight into its row: with a tag set that was seen,
/// or with tags and fields that its table has, in the order of the table.
///
/// It knows no error. A line that is not familiar in every way, a wrong one above all, leaves no
/// trace and is for [LineReader] and [RowBuilder] to read from the start. Not safe for threads.
final class FamiliarLines {
    /// What [#add] answers for a line that it left alone.
    static final int UNFAMILIAR = -1;

    /// How many fields of the table in a row a line may leave out.
    private static final int SKIPPED_FIELDS_MAX = 16;

    private final byte[] body;
    private final int end;
    private final Precision precision;
    private final long receiveNanos;
    private final RowBuilder rows;
    private final SeriesIndex series;
    private final LineReader reader;
    private final NumberReader numbers;
    private final ShortNumbers shortNumbers;
    private final ParsedLine.Field field = new ParsedLine.Field();

    /// Of the line: its time, once it was read.
    private long timeNanos;

    /// How many tags were read, and how many fields.
    private int tagCount;

    private int fieldCount;

    FamiliarLines(
            byte[] body,
            int end,
            Precision precision,
            long receiveNanos,
            RowBuilder rows,
            SeriesIndex series) {
        this.body = body;
        this.end = end;
        this.precision = precision;
        this.receiveNanos = receiveNanos;
        this.rows = rows;
        this.series = series;
        this.reader = new LineReader(body);
        this.numbers = new NumberReader(body);
        this.shortNumbers = new ShortNumbers(body, end);
    }

    /// Adds the row of the line that starts at `start`, with no space and no comment.
    ///
    /// @return where the next line starts, or [#UNFAMILIAR]
    int add(int start, int lineNumber) {
        if (!series.scan(start)) {
            return UNFAMILIAR;
        }
        int entry = series.find();
        TableLines table =
                entry == SeriesIndex.ABSENT ? rows.latest() : rows.table(series.tableOf(entry));
        if (table == null) {
            return UNFAMILIAR;
        }
        boolean known = entry != SeriesIndex.ABSENT;
        int next = UNFAMILIAR;
        try {
            if (known || readTags(table, start)) {
                next = readTime(readFields(table, series.end()));
            }
        } catch (RefusedLineException _) {
            // The general reader says what is wrong.
        }
        if (next == UNFAMILIAR) {
            table.rows().cancelRow();
        } else {
            int tagSet =
                    known
                            ? series.tagSetOf(entry)
                            : rows.endTagSet(table, tagCount == table.rows().tagCount(), start);
            boolean whole = fieldCount == table.rows().fieldCount();
            rows.end(table, tagSet, whole, lineNumber, timeNanos);
        }
        return next;
    }

    /// Reads the tags of a new tag set, all of which the table has, in its order.
    private boolean readTags(TableLines table, int start) {
        PlainName[] names = table.tagNames().ofTags(table.rows());
        int end = series.end();
        int at = start + table.nameLength();
        int place = 0;
        tagCount = 0;
        while (at < end) {
            int value = PlainName.ABSENT;
            // What stands at `at` is the comma before a tag.
            while (place < names.length && value == PlainName.ABSENT) {
                value = names[place++].valueAt(at + 1, body, end);
            }
            if (value == PlainName.ABSENT) {
                return false;
            }
            at = ByteWords.find((byte) ',', body, value, end);
            if (at == value || at - value > LineReader.NAME_BYTES_MAX) {
                return false;
            }
            names[place - 1].column().addText(body, value, at - value);
            tagCount++;
        }
        return true;
    }

    /// Reads the fields behind the space at `space`, in the order of the table.
    ///
    /// @return what follows them, or [#UNFAMILIAR]
    private int readFields(TableLines table, int space) throws RefusedLineException {
        PlainName[] names = table.fieldNames().ofFields(table.rows());
        int at = space;
        int place = 0;
        fieldCount = 0;
        do {
            at++;
            fieldCount++;
            int value = PlainName.ABSENT;
            int placesEnd = Math.min(names.length, place + SKIPPED_FIELDS_MAX);
            while (place < placesEnd && value == PlainName.ABSENT) {
                value = names[place++].valueAt(at, body, end);
            }
            if (value == PlainName.ABSENT) {
                return UNFAMILIAR;
            }
            at = readValue(value, names[place - 1].column());
        } while (at >= 0 && at < end && body[at] == ',');
        return at;
    }

    /// Reads the value that starts at `from` into its column.
    ///
    /// @return where it ends, or [#UNFAMILIAR]
    private int readValue(int from, ColumnData column) throws RefusedLineException {
        int next = shortNumbers.read(column.column().type(), from);
        if (next != ShortNumbers.ABSENT) {
            column.addLong(shortNumbers.bits());
            return next;
        }
        next = reader.readValue(from, end, field);
        return next > from && store(column) ? next : UNFAMILIAR;
    }

    private boolean store(ColumnData column) {
        if (column.column().type() != field.type()) {
            return false;
        }
        if (field.type() == ColumnType.STRING) {
            Slice text = field.text();
            column.addText(text.bytes(), text.start(), text.length());
        } else {
            column.addLong(field.bits());
        }
        return true;
    }

    /// Reads the timestamp, if there is one, and the end of the line.
    ///
    /// @param from what follows the fields, or [#UNFAMILIAR]
    /// @return where the next line starts, or [#UNFAMILIAR]
    private int readTime(int from) throws RefusedLineException {
        int at = from;
        timeNanos = receiveNanos;
        if (at >= 0 && at < end && body[at] == ' ') {
            int start = endOfSpaces(at);
            int numberEnd;
            long timestamp;
            if (numbers.hasLongTimestamp(start, end)) {
                numberEnd = start + NumberReader.LONG_TIMESTAMP_DIGITS;
                timestamp = numbers.longTimestamp(start);
            } else {
                numberEnd = numbers.endOfInteger(start, end);
                if (numberEnd == start) {
                    return UNFAMILIAR;
                }
                timestamp = numbers.timestamp(start, numberEnd);
            }
            long unit = precision.unitNanos();
            timeNanos = timestamp * unit;
            if (Math.multiplyHigh(timestamp, unit) != timeNanos >> 63) {
                return UNFAMILIAR;
            }
            at = endOfSpaces(numberEnd);
        }
        return at >= 0 && (at == end || body[at] == '\n') ? at + 1 : UNFAMILIAR;
    }

    private int endOfSpaces(int from) {
        int at = from;
        while (at < end && body[at] == ' ') {
            at++;
        }
        return at;
    }
}
