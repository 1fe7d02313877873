// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.parquet;

import dev.sluice.batch.TableRows;
import dev.sluice.datafile.OwnParquetEncoder;
import dev.sluice.datafile.ParquetEncoder;
import dev.sluice.duckdb.CopyParquetEncoder;
import dev.sluice.model.Column;
import dev.sluice.parquet.ParquetColumn;
import dev.sluice.parquet.ParquetFile;
import dev.sluice.parquet.ParquetOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// One file of sorted rows, written and deleted again. Each gives the file's size.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@NullUnmarked // JMH sets the fields up
public class FileEncoding {
    private static final long COPY_MEMORY_BYTES = 1L << 30;

    /// What the fields hold.
    @Param({"int", "dec2", "raw"})
    public String values;

    /// How many hosts there are.
    @Param("1000")
    public int hosts;

    /// How many rows each has.
    @Param("360")
    public int rowsPerHost;

    private Path directory;
    private Path file;
    private List<Column> schema;
    private List<ParquetColumn> columns;
    private TableRows rows;
    private ParquetEncoder own;
    private CopyParquetEncoder copy;

    /// Makes the rows.
    @Setup
    public void start() throws IOException {
        directory = Files.createTempDirectory("sluice-bench-");
        file = directory.resolve("rows.parquet");
        HostRows all = new HostRows(hosts, rowsPerHost, values);
        schema = all.schema();
        columns = all.columns();
        rows = all.rows();
        own = new OwnParquetEncoder();
        copy = CopyParquetEncoder.start(COPY_MEMORY_BYTES);
    }

    /// Our encoder on columns as it takes them.
    @Benchmark
    public long columns() throws IOException {
        ParquetFile.write(file, columns, hosts * rowsPerHost, ParquetOptions.STANDARD);
        return delete();
    }

    /// Our encoder behind the port, on rows that it makes columns of first.
    @Benchmark
    public long rows() throws IOException {
        own.encode(rows, schema, file);
        return delete();
    }

    /// The engine's COPY behind the same port. It works on the calling thread.
    @Benchmark
    public long copy() throws IOException {
        copy.encode(rows, schema, file);
        return delete();
    }

    private long delete() throws IOException {
        long size = Files.size(file);
        Files.delete(file);
        return size;
    }

    /// Removes the directory.
    @TearDown
    public void stop() throws IOException {
        copy.close();
        Files.delete(directory);
    }
}
