// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.blackbox.Commands.Ended;
import dev.sluice.local.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `./sluice up`, `status` and `down` without an identity provider, and the tour with one.
final class InstallationTest {
    @TempDir Path directory;

    @AfterEach
    void down() throws IOException, InterruptedException {
        sluice("down");
    }

    @Test
    void comesUpWithSampleDataAndAWorkingProfile() throws IOException, InterruptedException {
        Ended up = up();
        assertThat(up.status()).as(up.talk()).isZero();
        assertThat(up.output()).contains("Type next:");

        Ended databases = influxctl("database", "list");
        Ended tokens = influxctl("token", "list", "--format", "json");

        assertThat(databases.output()).contains("sample");
        assertThat(tokens.output().strip()).isEqualTo("[]");
    }

    @Test
    void queriesTheSampleDataWithTheAdminToken() throws IOException, InterruptedException {
        up();

        Ended query =
                influxctl("query", "--database", "sample", "SELECT count(*) AS points FROM home");

        assertThat(query.status()).as(query.talk()).isZero();
        assertThat(query.output()).contains("26");
    }

    @Test
    void keepsItsDataOverDownAndUp() throws IOException, InterruptedException {
        up();
        influxctl("database", "create", "kept");
        Ended down = sluice("down");
        assertThat(down.output()).contains("Sluice is down");

        Ended again = sluice("up");

        assertThat(again.status()).as(again.talk()).isZero();
        assertThat(influxctl("database", "list").output()).contains("kept");
    }

    @Test
    void doesNothingWhenItIsUpAlready() throws IOException, InterruptedException {
        up();
        long pid = server().path("pid").asLong();

        Ended again = sluice("up");

        assertThat(again.status()).isZero();
        assertThat(again.talk()).isEmpty();
        assertThat(server().path("pid").asLong()).isEqualTo(pid);
    }

    @Test
    void refusesToMoveWhatRunsToAnotherPort() throws IOException, InterruptedException {
        up();

        Ended other = sluice("up", "--port", String.valueOf(Ports.free()));

        assertThat(other.status()).isEqualTo(1);
        assertThat(other.talk()).contains("end it first with ./sluice down").hasLineCount(1);
    }

    @Test
    void tellsWhatRuns() throws IOException, InterruptedException {
        up();
        assertThat(server().path("state").asString()).isEqualTo("running");

        sluice("down");

        assertThat(server().path("state").asString()).isEqualTo("stopped");
        assertThat(sluice("status").output()).startsWith("COMPONENT").contains("server", "stopped");
    }

    @Test
    void keepsEverythingForItsOwnerInOneDirectory() throws IOException, InterruptedException {
        up();

        assertThat(installation().resolve("cluster.yml")).exists();
        assertThat(installation().resolve("influxctl/config.toml")).exists();
        assertThat(Files.getAttribute(installation(), "unix:mode")).isEqualTo(0x4000 | 0700);
    }

    @Test
    void playsTheWholeStory() throws IOException, InterruptedException {
        Ended tour = sluice("up", "--tour");

        assertThat(tour.status()).as(tour.output() + tour.talk()).isZero();
        assertThat(tour.output())
                .contains("$ influxctl token list")
                .contains("Every step gave the right answer.");
        assertThat(installation().resolve("tour")).doesNotExist();
    }

    private Ended up() throws IOException, InterruptedException {
        return sluice("up", "--without-identity-provider", "--port", String.valueOf(Ports.free()));
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
