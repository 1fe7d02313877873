// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.http.Readiness;
import dev.sluice.model.Problem;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A server that serves. Closing it stops in good order: health says so first, running requests
/// end, rows go to files, everything is closed.
public final class RunningServer implements AutoCloseable {
    private final InetSocketAddress address;
    private final String url;
    private final List<String> routeTable;
    private final Readiness readiness;
    private final Opened opened;
    private final CompletableFuture<Problem> lost = new CompletableFuture<>();

    RunningServer(
            InetSocketAddress address,
            String url,
            List<String> routeTable,
            Readiness readiness,
            Opened opened) {
        this.address = address;
        this.url = url;
        this.routeTable = routeTable;
        this.readiness = readiness;
        this.opened = opened;
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return address;
    }

    /// Where it is, as a person types it.
    public String url() {
        return url;
    }

    /// Everything that it serves, a line each.
    public List<String> routeTable() {
        return routeTable;
    }

    /// Completed when another process has taken over what this server believed to have alone, or
    /// the catalog has lost what this server knows. It is to be closed then: what it knows grows
    /// old.
    public CompletableFuture<Problem> lost() {
        return lost;
    }

    @Override
    public void close() {
        readiness.draining();
        opened.close();
    }
}
