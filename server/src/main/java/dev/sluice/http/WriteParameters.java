// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.QueryParams;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Precision;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The query of a write in its two dialects (data.md 2.2 to 2.5).
///
/// @param database where to
/// @param precision of the timestamps
/// @param token the parameter `p` of version 1, or null
record WriteParameters(DatabaseName database, Precision precision, @Nullable String token) {
    private static final Set<String> DEFAULT_POLICIES = Set.of("", "''", "autogen", "default");

    /// The parameters of `/api/v2/write`.
    ///
    /// @param query raw, or null
    /// @throws ProblemException *invalid*
    static WriteParameters ofCurrent(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            throw invalid("no org/bucket destination provided");
        }
        Dialect dialect =
                new Dialect("org/bucket/precision", false, QueryParams.fromQueryString(query));
        String bucket = dialect.find("bucket");
        if (bucket == null || bucket.isEmpty()) {
            throw invalid("missing bucket value");
        }
        return new WriteParameters(database(bucket), dialect.precision(), null);
    }

    /// The parameters of `/write`.
    ///
    /// @param query raw, or null
    /// @throws ProblemException *invalid*
    static WriteParameters ofLegacy(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            throw invalid("no db destination provided");
        }
        Dialect dialect = new Dialect("db/rp/precision", true, QueryParams.fromQueryString(query));
        String database = dialect.find("db");
        if (database == null) {
            throw dialect.undecodable("missing field `db`");
        }
        return new WriteParameters(
                database(withPolicy(database, dialect.find("rp"))),
                dialect.precision(),
                dialect.find("p"));
    }

    /// The word of a precision; each dialect knows those that it gives.
    static String word(Precision precision) {
        return switch (precision) {
            case NANOSECOND -> "ns";
            case MICROSECOND -> "us";
            case MILLISECOND -> "ms";
            case SECOND -> "s";
            case MINUTE -> "m";
            case HOUR -> "h";
        };
    }

    /// A database and a retention policy of version 1 are one name (data.md 2.4).
    static String withPolicy(String database, @Nullable String policy) {
        String folded = policy == null ? "" : policy.toLowerCase(Locale.ROOT);
        return DEFAULT_POLICIES.contains(folded) ? database : database + "/" + folded;
    }

    private static DatabaseName database(String name) {
        if (name.isEmpty() || name.length() > DatabaseName.LENGTH_MAX) {
            throw invalid(
                    "namespace name "
                            + name
                            + " length must be between 1 and "
                            + DatabaseName.LENGTH_MAX
                            + " characters");
        }
        for (int i = 0; i < name.length(); i++) {
            if (!DatabaseName.allows(name.charAt(i))) {
                throw invalid(
                        "namespace name '"
                                + name
                                + "' contains invalid character, character number "
                                + i
                                + " is not whitelisted");
            }
        }
        return new DatabaseName(name);
    }

    private static ProblemException invalid(String message) {
        return Problem.invalid("invalid_write_parameters", message).asException();
    }

    /// What the two dialects differ in.
    private record Dialect(String words, boolean longUnits, QueryParams parameters) {

        @Nullable String find(String name) {
            List<String> values = parameters.getAll(name);
            if (values.size() > 1) {
                throw undecodable("duplicate field `" + name + "`");
            }
            return values.isEmpty() ? null : values.getFirst();
        }

        Precision precision() {
            String word = find("precision");
            return switch (word == null ? "ns" : word) {
                case "ns", "n", "nanosecond" -> Precision.NANOSECOND;
                case "us", "u", "microsecond" -> Precision.MICROSECOND;
                case "ms", "millisecond" -> Precision.MILLISECOND;
                case "s", "second" -> Precision.SECOND;
                case "m" -> longUnit("m", Precision.MINUTE);
                case "h" -> longUnit("h", Precision.HOUR);
                case String other -> throw unknownPrecision(other);
            };
        }

        ProblemException undecodable(String detail) {
            return invalid("failed to deserialize " + words + " in request: " + detail);
        }

        private Precision longUnit(String word, Precision precision) {
            if (!longUnits) {
                throw unknownPrecision(word);
            }
            return precision;
        }

        private ProblemException unknownPrecision(String word) {
            return undecodable(
                    "unknown variant `"
                            + word
                            + "`, expected one of `s`, `ms`, `us`, `ns`"
                            + (longUnits ? ", `m`, `h`" : ""));
        }
    }
}
