// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// A server that knows no TLS: it answers whatever comes first with a plain HTTP refusal.
final class PlainAnswer implements AutoCloseable {
    private final ServerSocket listener;

    private PlainAnswer(ServerSocket listener) {
        this.listener = listener;
    }

    static PlainAnswer start() {
        try {
            ServerSocket listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
            PlainAnswer server = new PlainAnswer(listener);
            Thread.ofVirtual().start(server::serve);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                int _ = socket.getInputStream().read();
                socket.getOutputStream()
                        .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
            } catch (IOException _) {
                // The listener was closed, or one client went away: the loop decides.
            }
        }
    }
}
