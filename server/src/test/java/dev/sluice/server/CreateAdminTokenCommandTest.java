// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.auth.AdminTokenFiles;
import dev.sluice.catalog.sql.SqlCatalog;
import dev.sluice.testkit.PreparedKeys;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The job that makes the admin token, and waits for the one that makes its keys (admin.md 2.2).
final class CreateAdminTokenCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir private Path data;

    @BeforeEach
    void makeTheCluster() {
        SqlCatalog.open(DataDirectory.catalogFile(data)).close();
    }

    private AdminTokenFiles files() {
        return new AdminTokenFiles(DataDirectory.secretDirectory(data));
    }

    private int run(String... options) {
        return runIn(data, options);
    }

    private int runIn(Path directory, String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("create-admin-token", "--data-dir", directory.toString()));
        arguments.addAll(Arrays.asList(options));
        return Program.run(
                new Surroundings(
                        OneServer.host(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        () -> {}),
                arguments.toArray(String[]::new));
    }

    @Test
    void saysAtOnceThatThereAreNoKeys() {
        assertThat(run()).isEqualTo(1);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("there is no key pair", "make it with `sluice key-gen` first")
                .hasLineCount(1);
    }

    @Test
    void waitsForKeysThatAreComing() throws Exception {
        Path made = data.resolve("made");
        PreparedKeys.copyTo(made);
        FutureTask<Integer> job = new FutureTask<>(() -> run("--wait-seconds", "600"));
        Thread thread = Thread.ofPlatform().start(job);
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            assertThat(job).isNotDone();
            Thread.sleep(10);
        }
        Files.createDirectories(DataDirectory.secretDirectory(data));
        Files.move(new AdminTokenFiles(made).keyDirectory(), files().keyDirectory());

        assertThat(job.get()).isZero();
        assertThat(files().tokenFile()).exists();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("made the admin token ");
    }

    @Test
    void needsNoClusterWhereKeysAndAudienceAreGiven() throws Exception {
        PreparedKeys.copyTo(data.resolve("mounted"));
        Path keys = new AdminTokenFiles(data.resolve("mounted")).keyDirectory();
        Path elsewhere = data.resolve("elsewhere");
        Path settings =
                Files.writeString(
                        data.resolve("settings.yaml"),
                        "sluice: {access: {keyDirectory: "
                                + keys
                                + ", adminTokenAudience: 00000000-0000-0005-0000-000000000006}}");

        assertThat(runIn(elsewhere, "--config", settings.toString())).isZero();

        String claims =
                Files.readString(elsewhere.resolve("secrets/token.json")).split("\\.", -1)[1];
        assertThat(new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8))
                .contains("\"aud\":\"00000000-0000-0005-0000-000000000006\"");
        assertThat(elsewhere.resolve("secrets/rsa-keys")).doesNotExist();
    }

    private Path settingsWithMountedKeys() throws Exception {
        PreparedKeys.copyTo(data.resolve("mounted"));
        Path keys = new AdminTokenFiles(data.resolve("mounted")).keyDirectory();
        return Files.writeString(
                data.resolve("settings.yaml"), "sluice: {access: {keyDirectory: " + keys + "}}");
    }

    @Test
    void doesNotTakeAPlaceThatItCannotLookIntoForOneWithoutACluster() throws Exception {
        Path settings = settingsWithMountedKeys();
        // A link to itself keeps everybody out, also the user who may read everything.
        Path closed = data.resolve("closed");
        Files.createSymbolicLink(closed, closed);

        assertThat(runIn(closed, "--config", settings.toString())).isEqualTo(1);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("sluice: the data directory cannot be used: " + closed)
                .contains("this command is for the user that the server runs as")
                .hasLineCount(1);
    }

    @Test
    void saysWhyTheTokensDirectoryCannotBeUsed() throws Exception {
        Path settings = settingsWithMountedKeys();
        Files.writeString(files().directory(), "in the way");

        assertThat(run("--config", settings.toString())).isEqualTo(1);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("cannot be used: " + files().directory() + ": ")
                .doesNotContain("Exception")
                .hasLineCount(1);
    }

    @Test
    void doesNotWaitForWhatWillNotComeByItself() throws Exception {
        Files.writeString(Files.createDirectories(files().keyDirectory()).resolve("id"), "x");

        assertThat(run("--wait-seconds", "600")).isEqualTo(1);
    }
}
