// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.datafile;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.batch.TextChoice;
import dev.sluice.catalog.TableEntry;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.parquet.RowRanges;
import dev.sluice.parquet.RowReader;
import dev.sluice.parquet.UnfamiliarFileException;
import dev.sluice.parquet.ValueSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/// Which rows of a file are of which series: its rows are sorted, so those of a series are one
/// after the other. Immutable.
public final class FileSeries {
    private static final Column TIME = Column.ofTime();

    /// More text of one column is not read.
    private static final int TEXT_BYTES_MAX = 32 << 20;

    /// Of how many entries of a dictionary it is remembered that they came already.
    private static final int ENTRIES_KNOWN_BITS = 8;

    private static final int ENTRIES_KNOWN = 1 << ENTRIES_KNOWN_BITS;

    /// The golden ratio, by which neighbours are spread.
    private static final int SPREAD = 0x9E3779B9;

    private final List<ColumnData> tags;

    /// The first row of each run of a series, and behind the last one the number of rows.
    private final int[] starts;

    private FileSeries(List<ColumnData> tags, int[] starts) {
        this.tags = tags;
        this.starts = starts;
    }

    /// Reads the tags of a file.
    ///
    /// @param table whose columns the file has, or some of them
    /// @param reader reads the file
    /// @param rowCount how many rows it has
    /// @param runsMax more runs are not kept
    /// @return null when there are more
    /// @throws dev.sluice.parquet.UnfamiliarFileException when the file is not one of ours
    public static @Nullable FileSeries read(
            TableEntry table, RowReader reader, int rowCount, int runsMax) throws IOException {
        List<Column> columns = table.columns();
        List<TagRuns> runs = new ArrayList<>();
        for (int place = 0; place < columns.size(); place++) {
            Column column = columns.get(place);
            if (column.type() == ColumnType.TAG) {
                TagRuns ofTag = new TagRuns(column);
                reader.readRuns(FileColumns.fieldId(place), ofTag);
                runs.add(ofTag);
            }
        }
        return merge(runs, rowCount, runsMax);
    }

    /// The runs of one tag.
    private static final class TagRuns implements RowReader.RunSink {
        private final ColumnData values;
        private int[] ends = new int[16];
        private int count;
        private int rows;

        /// A dictionary, and the runs that had an entry of it last, by where this starts.
        private byte @Nullable [] dictionary;

        private final int[] latest = new int[ENTRIES_KNOWN];
        private final int[] latestStarts = new int[ENTRIES_KNOWN];

        TagRuns(Column column) {
            this.values = new ColumnData(column);
        }

        // The same array is what says that entries are the same.
        @SuppressWarnings("ReferenceEquality")
        @Override
        public void runOfEntry(int rowCount, byte[] text, int start, int length) {
            if (text != dictionary) {
                dictionary = text;
                Arrays.fill(latestStarts, -1);
            }
            int place = (start * SPREAD) >>> (Integer.SIZE - ENTRIES_KNOWN_BITS);
            if (latestStarts[place] == start) {
                values.addAgain(latest[place]);
            } else {
                values.addText(text, start, length);
                latestStarts[place] = start;
                latest[place] = count;
            }
            end(rowCount);
        }

        @Override
        public void run(int rowCount, byte @Nullable [] text, int start, int length) {
            if (text == null) {
                values.padTo(count + 1);
            } else {
                values.addText(text, start, length);
            }
            end(rowCount);
        }

        private void end(int rowCount) {
            if (count == ends.length) {
                ends = Arrays.copyOf(ends, count * 2);
            }
            rows += rowCount;
            ends[count++] = rows;
        }

        /// Adds where runs end but for the last.
        void addEnds(BitSet all) {
            for (int run = 0; run < count - 1; run++) {
                all.set(ends[run]);
            }
        }

        /// The values by run of a series.
        ///
        /// @param starts where these start, among them wherever one of the tag does; and where the
        ///   last one ends
        ColumnData by(int[] starts) {
            int runs = starts.length - 1;
            if (runs == count) {
                return values;
            }
            int[] numbers = new int[runs];
            BitSet present = new BitSet(runs);
            int at = 0;
            for (int run = 0; run < runs; run++) {
                at += ends[at] <= starts[run] ? 1 : 0;
                numbers[run] = values.numbers()[at];
                present.set(run, !values.isNull(at));
            }
            return ColumnData.ofTag(
                    values.column(),
                    runs,
                    numbers,
                    values.nullCount() == 0
                            ? null
                            : Arrays.copyOf(present.toLongArray(), (runs + 63) >>> 6),
                    values.values());
        }
    }

    private static @Nullable FileSeries merge(List<TagRuns> tags, int rowCount, int runsMax) {
        BitSet all = new BitSet(rowCount + 1);
        all.set(0);
        all.set(rowCount);
        tags.forEach(tag -> tag.addEnds(all));
        if (all.cardinality() > runsMax + 1L) {
            return null;
        }
        int[] starts = all.stream().toArray();
        return new FileSeries(tags.stream().map(tag -> tag.by(starts)).toList(), starts);
    }

    /// How many runs there are.
    public int count() {
        return starts.length - 1;
    }

    /// The runs that have a wanted value of each of some tags.
    ///
    /// @param wanted by tag
    /// @return null where a choice is not made among so many values
    public @Nullable BitSet find(Map<String, TextChoice> wanted) {
        BitSet found = all();
        for (Map.Entry<String, TextChoice> choice : wanted.entrySet()) {
            ColumnData tag = tag(choice.getKey());
            BitSet numbers = tag == null ? new BitSet() : choice.getValue().among(tag.values());
            if (numbers == null) {
                return null;
            }
            if (tag == null) {
                return numbers;
            }
            for (int run = found.nextSetBit(0); run >= 0; run = found.nextSetBit(run + 1)) {
                if (tag.isNull(run) || !numbers.get(tag.numbers()[run])) {
                    found.clear(run);
                }
            }
        }
        return found;
    }

    /// Every run.
    public BitSet all() {
        BitSet runs = new BitSet(count());
        runs.set(0, count());
        return runs;
    }

    private @Nullable ColumnData tag(String name) {
        for (ColumnData tag : tags) {
            if (tag.column().name().equals(name)) {
                return tag;
            }
        }
        return null;
    }

    /// How many rows some runs have.
    public int rowCount(BitSet runs) {
        int rows = 0;
        for (int run = runs.nextSetBit(0); run >= 0; run = runs.nextSetBit(run + 1)) {
            rows += starts[run + 1] - starts[run];
        }
        return rows;
    }

    /// Chooses rows of some runs.
    ///
    /// @param table as for [#read]
    /// @param timeNanosMin earlier rows are left out
    /// @param timeNanosMax later rows are left out
    /// @param reader reads the file
    /// @throws dev.sluice.parquet.UnfamiliarFileException when the file is not one of ours
    public Chosen choose(
            TableEntry table, BitSet runs, long timeNanosMin, long timeNanosMax, RowReader reader)
            throws IOException {
        return chosen(table, runs, rowsOf(table, runs, timeNanosMin, timeNanosMax, reader), reader);
    }

    /// Chooses all rows of a time; parameters are those of the other one.
    public Chosen choose(TableEntry table, long timeNanosMin, long timeNanosMax, RowReader reader)
            throws IOException {
        return choose(table, all(), timeNanosMin, timeNanosMax, reader);
    }

    /// Chooses the rows at one end of some runs, among those of a time; parameters are those of
    /// [#choose].
    public Chosen chooseEnd(
            TableEntry table,
            BitSet runs,
            SeriesEnd end,
            long timeNanosMin,
            long timeNanosMax,
            RowReader reader)
            throws IOException {
        RunRows rows = rowsOf(table, runs, timeNanosMin, timeNanosMax, reader);
        rows.cut(end);
        return chosen(table, runs, rows, reader);
    }

    /// The rows of some runs that are of a time. Of others it says nothing.
    private RunRows rowsOf(
            TableEntry table, BitSet runs, long timeNanosMin, long timeNanosMax, RowReader reader)
            throws IOException {
        RunRows rows = new RunRows(starts);
        if (timeNanosMin > Long.MIN_VALUE || timeNanosMax < Long.MAX_VALUE) {
            reader.read(
                    FileColumns.fieldId(table.columns().indexOf(TIME)),
                    ColumnType.TIME,
                    rows.of(runs),
                    rows.searching(runs, timeNanosMin, timeNanosMax));
        }
        return rows;
    }

    private Chosen chosen(TableEntry table, BitSet runs, RunRows rows, RowReader reader)
            throws IOException {
        RowRanges all = rows.of(runs);
        int[] tagSets = new int[all.rowCount()];
        BitSet used = new BitSet(count());
        int count = 0;
        int tagSet = 0;
        for (int run = runs.nextSetBit(0); run >= 0; run = runs.nextSetBit(run + 1)) {
            int rowCount = rows.count(run);
            if (rowCount > 0) {
                Arrays.fill(tagSets, count, count + rowCount, tagSet++);
                count += rowCount;
                used.set(run);
            }
        }
        return new Chosen(this, all, tagSets, used, times(table, all, reader));
    }

    /// How many rows the ends of some runs have at most.
    public int endCount(BitSet runs, SeriesEnd end) {
        int rows = 0;
        for (int run = runs.nextSetBit(0); run >= 0; run = runs.nextSetBit(run + 1)) {
            rows += Math.min(end.count(), starts[run + 1] - starts[run]);
        }
        return rows;
    }

    /// Leaves out of some runs those whose series another file has, too.
    ///
    /// @param enough whether a run of the other file is enough of its series
    public void leaveOut(BitSet runs, FileSeries other, IntPredicate enough) {
        List<ColumnData> mine = byName();
        List<ColumnData> others = other.byName();
        if (!columns(mine).equals(columns(others))) {
            return;
        }
        int place = 0;
        for (int run = runs.nextSetBit(0); run >= 0; run = runs.nextSetBit(run + 1)) {
            int order = 1;
            while (place < other.count() && order > 0) {
                order = compare(mine, run, others, place);
                place += order > 0 ? 1 : 0;
            }
            if (order == 0 && enough.test(place)) {
                runs.clear(run);
            }
        }
    }

    /// The tags in the order in which they order a file's rows.
    private List<ColumnData> byName() {
        return tags.stream().sorted(Comparator.comparing(tag -> tag.column().name())).toList();
    }

    private static List<Column> columns(List<ColumnData> tags) {
        return tags.stream().map(ColumnData::column).toList();
    }

    private static int compare(
            List<ColumnData> tags, int run, List<ColumnData> others, int otherRun) {
        int order = 0;
        for (int place = 0; order == 0 && place < tags.size(); place++) {
            order = ColumnData.compareText(tags.get(place), run, others.get(place), otherRun);
        }
        return order;
    }

    private static ColumnData times(TableEntry table, RowRanges rows, RowReader reader)
            throws IOException {
        int place = table.columns().indexOf(TIME);
        return read(place, TIME, rows, reader);
    }

    private static ColumnData read(int place, Column column, RowRanges rows, RowReader reader)
            throws IOException {
        ReadColumn read = new ReadColumn(column, rows.rowCount());
        reader.read(FileColumns.fieldId(place), column.type(), rows, read);
        if (read.tooLong) {
            throw new UnfamiliarFileException("the rows have too much text");
        }
        return read.data;
    }

    /// The tags of some runs, a value a run; of those that are among some columns and have any.
    private List<ColumnData> tagsOf(BitSet runs, Set<Column> columns) {
        boolean all = runs.cardinality() == count();
        List<ColumnData> some = new ArrayList<>();
        for (ColumnData tag : tags) {
            if (columns.contains(tag.column())) {
                ColumnData ofRuns = all ? tag : copy(tag, runs);
                if (ofRuns.nullCount() < ofRuns.rowCount()) {
                    some.add(ofRuns);
                }
            }
        }
        return some;
    }

    private static ColumnData copy(ColumnData tag, BitSet runs) {
        ColumnData copy = new ColumnData(tag.column());
        for (int run = runs.nextSetBit(0); run >= 0; run = runs.nextSetBit(run + 1)) {
            copy.addFrom(tag, run);
        }
        return copy;
    }

    /// Some rows of a file, of which tags and times are known.
    public static final class Chosen {
        private final FileSeries file;
        private final RowRanges rows;

        /// By row.
        private final int[] tagSets;

        /// The runs that have any of the rows, by which tag sets are numbered.
        private final BitSet series;

        private final ColumnData times;

        private Chosen(
                FileSeries file, RowRanges rows, int[] tagSets, BitSet series, ColumnData times) {
            this.file = file;
            this.rows = rows;
            this.tagSets = tagSets;
            this.series = series;
            this.times = times;
        }

        /// How many rows there are.
        public int count() {
            return tagSets.length;
        }

        /// By run of the file: the time of that of its rows which is farthest from an end, where as
        /// many were chosen as are wanted there; else one that all others are nearer than.
        public IntToLongFunction reached(SeriesEnd end) {
            long[] reached = new long[file.count()];
            Arrays.fill(reached, end.farthestNanos());
            int row = 0;
            for (int run = series.nextSetBit(0); run >= 0; run = series.nextSetBit(run + 1)) {
                int start = row;
                while (row < count() && tagSets[row] == tagSets[start]) {
                    row++;
                }
                if (row - start == end.count()) {
                    reached[run] = times.longAt(end.newest() ? start : row - 1);
                }
            }
            return run -> reached[run];
        }

        /// Reads them, with the columns that have a value.
        ///
        /// @param table as for [FileSeries#read]
        /// @param columns those of the rows; times are always there
        /// @param bytesMax how much memory the fields may take
        /// @param reader reads the file
        /// @return null when they take more
        /// @throws dev.sluice.parquet.UnfamiliarFileException when the file is not one of ours
        public @Nullable TableRows rows(
                TableEntry table, Set<Column> columns, long bytesMax, RowReader reader)
                throws IOException {
            List<ColumnData> fields = new ArrayList<>();
            long left = bytesMax;
            for (int place = 0; place < table.columns().size(); place++) {
                Column column = table.columns().get(place);
                if (column.type().isField() && columns.contains(column)) {
                    ColumnData field = read(place, column, rows, reader);
                    left -= field.sizeBytes();
                    if (left < 0) {
                        return null;
                    }
                    if (field.nullCount() < field.rowCount()) {
                        fields.add(field);
                    }
                }
            }
            return TableRows.of(
                    table.name(),
                    series.cardinality(),
                    file.tagsOf(series, columns),
                    tagSets,
                    fields,
                    times);
        }
    }

    /// A column as it is read. Of more text than one may hold, none is kept: no limit that callers
    /// set is as large.
    private static final class ReadColumn implements ValueSink {
        private final ColumnData data;
        private boolean tooLong;

        ReadColumn(Column column, int rowCount) {
            this.data = new ColumnData(column);
            data.reserve(rowCount);
        }

        @Override
        public void addWords(long[] bits, int count) {
            data.addLongs(bits, count);
        }

        @Override
        public void addText(byte[] bytes, int start, int length) {
            if (data.textLength() > TEXT_BYTES_MAX) {
                tooLong = true;
            } else {
                data.addText(bytes, start, length);
            }
        }

        @Override
        public void addNulls(int count) {
            data.padTo(data.rowCount() + count);
        }
    }

    /// About how much memory it takes, in bytes.
    public long sizeBytes() {
        long size = 4L * starts.length;
        for (ColumnData tag : tags) {
            size += tag.sizeBytes();
        }
        return size;
    }
}
