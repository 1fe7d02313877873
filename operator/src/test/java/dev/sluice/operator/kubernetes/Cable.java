// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A connection to a server that can be cut: it listens to a port of the loopback address and
/// passes on what comes, unless it is cut.
public final class Cable implements AutoCloseable {
    private final ServerSocket entry;
    private final InetSocketAddress server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private boolean isCut;

    /// @param server where it leads
    Cable(InetSocketAddress server) {
        try {
            this.entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.server = server;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return entry.getLocalPort();
    }

    /// Ends every connection, and each new one at once.
    public synchronized void cut() {
        isCut = true;
        open.forEach(Cable::end);
        open.clear();
    }

    /// Passes on again.
    public synchronized void mend() {
        isCut = false;
    }

    private void accept() {
        try {
            while (true) {
                connect(entry.accept());
            }
        } catch (IOException closed) {
            cut();
        }
    }

    private synchronized void connect(Socket near) {
        if (isCut) {
            end(near);
            return;
        }
        try {
            Socket far = new Socket(server.getAddress(), server.getPort());
            open.add(near);
            open.add(far);
            Thread.ofVirtual().start(() -> pass(near, far));
            Thread.ofVirtual().start(() -> pass(far, near));
        } catch (IOException unreachable) {
            end(near);
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException cut) {
            end(from);
            end(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            entry.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
