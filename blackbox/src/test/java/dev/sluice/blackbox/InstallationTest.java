// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.blackbox.Commands.Ended;
import dev.sluice.local.process.Ports;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `./sluice up`, `status` and `down` without an identity provider, and the tour with one.
///
/// The tests share one installation; each brings it up first, which is quick when it is up.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InstallationTest {
    private final Path directory;
    private final Ended firstUp;

    InstallationTest(@TempDir Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        firstUp =
                sluice("up", "--without-identity-provider", "--port", String.valueOf(Ports.free()));
    }

    @BeforeEach
    void up() throws IOException, InterruptedException {
        Ended up = sluice("up");
        assertThat(up.status()).as(firstUp.talk() + up.talk()).isZero();
    }

    @AfterAll
    void down() throws IOException, InterruptedException {
        sluice("down");
    }

    @Test
    void saysWhatToTypeNext() {
        assertThat(firstUp.status()).as(firstUp.talk()).isZero();
        assertThat(firstUp.output()).contains("Type next:", "influxctl", "token list");
        assertThat(firstUp.talk())
                .isEqualTo("starting the server%nloading sample data%n".formatted());
    }

    @Test
    void leavesNoTokenBehind() throws IOException, InterruptedException {
        Ended tokens = influxctl("token", "list", "--include-revoked", "--format", "json");

        assertThat(tokens.status()).as(tokens.talk()).isZero();
        assertThat(tokens.output().strip()).isEqualTo("[]");
    }

    @Test
    void queriesTheSampleDataWithTheAdminToken() throws IOException, InterruptedException {
        Ended query =
                influxctl("query", "--database", "sample", "SELECT count(*) AS points FROM home");

        assertThat(query.status()).as(query.talk()).isZero();
        assertThat(query.output()).contains("26");
    }

    @Test
    void keepsItsDataOverDownAndUp() throws IOException, InterruptedException {
        influxctl("database", "create", "kept");
        Ended down = sluice("down");
        assertThat(down.output()).contains("Sluice is down");

        Ended again = sluice("up");

        assertThat(again.status()).as(again.talk()).isZero();
        assertThat(influxctl("database", "list").output()).contains("kept", "sample");
    }

    @Test
    void doesNothingWhenItIsUpAlready() throws IOException, InterruptedException {
        long pid = server().path("pid").asLong();

        Ended again = sluice("up");

        assertThat(again.status()).isZero();
        assertThat(again.talk()).isEmpty();
        assertThat(server().path("pid").asLong()).isEqualTo(pid);
    }

    @Test
    void refusesToMoveWhatRunsToAnotherPort() throws IOException, InterruptedException {
        Ended other = sluice("up", "--port", String.valueOf(Ports.free()));

        assertThat(other.status()).isEqualTo(1);
        assertThat(other.talk()).contains("end it first with ./sluice down").hasLineCount(1);
    }

    @Test
    void leavesAnEditedConfigurationAlone() throws IOException, InterruptedException {
        Path configuration = installation().resolve("cluster.yml");
        Files.writeString(configuration, "# mine\n", StandardOpenOption.APPEND);
        sluice("down");

        Ended again = sluice("up");

        assertThat(again.status()).as(again.talk()).isZero();
        assertThat(configuration).content().endsWith("# mine\n");
    }

    @Test
    void tellsWhatRuns() throws IOException, InterruptedException {
        assertThat(server().path("state").asString()).isEqualTo("running");

        sluice("down");

        assertThat(server().path("state").asString()).isEqualTo("stopped");
        assertThat(sluice("status").output()).startsWith("COMPONENT").contains("server", "stopped");
    }

    @Test
    void isForItsOwnerAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(installation())))
                .isEqualTo("rwx------");
    }

    @Test
    @Conforms({"A-81", "A-114", "A-127", "A-166"})
    void playsTheWholeStory() throws IOException, InterruptedException {
        Ended tour = sluice("up", "--tour");

        assertThat(tour.status()).as(tour.output() + tour.talk()).isZero();
        assertThat(tour.output())
                .contains("$ influxctl token list")
                .contains("Every step gave the right answer.");
        assertThat(installation().resolve("tour")).doesNotExist();
    }

    private JsonNode server() throws IOException, InterruptedException {
        Ended status = sluice("status", "--format", "json");
        return new JsonMapper().readTree(status.output()).path("components").path(0);
    }

    private Ended sluice(String command, String... arguments)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(command, "--dir", installation().toString()));
        words.addAll(List.of(arguments));
        return Commands.run(Checkout.PROGRAMS.sluice(), words.toArray(String[]::new));
    }

    private Ended influxctl(String... arguments) throws IOException, InterruptedException {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "--config",
                                installation().resolve("influxctl/config.toml").toString()));
        words.addAll(List.of(arguments));
        return Commands.run(Checkout.PROGRAMS.influxctl(), words.toArray(String[]::new));
    }

    private Path installation() {
        return directory.resolve("installation");
    }
}
