// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.model.Grant;

/// What the doors ask of this room; [QueryService] answers.
public interface Queries {

    /// Starts a query. The caller closes the stream, whatever happens.
    ///
    /// @param grant leave to read
    /// @throws dev.sluice.model.ProblemException *not found* `database_not_found`; *invalid* with
    ///   the texts of data.md 4.8 for what is wrong with the query; *busy* when too many run; *too
    ///   large* past one of its [ScanLimits]
    ResultStream open(Grant.ForDatabase grant, QueryRequest request);

    /// Fails where a database is not there.
    ///
    /// @param grant leave to read
    /// @throws dev.sluice.model.ProblemException *not found* `database_not_found`
    void requireDatabase(Grant.ForDatabase grant);

    /// Tells a query's columns and parameters without running it.
    ///
    /// @param grant leave to read
    /// @param request not every parameter needs a value
    /// @throws dev.sluice.model.ProblemException as of [#open]
    QueryDescription describe(Grant.ForDatabase grant, QueryRequest request);
}
