// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

import dev.sluice.batch.ByteWords;
import dev.sluice.batch.ColumnData;
import dev.sluice.batch.NameIndex;
import dev.sluice.batch.TableRows;
import dev.sluice.lineprotocol.ParsedLines.ParsedTable;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.model.Excerpt;
import dev.sluice.model.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns parsed lines into rows by table, with the checks that concern a row as a whole (data.md
/// 1.8, last paragraphs of the table, and 1.10). Not safe for threads.
final class RowBuilder {
    private static final byte[] TIME = Column.TIME.getBytes(StandardCharsets.UTF_8);

    /// After so many lines it is worth while to make room for the others.
    static final int FIRST_GLANCE = 32;

    /// After so many lines it shows how many tag sets there are.
    static final int SECOND_GLANCE = 2048;

    /// For more cells no room is made before they come.
    private static final int EXPECTED_CELLS_MAX = 4 * 1024 * 1024;

    /// So much more room is made, as a part of the whole.
    private static final int EXPECTED_MARGIN = 32;

    private final KnownColumns known;
    private final SeriesIndex series;
    private final NameIndex names = new NameIndex();

    /// By name; one with two names is there twice.
    private final List<TableLines> tables = new ArrayList<>();

    /// The table of the row that was added last.
    private @Nullable TableLines latest;

    /// Of the line under construction: the columns of its tags and then of its fields, null where
    /// the table has none yet.
    private @Nullable ColumnData[] columns = new ColumnData[32];

    private long cellCount;

    RowBuilder(KnownColumns known, SeriesIndex series) {
        this.known = known;
        this.series = series;
    }

    /// A table of the payload under construction.
    static final class TableLines {
        private final int number;
        private final byte[] name;
        private final boolean namePlain;
        private final TableRows rows;
        private final LineNumbers lineNumbers = new LineNumbers();
        private final PlainNames tagNames = new PlainNames();
        private final PlainNames fieldNames = new PlainNames();

        /// @param number its place among the tables
        /// @param name its name, as UTF-8
        TableLines(int number, byte[] name) {
            this.number = number;
            this.name = name;
            this.namePlain = PlainName.isPlain(name);
            this.rows = new TableRows(new String(name, StandardCharsets.UTF_8));
        }

        /// How long its name is, in bytes.
        int nameLength() {
            return name.length;
        }

        TableRows rows() {
            return rows;
        }

        /// The names of its tags.
        PlainNames tagNames() {
            return tagNames;
        }

        /// The names of its fields.
        PlainNames fieldNames() {
            return fieldNames;
        }
    }

    /// Makes room for the rows of a payload that seems to have one table, as most have: arrays that
    /// grow are copied, and half empty in the end. Of several tables each grows as its rows come.
    ///
    /// @param lineCount how many lines the payload has, if all are as long as those before
    void expect(int lineCount) {
        if (tables.size() != 1) {
            return;
        }
        TableRows rows = tables.getFirst().rows();
        if ((long) lineCount * (rows.tagCount() + rows.fieldCount()) <= EXPECTED_CELLS_MAX) {
            int tagSetCount = rows.tagSetCount();
            boolean eachItsOwn =
                    rows.rowCount() > FIRST_GLANCE && tagSetCount > rows.rowCount() / 4 * 3;
            int margin = lineCount / EXPECTED_MARGIN + 1;
            rows.reserve(lineCount + margin, eachItsOwn ? lineCount + margin : 0);
            if (eachItsOwn) {
                series.reserve(lineCount + margin);
            }
        }
    }

    /// The table with a number.
    TableLines table(int number) {
        return tables.get(number);
    }

    /// The table of the row that was added last, if the present beginning names it; else null.
    @Nullable TableLines latest() {
        TableLines table = latest;
        return table != null && table.namePlain && series.startsWith(table.name) ? table : null;
    }

    /// Completes a row of a tag set that is there.
    ///
    /// @param whole whether it has a value of each field of the table
    void end(TableLines table, int tagSet, boolean whole, int lineNumber, long timeNanos) {
        if (whole) {
            table.rows().endWholeRow(tagSet, timeNanos);
        } else {
            table.rows().endRow(tagSet, timeNanos);
        }
        table.lineNumbers.add(lineNumber);
        latest = table;
        countCells(table.rows().fieldCount());
    }

    /// Completes the tag set under construction, that of the line which starts at `start`.
    ///
    /// @param whole whether it has a value of each tag of the table
    /// @return its number
    int endTagSet(TableLines table, boolean whole, int start) {
        TableRows rows = table.rows();
        int tagSet = whole ? rows.endWholeTagSet() : rows.endTagSet();
        if (series.holds(start)) {
            series.add(table.number, tagSet);
        }
        countCells(rows.tagCount());
        return tagSet;
    }

    /// Adds a row, whole or not at all.
    ///
    /// @param start where the line starts
    /// @throws RefusedLineException when the row contradicts itself or rows before it
    /// @throws dev.sluice.model.ProblemException *too large* at [LineProtocolParser#CELLS_MAX]
    void add(ParsedLine line, int start, int lineNumber, long timeNanos)
            throws RefusedLineException {
        requireNoTime(line);
        TableLines table = table(line.measurement());
        TableRows rows = table.rows();
        // Existing columns first: a refused row then seldom makes columns only to lose them.
        findColumns(rows, line);
        try {
            for (int i = 0; i < line.tagCount(); i++) {
                addTag(rows, columns[i], line.tag(i));
            }
            for (int i = 0; i < line.fieldCount(); i++) {
                addField(rows, columns[line.tagCount() + i], line.field(i));
            }
        } catch (RefusedLineException e) {
            rows.cancelRow();
            throw e;
        }
        int entry = series.holds(start) ? series.find() : SeriesIndex.ABSENT;
        if (entry == SeriesIndex.ABSENT) {
            end(table, endTagSet(table, false, start), false, lineNumber, timeNanos);
        } else {
            rows.cancelTagSet();
            end(table, series.tagSetOf(entry), false, lineNumber, timeNanos);
        }
    }

    /// The tables that have rows, in order of first appearance.
    List<ParsedTable> tables() {
        return tables.stream()
                .distinct()
                .filter(table -> table.rows().rowCount() > 0)
                .map(table -> new ParsedTable(table.rows(), table.lineNumbers))
                .toList();
    }

    private static void requireNoTime(ParsedLine line) throws RefusedLineException {
        for (int i = 0; i < line.tagCount(); i++) {
            if (line.tag(i).key().is(TIME)) {
                throw new RefusedLineException(
                        "input tag \"time\" on measurement \""
                                + line.measurement().excerpt()
                                + "\" is invalid");
            }
        }
        boolean anyField = false;
        for (int i = 0; i < line.fieldCount() && !anyField; i++) {
            anyField = !line.field(i).key().is(TIME);
        }
        if (!anyField) {
            throw new RefusedLineException(
                    "invalid field name: input field \"time\" on measurement \""
                            + line.measurement().excerpt()
                            + "\" is invalid");
        }
    }

    private TableLines table(Slice name) throws RefusedLineException {
        int number = names.find(name.bytes(), name.start(), name.end());
        if (number != NameIndex.ABSENT) {
            return tables.get(number);
        }
        byte[] now = known.tableName(name.toString()).getBytes(StandardCharsets.UTF_8);
        int renamed = names.find(now, 0, now.length);
        TableLines table = renamed == NameIndex.ABSENT ? make(now) : tables.get(renamed);
        if (!name.is(now)) {
            int _ = names.add(name.bytes(), name.start(), name.end());
            tables.add(table);
        }
        return table;
    }

    private TableLines make(byte[] name) throws RefusedLineException {
        if (tables.size() == LineProtocolParser.TABLES_MAX) {
            throw new RefusedLineException(
                    "service limit reached: a write may name at most "
                            + LineProtocolParser.TABLES_MAX
                            + " tables");
        }
        int added = names.add(name, 0, name.length);
        TableLines made = new TableLines(added, names.bytesAt(added));
        tables.add(made);
        return made;
    }

    private void findColumns(TableRows rows, ParsedLine line) throws RefusedLineException {
        int count = line.tagCount() + line.fieldCount();
        if (count > columns.length) {
            columns = new ColumnData[count];
        }
        for (int i = 0; i < count; i++) {
            boolean isTag = i < line.tagCount();
            ParsedLine.@Nullable Field field = isTag ? null : line.field(i - line.tagCount());
            Slice name = field == null ? line.tag(i).key() : field.key();
            ColumnType given = field == null ? ColumnType.TAG : field.type();
            ColumnData column = rows.find(name.bytes(), name.start(), name.end());
            if (column != null) {
                requireType(column, given);
            } else {
                requireKnownType(rows.tableName(), name.toString(), given);
            }
            columns[i] = column;
        }
    }

    private void addTag(TableRows rows, @Nullable ColumnData known, ParsedLine.Tag tag)
            throws RefusedLineException {
        ColumnData column = known == null ? make(rows, tag.key(), ColumnType.TAG) : known;
        if (isSet(rows, column)) {
            throw new RefusedLineException(
                    "the tag '"
                            + tag.key().excerpt()
                            + "' is specified more than once with conflicting values");
        }
        column.addText(tag.value().bytes(), tag.value().start(), tag.value().length());
    }

    /// Of a field that is there twice the last value counts; a field called `time` is dropped.
    private void addField(TableRows rows, @Nullable ColumnData known, ParsedLine.Field field)
            throws RefusedLineException {
        if (field.key().is(TIME)) {
            return;
        }
        ColumnData column = known == null ? make(rows, field.key(), field.type()) : known;
        if (isSet(rows, column)) {
            if (column.column().type().isField() && column.column().type() != field.type()) {
                throw new RefusedLineException(
                        "the field '"
                                + field.key().excerpt()
                                + "' is specified more than once with conflicting types");
            }
            requireType(column, field.type());
            column.truncate(rows.rowCount());
        }
        if (field.type() == ColumnType.STRING) {
            column.addText(field.text().bytes(), field.text().start(), field.text().length());
        } else {
            column.addLong(field.bits());
        }
    }

    /// Makes a column, or finds the one that this very line made.
    private ColumnData make(TableRows rows, Slice name, ColumnType type)
            throws RefusedLineException {
        requireNoNul(name);
        int count = rows.tagCount() + rows.fieldCount();
        ColumnData column = rows.columnFor(name.bytes(), name.start(), name.end(), type);
        int newCount = rows.tagCount() + rows.fieldCount();
        if (newCount > count) {
            countCells(rows.rowCount());
        }
        if (newCount > LineProtocolParser.COLUMNS_MAX) {
            throw new RefusedLineException(
                    "service limit reached: a write may give table `"
                            + Excerpt.of(rows.tableName())
                            + "` at most "
                            + LineProtocolParser.COLUMNS_MAX
                            + " columns");
        }
        return column;
    }

    /// No catalog keeps such a name, and would refuse all lines for the sake of one.
    private static void requireNoNul(Slice name) throws RefusedLineException {
        if (ByteWords.find((byte) 0, name.bytes(), name.start(), name.end()) < name.end()) {
            throw new RefusedLineException("column names must not have a NUL character");
        }
    }

    /// Whether the row under construction has a value in `column` already.
    private static boolean isSet(TableRows rows, ColumnData column) {
        boolean isTag = column.column().type() == ColumnType.TAG;
        return column.rowCount() > (isTag ? rows.tagSetCount() : rows.rowCount());
    }

    private static void requireType(ColumnData column, ColumnType given)
            throws RefusedLineException {
        requireSame(column.column().name(), column.column().type(), given);
    }

    private void requireKnownType(String table, String column, ColumnType given)
            throws RefusedLineException {
        ColumnType existing = known.find(table, column);
        // A field called `time` is dropped, whatever its type.
        if (existing != null && existing != ColumnType.TIME) {
            requireSame(column, existing, given);
        }
    }

    private static void requireSame(String column, ColumnType existing, ColumnType given)
            throws RefusedLineException {
        if (existing != given) {
            throw new RefusedLineException(ColumnConflict.message(column, existing, given));
        }
    }

    /// Rows are kept as full columns, so a payload of sparse rows could take far more memory than
    /// its bytes; this bounds it, and the work on columns that refused rows make.
    private void countCells(int cells) {
        cellCount += cells;
        if (cellCount > LineProtocolParser.CELLS_MAX) {
            throw Problem.tooLarge(
                            "too_many_cells",
                            "rows times columns of the write are more than "
                                    + LineProtocolParser.CELLS_MAX
                                    + ": send fewer lines at once")
                    .asException();
        }
    }
}
