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

    /// What the log of queries calls those of Flight SQL (data.md 5.13).
    private static final String FLIGHT_SQL = "flightsql";

    /// A query with this caller's limits.
    ///
    /// @param debug whether the schema `system` is shown, if the headers do not say so already
    QueryRequest request(
            String text,
            QueryRequest.Language language,
            Map<String, Object> parameters,
            boolean debug) {
        return request(text, language, parameters, debug, "");
    }

    /// A query of Flight SQL with this caller's limits.
    QueryRequest command(
            String text,
            QueryRequest.Language language,
            Map<String, Object> parameters,
            boolean debug) {
        return request(text, language, parameters, debug, FLIGHT_SQL);
    }

    /// The same in SQL.
    QueryRequest sql(String text, Map<String, Object> parameters, boolean debug) {
        return command(text, QueryRequest.Language.SQL, parameters, debug);
    }

    private QueryRequest request(
            String text,
            QueryRequest.Language language,
            Map<String, Object> parameters,
            boolean debug,
            String type) {
        return new QueryRequest(
                text,
                language,
                parameters,
                timeLimit,
                head.limits(),
                new QueryRequest.Options(debug || head.debug(), type, head.traceId()));
    }
}
