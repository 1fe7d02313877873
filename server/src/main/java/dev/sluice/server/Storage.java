// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.buffer.Buffer;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.sql.SqlCatalog;
import dev.sluice.ingest.IngestLimits;
import dev.sluice.ingest.Intake;
import dev.sluice.ingest.Recovery;
import dev.sluice.ingest.RoomGuard;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.objectstore.LocalObjectStore;
import dev.sluice.objectstore.ObjectStore;
import dev.sluice.objectstore.ObjectsInUse;
import dev.sluice.wal.FileLog;
import dev.sluice.wal.LogLimits;
import java.io.IOException;
import java.time.InstantSource;

/// Everything that is kept, opened in order: catalog, files, log; and the buffer as it was when the
/// last process ended.
///
/// @param catalog what exists
/// @param objects data files
/// @param inUse those of them that queries read
/// @param buffer rows that are in no file yet
/// @param intake the way into log and buffer
record Storage(
        Catalog catalog, ObjectStore objects, ObjectsInUse inUse, Buffer buffer, Intake intake) {

    /// Opens and recovers.
    ///
    /// @param guard says whether there is room for a write
    /// @param clock says when the catalog was made
    /// @param opened takes charge of closing
    /// @throws ProblemException *unavailable* when something of it cannot be read
    static Storage open(
            DataDirectory directory,
            IngestLimits limits,
            RoomGuard guard,
            InstantSource clock,
            Opened opened) {
        Catalog catalog = opened.add(SqlCatalog.open(directory.catalogFile(), clock));
        try {
            ObjectStore objects = LocalObjectStore.open(directory.objectDirectory());
            FileLog log = opened.add(FileLog.open(directory.logDirectory(), LogLimits.DEFAULT));
            Buffer buffer = new Buffer();
            Recovery.run(catalog, log, buffer);
            return new Storage(
                    catalog,
                    objects,
                    new ObjectsInUse(),
                    buffer,
                    new Intake(log, buffer, limits, guard));
        } catch (IOException failed) {
            throw new ProblemException(
                    Problem.unavailable(
                            "storage_unreadable",
                            "the data directory cannot be used: " + Failures.sentence(failed)),
                    failed);
        }
    }
}
