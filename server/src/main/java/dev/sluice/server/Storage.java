// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.buffer.Buffer;
import dev.sluice.catalog.StoredCatalog;
import dev.sluice.config.ServerConfig;
import dev.sluice.files.FileTrouble;
import dev.sluice.ingest.DiskGuard;
import dev.sluice.ingest.IngestLimits;
import dev.sluice.ingest.Intake;
import dev.sluice.ingest.Recovery;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.objectstore.ObjectsInUse;
import dev.sluice.wal.WriteAheadLog;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// Everything that is kept, opened in order: catalog, files, log; and the buffer as it was when the
/// last process ended.
///
/// @param catalog what exists
/// @param files data files
/// @param inUse those of them that queries read
/// @param buffer rows that are in no file yet
/// @param intake the way into log and buffer
/// @param lost completed when another process has taken over catalog or log, or the catalog has
///   lost commits
record Storage(
        StoredCatalog catalog,
        DataFileStore files,
        ObjectsInUse inUse,
        Buffer buffer,
        Intake intake,
        CompletableFuture<Problem> lost) {

    /// Opens and recovers.
    ///
    /// @param config says where catalog and data files are, and how much of the disk stays free
    /// @param host its clock says when the catalog was made
    /// @param patience how long to wait for the catalog
    /// @param opened takes charge of closing
    /// @throws ProblemException *unavailable* when something of it cannot be read; *conflict* when
    ///   something of it is in another place than the settings say
    static Storage open(
            DataDirectory directory,
            ServerConfig config,
            IngestLimits limits,
            Host host,
            Duration patience,
            Opened opened) {
        StoredCatalog catalog = opened.add(CatalogStore.open(config, directory, host, patience));
        CompletableFuture<Problem> lost = new CompletableFuture<>();
        var _ = catalog.lost().thenAccept(lost::complete);
        try {
            DataFileStore files =
                    DataFileStore.open(
                            config, directory, catalog.snapshot().clusterId(), host, opened);
            WriteAheadLog log =
                    opened.add(
                            LogStore.open(
                                    config.sluice().log(),
                                    directory,
                                    files.bucket(),
                                    catalog.snapshot(),
                                    host,
                                    lost));
            Buffer buffer = new Buffer();
            Recovery.run(catalog, log, buffer);
            DiskGuard guard =
                    new DiskGuard(
                            directory::freeBytes,
                            config.sluice().data().freeBytesMin(),
                            System::nanoTime);
            return new Storage(
                    catalog,
                    files,
                    new ObjectsInUse(),
                    buffer,
                    new Intake(log, buffer, limits, guard),
                    lost);
        } catch (IOException failed) {
            throw new ProblemException(
                    Problem.unavailable(
                            "storage_unreadable",
                            "the data directory cannot be used: " + FileTrouble.sentence(failed)),
                    failed);
        }
    }

    /// What queries read of it.
    QueryEngine.Sources sources() {
        return new QueryEngine.Sources(catalog, buffer, files, inUse);
    }
}
