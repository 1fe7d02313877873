// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `sluice.access`: fine points of authentication.
///
/// @param adminTokenDataAccess whether the admin token reads and writes every database (admin.md
///   2.5)
/// @param clockSkewSeconds how far the identity provider's clock may be off (admin.md 1.7)
/// @param failedAttemptsPerMinuteMax how many failed attempts to authenticate one address has a
///   minute before it gets 429 (admin.md 7); 0 sets no limit
/// @param failedAddressesMax how many addresses with failed attempts are remembered
/// @param keyDirectory the admin token's key pair, which somebody else keeps, such as a mounted
///   Secret (admin.md 2.2); null where the server keeps it, and makes what is missing
/// @param adminTokenAudience whom admin tokens are for (admin.md 2.3), where somebody else makes
///   them; null for the cluster's id
public record AccessConfig(
        boolean adminTokenDataAccess,
        int clockSkewSeconds,
        int failedAttemptsPerMinuteMax,
        int failedAddressesMax,
        @Nullable Path keyDirectory,
        @Nullable UUID adminTokenAudience) {
    /// The installation's first test writes and queries with nothing but the admin token.
    public static final boolean ADMIN_TOKEN_DATA_ACCESS_DEFAULT = true;

    /// One minute.
    public static final int CLOCK_SKEW_SECONDS_DEFAULT = 60;

    /// Five minutes.
    public static final int CLOCK_SKEW_SECONDS_MAX = 300;

    /// Enough for a person who mistypes, nothing for a machine that guesses.
    public static final int FAILED_ATTEMPTS_PER_MINUTE_MAX_DEFAULT = 30;

    /// A few megabytes.
    public static final int FAILED_ADDRESSES_MAX_DEFAULT = 10_000;
}
