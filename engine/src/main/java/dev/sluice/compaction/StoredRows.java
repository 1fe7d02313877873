// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.compaction;

import dev.sluice.batch.TableRows;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.TableEntry;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reads data files.
@FunctionalInterface
public interface StoredRows {

    /// The rows of a file that are of a time, in the order of the file.
    ///
    /// @param table whose file it is
    /// @param path where its bytes are
    /// @param timeNanosMin the first time that counts
    /// @param timeNanosMax the last time that counts
    /// @param rowsMax how many rows there may be
    /// @param textBytesMax how many bytes of text they may have
    /// @return null when there is more of either
    /// @throws IOException when it cannot be read
    /// @throws dev.sluice.model.ProblemException *busy* when there is no room to read it now
    @Nullable TableRows read(
            TableEntry table,
            FileEntry file,
            Path path,
            long timeNanosMin,
            long timeNanosMax,
            long rowsMax,
            long textBytesMax)
            throws IOException;
}
