// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import java.time.Duration;
import java.util.Map;

/// A query as a door received it.
///
/// @param text what the user wrote
/// @param language SQL or InfluxQL
/// @param parameters values for `$name`: `Long`, `Double`, `Boolean`, `String`, or
///   [#NULL_PARAMETER]
/// @param timeLimit when to give up
public record QueryRequest(
        String text, Language language, Map<String, Object> parameters, Duration timeLimit) {
    /// Stands for an SQL null among the parameters.
    public static final Object NULL_PARAMETER = new Object();

    /// Copies the parameters.
    public QueryRequest {
        parameters = Map.copyOf(parameters);
    }

    /// The two query languages.
    public enum Language {
        /// SQL (data.md section 5).
        SQL,
        /// InfluxQL (data.md section 6).
        INFLUXQL
    }
}
