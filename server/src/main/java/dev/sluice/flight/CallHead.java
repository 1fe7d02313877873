// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import dev.sluice.model.DatabaseName;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.query.QueryRequest.Language;
import dev.sluice.query.ScanLimits;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.flight.CallHeaders;
import org.jspecify.annotations.Nullable;

/// What the headers of a call say (data.md 4.2).
///
/// @param authorization every such field
/// @param databases the different values of all names for the database
/// @param debug whether the schema `system` is shown
/// @param baseTableType what the user's tables are called where types of tables are told
/// @param language of `CommandStatementQuery`
/// @param limits how much a query may read
/// @param traceId of the client's trace, or null
record CallHead(
        List<String> authorization,
        Set<String> databases,
        boolean debug,
        String baseTableType,
        Language language,
        ScanLimits limits,
        @Nullable String traceId) {
    static final String BASE_TABLE = "BASE TABLE";

    private static final String TABLE = "TABLE";
    private static final List<String> DATABASE_NAMES =
            List.of("database", "bucket", "bucket-name", "iox-namespace-name");
    private static final Set<String> YES = Set.of("1", "on", "y", "yes", "t", "true");
    private static final String TABLE_TYPE_NAME = "x-influxdata-base-table-type";
    private static final String LANGUAGE_NAME = "x-influxdata-query-language";
    private static final String PARTITIONS_NAME = "x-influxdata-partition-limit";
    private static final String FILES_NAME = "x-influxdata-parquet-file-limit";

    private static final Pattern TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final Pattern UBER_TRACE_ID =
            Pattern.compile("([0-9a-f]{1,32}):[0-9a-f]{1,16}:[0-9a-f]{1,16}:[0-9a-f]{1,2}");

    CallHead {
        authorization = List.copyOf(authorization);
        databases = Set.copyOf(databases);
    }

    /// Reads the headers.
    ///
    /// @throws ProblemException *invalid* for a value that its header cannot have
    static CallHead of(CallHeaders headers) {
        Set<String> databases = new LinkedHashSet<>();
        DATABASE_NAMES.forEach(name -> databases.addAll(all(headers, name)));
        return new CallHead(
                all(headers, "authorization"),
                databases,
                YES.contains(last(headers, "iox-debug").toLowerCase(Locale.ROOT)),
                baseTableType(last(headers, TABLE_TYPE_NAME)),
                language(last(headers, LANGUAGE_NAME)),
                new ScanLimits(
                        limit(PARTITIONS_NAME, last(headers, PARTITIONS_NAME)),
                        limit(FILES_NAME, last(headers, FILES_NAME))),
                traceId(last(headers, "traceparent"), last(headers, "uber-trace-id")));
    }

    /// The database of a Flight SQL call.
    ///
    /// @throws ProblemException *invalid* where there is none, or more than one
    DatabaseName requireDatabase() {
        if (databases.isEmpty()) {
            throw Problem.invalid("no_database", "no 'database' header in request").asException();
        }
        if (databases.size() > 1) {
            throw Problem.invalid(
                            "two_databases",
                            "the headers "
                                    + String.join(", ", DATABASE_NAMES)
                                    + " name different databases")
                    .asException();
        }
        return new DatabaseName(databases.iterator().next());
    }

    private static String baseTableType(String value) {
        return switch (value) {
            case "", BASE_TABLE -> BASE_TABLE;
            case TABLE -> TABLE;
            default -> throw invalid(TABLE_TYPE_NAME, value, "BASE TABLE or TABLE");
        };
    }

    private static Language language(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "", "sql" -> Language.SQL;
            case "influxql" -> Language.INFLUXQL;
            default -> throw invalid(LANGUAGE_NAME, value, "sql or influxql");
        };
    }

    /// `version-trace-parent-flags`, or `trace:span:parent:flags`. What is neither names no trace:
    /// nobody's query fails for it.
    private static @Nullable String traceId(String traceparent, String uber) {
        Matcher standard = TRACEPARENT.matcher(traceparent);
        if (standard.matches()) {
            return standard.group(1);
        }
        Matcher other = UBER_TRACE_ID.matcher(uber);
        return other.matches() ? other.group(1) : null;
    }

    private static int limit(String name, String value) {
        try {
            int limit = value.isEmpty() ? 0 : Integer.parseInt(value);
            if (limit >= 0) {
                return limit;
            }
        } catch (NumberFormatException _) {
            // Told below.
        }
        throw invalid(name, value, "a number from 0 to " + Integer.MAX_VALUE);
    }

    private static ProblemException invalid(String name, String value, String allowed) {
        return Problem.invalid(
                        "invalid_header",
                        "header '" + name + "' is '" + value + "'; it can be " + allowed)
                .asException();
    }

    private static List<String> all(CallHeaders headers, String name) {
        List<String> values = new ArrayList<>();
        Iterable<String> sent = headers.getAll(name);
        if (sent != null) {
            sent.forEach(values::add);
        }
        return values;
    }

    private static String last(CallHeaders headers, String name) {
        List<String> values = all(headers, name);
        return values.isEmpty() ? "" : values.getLast().strip();
    }
}
