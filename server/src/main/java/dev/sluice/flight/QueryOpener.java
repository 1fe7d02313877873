// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import dev.sluice.model.Grant;
import dev.sluice.query.QueryRequest;
import dev.sluice.query.ResultStream;

/// Where a query goes once it may. Filled by the query service.
public interface QueryOpener {

    /// Plans the query and starts it.
    ///
    /// @return to be closed by the caller
    /// @throws dev.sluice.model.ProblemException when it cannot be planned or started
    ResultStream open(Grant.ForDatabase grant, QueryRequest request);
}
