// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import dev.sluice.model.AddressBlock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `sluice.http`: the port that serves everything.
///
/// @param bindAddress the address to listen on. The default is loopback, because without `tls` the
///   server speaks plain HTTP and tokens would cross the network in clear: opening it is a decision
///   that whoever gives it a certificate or puts TLS in front takes (the container image does)
/// @param port 0 picks a free one
/// @param shutdownGraceSeconds how long running requests may take to end when the server stops
/// @param trustedProxies whose `X-Forwarded-For` is believed; nobody's by default
/// @param tls the certificate with which the port speaks TLS and nothing else; null for plain HTTP
public record HttpConfig(
        String bindAddress,
        int port,
        int shutdownGraceSeconds,
        List<AddressBlock> trustedProxies,
        @Nullable TlsFiles tls) {
    /// Loopback.
    public static final String BIND_ADDRESS_DEFAULT = "127.0.0.1";

    /// The port that every documented profile names.
    public static final int PORT_DEFAULT = 8086;

    /// Long enough for a query, short enough for an orchestrator's own patience.
    public static final int SHUTDOWN_GRACE_SECONDS_DEFAULT = 10;

    /// Copies the list.
    public HttpConfig {
        trustedProxies = List.copyOf(trustedProxies);
    }
}
