// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import dev.sluice.influxql.Statement;
import dev.sluice.model.Grant;
import dev.sluice.series.KnownSeries;

/// What is done for one statement of a request that was let in.
sealed interface QueryStep {

    /// It is run.
    ///
    /// @param statement without bind parameters
    /// @param grant leave to read its database
    record Run(Statement statement, Grant.ForDatabase grant) implements QueryStep {}

    /// Its answer is known.
    record Known(KnownSeries series) implements QueryStep {}

    /// It cannot be run.
    ///
    /// @param message why
    record Failed(String message) implements QueryStep {}
}
