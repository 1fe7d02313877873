// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProgramTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir private Path temporary;

    @Test
    void printsItsVersion() {
        assertThat(run("version")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("sluice 9.8.7\n");
    }

    @Test
    void servesUntilToldToEnd() {
        Path data = temporary.resolve("data");

        assertThat(run("serve", "--role=all", "--data-dir", data.toString(), "--port", "0"))
                .isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .matches("sluice is ready at http://127\\.0\\.0\\.1:\\d+\n");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(data.resolve("server.json")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ROUTER", "ingester", "catalog", "COMPACTOR", "ADMIN", "QUERIER", ""})
    void refusesToBeAPartOfACluster(String role) {
        Path data = temporary.resolve("data");

        assertThat(run("serve", "--role=" + role, "--data-dir", data.toString())).isEqualTo(1);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("sluice: a process cannot be \"" + role + "\" alone: --role is all,")
                .endsWith(" or router, querier, compactor, garbage-collector or admin beside it\n")
                .hasLineCount(1);
        assertThat(data).doesNotExist();
    }

    @Test
    void aQuerierSaysWhatItSharesWithTheServerThatTakesWrites() {
        Path data = temporary.resolve("data");

        assertThat(run("serve", "--role=querier", "--data-dir", data.toString())).isEqualTo(1);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith(
                        "sluice: a server that answers queries alone shares a PostgreSQL catalog")
                .endsWith(": set catalog.dsn and objectStore and sluice.cluster.ingester\n")
                .hasLineCount(1);
        assertThat(data).doesNotExist();
    }

    @Test
    void anAdministeringServerSaysWhatItSharesWithTheOneThatTakesWrites() {
        Path data = temporary.resolve("data");

        assertThat(run("serve", "--role=admin", "--data-dir", data.toString())).isEqualTo(1);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "sluice: a server that administers alone shares a PostgreSQL catalog with"
                                + " the one that takes writes: set catalog.dsn\n");
        assertThat(data).doesNotExist();
    }

    @Test
    void aLogInTheBucketNeedsACatalogThatIsNotOnOneDisk() throws IOException {
        Path data = temporary.resolve("data");
        Path file =
                Files.writeString(
                        temporary.resolve("server.yaml"), "sluice: {log: {inBucket: true}}\n");

        assertThat(run("serve", "--config", file.toString(), "--data-dir", data.toString()))
                .isEqualTo(1);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "sluice: a log in the bucket (sluice.log.inBucket) stands beside a catalog in"
                                + " PostgreSQL: set catalog.dsn and objectStore\n");
        assertThat(data).doesNotExist();
    }

    /// Whoever listens there says nothing.
    @Test
    @Timeout(120)
    void isToldToEndWhileItWaitsForTheDatabase() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String place = "127.0.0.1:" + silent.getLocalPort() + "/catalog";
            Path file =
                    Files.writeString(
                            temporary.resolve("server.yaml"),
                            "catalog: {dsn: {value: 'postgres://a:sesame@" + place + "'}}\n");
            Path data = temporary.resolve("data");

            assertThat(run("serve", "--config", file.toString(), "--data-dir", data.toString()))
                    .isEqualTo(1);

            assertThat(err.toString(StandardCharsets.UTF_8))
                    .isEqualTo(
                            "sluice: told to end while waiting: catalog in PostgreSQL at "
                                    + place
                                    + " gives no answer\n");
        }
    }

    @Test
    void tellsEveryMistakeOfTheConfiguration() throws IOException {
        Path file = temporary.resolve("server.yaml");
        Files.writeString(file, "sluice:\n  http:\n    port: x\n    prot: 1\n");

        assertThat(run("serve", "--config", file.toString())).isEqualTo(1);

        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("sluice: " + file + ":"));
    }

    @Test
    void tellsInOneSentenceWhyItCannotStart() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));

        assertThat(run("serve", "--data-dir", file.toString(), "--port", "0")).isEqualTo(1);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("sluice: the data directory " + file + " cannot be made")
                .hasLineCount(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void tellsWhatItCanDoWhenItIsAskedForSomethingElse() {
        assertThat(run("nonsense")).isEqualTo(1);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("sluice: unknown command \"nonsense\"\n")
                .contains("serve");
    }

    @Test
    void refusesAWordTooMany() {
        assertThat(run("health", "now")).isEqualTo(1);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("sluice: too many arguments: \"now\"\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "key-gen", "create-admin-token", "move", "health"})
    void explainsTheFileOfSettingsBeforeTheOtherOne(String command) {
        assertThat(run(command, "--help")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsSubsequence("\n      --config=FILE", "\n      --admin-config=FILE");
    }

    /// Told to end as soon as it is ready.
    private int run(String... arguments) {
        return Program.run(
                new Surroundings(
                        OneServer.host(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        () -> {}),
                arguments);
    }
}
