// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A way to a server on which answers get lost: the request arrives, and when its answer begins the
/// connection is cut. Bytes are passed on as they are, so that signatures hold.
public final class CutConnection implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final URI server;
    private final AtomicInteger answersToLose = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger puts = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /// Opens a way, on a free port.
    public CutConnection(URI server) throws IOException {
        this.server = server;
        Thread.ofVirtual().start(this::accept);
    }

    /// Where it begins.
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    /// Lets the next answers get lost.
    public void loseAnswers(int count) {
        answersToLose.set(count);
    }

    /// How many got lost so far.
    public int lost() {
        return lost.get();
    }

    /// How many requests came so far that put something. A service that refuses one before it has
    /// read the body may close the connection without an answer that could get lost.
    public int puts() {
        return puts.get();
    }

    /// Ends every connection, as a server does that starts anew.
    ///
    /// @return how many there were
    public int endConnections() throws IOException {
        List<Socket> ended = List.copyOf(open);
        for (Socket each : ended) {
            each.close();
        }
        return ended.size();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Socket upstream = new Socket(server.getHost(), server.getPort());
                open.add(client);
                Thread.ofVirtual().start(() -> pass(client, upstream, false));
                Thread.ofVirtual().start(() -> pass(upstream, client, true));
            }
        } catch (IOException _) {
            // The door was closed.
        }
    }

    private void pass(Socket from, Socket to, boolean answers) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[8192];
            int length = in.read(bytes);
            while (length >= 0) {
                if (!answers && isPut(new String(bytes, 0, length, ISO_8859_1))) {
                    puts.incrementAndGet();
                }
                if (answers
                        && isFinal(bytes, length)
                        && answersToLose.getAndUpdate(CutConnection::less) > 0) {
                    lost.incrementAndGet();
                    return;
                }
                out.write(bytes, 0, length);
                out.flush();
                length = in.read(bytes);
            }
        } catch (IOException _) {
            // One side has gone; so goes the other.
        } finally {
            open.remove(from);
        }
    }

    private static boolean isPut(String text) {
        return text.startsWith("PUT ") || text.startsWith("POST ");
    }

    /// Whether the answer is in it, and not just a word on the way such as `100 Continue`, which
    /// may come together with the answer or alone.
    private static boolean isFinal(byte[] bytes, int length) {
        String text = new String(bytes, 0, length, ISO_8859_1);
        while (text.startsWith("HTTP/1.1 1")) {
            int end = text.indexOf("\r\n\r\n");
            text = end < 0 ? "" : text.substring(end + 4);
        }
        return !text.isEmpty();
    }

    private static int less(int count) {
        return Math.max(0, count - 1);
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
