// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/// Ports for servers that are told theirs before they start, or that come back to it.
///
/// They lie below those that Linux gives to outgoing connections (32768 and up), so that no
/// connection takes one while its server is down. Each process of tests has a block of its own: it
/// listens at the first port of the block for as long as it lives, so that no other takes the
/// block.
public final class FreePorts {
    private static final int PORT_MIN = 15_000;
    private static final int BLOCK_PORTS = 100;
    private static final int BLOCKS = 50;

    private static final FreePorts OWN = new FreePorts();

    private final ServerSocket first;
    private int last;

    private FreePorts() {
        this.first = hold();
    }

    private static ServerSocket hold() {
        int start = ThreadLocalRandom.current().nextInt(BLOCKS);
        for (int i = 0; i < BLOCKS; i++) {
            int port = PORT_MIN + (start + i) % BLOCKS * BLOCK_PORTS;
            try {
                return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
            } catch (IOException _) {
                // Another process has this block.
            }
        }
        throw new UncheckedIOException(new IOException("other processes hold each block of ports"));
    }

    /// The port of the block at which nobody listens that was given away longest ago.
    ///
    /// It is found by binding without listening: a program that is being started in this moment
    /// holds a copy of each socket for some milliseconds, and a copy that listened would keep the
    /// port from its user.
    ///
    /// @throws IOException when somebody listens at each
    public static int next() throws IOException {
        return OWN.unused();
    }

    private synchronized int unused() throws IOException {
        for (int tried = 1; tried < BLOCK_PORTS; tried++) {
            last = last % (BLOCK_PORTS - 1) + 1;
            int port = first.getLocalPort() + last;
            try (var probe = new Socket()) {
                probe.setReuseAddress(true);
                probe.bind(new InetSocketAddress(port));
                return port;
            } catch (IOException _) {
                // Somebody has it.
            }
        }
        throw new IOException("somebody listens at each port from " + first.getLocalPort());
    }
}
