// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import java.util.UUID;

/// The paths of the management API (admin.md 4.1): a base in two forms, and what follows either.
public final class ManagementPaths {
    /// The base of the short form.
    public static final String BASE = "/api/v0";

    /// The base of the account form, as a route pattern.
    public static final String ACCOUNT_BASE_PATTERN =
            "/api/v0/accounts/{accountId}/clusters/{clusterId}";

    /// Databases, after either base.
    public static final String DATABASES = "/databases";

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

    private ManagementPaths() {}

    /// The base of the account form for these ids.
    public static String accountBase(ClusterIds ids) {
        return BASE + "/accounts/" + ids.accountId() + "/clusters/" + ids.clusterId();
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
