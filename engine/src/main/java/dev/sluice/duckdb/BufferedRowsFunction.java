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

    /// One reading of the rows.
    ///
    /// @param source the rows
    /// @param projection which columns are wanted, by their place
    /// @param chunks where to go on, shared by the threads of this reading
    record Scan(BufferedScan source, List<Integer> projection, Chunks chunks) {}

    /// Hands out stretches of rows to threads.
    static final class Chunks {
        private final AtomicLong next = new AtomicLong();

        /// The first row of the next stretch of `size` rows.
        long take(long size) {
            return next.getAndAdd(size);
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
        return new Scan(source, projection, new Chunks());
    }

    @Override
    public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter writer) {
        Scan scan = info.getInitData();
        long capacity = writer.capacity();
        long first = scan.chunks().take(capacity);
        long total = scan.source().rowCount();
        if (first >= total) {
            return 0;
        }
        int count = (int) Math.min(capacity, total - first);
        for (int i = 0; i < scan.projection().size(); i++) {
            fill(writer.vector(i), scan, scan.projection().get(i), first, count);
        }
        return count;
    }

    private static void fill(
            DuckDBWritableVector vector, Scan scan, int place, long first, int count) {
        List<Column> columns = scan.source().columns();
        if (place >= columns.size()) {
            long rank = scan.source().firstRow() + first;
            for (int i = 0; i < count; i++) {
                vector.setLong(i, rank + i);
            }
            return;
        }
        if (place < 0) {
            return;
        }
        Column column = columns.get(place);
        long skip = first;
        int filled = 0;
        for (TableRows rows : scan.source().batches()) {
            if (filled == count) {
                return;
            }
            if (skip >= rows.rowCount()) {
                skip -= rows.rowCount();
                continue;
            }
            int from = (int) skip;
            int length = Math.min(count - filled, rows.rowCount() - from);
            copy(vector, filled, column, data(rows, column), from, length);
            filled += length;
            skip = 0;
        }
    }

    private static @Nullable ColumnData data(TableRows rows, Column column) {
        return column.type() == ColumnType.TIME ? rows.time() : rows.find(column.name());
    }

    /// About 30 million scalar values a second; text is copied once more.
    private static void copy(
            DuckDBWritableVector vector,
            int target,
            Column column,
            @Nullable ColumnData data,
            int from,
            int length) {
        for (int i = 0; i < length; i++) {
            int row = from + i;
            int to = target + i;
            if (data == null || data.isNull(row)) {
                vector.setNull(to);
            } else {
                switch (column.type()) {
                    case TAG, STRING -> vector.setString(to, data.textAt(row));
                    case INTEGER, TIME -> vector.setLong(to, data.longAt(row));
                    case UINTEGER -> vector.setUint64(to, unsigned(data.longAt(row)));
                    case FLOAT -> vector.setDouble(to, data.doubleAt(row));
                    case BOOLEAN -> vector.setBoolean(to, data.longAt(row) != 0);
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
