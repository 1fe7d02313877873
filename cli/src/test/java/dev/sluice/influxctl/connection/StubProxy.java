// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A proxy that makes tunnels (`CONNECT`) to one server for who names user and password, whatever
/// host is asked for, and remembers what it was asked.
final class StubProxy implements AutoCloseable {
    private static final String END = "\r\n\r\n";

    private final ServerSocket door;
    private final int target;
    private final String authorization;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private StubProxy(ServerSocket door, int target, String authorization) {
        this.door = door;
        this.target = target;
        this.authorization = authorization;
    }

    /// @param target the port on this machine where every tunnel ends
    /// @param authorization the value of `Proxy-Authorization` that is let through
    static StubProxy start(int target, String authorization) {
        try {
            StubProxy proxy =
                    new StubProxy(
                            new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")),
                            target,
                            authorization);
            Thread.ofVirtual().start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return door.getLocalPort();
    }

    /// The heads of all requests, in order.
    List<String> asked() {
        return List.copyOf(asked);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            asked.add(head);
            if (!head.contains("Proxy-Authorization: " + authorization)
                    && !head.contains("proxy-authorization: " + authorization)) {
                client.getOutputStream()
                        .write(
                                ("HTTP/1.1 407 Proxy Authentication Required\r\n"
                                                + "Proxy-Authenticate: Basic realm=\"test\"\r\n"
                                                + "Content-Length: 0"
                                                + END)
                                        .getBytes(ISO_8859_1));
                return;
            }
            try (Socket server = new Socket(InetAddress.ofLiteral("127.0.0.1"), target)) {
                client.getOutputStream().write(("HTTP/1.1 200 OK" + END).getBytes(ISO_8859_1));
                Thread back = Thread.ofVirtual().start(() -> pass(server, client));
                pass(client, server);
                back.join();
            }
        } catch (IOException _) {
            // One of them has gone.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException _) {
            // One of them has gone.
        }
    }

    private static String head(InputStream input) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith(END)) {
            int next = input.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.write(next);
        }
        return head.toString(ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
