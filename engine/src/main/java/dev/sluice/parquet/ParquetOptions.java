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
    /// What measurement says (docs/decisions/0015): larger row groups compress no better, and
    /// smaller pages compress worse, while no reader of ours gets at less than a page's column.
    public static final ParquetOptions STANDARD =
            new ParquetOptions(122_880, 122_880, 1 << 20, 3, List.of(), Map.of());

    /// Checks and copies.
    ///
    /// @throws IllegalArgumentException for a limit that leaves room for nothing
    public ParquetOptions {
        if (rowGroupRowsMax < 1 || pageRowsMax < 1 || textPageBytesMax < 1) {
            throw new IllegalArgumentException("a row group and a page hold something");
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
