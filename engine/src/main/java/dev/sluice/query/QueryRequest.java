// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A query as a door received it.
///
/// @param text what the user wrote
/// @param language SQL or InfluxQL
/// @param parameters values for `$name`: `Long`, `BigInteger` (for what is too large for a `Long`
///   and fits into 64 bits without a sign), `Double`, `Boolean`, `String`, `java.time.Instant`, or
///   [#NULL_PARAMETER]
/// @param timeLimit when to give up
/// @param limits how much it may read; the server's own limits hold beside
/// @param options what else the door knows
public record QueryRequest(
        String text,
        Language language,
        Map<String, Object> parameters,
        Duration timeLimit,
        ScanLimits limits,
        Options options) {
    /// Stands for an SQL null among the parameters.
    public static final Object NULL_PARAMETER = new Object();

    /// Copies the parameters.
    public QueryRequest {
        parameters = Map.copyOf(parameters);
    }

    /// A query of which nothing else is known, with the limits of the server alone.
    public QueryRequest(
            String text, Language language, Map<String, Object> parameters, Duration timeLimit) {
        this(text, language, parameters, timeLimit, ScanLimits.NONE, Options.NONE);
    }

    /// What changes nothing of the answer but what may be seen.
    ///
    /// @param debug whether the schema `system` is visible (data.md 5.13)
    /// @param queryType as `system.queries` shows it, such as `flightsql`; empty for the language
    /// @param traceId of the client, or null
    public record Options(boolean debug, String queryType, @Nullable String traceId) {
        /// Nothing special.
        public static final Options NONE = new Options(false, "", null);
    }

    /// The two query languages.
    public enum Language {
        /// SQL (data.md section 5).
        SQL,
        /// InfluxQL (data.md section 6).
        INFLUXQL
    }
}
