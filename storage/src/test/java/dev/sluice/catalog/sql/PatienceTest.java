// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.PostgresConfig;
import dev.sluice.config.PostgresConfig.CertificateFiles;
import dev.sluice.config.PostgresConfig.Host;
import dev.sluice.config.PostgresConfig.Tls;
import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A process that is told to end while it waits for a database.
@Timeout(120)
final class PatienceTest {
    private static final String PASSWORD = "sesame";

    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private ServerSocket socket;

    @BeforeEach
    void listen() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
    }

    private PostgresConfig config() {
        return new PostgresConfig(
                List.of(new Host("127.0.0.1", socket.getLocalPort())),
                false,
                "catalog",
                null,
                "someone",
                Secret.of(PASSWORD),
                Tls.DISABLE,
                CertificateFiles.NONE);
    }

    /// What becomes of each connection, one after another.
    private interface Door {
        void meet(Socket client) throws IOException;
    }

    private void answer(Door door) {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        while (true) {
                            door.meet(socket.accept());
                        }
                    } catch (IOException _) {
                        // Closed.
                    }
                });
    }

    private void assertToldToEnd(String reason) {
        Patience patience = new Patience(Duration.ofMinutes(10), end);
        assertThatThrownBy(() ->
                        PostgresCatalog.open(config(), null, patience, InstantSource.system())
                                .close())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            assertThat(e.problem().code()).isEqualTo("told_to_end");
                            // The driver's own words are in the language of the machine.
                            assertThat(e.problem().message())
                                    .startsWith(
                                            "told to end while waiting: catalog in PostgreSQL at"
                                                    + " 127.0.0.1:"
                                                    + socket.getLocalPort()
                                                    + "/catalog "
                                                    + reason);
                        });
    }

    /// As a server that is frozen, or a firewall that swallows what it gets: the driver waits for
    /// it until its own end of patience.
    @Test
    void waitsForNoAnswer() {
        answer(client -> {
            // It is the driver who speaks first.
            int first = client.getInputStream().read();
            assertThat(first).isNotNegative();
            end.complete(null);
        });

        assertToldToEnd("gives no answer");
    }

    @Test
    void doesNotTryAgain() {
        answer(
                new Door() {
                    private boolean again;

                    @Override
                    public void meet(Socket client) throws IOException {
                        if (again) {
                            end.complete(null);
                        } else {
                            client.close();
                        }
                        again = true;
                    }
                });

        assertToldToEnd("cannot be reached: ");
    }

    @Test
    void nobodyCanSayWhetherAnotherHasIt() {
        answer(_ -> end.complete(null));

        assertThat(new CatalogWatch(config(), null, CatalogWatch.SILENCE_MAX).isTaken(end))
                .isTrue();
    }
}
