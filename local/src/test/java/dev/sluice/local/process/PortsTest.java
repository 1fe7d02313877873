// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PortsTest {
    @Test
    void namesWhoTookThePortAndTheOptionThatHelps() throws IOException {
        long own = ProcessHandle.current().pid();
        String name = Files.readString(Path.of("/proc/self/comm")).strip();
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> Ports.requireFree(port, "the server", "--port"))
                    .isInstanceOf(ProblemException.class)
                    .hasMessage(
                            "port %d for the server is taken by %s, process %d; end that program or"
                                            .formatted(port, name, own)
                                    + " choose another port with --port");
        }
    }

    @Test
    void nobodyIsNamedWhereNobodyListens() throws IOException {
        try (var bound = new Socket()) {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = bound.getLocalPort();

            assertThatThrownBy(() -> Ports.requireFree(port, "the server", "--port"))
                    .hasMessageContaining("is taken by another program; ");
        }
    }

    @Test
    void letsAFreePortPass() throws IOException {
        int port = Ports.free();

        assertThatCode(() -> Ports.requireFree(port, "the server", "--port"))
                .doesNotThrowAnyException();
    }

    @Test
    void holdsNoPortWhileProgramsAreStarted() throws Exception {
        var ended = new AtomicBoolean();
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            Future<?> starting = other.submit(() -> startPrograms(ended));
            try {
                for (int i = 0; i < 10_000; i++) {
                    Ports.requireFree(Ports.free(), "the server", "--port");
                }
            } finally {
                ended.set(true);
            }
            starting.get();
        }
    }

    private static @Nullable Void startPrograms(AtomicBoolean ended) throws Exception {
        while (!ended.get()) {
            new ProcessBuilder("true").start().waitFor();
        }
        return null;
    }

    @Test
    void givesPortsThatNoOutgoingConnectionTakes() throws IOException {
        for (int i = 0; i < 100; i++) {
            assertThat(Ports.free()).isBetween(20_000, 32_767);
        }
    }
}
