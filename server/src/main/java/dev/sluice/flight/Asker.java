// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import dev.sluice.model.Grant;
import dev.sluice.query.QueryRequest;
import java.time.Duration;
import java.util.Map;

/// Who may read, and how they want it.
///
/// @param grant leave to read one database
/// @param head what the headers say
/// @param timeLimit when to give up
record Asker(Grant.ForDatabase grant, CallHead head, Duration timeLimit) {

    /// A query with this caller's limits.
    ///
    /// @param debug whether the schema `system` is shown, if the headers do not say so already
    QueryRequest request(
            String text,
            QueryRequest.Language language,
            Map<String, Object> parameters,
            boolean debug) {
        return new QueryRequest(
                text, language, parameters, timeLimit, head.limits(), debug || head.debug());
    }

    /// An SQL query with this caller's limits.
    QueryRequest sql(String text, Map<String, Object> parameters, boolean debug) {
        return request(text, QueryRequest.Language.SQL, parameters, debug);
    }
}
