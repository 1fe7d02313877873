// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import dev.sluice.background.WorkPool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SortingColumn;
import org.apache.parquet.format.TypeDefinedOrder;
import org.apache.parquet.format.Util;

/// Writes Parquet files of our columns: data pages of version 1, zstd, statistics of each row
/// group, and for tags a Bloom filter of it.
///
/// Memory, beside what the caller holds: the compressed pages of up to 16 columns of a row group,
/// and for each thread that works on them a page and its compressed form, twice that for texts, a
/// row group's words of one column and their numbers; about 2 MiB a thread with the standard
/// options, plus the longest text and, for runs, four bytes a distinct value and the text of a row
/// group's values. Nothing is allocated by the value.
public final class ParquetFile {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    /// Readers know by the name whose statistics they can trust; the form is parquet-java's.
    private static final String CREATED_BY = "sluice version 0.1.0 (build 1)";

    /// The version of the format that has all that is used here.
    private static final int FORMAT_VERSION = 2;

    private final PageOutput out;
    private final ParquetOptions options;
    private final List<ParquetColumn> columns;

    /// By field id.
    private final Map<Integer, TextRunChunkWriter> runWriters = new HashMap<>();

    /// By field id.
    private final Map<Integer, EncodingChoice> choices = new HashMap<>();

    private final TextChunkWriter texts;
    private final ChunkWork work;

    private ParquetFile(
            PageOutput out, ParquetOptions options, List<ParquetColumn> columns, ChunkWork work) {
        this.out = out;
        this.options = options;
        this.columns = columns;
        this.work = work;
        this.texts = new TextChunkWriter(out, options);
        for (ParquetColumn column : columns) {
            if (column instanceof TextRunColumn runs) {
                runWriters.put(column.fieldId(), new TextRunChunkWriter(options, runs));
            }
            choices.put(column.fieldId(), new EncodingChoice());
        }
    }

    /// Writes a new file. Does not sync it.
    ///
    /// @param target must not exist
    /// @return its size in bytes
    /// @throws IOException when it cannot be written; a part of it may be left
    /// @throws IllegalArgumentException as the other one does
    public static long write(
            Path target, List<ParquetColumn> columns, int rowCount, ParquetOptions options)
            throws IOException {
        return write(target, columns, rowCount, options, WorkPool.CALLER_ALONE);
    }

    /// The same with helpers.
    ///
    /// @param pool helps with the columns
    public static long write(
            Path target,
            List<ParquetColumn> columns,
            int rowCount,
            ParquetOptions options,
            WorkPool pool)
            throws IOException {
        try (FileChannel channel =
                FileChannel.open(target, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            return write(channel, columns, rowCount, options, pool);
        }
    }

    /// Writes a file's bytes. Does not close the channel.
    ///
    /// @param columns in the order of the file; those without any value are left out
    /// @param rowCount how many rows each has
    /// @param pool helps with the columns
    /// @return how many bytes there are
    /// @throws IOException when the channel fails
    /// @throws IllegalArgumentException when a column covers fewer rows, when two have the same
    ///   name or field id, when none has a value, or when the distinct texts of a row group are
    ///   more than 1 GiB
    public static long write(
            WritableByteChannel target,
            List<ParquetColumn> columns,
            int rowCount,
            ParquetOptions options,
            WorkPool pool)
            throws IOException {
        requireWritable(columns, rowCount);
        List<ParquetColumn> written =
                columns.stream()
                        .filter(column -> rowCount == 0 || !column.isAllNull(rowCount))
                        .toList();
        if (written.isEmpty()) {
            throw new IllegalArgumentException("no column has a value");
        }
        try (PageOutput out = new PageOutput(target, options.compressionLevel());
                ChunkWork work = new ChunkWork(options, pool)) {
            new ParquetFile(out, options, written, work).write(rowCount);
            return out.position();
        }
    }

    private static void requireWritable(List<ParquetColumn> columns, int rowCount) {
        Set<String> names = new HashSet<>();
        Set<Integer> fieldIds = new HashSet<>();
        for (ParquetColumn column : columns) {
            column.requireRows(rowCount);
            if (!names.add(column.column().name()) || !fieldIds.add(column.fieldId())) {
                throw new IllegalArgumentException(
                        "two columns are called "
                                + column.column().name()
                                + " or "
                                + column.fieldId());
            }
        }
    }

    private void write(int rowCount) throws IOException {
        out.raw(MAGIC, MAGIC.length);
        List<RowGroup> groups = new ArrayList<>();
        int end;
        for (int row = 0; row < rowCount; row = end) {
            end = (int) Math.min(rowCount, row + (long) options.rowGroupRowsMax());
            groups.add(rowGroup(row, end, groups.size()));
        }
        ByteArrayOutputStream footer = new ByteArrayOutputStream();
        Util.writeFileMetaData(metadata(rowCount, groups), footer);
        out.raw(footer.toByteArray(), footer.size());
        ByteSink tail = new ByteSink();
        tail.putInt(footer.size());
        tail.putBytes(MAGIC, 0, MAGIC.length);
        out.raw(tail.bytes(), tail.size());
    }

    private RowGroup rowGroup(int from, int to, int number) throws IOException {
        long offset = out.position();
        List<ColumnChunk> chunks = new ArrayList<>();
        int next = 0;
        while (next < columns.size()) {
            if (columns.get(next) instanceof TextColumn text) {
                chunks.add(texts.write(text, from, to));
                next++;
            } else {
                int count = countTogether(next);
                addChunks(columns.subList(next, next + count), from, to, chunks);
                next += count;
            }
        }
        long uncompressed = 0;
        for (ColumnChunk chunk : chunks) {
            uncompressed +=
                    Objects.requireNonNull(chunk.getMeta_data()).getTotal_uncompressed_size();
        }
        RowGroup group = new RowGroup(chunks, uncompressed, (long) to - from);
        group.setFile_offset(offset);
        group.setTotal_compressed_size(out.position() - offset);
        writeFilters(chunks);
        if (number <= Short.MAX_VALUE) {
            group.setOrdinal((short) number);
        }
        List<SortingColumn> sorting = sorting();
        if (!sorting.isEmpty()) {
            group.setSorting_columns(sorting);
        }
        return group;
    }

    /// Writes what tells which values tags have in a row group, behind its pages.
    private void writeFilters(List<ColumnChunk> chunks) throws IOException {
        for (int place = 0; place < chunks.size(); place++) {
            TextRunChunkWriter runs = runWriters.get(columns.get(place).fieldId());
            ValueFilter filter = runs == null ? null : runs.filter();
            if (filter != null) {
                filter.writeTo(out, Objects.requireNonNull(chunks.get(place).getMeta_data()));
            }
        }
    }

    /// How many columns from a place on may be held in memory: strings may be too large.
    private int countTogether(int place) {
        int count = 1;
        while (count < ChunkWork.COLUMNS_MAX
                && place + count < columns.size()
                && !(columns.get(place + count) instanceof TextColumn)) {
            count++;
        }
        return count;
    }

    private void addChunks(List<ParquetColumn> together, int from, int to, List<ColumnChunk> chunks)
            throws IOException {
        ChunkWork.Made[] made =
                work.make(
                        together.size(),
                        (number, bench) -> write(together.get(number), bench, from, to));
        for (ChunkWork.Made one : made) {
            chunks.add(one.writeTo(out));
        }
    }

    private ColumnChunk write(ParquetColumn column, ChunkWork.Bench bench, int from, int to)
            throws IOException {
        return switch (column) {
            case WordColumn word -> bench.words().write(word, choice(word.fieldId()), from, to);
            case TextRunColumn runs ->
                    Objects.requireNonNull(runWriters.get(runs.fieldId()))
                            .write(bench.out(), to - from);
            case TextColumn text ->
                    throw new IllegalStateException(
                            text.column().name() + " is not held in memory");
            case NullColumn none ->
                    throw new IllegalStateException(none.column().name() + " was left out");
        };
    }

    private EncodingChoice choice(int fieldId) {
        return Objects.requireNonNull(choices.get(fieldId));
    }

    /// A column that was left out is null everywhere and changes no order.
    private List<SortingColumn> sorting() {
        List<SortingColumn> sorting = new ArrayList<>();
        for (int fieldId : options.sortedBy()) {
            for (int place = 0; place < columns.size(); place++) {
                if (columns.get(place).fieldId() == fieldId) {
                    sorting.add(new SortingColumn(place, false, true));
                }
            }
        }
        return sorting;
    }

    private FileMetaData metadata(int rowCount, List<RowGroup> groups) {
        FileMetaData metadata =
                new FileMetaData(FORMAT_VERSION, FileSchema.of(columns), rowCount, groups);
        metadata.setCreated_by(CREATED_BY);
        for (ParquetColumn _ : columns) {
            metadata.addToColumn_orders(ColumnOrder.TYPE_ORDER(new TypeDefinedOrder()));
        }
        for (Map.Entry<String, String> word : new TreeMap<>(options.metadata()).entrySet()) {
            metadata.addToKey_value_metadata(new KeyValue(word.getKey()).setValue(word.getValue()));
        }
        return metadata;
    }
}
