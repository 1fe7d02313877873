// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

/// `sluice.access`: fine points of authentication.
///
/// @param adminTokenDataAccess whether the admin token reads and writes every database (admin.md
///   2.5)
/// @param clockSkewSeconds how far the identity provider's clock may be off (admin.md 1.7)
public record AccessConfig(boolean adminTokenDataAccess, int clockSkewSeconds) {
    /// The installation's first test writes and queries with nothing but the admin token.
    public static final boolean ADMIN_TOKEN_DATA_ACCESS_DEFAULT = true;

    /// One minute.
    public static final int CLOCK_SKEW_SECONDS_DEFAULT = 60;

    /// Five minutes.
    public static final int CLOCK_SKEW_SECONDS_MAX = 300;
}
