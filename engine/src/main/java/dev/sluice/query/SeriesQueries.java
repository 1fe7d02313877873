// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.influxql.Statement;
import dev.sluice.model.Grant;
import java.time.Duration;

/// What a door asks that answers in series; [QueryService] answers.
public interface SeriesQueries {

    /// Starts one statement of InfluxQL. The caller closes the rows, whatever happens.
    ///
    /// @param grant leave to read; the statement may name no other database
    ///   ([dev.sluice.influxql.plan.StatementDatabase] tells which one it names)
    /// @param statement without bind parameters
    /// @param timeLimit when to give up
    /// @throws dev.sluice.model.ProblemException as of [Queries#open]; *invalid* with the texts of
    ///   data.md 6
    SeriesResult openSeries(Grant.ForDatabase grant, Statement statement, Duration timeLimit);

    /// As [Queries#requireDatabase].
    void requireDatabase(Grant.ForDatabase grant);
}
