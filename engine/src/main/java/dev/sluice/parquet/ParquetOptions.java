// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import java.util.List;
import java.util.Map;

/// How a file is laid out.
///
/// @param rowGroupRowsMax rows of a row group, which is what readers leave out by statistics
/// @param pageRowsMax rows of a page, which is what readers decompress at once
/// @param textPageBytesMax text of a page of texts; one text alone may be longer
/// @param compressionLevel of zstd
/// @param sortedBy field ids that the rows are sorted by, nulls first and rising, for readers to
///   know; none when they are not sorted
/// @param metadata what the footer says of the file, by key
public record ParquetOptions(
        int rowGroupRowsMax,
        int pageRowsMax,
        int textPageBytesMax,
        int compressionLevel,
        List<Integer> sortedBy,
        Map<String, String> metadata) {
    /// What measurement says (docs/decisions/0018).
    public static final ParquetOptions STANDARD =
            new ParquetOptions(32_768, 32_768, 1 << 20, 3, List.of(), Map.of());

    /// No row group may be larger: eight bytes a row go into a page.
    public static final int ROW_GROUP_ROWS_LIMIT = 1 << 24;

    /// Checks and copies.
    ///
    /// @throws IllegalArgumentException for a limit that leaves room for nothing, or for too much
    public ParquetOptions {
        if (rowGroupRowsMax < 1 || pageRowsMax < 1 || textPageBytesMax < 1) {
            throw new IllegalArgumentException("a row group and a page hold something");
        }
        if (rowGroupRowsMax > ROW_GROUP_ROWS_LIMIT) {
            throw new IllegalArgumentException(
                    "a row group holds at most " + ROW_GROUP_ROWS_LIMIT + " rows");
        }
        sortedBy = List.copyOf(sortedBy);
        metadata = Map.copyOf(metadata);
    }

    /// The same for rows that are sorted.
    public ParquetOptions withSortedBy(List<Integer> fieldIds) {
        return new ParquetOptions(
                rowGroupRowsMax,
                pageRowsMax,
                textPageBytesMax,
                compressionLevel,
                fieldIds,
                metadata);
    }

    /// The same with other words in the footer.
    public ParquetOptions withMetadata(Map<String, String> words) {
        return new ParquetOptions(
                rowGroupRowsMax, pageRowsMax, textPageBytesMax, compressionLevel, sortedBy, words);
    }
}
