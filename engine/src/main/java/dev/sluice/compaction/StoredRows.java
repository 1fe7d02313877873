// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.compaction;

import dev.sluice.batch.TableRows;
import dev.sluice.catalog.TableEntry;
import java.io.IOException;
import java.nio.file.Path;

/// Reads data files.
@FunctionalInterface
public interface StoredRows {

    /// Every row of a file, in the order of the file.
    ///
    /// @param table whose file it is
    /// @throws IOException when it cannot be read
    /// @throws dev.sluice.model.ProblemException *busy* when there is no room to read it now
    TableRows read(TableEntry table, Path file) throws IOException;
}
