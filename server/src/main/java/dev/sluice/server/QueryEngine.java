// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.config.QueryConfig;
import dev.sluice.duckdb.DuckDbEngine;
import dev.sluice.duckdb.DuckDbSettings;
import dev.sluice.flight.MeasuredEngine;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.query.QueryService;
import java.io.IOException;

/// Starts what answers queries.
final class QueryEngine {
    private QueryEngine() {}

    /// Starts the engine and the service before it.
    ///
    /// @param opened takes charge of closing
    /// @throws ProblemException *unavailable* when the engine does not start
    static QueryService start(
            QueryConfig config,
            DataDirectory directory,
            Storage storage,
            Host host,
            Opened opened) {
        DuckDbSettings settings =
                new DuckDbSettings(
                        directory.objectDirectory(),
                        directory.spillDirectory(),
                        config.memoryBytesMax(),
                        config.threads() == 0 ? host.processors() : config.threads(),
                        config.concurrentQueriesMax(),
                        DuckDbSettings.QUEUE_WAIT_MAX_DEFAULT);
        try {
            DuckDbEngine engine = opened.add(DuckDbEngine.start(settings));
            return new QueryService(
                    storage.catalog(),
                    storage.buffer(),
                    storage.objects(),
                    storage.inUse(),
                    new MeasuredEngine(engine, System::nanoTime),
                    host.clock());
        } catch (IOException failed) {
            throw new ProblemException(
                    Problem.unavailable(
                            "spill_unwritable",
                            "the data directory cannot be used: " + Failures.sentence(failed)),
                    failed);
        }
    }
}
