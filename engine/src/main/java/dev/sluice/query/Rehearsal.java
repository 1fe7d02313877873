// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.influxql.Statement;
import java.time.Duration;

/// What the server asks by itself before anybody else does; [QueryService] answers as it answers
/// everybody. Nobody may ever see the rows, so nobody's grant is needed, and the log of queries
/// does not know of it.
public interface Rehearsal {

    /// Starts a query. The caller closes the stream, whatever happens.
    ///
    /// @throws dev.sluice.model.ProblemException as of [Queries#open]
    ResultStream rehearse(DatabaseEntry database, QueryRequest request);

    /// Starts one statement of InfluxQL. The caller closes the rows, whatever happens.
    ///
    /// @param statement without bind parameters
    /// @param timeLimit when to give up
    /// @throws dev.sluice.model.ProblemException as of [SeriesQueries#openSeries]
    SeriesResult rehearse(DatabaseEntry database, Statement statement, Duration timeLimit);
}
