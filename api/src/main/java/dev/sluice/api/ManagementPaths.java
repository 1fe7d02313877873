// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

/// The paths of the management API (admin.md 4.1): a base in two forms, and what follows either.
public final class ManagementPaths {
    /// The base of the short form.
    public static final String BASE = "/api/v0";

    /// The base of the account form, as a route pattern.
    public static final String ACCOUNT_BASE_PATTERN =
            "/api/v0/accounts/{accountId}/clusters/{clusterId}";

    /// Databases, after either base.
    public static final String DATABASES = "/databases";

    /// One database by its name, after either base, as a route pattern.
    public static final String DATABASE_PATTERN = "/databases/{databaseName}";

    /// Another name for a database, after either base, as a route pattern.
    public static final String DATABASE_RENAME_PATTERN = DATABASE_PATTERN + "/rename";

    /// A deleted database by its id, after either base, as a route pattern.
    public static final String DATABASE_UNDELETE_PATTERN = "/databases/{databaseId}/undelete";

    /// The tables of a database, after either base, as a route pattern.
    public static final String TABLES_PATTERN = DATABASE_PATTERN + "/tables";

    /// One table by its name, after either base, as a route pattern.
    public static final String TABLE_PATTERN = TABLES_PATTERN + "/{tableName}";

    /// Another name for a table, after either base, as a route pattern.
    public static final String TABLE_RENAME_PATTERN = TABLE_PATTERN + "/rename";

    /// A deleted table by its id, after either base, as a route pattern.
    public static final String TABLE_UNDELETE_PATTERN = TABLES_PATTERN + "/{tableId}/undelete";

    /// Database tokens, after either base.
    public static final String TOKENS = "/tokens";

    /// One database token, after either base, as a route pattern.
    public static final String TOKEN_PATTERN = "/tokens/{tokenId}";

    /// Management tokens, after either base.
    public static final String MANAGEMENT_TOKENS = "/management-tokens";

    /// One management token, after either base, as a route pattern.
    public static final String MANAGEMENT_TOKEN_PATTERN = "/management-tokens/{tokenId}";

    /// Users, after either base.
    public static final String USERS = "/users";

    /// The cluster itself, after either base.
    public static final String CLUSTER = "/cluster";

    /// The caller, after either base.
    public static final String WHO_AM_I = "/whoami";

    /// Is found in names that clients and servers take for steps in a path, escaped or not, and in
    /// names that look like their escapes here: those that are `.`, and those that are or have,
    /// from one slash or backslash to the next, `..`.
    private static final Pattern STEP =
            Pattern.compile(
                    "\\A(?:\\.|%(?:25)*2[Ee])\\z"
                            + "|(?:\\A|[/\\\\])(?:\\.|%(?:25)*2[Ee]){2}(?:[/\\\\]|\\z)");

    private ManagementPaths() {}

    /// The base of the account form for these ids.
    public static String accountBase(ClusterIds ids) {
        return BASE + "/accounts/" + ids.accountId() + "/clusters/" + ids.clusterId();
    }

    /// One database, after either base; its name may have slashes.
    public static String database(String name) {
        return DATABASES + "/" + segment(name);
    }

    /// A deleted database, after either base, to bring it back.
    public static String undeleteDatabase(long id) {
        return DATABASES + "/" + id + "/undelete";
    }

    /// The tables of a database, after either base.
    public static String tables(String databaseName) {
        return database(databaseName) + "/tables";
    }

    /// One table, after either base. Names that no path may have, such as `..` and `a/../b`, are
    /// escaped twice, dots and percent signs among the rest: `%252E%252E` and `a%2F%252E%252E%2Fb`.
    public static String table(String databaseName, String tableName) {
        String name =
                STEP.matcher(tableName).find()
                        ? tableName.replace("%", "%25").replace(".", "%2E")
                        : tableName;
        return tables(databaseName) + "/" + segment(name);
    }

    /// The table that a segment names, as [#table] wrote it.
    ///
    /// @param segment decoded once, as any other
    public static String tableName(String segment) {
        if (!STEP.matcher(segment).find()) {
            return segment;
        }
        try {
            // In a path a plus sign is itself.
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            // Nobody who escapes twice leaves a percent sign by itself.
            return segment;
        }
    }

    /// A deleted table, after either base, to bring it back.
    public static String undeleteTable(String databaseName, long id) {
        return tables(databaseName) + "/" + id + "/undelete";
    }

    /// What a form encodes and a segment of a path does not mean as one: a space is `%20` there.
    private static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// One database token, after either base.
    public static String token(UUID id) {
        return TOKENS + "/" + id;
    }

    /// One management token, after either base.
    public static String managementToken(UUID id) {
        return MANAGEMENT_TOKENS + "/" + id;
    }
}
