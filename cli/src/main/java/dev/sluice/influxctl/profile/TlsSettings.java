// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.profile;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How a profile wants its connections protected: the table `[profile.tls]`.
///
/// @param disabled plain HTTP and plain gRPC
/// @param insecure the server's certificate is not checked
/// @param certificate the client's certificate, PEM
/// @param key the key of that certificate, PEM; present exactly when the certificate is
/// @param authorities trusted roots that replace the system's, PEM
public record TlsSettings(
        boolean disabled,
        boolean insecure,
        @Nullable Path certificate,
        @Nullable Path key,
        @Nullable Path authorities) {

    /// TLS against the system's roots: what holds without the table.
    public static final TlsSettings DEFAULT = new TlsSettings(false, false, null, null, null);
}
