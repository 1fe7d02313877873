// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A proxy that answers `CONNECT host:port` by leading to that port of this machine, whatever the
/// host, and remembers who was asked for.
final class TunnelProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();

    private TunnelProxy(ServerSocket listener) {
        this.listener = listener;
    }

    static TunnelProxy start() {
        try {
            ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            TunnelProxy proxy = new TunnelProxy(listener);
            Thread.ofVirtual().start(proxy::serve);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// As `HTTPS_PROXY` has it.
    String address() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /// The `host:port` of each tunnel, in order.
    List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> tunnel(client));
            } catch (IOException _) {
                // The listener was closed: the loop decides.
            }
        }
    }

    private void tunnel(Socket client) {
        try (client) {
            String target = head(client).split(" ", -1)[1];
            asked.add(target);
            int port = Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
                client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
                Thread back = Thread.ofVirtual().start(() -> copy(server, client));
                copy(client, server);
                server.shutdownOutput();
                back.join();
            }
        } catch (IOException _) {
            // One of the two went away, which ends the tunnel.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static String head(Socket client) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = client.getInputStream().read();
            if (next < 0) {
                throw new IOException("the client went away");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException _) {
            // The other direction ends by itself.
        }
    }
}
