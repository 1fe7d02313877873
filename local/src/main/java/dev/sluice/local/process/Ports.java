// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.process;

import dev.sluice.model.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// TCP ports of this machine.
public final class Ports {
    private Ports() {}

    /// A port that nobody listens on now, chosen by the system.
    public static int free() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
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
                            ("port %d for %s is taken by another program; end that program or"
                                            + " choose another port with %s")
                                    .formatted(port, user, option))
                    .asException();
        }
    }

    private static boolean isFree(int port) {
        return canListen(new InetSocketAddress(port))
                && canListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static boolean canListen(InetSocketAddress address) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address, 1);
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
