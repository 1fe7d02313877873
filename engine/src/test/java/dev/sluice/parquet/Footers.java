// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.NullUnmarked;

/// Reads the footers of files.
@NullUnmarked // what is unset in a footer is null, and fails the test
public final class Footers {
    private Footers() {}

    /// The footer of a whole file's bytes.
    static FileMetaData read(byte[] file) throws IOException {
        int length =
                ByteBuffer.wrap(file, file.length - 8, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
        return Util.readFileMetaData(
                new ByteArrayInputStream(file, file.length - 8 - length, length));
    }

    static FileMetaData read(Path file) throws IOException {
        return read(Files.readAllBytes(file));
    }

    /// The statistics of a column in a row group.
    static Statistics statistics(Path file, int rowGroup, int column) throws IOException {
        return read(file)
                .getRow_groups()
                .get(rowGroup)
                .getColumns()
                .get(column)
                .getMeta_data()
                .getStatistics();
    }

    /// The columns that the first row group says it is sorted by.
    public static List<String> sortingColumns(Path file) throws IOException {
        FileMetaData footer = read(file);
        return footer.getRow_groups().getFirst().getSorting_columns().stream()
                .map(sorting -> footer.getSchema().get(sorting.getColumn_idx() + 1).getName())
                .toList();
    }
}
