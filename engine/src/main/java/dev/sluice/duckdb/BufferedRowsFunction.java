// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.query.BufferedScan;
import dev.sluice.query.sql.Identifiers;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBWritableVector;

/// The table function [BufferedScan#FUNCTION]: gives rows that live in Java arrays to the engine,
/// only the columns that are asked for, from several threads at once, any number of times.
///
/// Times come out as whole nanoseconds; [BufferedScan#INSTANT] makes instants of them.
///
/// A scan is there from [#register] to [#forget]; its id is a number that no query text of a user
/// can hold, since users cannot name the function.
final class BufferedRowsFunction
        implements DuckDBTableFunction<
                BufferedRowsFunction.Registered, BufferedRowsFunction.Scan, Object> {
    /// The engine holds two of the numbers for infinity and makes no instants of them.
    private static final String INSTANT_MACRO =
            "CREATE MACRO "
                    + BufferedScan.INSTANT
                    + "(n) AS CASE n WHEN 9223372036854775807 THEN CAST('infinity' AS TIMESTAMP_NS)"
                    + " WHEN -9223372036854775807 THEN CAST('-infinity' AS TIMESTAMP_NS)"
                    + " ELSE make_timestamp_ns(n) END";

    private final Map<Long, Registered> scans = new ConcurrentHashMap<>();

    /// A scan, and what the engine has of its texts as long as it is registered.
    record Registered(BufferedScan scan, EngineTexts texts) {}

    void register(BufferedScan scan) {
        scans.put(scan.id(), new Registered(scan, new EngineTexts()));
    }

    /// Forgets a scan that the engine is done with.
    void forget(BufferedScan scan) {
        Registered known = scans.remove(scan.id());
        if (known != null) {
            known.texts().close();
        }
    }

    /// How many scans are registered.
    int registered() {
        return scans.size();
    }

    /// One reading of the rows, shared by the threads that take part in it.
    static final class Scan {
        private final BufferedScan source;
        private final EngineTexts texts;
        private final List<Integer> projection;
        private final AtomicLong next = new AtomicLong();

        /// The first row of each batch, and behind the last one the number of rows.
        private final long[] starts;

        /// @param projection which columns are wanted, by their place
        Scan(Registered registered, List<Integer> projection) {
            this.source = registered.scan();
            this.texts = registered.texts();
            this.projection = projection;
            this.starts = new long[source.batches().size() + 1];
            for (int i = 0; i < source.batches().size(); i++) {
                starts[i + 1] = starts[i] + source.batches().get(i).rowCount();
            }
        }

        /// The first row of the next stretch of `size` rows.
        long take(long size) {
            return next.getAndAdd(size);
        }

        long rowCount() {
            return starts[starts.length - 1];
        }

        /// The place of the batch that holds a row; no batch is empty.
        int batchOf(long row) {
            int place = Arrays.binarySearch(starts, row);
            return place >= 0 ? place : -place - 2;
        }
    }

    @Override
    public Registered bind(DuckDBTableFunctionBindInfo info) throws SQLException {
        Registered registered = scans.get(info.getParameter(0).getLong());
        if (registered == null) {
            throw new SQLException("no such rows");
        }
        BufferedScan scan = registered.scan();
        for (Column column : scan.columns()) {
            info.addResultColumn(Identifiers.toEngine(column.name()), engineType(column.type()));
        }
        info.addResultColumn(BufferedScan.ROW, DuckDBColumnType.BIGINT);
        info.setCardinality(scan.rowCount(), true);
        return registered;
    }

    /// Makes the function, and the macro that goes with it, known to an engine.
    void install(DuckDBConnection connection) throws SQLException {
        try (var function = DuckDBFunctions.tableFunction()) {
            function.withName(BufferedScan.FUNCTION)
                    .withParameter(Long.class)
                    .withProjectionPushdown()
                    .withFunction(this)
                    .register(connection);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(INSTANT_MACRO);
        }
    }

    @Override
    public Scan init(DuckDBTableFunctionInitInfo info) throws SQLException {
        List<Integer> projection = new ArrayList<>();
        for (long i = 0; i < info.getColumnCount(); i++) {
            projection.add(Math.toIntExact(info.getColumnIndex(i)));
        }
        Registered registered = info.getBindData();
        info.setMaxThreads(Math.max(1, Math.min(registered.scan().batches().size(), 8)));
        return new Scan(registered, projection);
    }

    @Override
    public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter writer) {
        Scan scan = info.getInitData();
        long capacity = writer.capacity();
        long first = scan.take(capacity);
        if (first >= scan.rowCount()) {
            return 0;
        }
        int count = (int) Math.min(capacity, scan.rowCount() - first);
        for (int i = 0; i < scan.projection.size(); i++) {
            int place = scan.projection.get(i);
            if (place == scan.source.columns().size()) {
                rank(writer.vector(i), scan.source.firstRow() + first, count);
            } else if (place >= 0) {
                fill(writer.vector(i), scan, scan.source.columns().get(place), first, count);
            }
        }
        return count;
    }

    private static void rank(DuckDBWritableVector vector, long first, int count) {
        VectorMemory memory = new VectorMemory(vector);
        for (int i = 0; i < count; i++) {
            memory.setWord(i, first + i);
        }
        memory.setValid(0, count);
    }

    private static void fill(
            DuckDBWritableVector vector, Scan scan, Column column, long first, int count) {
        int filled = 0;
        for (int batch = scan.batchOf(first); filled < count; batch++) {
            TableRows rows = scan.source.batches().get(batch);
            int from = (int) (first + filled - scan.starts[batch]);
            int length = Math.min(count - filled, rows.rowCount() - from);
            ColumnData data =
                    column.type() == ColumnType.TIME ? rows.time() : rows.find(column.name());
            // What nobody sets is null.
            if (data != null) {
                switch (column.type()) {
                    case TAG ->
                            copyTags(
                                    new VectorMemory(vector),
                                    filled,
                                    rows,
                                    data,
                                    scan.texts.of(data),
                                    from,
                                    length);
                    case STRING -> copyText(vector, filled, data, from, length);
                    case BOOLEAN ->
                            copyBooleans(new VectorMemory(vector), filled, data, from, length);
                    case INTEGER, UINTEGER, FLOAT, TIME ->
                            copyWords(new VectorMemory(vector), filled, data, from, length);
                }
            }
            filled += length;
        }
    }

    private static void copyTags(
            VectorMemory memory,
            int target,
            TableRows rows,
            ColumnData data,
            long[] texts,
            int from,
            int length) {
        int[] tagSets = rows.tagSets();
        for (int i = 0; i < length; i++) {
            int tagSet = tagSets[from + i];
            memory.setText(target + i, texts[2 * tagSet], texts[2 * tagSet + 1]);
        }
        if (data.nullCount() == 0) {
            memory.setValid(target, length);
            return;
        }
        for (int i = 0; i < length; i++) {
            if (!data.isNull(tagSets[from + i])) {
                memory.setValid(target + i);
            }
        }
    }

    private static void copyText(
            DuckDBWritableVector vector, int target, ColumnData data, int from, int length) {
        byte[][] values = new byte[length][];
        for (int i = 0; i < length; i++) {
            int row = from + i;
            if (!data.isNull(row)) {
                values[i] =
                        Arrays.copyOfRange(
                                data.textBytes(), data.textStart(row), data.textEnd(row));
            }
        }
        vector.setStringUtf8Batch(target, values);
    }

    private static void copyWords(
            VectorMemory memory, int target, ColumnData data, int from, int length) {
        memory.setWords(target, data.words(), from, length);
        setValid(memory, target, data, from, length);
    }

    private static void copyBooleans(
            VectorMemory memory, int target, ColumnData data, int from, int length) {
        for (int i = 0; i < length; i++) {
            memory.setByte(target + i, (byte) data.longAt(from + i));
        }
        setValid(memory, target, data, from, length);
    }

    private static void setValid(
            VectorMemory memory, int target, ColumnData data, int from, int length) {
        int row = from;
        while (row < from + length) {
            row = data.nextValue(row, from + length);
            int gap = data.nextNull(row, from + length);
            memory.setValid(target + row - from, gap - row);
            row = gap;
        }
    }

    private static DuckDBColumnType engineType(ColumnType type) {
        return switch (type) {
            case TAG, STRING -> DuckDBColumnType.VARCHAR;
            case INTEGER, TIME -> DuckDBColumnType.BIGINT;
            case UINTEGER -> DuckDBColumnType.UBIGINT;
            case FLOAT -> DuckDBColumnType.DOUBLE;
            case BOOLEAN -> DuckDBColumnType.BOOLEAN;
        };
    }
}
