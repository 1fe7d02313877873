// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;

/// The admin token: a JWT that the cluster makes itself at first start, so that somebody can
/// administer before any identity provider is there (admin.md 2).
///
/// Files in the directory, mode 0600: `rsa-key.json` (key id and key pair) and `token.json` (the
/// token as `influxctl` reads it, admin.md 2.3).
public final class AdminTokens {
    /// The file that holds the token for `influxctl`.
    public static final String TOKEN_FILE = "token.json";

    private AdminTokens() {}

    /// Loads key pair and token, or makes what is missing: RSA 4096, ten years.
    ///
    /// @param directory made with mode 0700 when missing
    /// @param clusterId the audience of the token
    /// @param clock for issue and expiry
    /// @throws dev.sluice.model.ProblemException *unavailable* when the directory cannot be read or
    ///   written
    public static AdminTokens open(Path directory, UUID clusterId, InstantSource clock) {
        throw new UnsupportedOperationException();
    }
}
