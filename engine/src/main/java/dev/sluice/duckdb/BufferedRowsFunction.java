// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.query.BufferedScan;
import dev.sluice.query.sql.Identifiers;
import java.math.BigInteger;
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
import org.jspecify.annotations.Nullable;

/// The table function [BufferedScan#FUNCTION]: gives rows that live in Java arrays to the engine,
/// only the columns that are asked for, from several threads at once, any number of times.
///
/// Times come out as whole nanoseconds; [BufferedScan#INSTANT] makes instants of them.
///
/// A scan is there from [#register] to [#forget]; its id is a number that no query text of a user
/// can hold, since users cannot name the function.
final class BufferedRowsFunction
        implements DuckDBTableFunction<BufferedScan, BufferedRowsFunction.Scan, Object> {
    /// The engine holds two of the numbers for infinity and makes no instants of them.
    private static final String INSTANT_MACRO =
            "CREATE MACRO "
                    + BufferedScan.INSTANT
                    + "(n) AS CASE n WHEN 9223372036854775807 THEN CAST('infinity' AS TIMESTAMP_NS)"
                    + " WHEN -9223372036854775807 THEN CAST('-infinity' AS TIMESTAMP_NS)"
                    + " ELSE make_timestamp_ns(n) END";

    private final Map<Long, BufferedScan> scans = new ConcurrentHashMap<>();

    void register(BufferedScan scan) {
        scans.put(scan.id(), scan);
    }

    void forget(BufferedScan scan) {
        scans.remove(scan.id());
    }

    /// How many scans are registered.
    int registered() {
        return scans.size();
    }

    /// One reading of the rows, shared by the threads that take part in it.
    static final class Scan {
        private final BufferedScan source;
        private final List<Integer> projection;
        private final AtomicLong next = new AtomicLong();

        /// The first row of each batch, and behind the last one the number of rows.
        private final long[] starts;

        /// @param projection which columns are wanted, by their place
        Scan(BufferedScan source, List<Integer> projection) {
            this.source = source;
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
    public BufferedScan bind(DuckDBTableFunctionBindInfo info) throws SQLException {
        BufferedScan scan = scans.get(info.getParameter(0).getLong());
        if (scan == null) {
            throw new SQLException("no such rows");
        }
        for (Column column : scan.columns()) {
            info.addResultColumn(Identifiers.toEngine(column.name()), engineType(column.type()));
        }
        info.addResultColumn(BufferedScan.ROW, DuckDBColumnType.BIGINT);
        info.setCardinality(scan.rowCount(), true);
        return scan;
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
        BufferedScan source = info.getBindData();
        info.setMaxThreads(Math.max(1, Math.min(source.batches().size(), 8)));
        return new Scan(source, projection);
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
        for (int i = 0; i < count; i++) {
            vector.setLong(i, first + i);
        }
    }

    private static void fill(
            DuckDBWritableVector vector, Scan scan, Column column, long first, int count) {
        int filled = 0;
        for (int batch = scan.batchOf(first); filled < count; batch++) {
            TableRows rows = scan.source.batches().get(batch);
            int from = (int) (first + filled - scan.starts[batch]);
            int length = Math.min(count - filled, rows.rowCount() - from);
            copy(vector, filled, column, rows, from, length);
            filled += length;
        }
    }

    private static @Nullable ColumnData data(TableRows rows, Column column) {
        return column.type() == ColumnType.TIME ? rows.time() : rows.find(column.name());
    }

    private static void copy(
            DuckDBWritableVector vector,
            int target,
            Column column,
            TableRows rows,
            int from,
            int length) {
        ColumnData data = data(rows, column);
        if (data == null) {
            for (int i = 0; i < length; i++) {
                vector.setNull(target + i);
            }
        } else if (column.type() == ColumnType.TAG) {
            copyTags(vector, target, rows, data, from, length);
        } else if (data.isText()) {
            copyText(vector, target, data, from, length);
        } else {
            copyScalars(vector, target, column.type(), data, from, length);
        }
    }

    /// Neighbours of one tag set share their value.
    private static void copyTags(
            DuckDBWritableVector vector,
            int target,
            TableRows rows,
            ColumnData data,
            int from,
            int length) {
        byte[][] values = new byte[length][];
        for (int i = 0; i < length; i++) {
            int tagSet = rows.tagSetOf(from + i);
            if (i > 0 && tagSet == rows.tagSetOf(from + i - 1)) {
                values[i] = values[i - 1];
            } else if (!data.isNull(tagSet)) {
                values[i] = valueOf(data, tagSet);
            }
        }
        vector.setStringUtf8Batch(target, values);
    }

    private static byte[] valueOf(ColumnData data, int place) {
        return Arrays.copyOfRange(data.textBytes(), data.textStart(place), data.textEnd(place));
    }

    private static void copyText(
            DuckDBWritableVector vector, int target, ColumnData data, int from, int length) {
        byte[][] values = new byte[length][];
        for (int i = 0; i < length; i++) {
            int row = from + i;
            if (!data.isNull(row)) {
                values[i] = valueOf(data, row);
            }
        }
        vector.setStringUtf8Batch(target, values);
    }

    private static void copyScalars(
            DuckDBWritableVector vector,
            int target,
            ColumnType type,
            ColumnData data,
            int from,
            int length) {
        for (int i = 0; i < length; i++) {
            int row = from + i;
            int to = target + i;
            if (data.isNull(row)) {
                vector.setNull(to);
            } else {
                switch (type) {
                    case INTEGER, TIME -> vector.setLong(to, data.longAt(row));
                    case UINTEGER -> vector.setUint64(to, unsigned(data.longAt(row)));
                    case FLOAT -> vector.setDouble(to, data.doubleAt(row));
                    case BOOLEAN -> vector.setBoolean(to, data.longAt(row) != 0);
                    case TAG, STRING -> throw new IllegalStateException("text is no scalar");
                }
            }
        }
    }

    private static BigInteger unsigned(long bits) {
        return bits >= 0
                ? BigInteger.valueOf(bits)
                : BigInteger.valueOf(bits & Long.MAX_VALUE).setBit(Long.SIZE - 1);
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
