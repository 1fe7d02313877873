// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Stands between a catalog and its PostgreSQL server, and breaks the connection where a test says
/// so: at the next COMMIT, as a network does that fails then.
final class CommitCutter implements AutoCloseable {
    /// What the server learns of a COMMIT whose client loses the connection.
    enum Cut {
        /// Nothing: neither the request nor that the client is gone.
        BEFORE_THE_REQUEST,
        /// The request; its answer is lost.
        BEFORE_THE_ANSWER
    }

    /// The driver gives the statement a name, and later says no more than that.
    private static final Pattern COMMIT = Pattern.compile("(S_[0-9]+)?\0COMMIT\0");

    private final ServerSocket socket;
    private final int target;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private volatile @Nullable Cut next;
    private volatile Runnable afterwards = () -> {};
    private final AtomicInteger refusals = new AtomicInteger();

    private CommitCutter(ServerSocket socket, int target) {
        this.socket = socket;
        this.target = target;
    }

    /// @param target the port of the server
    static CommitCutter start(int target) throws IOException {
        CommitCutter cutter =
                new CommitCutter(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
        Thread.ofVirtual().start(cutter::accept);
        return cutter;
    }

    int port() {
        return socket.getLocalPort();
    }

    /// Breaks the connection of the next COMMIT.
    ///
    /// @param afterwards is done before the client learns of it
    void cutNext(Cut cut, Runnable afterwards) {
        this.afterwards = afterwards;
        this.next = cut;
    }

    /// Ends as many connections as they come, before a byte was said.
    void refuse(int connections) {
        refusals.set(connections);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    client.close();
                    continue;
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(server);
                Link link = new Link(client, server);
                Thread.ofVirtual().start(() -> requests(link));
                Thread.ofVirtual().start(() -> answers(link));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    /// One connection.
    private static final class Link {
        final Socket client;
        final Socket server;
        final CountDownLatch lost = new CountDownLatch(1);
        volatile boolean losing;

        /// As it stands in a message.
        private @Nullable String nameOfCommit;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        boolean isCommit(String messages) {
            Matcher matcher = COMMIT.matcher(messages);
            if (matcher.find()) {
                nameOfCommit = matcher.group(1) == null ? null : "\0" + matcher.group(1) + "\0";
                return true;
            }
            return nameOfCommit != null && messages.contains(nameOfCommit);
        }
    }

    private void requests(Link link) {
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = link.client.getInputStream();
            OutputStream out = link.server.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                Cut cut = next;
                if (link.isCommit(new String(buffer, 0, length, ISO_8859_1)) && cut != null) {
                    next = null;
                    cut(cut, link, buffer, length);
                    return;
                }
                out.write(buffer, 0, length);
            }
            link.server.close();
        } catch (IOException | InterruptedException _) {
            closeQuietly(link.server);
        }
    }

    /// The server's end stays open: it does not hear that anybody went away.
    private void cut(Cut cut, Link link, byte[] buffer, int length)
            throws IOException, InterruptedException {
        link.losing = true;
        if (cut == Cut.BEFORE_THE_ANSWER) {
            link.server.getOutputStream().write(buffer, 0, length);
            link.lost.await();
        }
        afterwards.run();
        link.client.close();
    }

    private static void answers(Link link) {
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = link.server.getInputStream();
            OutputStream out = link.client.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (link.losing) {
                    link.lost.countDown();
                } else {
                    out.write(buffer, 0, length);
                }
            }
        } catch (IOException _) {
            // The server is gone either way.
        }
        if (!link.losing) {
            closeQuietly(link.client);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It is gone either way.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket each : open) {
            each.close();
        }
    }
}
