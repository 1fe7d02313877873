// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import java.net.Inet6Address;
import java.net.InetSocketAddress;

/// Where a server is, as a person types it.
final class Urls {
    private Urls() {}

    /// @param tls whether the port speaks TLS
    static String of(InetSocketAddress address, boolean tls) {
        String host =
                address.getAddress().isAnyLocalAddress()
                        ? "localhost"
                        : address.getAddress() instanceof Inet6Address
                                ? "[" + address.getAddress().getHostAddress() + "]"
                                : address.getAddress().getHostAddress();
        return (tls ? "https://" : "http://") + host + ":" + address.getPort();
    }
}
