// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.process;

import dev.sluice.model.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/// TCP ports of this machine.
public final class Ports {
    /// Systems take the ports of outgoing connections from 32768 (Linux) or 49152 (others) on.
    private static final int FIRST = 20_000;

    private static final int END = 32_768;

    private static final int ATTEMPTS = 1000;

    private Ports() {}

    /// A port that nobody listens on now, chosen at random among those that no outgoing connection
    /// takes before a server listens on it.
    ///
    /// @throws IOException when no port could be found
    public static int free() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException(
                "none of %d ports tried from %d to %d is free".formatted(ATTEMPTS, FIRST, END - 1));
    }

    /// Refuses a port that another program holds.
    ///
    /// @param user who wants the port, for the message
    /// @param option the option that chooses another one
    /// @throws dev.sluice.model.ProblemException *conflict* when the port is taken
    public static void requireFree(int port, String user, String option) {
        if (!isFree(port)) {
            throw Problem.conflict(
                            "port_taken",
                            ("port %d for %s is taken by %s; end that program or choose another"
                                            + " port with %s")
                                    .formatted(
                                            port,
                                            user,
                                            Listener.at(port).orElse("another program"),
                                            option))
                    .asException();
        }
    }

    private static boolean isFree(int port) {
        return canBind(new InetSocketAddress(port))
                && canBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /// Binds without listening: a program that is being started in this moment holds a copy of each
    /// socket for some milliseconds, and a copy that listened would keep the port from its user.
    private static boolean canBind(InetSocketAddress address) {
        try (var socket = new Socket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
