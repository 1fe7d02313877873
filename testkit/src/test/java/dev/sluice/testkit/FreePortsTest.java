// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FreePortsTest {
    /// The first that Linux gives to outgoing connections.
    private static final int OUTGOING_MIN = 32_768;

    /// What another process does.
    static final class Another {
        /// Prints a port and lives until its input ends.
        static void main() throws IOException {
            System.out.println(FreePorts.next());
            boolean _ = System.in.read() < 0;
        }
    }

    @Test
    void noneIsGivenTwiceWhileSomebodyListensThere() throws IOException {
        List<ServerSocket> listening = new ArrayList<>();
        try {
            for (int i = 0; i < 99; i++) {
                int port = FreePorts.next();
                assertThat(port).isLessThan(OUTGOING_MIN);
                listening.add(new ServerSocket(port));
            }
            assertThatThrownBy(FreePorts::next)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("somebody listens at each port from ");
            int released = listening.get(7).getLocalPort();
            listening.get(7).close();
            assertThat(FreePorts.next()).isEqualTo(released);
        } finally {
            for (ServerSocket socket : listening) {
                socket.close();
            }
        }
    }

    @Test
    void anotherProcessHasOthers() throws Exception {
        int own = FreePorts.next();
        Process another =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Another.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        int others = Integer.parseInt(another.inputReader(UTF_8).readLine());
        another.outputWriter(UTF_8).close();
        assertThat(another.waitFor()).isZero();
        assertThat(others / 100).isNotEqualTo(own / 100);
    }
}
