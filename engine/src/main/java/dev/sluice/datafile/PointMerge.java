// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.datafile;

import dev.sluice.background.WorkPool;
import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.partition.PartitionTemplate;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes one row of every point: of the rows that hold it, each field takes its newest value that
/// is not null (data.md 1.1). Works by column: a field of a file is gathered in one go.
final class PointMerge {
    private final String tableName;
    private final SeriesOrder order;

    /// The first place in the order of each point, and behind the last one the number of rows.
    private final int[] points;

    private final int pointCount;

    /// Each field, and its column in each batch, null where a batch lacks it.
    private final SortedMap<String, Field> fields = new TreeMap<>();

    private static final class Field {
        private final Column column;
        private final @Nullable ColumnData[] byBatch;

        /// How many batches have a value of it in every row.
        private int wholeCount;

        Field(Column column, int batchCount) {
            this.column = column;
            this.byBatch = new ColumnData[batchCount];
        }

        void add(int batch, ColumnData data) {
            byBatch[batch] = data;
            wholeCount += data.nullCount() == 0 ? 1 : 0;
        }

        boolean isWhole() {
            return wholeCount == byBatch.length;
        }

        /// By batch: the values, where every batch has one in every row.
        long[][] words() {
            long[][] words = new long[byBatch.length][];
            for (int batch = 0; batch < words.length; batch++) {
                ColumnData data = byBatch[batch];
                words[batch] = data == null ? new long[0] : data.words();
            }
            return words;
        }
    }

    private final FileCut cut;

    /// By file: its points.
    private final int[][] pointsOf;

    private final WorkPool pool;

    /// Puts batches of one table in order, and parts them into files.
    ///
    /// @param batches oldest first, at least one; within a batch the later row is the newer
    /// @param template tells the partitions of the table
    /// @param hourlyRowsMin a partition with more rows is parted by the hour
    /// @param pool helps with the columns
    PointMerge(
            List<TableRows> batches, PartitionTemplate template, int hourlyRowsMin, WorkPool pool) {
        this.tableName = batches.getFirst().tableName();
        this.pool = pool;
        this.order = new SeriesOrder(batches, pool);
        this.points = new int[order.rowCount() + 1];
        this.pointCount = order.findPoints(points);
        collectFields(batches);
        this.cut = new FileCut(template, hourlyRowsMin, order, points, pointCount);
        this.pointsOf = pointsByFile(cut, pointCount);
    }

    // Loops over all points are in methods of their own, which the JVM compiles once each: in a
    // long method it compiles everything around a loop with it, loop by loop.

    private void collectFields(List<TableRows> batches) {
        for (int batch = 0; batch < batches.size(); batch++) {
            for (ColumnData data : batches.get(batch).fields()) {
                fields.computeIfAbsent(
                                data.column().name(), _ -> new Field(data.column(), batches.size()))
                        .add(batch, data);
            }
        }
    }

    private static int[][] pointsByFile(FileCut cut, int pointCount) {
        int[] counts = countByFile(cut, pointCount);
        int[][] pointsOf = new int[counts.length][];
        for (int file = 0; file < counts.length; file++) {
            pointsOf[file] = new int[counts[file]];
        }
        fillByFile(cut, pointCount, pointsOf);
        return pointsOf;
    }

    private static int[] countByFile(FileCut cut, int pointCount) {
        int[] counts = new int[cut.fileCount()];
        for (int point = 0; point < pointCount; point++) {
            counts[cut.fileOf(point)]++;
        }
        return counts;
    }

    private static void fillByFile(FileCut cut, int pointCount, int[][] pointsOf) {
        int[] next = new int[pointsOf.length];
        for (int point = 0; point < pointCount; point++) {
            int file = cut.fileOf(point);
            pointsOf[file][next[file]++] = point;
        }
    }

    /// How many files there are.
    int fileCount() {
        return pointsOf.length;
    }

    /// The rows of a file. Made anew by each call, so that one file's at a time need be there.
    PartitionRows file(int file) {
        return new PartitionRows(cut.keyOf(file), rowsOf(pointsOf[file]));
    }

    /// The series of points, each once, and by point which of them it is.
    ///
    /// @param tagSets gets by point: the number of its series among those
    /// @param series gets them
    /// @return how many there are
    private int seriesOf(int[] chosen, int[] tagSets, int[] series) {
        int count = 0;
        int last = -1;
        for (int row = 0; row < chosen.length; row++) {
            int one = order.seriesAt(points[chosen[row]]);
            if (one != last) {
                series[count++] = one;
                last = one;
            }
            tagSets[row] = count - 1;
        }
        return count;
    }

    private long[] timesOf(int[] chosen) {
        long[] times = new long[chosen.length];
        for (int row = 0; row < chosen.length; row++) {
            times[row] = order.timeAt(points[chosen[row]]);
        }
        return times;
    }

    private TableRows rowsOf(int[] chosen) {
        int[] tagSets = new int[chosen.length];
        int[] series = new int[chosen.length];
        int tagSetCount = seriesOf(chosen, tagSets, series);
        int tagCount = order.tagCount();
        List<Field> all = List.copyOf(fields.values());
        ColumnData[] made = new ColumnData[tagCount + all.size()];
        long[] newest = newestOf(chosen);
        pool.each(
                made.length,
                place ->
                        made[place] =
                                place < tagCount
                                        ? order.tag(place, series, tagSetCount)
                                        : gather(all.get(place - tagCount), chosen, newest));
        return TableRows.of(
                tableName,
                tagSetCount,
                withValues(made, 0, tagCount),
                tagSets,
                withValues(made, tagCount, made.length),
                ColumnData.ofScalars(Column.ofTime(), chosen.length, timesOf(chosen), null));
    }

    private static List<ColumnData> withValues(ColumnData[] columns, int from, int to) {
        return Arrays.stream(columns, from, to)
                .filter(column -> column.nullCount() < column.rowCount())
                .toList();
    }

    /// The newest row of each point, as [SeriesOrder#rowRefAt] tells it: looked up once for all
    /// fields.
    private long[] newestOf(int[] chosen) {
        long[] refs = new long[chosen.length];
        for (int row = 0; row < chosen.length; row++) {
            refs[row] = order.rowRefAt(points[chosen[row] + 1] - 1);
        }
        return refs;
    }

    private ColumnData gather(Field field, int[] chosen, long[] newest) {
        if (field.column.type() == ColumnType.STRING) {
            return gatherText(field, chosen);
        }
        return field.isWhole() ? gatherWhole(field, newest) : gatherScalars(field, chosen);
    }

    /// Where no value is missing, the newest row of a point has it.
    private static ColumnData gatherWhole(Field field, long[] newest) {
        long[][] from = field.words();
        long[] words = new long[newest.length];
        for (int row = 0; row < words.length; row++) {
            long ref = newest[row];
            words[row] = from[SeriesOrder.batchOf(ref)][SeriesOrder.rowOf(ref)];
        }
        return ColumnData.ofScalars(field.column, words.length, words, null);
    }

    private ColumnData gatherText(Field field, int[] chosen) {
        int[] places = new int[chosen.length];
        long bytes = 0;
        for (int row = 0; row < chosen.length; row++) {
            places[row] = newest(field, chosen[row]);
            ColumnData source = source(field, places[row]);
            if (source != null) {
                int from = order.rowAt(places[row]);
                bytes += source.textEnd(from) - source.textStart(from);
            }
        }
        ColumnData target = new ColumnData(field.column);
        target.reserve(chosen.length);
        // It may be as much as all the rows: an array that grows would be there twice, and half
        // empty.
        target.reserveText(Math.toIntExact(bytes));
        for (int place : places) {
            ColumnData source = source(field, place);
            if (source == null) {
                target.padTo(target.rowCount() + 1);
            } else {
                target.addFrom(source, order.rowAt(place));
            }
        }
        return target;
    }

    private ColumnData gatherScalars(Field field, int[] chosen) {
        long[] words = new long[chosen.length];
        long[] present = new long[(chosen.length + Long.SIZE - 1) / Long.SIZE];
        for (int row = 0; row < chosen.length; row++) {
            int place = newest(field, chosen[row]);
            ColumnData source = source(field, place);
            if (source != null) {
                words[row] = source.longAt(order.rowAt(place));
                present[row >>> 6] |= 1L << row;
            }
        }
        return ColumnData.ofScalars(field.column, chosen.length, words, present);
    }

    /// The values of the batch of a place, or null for -1.
    private @Nullable ColumnData source(Field field, int place) {
        return place < 0 ? null : field.byBatch[order.batchAt(place)];
    }

    /// The place of the newest row of a point that has a value of the field, or -1.
    private int newest(Field field, int point) {
        for (int place = points[point + 1] - 1; place >= points[point]; place--) {
            ColumnData source = field.byBatch[order.batchAt(place)];
            if (source != null && !source.isNull(order.rowAt(place))) {
                return place;
            }
        }
        return -1;
    }
}
