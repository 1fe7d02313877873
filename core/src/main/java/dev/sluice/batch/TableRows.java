// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.batch;

import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Some rows of one table. Tags are held once for each tag set, and a row says by number which one
/// is its own; fields and time are columns with a value a row. Columns stand in the order of their
/// first appearance; time is always there and never null.
///
/// Two tag sets may be equal, unless whoever made the rows says otherwise.
///
/// Not safe for threads while it is being filled; a filled one is never changed again.
public final class TableRows {
    private static final int ROWS_FIRST = 16;

    private final String tableName;
    private final ColumnData time;
    private final ColumnGroup tags = new ColumnGroup();
    private final ColumnGroup fields = new ColumnGroup();

    /// By row: the number of its tag set.
    private int[] tagSets = new int[ROWS_FIRST];

    /// Made when it is first asked for.
    private @Nullable TagSetRows byTagSet;

    private long timeNanosMin = Long.MAX_VALUE;
    private long timeNanosMax = Long.MIN_VALUE;

    /// No rows yet.
    public TableRows(String tableName) {
        this(tableName, new ColumnData(Column.ofTime()));
    }

    private TableRows(String tableName, ColumnData time) {
        this.tableName = tableName;
        this.time = time;
    }

    /// Rows as whoever kept them gives them back. Everything is handed over.
    ///
    /// @param tagSetCount how many entries each of `tags` covers
    /// @param tags tag columns, a value a tag set
    /// @param tagSets by row: the number of its tag set
    /// @param fields field columns, a value a row
    /// @param time the times of the rows
    /// @throws IllegalArgumentException when the parts do not fit together
    public static TableRows of(
            String tableName,
            int tagSetCount,
            List<ColumnData> tags,
            int[] tagSets,
            List<ColumnData> fields,
            ColumnData time) {
        boolean fits = tagSets.length == time.rowCount();
        for (ColumnData tag : tags) {
            fits &= tag.rowCount() == tagSetCount && tag.column().type() == ColumnType.TAG;
        }
        for (ColumnData field : fields) {
            fits &= field.rowCount() == tagSets.length && field.column().type().isField();
        }
        for (int tagSet : tagSets) {
            fits &= tagSet >= 0 && tagSet < tagSetCount;
        }
        if (!fits) {
            throw new IllegalArgumentException("columns of " + tableName + " do not fit together");
        }
        TableRows rows = new TableRows(tableName, time);
        rows.tags.adopt(tags, tagSetCount);
        rows.fields.adopt(fields, tagSets.length);
        rows.tagSets = tagSets;
        for (int row = 0; row < tagSets.length; row++) {
            rows.widen(time.longAt(row));
        }
        return rows;
    }

    /// The table's name, byte-exact.
    public String tableName() {
        return tableName;
    }

    /// How many rows are complete.
    public int rowCount() {
        return time.rowCount();
    }

    /// The time column, in nanoseconds since the epoch.
    public ColumnData time() {
        return time;
    }

    /// How many tag sets are complete.
    public int tagSetCount() {
        return tags.entryCount();
    }

    /// The number of a row's tag set.
    public int tagSetOf(int row) {
        return tagSets[row];
    }

    /// The number of each row's tag set; only the first [#rowCount] count. Do not change it.
    public int[] tagSets() {
        return tagSets;
    }

    /// Which rows have which tag set. Only when it is filled; kept from the first call on.
    public TagSetRows byTagSet() {
        TagSetRows made = byTagSet;
        if (made == null) {
            made = new TagSetRows(tagSets, rowCount(), tagSetCount());
            byTagSet = made;
        }
        return made;
    }

    /// The tags, a value a tag set. A live view that nobody can change.
    public List<ColumnData> tags() {
        return tags.columns();
    }

    /// The fields, a value a row. A live view that nobody can change.
    public List<ColumnData> fields() {
        return fields.columns();
    }

    /// How many tags there are.
    public int tagCount() {
        return tags.columnCount();
    }

    /// The tag at a place of [#tags].
    public ColumnData tagAt(int place) {
        return tags.columnAt(place);
    }

    /// How many fields there are.
    public int fieldCount() {
        return fields.columnCount();
    }

    /// The field at a place of [#fields].
    public ColumnData fieldAt(int place) {
        return fields.columnAt(place);
    }

    /// The tags and then the fields.
    public List<ColumnData> columns() {
        List<ColumnData> all = new ArrayList<>(tags());
        all.addAll(fields());
        return all;
    }

    /// Where in `column`, which is one of [#columns] or [#time], the value of a row is.
    public int placeOf(ColumnData column, int row) {
        return column.column().type() == ColumnType.TAG ? tagSets[row] : row;
    }

    /// The tag or field with this name, or null.
    public @Nullable ColumnData find(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return find(bytes, 0, bytes.length);
    }

    /// The same for a name given as UTF-8, from `start` up to `end`.
    public @Nullable ColumnData find(byte[] name, int start, int end) {
        ColumnData field = fields.find(name, start, end);
        return field == null ? tags.find(name, start, end) : field;
    }

    /// The tag or field with this name, made with `type` where it is new; an existing one keeps its
    /// own type, which the caller compares.
    public ColumnData columnFor(String name, ColumnType type) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return columnFor(bytes, 0, bytes.length, type);
    }

    /// The same for a name given as UTF-8, from `start` up to `end`; makes no object for a name
    /// that was seen before.
    public ColumnData columnFor(byte[] name, int start, int end, ColumnType type) {
        ColumnData found = find(name, start, end);
        return found == null ? groupOf(type).add(name, start, end, type) : found;
    }

    /// The name of the tag at a place of [#tags], as UTF-8; not to be changed.
    public byte[] tagName(int place) {
        return tags.nameAt(place);
    }

    /// The name of the field at a place of [#fields], as UTF-8; not to be changed.
    public byte[] fieldName(int place) {
        return fields.nameAt(place);
    }

    /// How often a tag was added or taken back: as long as it stays, so do the tags and their
    /// places.
    public long tagChanges() {
        return tags.changes();
    }

    /// The same of fields.
    public long fieldChanges() {
        return fields.changes();
    }

    /// Makes room for rows that are likely to come.
    ///
    /// @param rowCount how many there will be in all
    /// @param tagSetCount how many tag sets
    public void reserve(int rowCount, int tagSetCount) {
        if (rowCount > tagSets.length) {
            tagSets = Arrays.copyOf(tagSets, rowCount);
        }
        time.reserve(rowCount);
        fields.reserve(rowCount);
        tags.reserve(tagSetCount);
    }

    /// Completes the tag set under construction: what was added to tags since the last one.
    ///
    /// @return its number
    public int endTagSet() {
        return tags.endEntry();
    }

    /// The same for a tag set that has a value of each tag.
    public int endWholeTagSet() {
        return tags.endWholeEntry();
    }

    /// Completes the row under construction, of the tag set under construction.
    public void endRow(long timeNanos) {
        endRow(endTagSet(), timeNanos);
    }

    /// Completes the row under construction: gives it its tag set and its time, and nulls where it
    /// has no value.
    public void endRow(int tagSet, long timeNanos) {
        complete(fields.endEntry(), tagSet, timeNanos);
    }

    /// The same for a row that has a value of each field.
    public void endWholeRow(int tagSet, long timeNanos) {
        complete(fields.endWholeEntry(), tagSet, timeNanos);
    }

    private void complete(int row, int tagSet, long timeNanos) {
        if (row == tagSets.length) {
            tagSets = Arrays.copyOf(tagSets, row * 2);
        }
        tagSets[row] = tagSet;
        time.addLong(timeNanos);
        widen(timeNanos);
    }

    /// Takes back the values of the tag set under construction, and the tags that it introduced.
    public void cancelTagSet() {
        tags.cancelEntry();
    }

    /// Takes back the values of the tag set and the row under construction, and the columns that
    /// they introduced.
    public void cancelRow() {
        tags.cancelEntry();
        fields.cancelEntry();
    }

    /// Copies the rows whose bit is clear in `dropped`, in their order, without the tag sets and
    /// the columns that dropped rows alone have.
    public TableRows without(BitSet dropped) {
        int[] rows = new int[Math.max(0, rowCount() - dropped.cardinality())];
        int count = 0;
        for (int row = dropped.nextClearBit(0);
                row < rowCount();
                row = dropped.nextClearBit(row + 1)) {
            rows[count++] = row;
        }
        ChosenRows chosen = new ChosenRows(_ -> true);
        var _ = chosen.add(this, rows, count);
        return chosen.copied();
    }

    /// The smallest time, in nanoseconds.
    ///
    /// @throws IllegalStateException when there is no row
    public long timeNanosMin() {
        requireRows();
        return timeNanosMin;
    }

    /// The largest time, in nanoseconds.
    ///
    /// @throws IllegalStateException when there is no row
    public long timeNanosMax() {
        requireRows();
        return timeNanosMax;
    }

    /// How many bytes of text the values have, that of a tag once a value.
    public long textBytes() {
        long sum = 0;
        for (ColumnData column : columns()) {
            sum += column.isText() ? column.textLength() : 0;
        }
        return sum;
    }

    /// About how much memory the values take, in bytes.
    public long sizeBytes() {
        return time.sizeBytes() + tags.sizeBytes() + fields.sizeBytes() + 4L * tagSets.length;
    }

    /// How much more is taken at most once rows are looked for by their tags, in bytes.
    public long indexBytesMax() {
        long sum = 4L * (rowCount() + tagSetCount());
        for (ColumnData tag : tags()) {
            sum += tag.values().indexBytesMax();
        }
        return sum;
    }

    private ColumnGroup groupOf(ColumnType type) {
        return type == ColumnType.TAG ? tags : fields;
    }

    private void widen(long timeNanos) {
        timeNanosMin = Math.min(timeNanosMin, timeNanos);
        timeNanosMax = Math.max(timeNanosMax, timeNanos);
    }

    private void requireRows() {
        if (rowCount() == 0) {
            throw new IllegalStateException("no rows in " + tableName);
        }
    }
}
