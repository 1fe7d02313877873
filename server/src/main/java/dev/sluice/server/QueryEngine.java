// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.buffer.BufferSource;
import dev.sluice.catalog.CatalogView;
import dev.sluice.config.QueryConfig;
import dev.sluice.duckdb.DuckDbEngine;
import dev.sluice.duckdb.DuckDbSettings;
import dev.sluice.files.FileTrouble;
import dev.sluice.flight.MeasuredEngine;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.objectstore.ObjectsInUse;
import dev.sluice.query.DataFileReader;
import dev.sluice.query.QueryService;
import dev.sluice.query.ScanLimits;
import java.io.IOException;
import java.time.Duration;

/// Starts what answers queries.
final class QueryEngine {
    /// How long compaction may wait for and read one file.
    private static final Duration FILE_READ_MAX = Duration.ofMinutes(5);

    private QueryEngine() {}

    /// What queries read.
    ///
    /// @param catalog what exists
    /// @param buffer rows that are in no file yet
    /// @param files data files
    /// @param inUse those of them that queries read
    record Sources(
            CatalogView catalog, BufferSource buffer, DataFileStore files, ObjectsInUse inUse) {}

    /// What was started.
    ///
    /// @param queries answers queries
    /// @param files reads whole data files
    record Started(QueryService queries, DataFileReader files) {}

    /// Starts the engine and the service before it.
    ///
    /// @param sources what queries read
    /// @param opened takes charge of closing
    /// @throws ProblemException *unavailable* when the engine does not start
    static Started start(
            QueryConfig config,
            DataDirectory directory,
            Sources sources,
            Host host,
            Opened opened) {
        DuckDbEngine engine = engine(config, directory, sources.files(), host, opened);
        LocalCopies.watch(sources.catalog(), sources.files(), opened);
        return new Started(
                new QueryService(
                        sources.catalog(),
                        sources.buffer(),
                        sources.files().objects(),
                        sources.inUse(),
                        new MeasuredEngine(engine, System::nanoTime),
                        host.clock(),
                        new ScanLimits(config.partitionsMax(), config.parquetFilesMax())),
                new DataFileReader(engine, FILE_READ_MAX));
    }

    /// Starts the engine for whoever reads whole data files alone.
    ///
    /// @param catalog what exists
    /// @param opened takes charge of closing
    /// @throws ProblemException *unavailable* when the engine does not start
    static DataFileReader reader(
            QueryConfig config,
            DataDirectory directory,
            CatalogView catalog,
            DataFileStore files,
            Host host,
            Opened opened) {
        DuckDbEngine engine = engine(config, directory, files, host, opened);
        LocalCopies.watch(catalog, files, opened);
        return new DataFileReader(engine, FILE_READ_MAX);
    }

    private static DuckDbEngine engine(
            QueryConfig config,
            DataDirectory directory,
            DataFileStore files,
            Host host,
            Opened opened) {
        DuckDbSettings settings =
                new DuckDbSettings(
                        files.localFiles(),
                        directory.spillDirectory(),
                        config.memoryBytesMax(),
                        config.threads() == 0 ? host.processors() : config.threads(),
                        config.concurrentQueriesMax(),
                        DuckDbSettings.QUEUE_WAIT_MAX_DEFAULT);
        try {
            return opened.add(DuckDbEngine.start(settings));
        } catch (IOException failed) {
            throw new ProblemException(
                    Problem.unavailable(
                            "spill_unwritable",
                            "the data directory cannot be used: " + FileTrouble.sentence(failed)),
                    failed);
        }
    }
}
