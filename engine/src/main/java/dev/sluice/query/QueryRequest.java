// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import java.time.Duration;
import java.util.Map;

/// A query as a door received it.
///
/// @param text what the user wrote
/// @param language SQL or InfluxQL
/// @param parameters values for `$name`: `Long`, `BigInteger` (for what is too large for a `Long`
///   and fits into 64 bits without a sign), `Double`, `Boolean`, `String`, `java.time.Instant`, or
///   [#NULL_PARAMETER]
/// @param timeLimit when to give up
/// @param limits how much it may read; the server's own limits hold beside
/// @param debug whether it may see the schema `system`
public record QueryRequest(
        String text,
        Language language,
        Map<String, Object> parameters,
        Duration timeLimit,
        ScanLimits limits,
        boolean debug) {
    /// Stands for an SQL null among the parameters.
    public static final Object NULL_PARAMETER = new Object();

    /// Copies the parameters.
    public QueryRequest {
        parameters = Map.copyOf(parameters);
    }

    /// A query with the limits of the server alone.
    public QueryRequest(
            String text, Language language, Map<String, Object> parameters, Duration timeLimit) {
        this(text, language, parameters, timeLimit, ScanLimits.NONE, false);
    }

    /// The two query languages.
    public enum Language {
        /// SQL (data.md section 5).
        SQL,
        /// InfluxQL (data.md section 6).
        INFLUXQL
    }
}
