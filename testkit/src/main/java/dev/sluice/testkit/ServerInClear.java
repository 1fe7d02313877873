// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/// A server of HTTP without TLS, for clients that expect TLS: it refuses what it takes for a
/// request.
///
/// It answers after it has heard the whole greeting, as real ones do. To an answer that comes
/// before its handshake the JDK's client is deaf in about one of a hundred connections, and waits
/// for its time limit; on a busy machine it may be so to a later one, too. So a test has to ask
/// again where the client says that nobody answered.
public final class ServerInClear implements AutoCloseable {
    private static final byte[] REFUSAL = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII);

    /// The length of a TLS record's header, whose last two bytes tell the length of the rest (RFC
    /// 8446 section 5.1).
    private static final int HEADER_BYTES = 5;

    private final ServerSocket socket;

    private ServerInClear(ServerSocket socket) {
        this.socket = socket;
    }

    /// Listens on a port of its own, on the loopback interface.
    public static ServerInClear start() {
        try {
            var server =
                    new ServerInClear(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().name("server-in-clear").start(server::refuseAll);
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// What a client that expects TLS takes for its address.
    public URI secureUrl() {
        return URI.create("https://127.0.0.1:" + socket.getLocalPort());
    }

    /// Ends the wait for a client that never came.
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void refuseAll() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                byte[] header = client.getInputStream().readNBytes(HEADER_BYTES);
                if (header.length == HEADER_BYTES) {
                    client.getInputStream()
                            .readNBytes((header[3] & 0xff) << Byte.SIZE | (header[4] & 0xff));
                }
                client.getOutputStream().write(REFUSAL);
                client.shutdownOutput();
                client.getInputStream().readAllBytes();
            } catch (IOException _) {
                // The client went away, which is what it should do, or the test did.
            }
        }
    }
}
