// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
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
    private final ParsedLine.Field field = new ParsedLine.Field();

    /// Of the line: its time, once it was read.
    private long timeNanos;

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
        } else if (known) {
            rows.end(table, series.tagSetOf(entry), lineNumber, timeNanos);
        } else {
            rows.endNew(table, lineNumber, timeNanos, start);
        }
        return next;
    }

    /// Reads the tags of a new tag set, all of which the table has, in its order.
    private boolean readTags(TableLines table, int start) {
        TableRows into = table.rows();
        int at = start + table.nameLength();
        int place = 0;
        while (at < series.end()) {
            int value = PlainNames.ABSENT;
            // What stands at `at` is the comma before a tag.
            while (place < into.tagCount() && value == PlainNames.ABSENT) {
                value =
                        table.tagNames()
                                .afterName(place, into.tagName(place), body, at + 1, series.end());
                place++;
            }
            if (value == PlainNames.ABSENT) {
                return false;
            }
            at = value;
            while (at < series.end() && body[at] != ',') {
                at++;
            }
            if (at == value || at - value > LineReader.NAME_BYTES_MAX) {
                return false;
            }
            into.tagAt(place - 1).addText(body, value, at - value);
        }
        return true;
    }

    /// Reads the fields behind the space at `space`, in the order of the table.
    ///
    /// @return what follows them, or [#UNFAMILIAR]
    private int readFields(TableLines table, int space) throws RefusedLineException {
        TableRows into = table.rows();
        int at = space;
        int place = 0;
        do {
            at++;
            int value = PlainNames.ABSENT;
            int placesEnd = Math.min(into.fieldCount(), place + SKIPPED_FIELDS_MAX);
            while (place < placesEnd && value == PlainNames.ABSENT) {
                value = table.fieldNames().afterName(place, into.fieldName(place), body, at, end);
                place++;
            }
            if (value == PlainNames.ABSENT) {
                return UNFAMILIAR;
            }
            at = reader.readValue(value, end, field);
            if (at == value || !store(into.fieldAt(place - 1))) {
                return UNFAMILIAR;
            }
        } while (at < end && body[at] == ',');
        return at;
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
