// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.datafile;

import dev.sluice.batch.TableRows;
import dev.sluice.model.Column;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Writes rows as one Parquet file. A port, so that tests can keep rows in memory and fail at will.
public interface ParquetEncoder {

    /// Writes `rows`, in their order, to `target`, which must not exist.
    ///
    /// @param rows sorted and unique by primary key
    /// @param columns every column of the table in the catalog's order, `time` included: a column's
    ///   place plus one is its field id in every file of the table, and readers know it by that
    ///   alone; a column that `rows` lacks is all null
    /// @throws IOException when the file cannot be written; a partial file may be left
    void encode(TableRows rows, List<Column> columns, Path target) throws IOException;
}
