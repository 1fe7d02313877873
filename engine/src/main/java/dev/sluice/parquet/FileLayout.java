// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/// Where the columns of a file are, from its footer. Immutable.
public final class FileLayout {
    /// Length and magic number at the end.
    private static final int TAIL_BYTES = 8;

    /// A longer footer is not read.
    private static final int FOOTER_BYTES_MAX = 16 << 20;

    /// About what a chunk takes in memory.
    private static final long CHUNK_BYTES = 48;

    /// By field id.
    private final Map<Integer, Chunks> columns;

    private final int rowCount;

    private FileLayout(Map<Integer, Chunks> columns, int rowCount) {
        this.columns = columns;
        this.rowCount = rowCount;
    }

    /// The chunks of a column, one a row group.
    ///
    /// @param optional whether rows may have no value
    /// @param chunks in the order of rows
    record Chunks(boolean optional, List<Chunk> chunks) {}

    /// A column's part of a row group.
    ///
    /// @param firstRow its first row's number in the file
    /// @param rowCount how many rows it has
    /// @param offset where its pages start
    /// @param length how many bytes they take
    record Chunk(int firstRow, int rowCount, long offset, long length) {}

    /// Reads the footer.
    ///
    /// @throws UnfamiliarFileException when something in it is not as [ParquetFile] writes it
    public static FileLayout read(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            return read(file);
        }
    }

    private static FileLayout read(FileChannel file) throws IOException {
        long size = file.size();
        if (size < 2 * TAIL_BYTES) {
            throw new UnfamiliarFileException("the file is too short");
        }
        int length = ChunkContent.littleEndian(read(file, size - TAIL_BYTES, TAIL_BYTES)).getInt();
        if (length <= 0 || length > FOOTER_BYTES_MAX || length > size - TAIL_BYTES) {
            throw new UnfamiliarFileException("the footer has " + length + " bytes");
        }
        byte[] footer = read(file, size - TAIL_BYTES - length, length);
        try {
            return of(Util.readFileMetaData(new ByteArrayInputStream(footer)), size);
        } catch (IOException | RuntimeException e) {
            throw new UnfamiliarFileException("the footer cannot be read: " + e);
        }
    }

    /// Reads some bytes of a file, all of them.
    static byte[] read(FileChannel file, long offset, int length) throws IOException {
        byte[] all = new byte[length];
        ByteBuffer bytes = ByteBuffer.wrap(all);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, offset + bytes.position()) < 0) {
                throw new UnfamiliarFileException("the file ends early");
            }
        }
        return all;
    }

    private static FileLayout of(FileMetaData metadata, long fileSize)
            throws UnfamiliarFileException {
        List<SchemaElement> elements = Objects.requireNonNull(metadata.getSchema());
        Map<Integer, Chunks> columns = new HashMap<>();
        for (int place = 0; place + 1 < elements.size(); place++) {
            SchemaElement element = elements.get(place + 1);
            if (!element.isSetField_id()) {
                throw new UnfamiliarFileException("a column has no field id");
            }
            boolean optional = element.getRepetition_type() == FieldRepetitionType.OPTIONAL;
            List<Chunk> chunks = chunks(metadata, place, elements);
            requireWithin(chunks, metadata.getNum_rows(), fileSize);
            columns.put(element.getField_id(), new Chunks(optional, chunks));
        }
        return new FileLayout(columns, Math.toIntExact(metadata.getNum_rows()));
    }

    private static List<Chunk> chunks(
            FileMetaData metadata, int place, List<SchemaElement> elements)
            throws UnfamiliarFileException {
        List<Chunk> chunks = new ArrayList<>();
        int firstRow = 0;
        for (RowGroup group : Objects.requireNonNull(metadata.getRow_groups())) {
            List<ColumnChunk> columns = Objects.requireNonNull(group.getColumns());
            if (columns.size() + 1 != elements.size()) {
                throw new UnfamiliarFileException("a row group lacks columns");
            }
            int rows = Math.toIntExact(group.getNum_rows());
            chunks.add(chunk(columns.get(place), firstRow, rows));
            firstRow = Math.addExact(firstRow, rows);
        }
        return List.copyOf(chunks);
    }

    /// Requires that chunks have all rows of a file, and that their pages are in it.
    private static void requireWithin(List<Chunk> chunks, long rowCount, long fileSize)
            throws UnfamiliarFileException {
        long rows = 0;
        for (Chunk chunk : chunks) {
            if (chunk.rowCount() < 0
                    || chunk.offset() < 0
                    || chunk.length() < 0
                    || chunk.length() > fileSize - chunk.offset()) {
                throw new UnfamiliarFileException("a column chunk is not within the file");
            }
            rows += chunk.rowCount();
        }
        if (rows != rowCount) {
            throw new UnfamiliarFileException(
                    "row groups have " + rows + " of " + rowCount + " rows");
        }
    }

    private static Chunk chunk(ColumnChunk chunk, int firstRow, int rows)
            throws UnfamiliarFileException {
        ColumnMetaData metadata = Objects.requireNonNull(chunk.getMeta_data());
        if (metadata.getCodec() != CompressionCodec.ZSTD || metadata.getNum_values() != rows) {
            throw new UnfamiliarFileException("a column chunk is of another kind");
        }
        long offset =
                metadata.isSetDictionary_page_offset()
                        ? metadata.getDictionary_page_offset()
                        : metadata.getData_page_offset();
        return new Chunk(firstRow, rows, offset, metadata.getTotal_compressed_size());
    }

    /// How many rows the file has.
    public int rowCount() {
        return rowCount;
    }

    /// A column's chunks; null where the file lacks it.
    @Nullable Chunks find(int fieldId) {
        return columns.get(fieldId);
    }

    /// About how much memory it takes, in bytes.
    public long sizeBytes() {
        long size = 0;
        for (Chunks column : columns.values()) {
            size += CHUNK_BYTES * (2L + column.chunks().size());
        }
        return size;
    }
}
