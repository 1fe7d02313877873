// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.http.Readiness;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A server that serves. Closing it stops in good order: health says so first, running requests
/// end, rows go to files, everything is closed.
public final class RunningServer implements AutoCloseable {
    private final InetSocketAddress address;
    private final @Nullable InetSocketAddress internal;
    private final List<String> routeTable;
    private final Readiness readiness;
    private final Opened opened;

    RunningServer(
            InetSocketAddress address,
            @Nullable InetSocketAddress internal,
            List<String> routeTable,
            Readiness readiness,
            Opened opened) {
        this.address = address;
        this.internal = internal;
        this.routeTable = routeTable;
        this.readiness = readiness;
        this.opened = opened;
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return address;
    }

    /// Where the port for whoever watches it is; null when there is none.
    public @Nullable InetSocketAddress internalAddress() {
        return internal;
    }

    /// Where it is, as a person types it.
    public String url() {
        return Urls.of(address);
    }

    /// Everything that it serves, a line each.
    public List<String> routeTable() {
        return routeTable;
    }

    @Override
    public void close() {
        readiness.draining();
        opened.close();
    }
}
