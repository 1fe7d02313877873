// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A simple SELECT over rows that are in memory, which is answered here: to the engine its fixed
/// cost would be most of the work. [SliceReader] tells which ones are simple. Immutable.
public final class SliceQuery implements Slice {
    /// Where an answer has more rows, or has to copy more, it is the engine's.
    static final int ROWS_MAX = SeriesRows.ROWS_MAX;

    /// Nor has an answer more values here, with those that others are computed of: 64 MiB of
    /// numbers.
    static final int VALUES_MAX = 1 << 23;

    /// Where rows take more memory they are the engine's: an answer may be as large again.
    private static final long BYTES_MAX = 2 * SeriesRows.BYTES_MAX;

    /// So is one whose texts were put together and take more: in bytes.
    static final long TEXT_BYTES_MAX = SeriesRows.BYTES_MAX;

    /// Where there are more rows they are not gathered here.
    static final int GATHERED_ROWS_MAX = 1 << 22;

    /// So many rows are gathered by one thread.
    private static final int PART_ROWS = 100_000;

    private final Source source;
    private final SliceCondition condition;

    /// Null where rows are not gathered.
    private final @Nullable SliceGroups groups;

    /// By column of the answer.
    private final List<Output> outputs;

    /// Null where these columns are the answer's as they are.
    private final @Nullable SliceComputing computing;

    private final Tail tail;

    /// So many rows at most, before it is told which are wanted.
    private final int rowsMax;

    /// So many of the first rows by time are enough; 0 where others are needed.
    private final int firstCount;

    /// @param condition which rows count
    /// @param groups how they are gathered, or null
    /// @param outputs the columns of the answer, or those that it is computed of
    /// @param computing what is computed of them, or null
    /// @param tail their order and how many of them are wanted
    SliceQuery(
            Source source,
            SliceCondition condition,
            @Nullable SliceGroups groups,
            List<Output> outputs,
            @Nullable SliceComputing computing,
            Tail tail) {
        this.source = source;
        this.condition = condition;
        this.groups = groups;
        this.outputs = List.copyOf(outputs);
        this.computing = computing;
        this.tail = tail;
        this.rowsMax = rowsMax(outputs.size() + (computing == null ? 0 : computing.valueCount()));
        boolean alone = groups == null && (computing == null || !computing.looksAround());
        this.firstCount = alone ? tail.firstCount(outputs) : 0;
    }

    /// Whether its rows are few enough to be answered here.
    boolean isSmall() {
        List<TableRows> batches = source.batches();
        long rowCount = batches.stream().mapToLong(TableRows::rowCount).sum();
        // An answer of gathered rows, or of the first ones, holds nothing of all the others.
        boolean few = groups != null || firstCount > 0;
        long ranks = groups == null ? 0 : groups.rankCount();
        return few
                ? rowCount <= GATHERED_ROWS_MAX && rowCount * ranks <= SliceRanks.VALUES_MAX
                : rowCount <= ROWS_MAX
                        && batches.stream().mapToLong(TableRows::sizeBytes).sum() <= BYTES_MAX;
    }

    /// How many rows an answer may have.
    ///
    /// @param valueCount how many values each has
    static int rowsMax(int valueCount) {
        return Math.min(ROWS_MAX, VALUES_MAX / valueCount);
    }

    /// Rows of one table, each point once.
    ///
    /// @param batches the rows
    /// @param spans rows at other times do not count
    record Source(List<TableRows> batches, TimeSpans spans) {}

    /// A column of the answer.
    ///
    /// @param column what it holds
    /// @param source the column that it shows; of gathered rows null
    /// @param text what each row has; of gathered rows null
    record Output(Column column, @Nullable Column source, @Nullable String text) {
        /// One that shows a column, or what rows were gathered into.
        Output(Column column, @Nullable Column source) {
            this(column, source, null);
        }

        /// As which it is built: values of a tag would be looked for among those that are there.
        Column built() {
            return column.type() == ColumnType.TAG
                    ? new Column(column.name(), ColumnType.STRING)
                    : column;
        }
    }

    /// A sort key.
    ///
    /// @param output by which column of the answer
    /// @param down largest first
    /// @param nullsFirst where nulls go
    record Order(int output, boolean down, boolean nullsFirst) {}

    /// Order and limit.
    ///
    /// @param distinct the columns of the answer of whose values only the first row stays; null
    ///   where all do
    /// @param series the columns of the answer that tell apart those of whose rows some are passed
    ///   over and some are wanted; none where that is said of all rows
    /// @param ranking which rows stay, or null for all
    /// @param offset how many rows are passed over
    /// @param limit how many rows at most
    record Tail(
            List<Order> order,
            @Nullable List<Integer> distinct,
            List<Integer> series,
            @Nullable SliceRanking ranking,
            long offset,
            long limit) {
        /// One of rows all of which stay.
        Tail(
                List<Order> order,
                @Nullable List<Integer> distinct,
                List<Integer> series,
                long offset,
                long limit) {
            this(order, distinct, series, null, offset, limit);
        }

        /// How many rows are wanted at all, where those are a few of the first by their time; else
        /// 0.
        ///
        /// @param outputs what is shown of each row
        int firstCount(List<Output> outputs) {
            return distinct == null
                            && ranking == null
                            && series.isEmpty()
                            && !order.isEmpty()
                            && isTime(outputs.get(order.getFirst().output()))
                            && offset <= FirstRows.COUNT_MAX
                            && limit <= FirstRows.COUNT_MAX - offset
                    ? (int) (offset + limit)
                    : 0;
        }

        private static boolean isTime(Output output) {
            return output.source() != null && output.source().type() == ColumnType.TIME;
        }
    }

    /// The answer.
    public static final class Answer {
        private final List<SliceColumn> columns;
        private final int[] rows;

        /// @param columns of all rows, in no order; behind those of the answer some that only order
        ///   them
        /// @param rows the numbers of the wanted ones, in order; nobody changes it any more
        Answer(List<SliceColumn> columns, int[] rows) {
            this.columns = List.copyOf(columns);
            this.rows = rows;
        }

        /// Its columns by the numbers of rows, in no order, and behind them some that it does not
        /// show.
        public List<SliceColumn> columns() {
            return columns;
        }

        /// How many rows it has.
        public int rowCount() {
            return rows.length;
        }

        /// The numbers of some of its rows, in order.
        ///
        /// @param start place of the first
        /// @param end place behind the last
        public int[] rows(int start, int end) {
            return Arrays.copyOfRange(rows, start, end);
        }
    }

    /// Rows before they are ordered.
    private static final class Found {
        private final List<SliceColumn> columns;
        private final int[] rows;

        Found(List<SliceColumn> columns, IntStream rows) {
            this.columns = columns;
            this.rows = rows.toArray();
        }

        static Found all(List<ColumnData> columns) {
            return new Found(
                    columns.stream().map(SliceColumn::of).toList(),
                    IntStream.range(0, columns.getFirst().rowCount()));
        }
    }

    @Override
    public @Nullable Answer answer() {
        Found found = groups == null ? rows() : gathered(groups);
        if (found == null) {
            return null;
        }
        SliceRanking ranking = tail.ranking();
        if (ranking != null) {
            found = new Found(found.columns, ranking.rows(found.columns, found.rows));
        }
        SliceOrder.sort(found.rows, found.columns, tail.order());
        if (computing != null) {
            List<SliceColumn> shown = computing.columns(found.columns, found.rows);
            IntStream places = IntStream.range(0, found.rows.length);
            found = new Found(shown, places.filter(computing.rows(shown)));
        }
        IntPredicate wanted =
                distinct(found.columns)
                        .and(page(found.columns, tail.series(), tail.offset(), tail.limit()));
        return new Answer(found.columns, Arrays.stream(found.rows).filter(wanted).toArray());
    }

    /// Lets the wanted ones of the rows through that stand together and have the same values. Asked
    /// row by row, in order.
    private static IntPredicate page(
            List<SliceColumn> columns, List<Integer> keys, long offset, long limit) {
        if (offset == 0 && limit == Long.MAX_VALUE) {
            return _ -> true;
        }
        return new IntPredicate() {
            private int last = -1;
            private long place;

            @Override
            public boolean test(int row) {
                if (last < 0 || !isSame(columns, keys, last, row)) {
                    place = 0;
                }
                last = row;
                place++;
                return place > offset && place - offset <= limit;
            }
        };
    }

    private IntPredicate test(TableRows rows) {
        IntPredicate counts = condition.in(rows);
        TimeSpans spans = source.spans();
        if (rows.rowCount() == 0 || spans.covers(rows.timeNanosMin(), rows.timeNanosMax())) {
            return counts;
        }
        ColumnData time = rows.time();
        return row -> spans.contains(time.longAt(row)) && counts.test(row);
    }

    private @Nullable Found rows() {
        List<Found> found =
                firstCount > 0
                        ? first()
                        : source.batches().stream().map(rows -> of(rows, test(rows))).toList();
        if (found.stream().mapToLong(each -> each.rows.length).sum() > rowsMax) {
            return null;
        }
        return found.size() == 1 ? found.getFirst() : Found.all(copied(found));
    }

    /// Those that may be among the first.
    private List<Found> first() {
        FirstRows first =
                FirstRows.of(
                        source.batches(), firstCount, tail.order().getFirst().down(), this::test);
        return source.batches().stream()
                .filter(first::mayHave)
                .map(rows -> {
                    IntPredicate test = test(rows);
                    ColumnData time = rows.time();
                    return of(rows, row -> first.has(time.longAt(row)) && test.test(row));
                })
                .toList();
    }

    /// The rows of one batch as they lie there.
    ///
    /// @param test which of them
    private Found of(TableRows rows, IntPredicate test) {
        List<SliceColumn> columns = new ArrayList<>();
        for (Output output : outputs) {
            Column column = output.source();
            ColumnData data = column == null ? null : SliceCondition.data(rows, column);
            if (data == null) {
                ColumnData one = new ColumnData(output.built());
                if (output.text() != null) {
                    one.addText(output.text());
                }
                one.padTo(1);
                columns.add(new SliceColumn(one, new int[rows.rowCount()]));
            } else {
                boolean tag = data.column().type() == ColumnType.TAG;
                columns.add(new SliceColumn(data, tag ? rows.tagSets() : null));
            }
        }
        return new Found(columns, IntStream.range(0, rows.rowCount()).filter(test));
    }

    private List<ColumnData> copied(List<Found> found) {
        List<ColumnData> columns =
                outputs.stream().map(Output::built).map(ColumnData::new).toList();
        for (Found each : found) {
            for (int row : each.rows) {
                for (int place = 0; place < columns.size(); place++) {
                    SliceColumn from = each.columns.get(place);
                    columns.get(place).addFrom(from.data(), from.place(row));
                }
            }
        }
        return columns;
    }

    private @Nullable Found gathered(SliceGroups how) {
        List<SliceGathering> parts =
                parts(source.batches()).parallelStream()
                        .map(batches -> gathered(how, batches))
                        .toList();
        SliceGathering all = parts.isEmpty() ? new SliceGathering(how) : parts.getFirst();
        for (SliceGathering part : parts) {
            if (part.groupCount() > rowsMax) {
                return null;
            }
            if (part != all) {
                all.add(part);
            }
        }
        List<ColumnData> columns =
                all.columns(outputs.stream().map(Output::built).toList(), rowsMax);
        return columns == null ? null : Found.all(columns);
    }

    /// Neighbouring batches together, as many rows in each part as are worth a thread.
    private static List<List<TableRows>> parts(List<TableRows> batches) {
        List<List<TableRows>> parts = new ArrayList<>();
        int start = 0;
        long rowCount = 0;
        for (int i = 0; i < batches.size(); i++) {
            rowCount += batches.get(i).rowCount();
            if (rowCount >= PART_ROWS || i == batches.size() - 1) {
                parts.add(batches.subList(start, i + 1));
                start = i + 1;
                rowCount = 0;
            }
        }
        return parts;
    }

    /// What is gathered of some rows; not of all of them where there are too many groups.
    private SliceGathering gathered(SliceGroups how, List<TableRows> batches) {
        SliceGathering gathering = new SliceGathering(how);
        for (int i = 0; i < batches.size() && gathering.groupCount() <= rowsMax; i++) {
            gathering.add(batches.get(i), test(batches.get(i)));
        }
        return gathering;
    }

    /// Lets the first row of each through. Asked row by row, in order.
    private IntPredicate distinct(List<SliceColumn> columns) {
        List<Integer> keys = tail.distinct();
        if (keys == null) {
            return _ -> true;
        }
        if (isOrderedBy(keys)) {
            return page(columns, keys, 0, 1);
        }
        Set<List<@Nullable Object>> seen = new HashSet<>();
        return row -> {
            List<@Nullable Object> values = new ArrayList<>();
            for (int key : keys) {
                values.add(value(columns.get(key), row));
            }
            return seen.add(values);
        };
    }

    /// Whether rows of the same values stand together.
    private boolean isOrderedBy(List<Integer> keys) {
        return tail.order().stream()
                .limit(keys.size())
                .map(Order::output)
                .toList()
                .containsAll(keys);
    }

    /// Whether two rows have the same values in some columns.
    static boolean isSame(List<SliceColumn> columns, List<Integer> keys, int rowA, int rowB) {
        for (int key : keys) {
            SliceColumn data = columns.get(key);
            if (data.data().isText()
                    ? data.compareText(rowA, rowB) != 0
                    : !Objects.equals(value(data, rowA), value(data, rowB))) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Object value(SliceColumn data, int row) {
        if (data.isNull(row)) {
            return null;
        }
        if (data.data().isText()) {
            return data.textAt(row);
        }
        // Both zeros are the same number.
        return data.data().column().type() == ColumnType.FLOAT
                ? (Object) (data.doubleAt(row) + 0.0)
                : (Object) data.longAt(row);
    }
}
