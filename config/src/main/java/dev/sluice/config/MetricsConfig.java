// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

/// `sluice.metrics`: the port for whoever watches the server, apart from the one for its users
/// (data.md 2.1). What it serves needs no credential, so keep it inside.
///
/// @param bindAddress on which address
/// @param port on which port; 0 takes a free one, [#PORT_NONE] serves none
public record MetricsConfig(String bindAddress, int port) {
    /// Nothing is served.
    public static final int PORT_NONE = -1;

    /// Loopback.
    public static final String BIND_ADDRESS_DEFAULT = "127.0.0.1";

    /// Whether there is such a port.
    public boolean served() {
        return port != PORT_NONE;
    }
}
