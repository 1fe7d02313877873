// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The words that name nothing without quotes (data.md 6.1), and names as text.
final class Keywords {
    private static final Set<String> ALL =
            Set.of(
                    ("ALL ALTER ANALYZE AND ANY AS ASC BEGIN BY CARDINALITY CONTINUOUS CREATE"
                                    + " DATABASE DATABASES DEFAULT DELETE DESC DESTINATIONS"
                                    + " DIAGNOSTICS DISTINCT DROP DURATION END EVERY EXACT EXPLAIN"
                                    + " FIELD FOR FROM GRANT GRANTS GROUP GROUPS IN INF INSERT INTO"
                                    + " KEY KEYS KILL LIMIT MEASUREMENT MEASUREMENTS NAME OFFSET OR"
                                    + " ON ORDER PASSWORD POLICY POLICIES PRIVILEGES QUERIES QUERY"
                                    + " READ REPLICATION RESAMPLE RETENTION REVOKE SELECT SERIES SET"
                                    + " SHARD SHARDS SHOW SLIMIT SOFFSET STATS SUBSCRIPTION"
                                    + " SUBSCRIPTIONS TAG TO USER USERS VALUES VERBOSE WHERE WITH"
                                    + " WRITE")
                            .split(" "));

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private Keywords() {}

    static boolean contains(String word) {
        return ALL.contains(word.toUpperCase(Locale.ROOT));
    }

    /// A name as it must be written: in quotes unless it is a plain word and no keyword.
    static String quoted(String name) {
        if (PLAIN.matcher(name).matches() && !contains(name)) {
            return name;
        }
        return '"' + escaped(name, '"') + '"';
    }

    /// Text for between two such quotes.
    static String escaped(String text, char quote) {
        return text.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace(String.valueOf(quote), "\\" + quote);
    }
}
