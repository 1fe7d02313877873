// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.blackbox.Commands.Ended;
import dev.sluice.local.process.Ports;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.PreparedKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a person reads when something about the surroundings is wrong: one sentence, with the next
/// step, and an exit status that is not zero.
final class TroubleTest {
    @TempDir Path directory;

    @Test
    void upNamesATakenPortAndTheOptionForAnother() throws IOException, InterruptedException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            Ended up = sluice("up", "--without-identity-provider", "--port", text(port));

            assertRefused(up, "port " + port, "--port");
        }
    }

    @Test
    void upNamesKeycloaksTakenPortAndTheOptionForAnother()
            throws IOException, InterruptedException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            Ended up = sluice("up", "--port", text(Ports.free()), "--keycloak-port", text(port));

            assertRefused(up, "port " + port, "--keycloak-port");
        }
    }

    @Test
    void upNamesADirectoryThatCannotBeWritten() throws IOException, InterruptedException {
        Path file = Files.createFile(directory.resolve("file"));

        Ended up = Commands.run(Checkout.PROGRAMS.sluice(), "up", "--dir", file + "/below");

        assertRefused(up, file + "/below", "--dir");
    }

    @Test
    void serveNamesATakenPort() throws IOException, InterruptedException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            Path data = directory.resolve("data");
            PreparedKeys.offerTo(data.resolve("secrets"));

            assertRefused(serve(data, port), String.valueOf(port), "port");
        }
    }

    @Test
    void serveNamesADataDirectoryThatCannotBeWritten() throws IOException, InterruptedException {
        Path file = Files.createFile(directory.resolve("file"));

        assertRefused(serve(file, 0), file.toString(), "director");
    }

    @Test
    void serveNamesAMissingConfigurationFile() throws IOException, InterruptedException {
        Ended serve =
                Commands.run(
                        Checkout.PROGRAMS.sluice(),
                        "serve",
                        "--config",
                        directory.resolve("none.yml").toString());

        assertRefused(serve, "none.yml");
    }

    @Test
    void moveNamesADirectoryThatHasNoCluster() throws IOException, InterruptedException {
        Path settings =
                Files.writeString(
                        directory.resolve("new.yml"),
                        "catalog: {dsn: {value: 'postgres://localhost/sluice'}}\n");

        Ended move =
                Commands.run(
                        Checkout.PROGRAMS.sluice(),
                        "move",
                        "--config",
                        settings.toString(),
                        "--data-dir",
                        directory.resolve("none").toString());

        assertRefused(move, "there is no cluster in", "none", "--data-dir");
    }

    @Test
    @Conforms("A-87")
    void influxctlNamesTheProfilesThatThereAre() throws IOException, InterruptedException {
        Ended list =
                influxctl(
                        """
                        [[profile]]
                            name = "default"
                            product = "clustered"
                            host = "localhost"
                        """,
                        "--profile",
                        "nobody");

        assertRefused(list, "nobody", "default");
    }

    @Test
    void influxctlNamesAnUnreachableProvider() throws IOException, InterruptedException {
        int port = Ports.free();
        Ended list =
                influxctl(
                        """
                        [[profile]]
                            name = "default"
                            product = "clustered"
                            host = "localhost"
                            [profile.auth.oauth2]
                                client_id = "influxctl"
                                device_url = "http://localhost:%1$d/device"
                                token_url = "http://localhost:%1$d/token"
                        """
                                .formatted(port));

        assertRefused(list, "localhost:" + port);
    }

    @Test
    void influxctlNamesAnUnreachableCluster() throws IOException, InterruptedException {
        int port = Ports.free();
        Path token =
                Files.writeString(directory.resolve("token.json"), "{\"access_token\":\"a.b.c\"}");
        Ended list =
                influxctl(
                        """
                        [[profile]]
                            name = "default"
                            product = "clustered"
                            host = "localhost"
                            port = "%d"
                            [profile.tls]
                                disable = true
                            [profile.auth.token]
                                token_file = "%s"
                        """
                                .formatted(port, token));

        assertRefused(list, "localhost:" + port);
    }

    private Ended sluice(String command, String... arguments)
            throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of(command, "--dir"));
        words.add(directory.resolve("installation").toString());
        words.addAll(List.of(arguments));
        return Commands.run(Checkout.PROGRAMS.sluice(), words.toArray(String[]::new));
    }

    private Ended serve(Path data, int port) throws IOException, InterruptedException {
        Path configuration = directory.resolve("cluster.yml");
        Files.writeString(configuration, "sluice: {}\n");
        return Commands.run(
                Checkout.PROGRAMS.sluice(),
                "serve",
                "--config",
                configuration.toString(),
                "--data-dir",
                data.toString(),
                "--port",
                text(port));
    }

    private Ended influxctl(String profile, String... flags)
            throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("config.toml"), profile);
        var words = new ArrayList<>(List.of("--config", file.toString()));
        words.addAll(List.of(flags));
        words.addAll(List.of("token", "list"));
        return Commands.run(Checkout.PROGRAMS.influxctl(), words.toArray(String[]::new));
    }

    private static void assertRefused(Ended ended, String... words) {
        assertThat(ended.status()).as(ended.talk()).isEqualTo(1);
        assertThat(ended.output()).isEmpty();
        List<String> said = ended.talk().strip().lines().filter(line -> !audited(line)).toList();
        assertThat(said).hasSize(1);
        assertThat(said.getFirst()).contains(words).doesNotContain("Exception", "\tat ");
    }

    /// Whether this is a log line of the audit log's copy, which comes before the port is opened:
    /// nobody is let in before it is told who may be.
    private static boolean audited(String line) {
        return line.startsWith("{") && line.contains("\"dev.sluice.audit.AuditLog\"");
    }

    private static String text(int number) {
        return String.valueOf(number);
    }
}
