// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

final class PortsTest {
    @Test
    void namesTheTakenPortAndTheOptionThatHelps() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> Ports.requireFree(port, "the server", "--port"))
                    .isInstanceOf(ProblemException.class)
                    .hasMessage(
                            "port %d for the server is taken by another program; end that program or"
                                            .formatted(port)
                                    + " choose another port with --port");
        }
    }

    @Test
    void letsAFreePortPass() throws IOException {
        int port = Ports.free();

        assertThatCode(() -> Ports.requireFree(port, "the server", "--port"))
                .doesNotThrowAnyException();
    }

    @Test
    void givesPortsThatNoOutgoingConnectionTakes() throws IOException {
        for (int i = 0; i < 100; i++) {
            assertThat(Ports.free()).isBetween(20_000, 32_767);
        }
    }
}
