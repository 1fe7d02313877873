// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/// Copies a whole catalog, as its store has it at one moment, so that a server of the same version
/// can go on from the copy. Whoever changes the catalog meanwhile neither waits nor is seen.
public interface CatalogDump {

    /// What the copy is called in a file system; says which program reads it.
    String name();

    /// Writes the copy, and which objects are needed beside it.
    ///
    /// @param scratch an existing directory for a file on its way; nothing is left in it
    /// @param copy gets the copy; is not closed
    /// @param objects gets, of the same moment, the path of each live file, also of deleted tables
    ///   and databases that can be brought back; each ends with a line feed, in no order; is not
    ///   closed
    /// @return how many paths there are
    /// @throws IOException when a stream or the directory failed
    /// @throws dev.sluice.model.ProblemException *unavailable* when the catalog's store failed
    long write(Path scratch, OutputStream copy, OutputStream objects) throws IOException;
}
