// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dist.archive.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real engine loads the images, and does what the documents tell to type.
final class EngineTest {
    /// What the documents name is a version of the build; the images of tests have another.
    private static final String DOCUMENTED = ":0.1.0-snapshot";

    private static final String TAG = ":" + TestImages.SOURCE.version();
    private static final Map<String, String> VARIABLES =
            Map.of("SLUICE_VERSION", TestImages.SOURCE.version(), "SLUICE_HEALTH_INTERVAL", "1s");

    /// Until a server that has been started answers; engines say that a port is open before.
    private static final String HEALTH =
            "curl --silent --fail --retry 300 --retry-delay 1 --retry-all-errors"
                    + " http://127.0.0.1:8086/health";

    @TempDir private static Path place;
    private static DockerEngine docker;
    private static String loaded = "";

    @BeforeAll
    static void load() throws IOException, InterruptedException {
        docker = DockerEngine.start(Files.createDirectory(place.resolve("engine")));
        Path archives = Files.createDirectories(place.resolve("images/target/images"));
        for (ImageDefinition image : ImageDefinition.ALL) {
            Path archive = TestImages.once(image).archive();
            Files.createSymbolicLink(archives.resolve(archive.getFileName()), archive);
        }
        Path compose = TestImages.CHECKOUT.resolve("deploy/compose");
        try (Stream<Path> files = Files.walk(compose)) {
            for (Path file : files.toList()) {
                Path copy = place.resolve("deploy/compose").resolve(compose.relativize(file));
                Files.createDirectories(copy.resolveSibling(""));
                Files.copy(file, copy);
            }
        }
        // What it would make lies there.
        new FileTree(place).writeExecutable("sluice", "#!/bin/sh\n[ \"$*\" = images ]\n");
        loaded =
                at(
                        place,
                        "./sluice images; for a in "
                                + archives
                                + "/*; do docker load --input $a; done");
    }

    @AfterAll
    static void end() throws IOException {
        docker.close();
    }

    /// Also where a test failed: the next one wants the same port.
    @AfterEach
    void removeContainers() throws IOException, InterruptedException {
        at(place, "docker ps --all --quiet | xargs --no-run-if-empty docker rm --force --volumes");
    }

    private static String at(Path directory, String lines)
            throws IOException, InterruptedException {
        return docker.does(directory, VARIABLES, lines);
    }

    private static JsonNode json(String lines) throws IOException, InterruptedException {
        return JsonMapper.shared().readTree(at(place, lines));
    }

    /// The engine has checked each layer by its digest before it names the image.
    @ParameterizedTest
    @ValueSource(strings = {"sluice", "influxctl", "sluice-operator"})
    void theEngineTakesTheImageAsItsConfigurationSays(String name)
            throws IOException, InterruptedException {
        ImageArchive archive =
                ImageArchive.unpack(
                        place.resolve("images/target/images")
                                .resolve(
                                        "%s-%s-%s.oci.tar"
                                                .formatted(
                                                        name,
                                                        TestImages.SOURCE.version(),
                                                        TestImages.PLATFORM.debian())),
                        Files.createDirectory(place.resolve("layout-" + name)));
        assertThat(loaded).contains("Loaded image: " + name + TAG + "\n");

        JsonNode image = json("docker image inspect " + name + TAG).get(0);

        assertThat(image.get("Id")).isEqualTo(archive.manifest().get("config").get("digest"));
        assertThat(image.get("Architecture")).isEqualTo(archive.config().get("architecture"));
        assertThat(image.get("Os")).isEqualTo(archive.config().get("os"));
        assertThat(image.get("RootFS").get("Layers"))
                .isEqualTo(archive.config().get("rootfs").get("diff_ids"));
        JsonNode run = archive.config().get("config");
        assertThat(image.get("Config").get("User").asString()).isEqualTo("65532:65532");
        for (String key : new String[] {"Entrypoint", "WorkingDir", "Env", "Labels"}) {
            assertThat(image.get("Config").get(key)).as(key).isEqualTo(run.get(key));
        }
        assertThat(at(place, "docker run --rm --network none " + name + TAG + " version"))
                .matches("(?s).*" + name + " .+\n");
    }

    @Test
    void theServerRunsAsTheDocumentSays() throws IOException, InterruptedException {
        Path directory = Files.createDirectory(place.resolve("server"));
        Files.createDirectory(directory.resolve("config"));
        Files.copy(
                TestImages.CHECKOUT.resolve("deploy/compose/config/appinstance.yaml"),
                directory.resolve("config/appinstance.yaml"));
        HowTo document = new HowTo("run-from-images.md");
        at(directory, document.lines("docker run --detach").replace(DOCUMENTED, TAG));

        assertThat(at(directory, HEALTH)).isEqualTo("OK");
        assertThat(at(directory, document.lines("docker exec"))).isEqualTo("OK\n");
        String process = "cat /proc/$(docker inspect --format '{{.State.Pid}}' sluice)/status";
        assertThat(at(directory, process))
                .contains("Uid:\t65532\t65532", "CapBnd:\t0000000000000000", "NoNewPrivs:\t1");
        assertThat(docker.run(directory, VARIABLES, write("/etc/written")).said())
                .contains("Read-only file system");
        at(directory, write("/var/lib/sluice/written"));
        String token = "docker cp sluice:/var/lib/sluice/secrets/token.json - | tar -xO";
        String before = at(directory, token);

        at(directory, "docker stop --time 60 sluice");

        JsonNode state = json("docker inspect sluice").get(0).get("State");
        assertThat(state.get("ExitCode").asInt()).isEqualTo(143);
        at(directory, "docker start sluice");
        assertThat(at(directory, HEALTH)).isEqualTo("OK");
        assertThat(at(directory, token)).isEqualTo(before).contains("access_token");
    }

    private static String write(String file) {
        return "docker exec sluice java -Xlog:gc:file=" + file + " -version";
    }

    @Test
    void composeRunsAsTheDocumentSays() throws IOException, InterruptedException {
        Path directory = place.resolve("deploy/compose");
        HowTo document = new HowTo("run-with-compose.md");
        String up = document.lines("up --detach --wait");
        at(place, up);
        JsonNode state = json("docker inspect sluice-sluice-1").get(0).get("State");
        assertThat(state.get("Health").get("Status").asString()).isEqualTo("healthy");

        String first = at(directory, document.lines("database create") + "echo $TOKEN > token\n");
        assertThat(first).contains("| attic |   21.5 |");
        String daily = document.lines("compose down");
        assertThat(at(directory, line(daily, "logs")))
                .contains("sluice is ready at http://localhost:8086");
        at(directory, line(daily, "down"));

        at(directory, line(up, "docker compose up").replace(" --wait", ""));
        String query = line(document.lines("database create"), "admin query");
        assertThat(at(directory, "TOKEN=$(cat token); " + query))
                .as("the data stayed, and who administers waits until it is healthy")
                .contains("| attic |");
        at(directory, "docker compose down --volumes");
        assertThat(at(directory, "docker volume ls --quiet")).doesNotContain("sluice_data");
    }

    private static String line(String lines, String word) {
        return lines.lines().filter(line -> line.contains(word)).findFirst().orElseThrow();
    }

    /// It says what is missing.
    @Test
    void theOperatorEndsWhereThereIsNoCluster() throws IOException, InterruptedException {
        DockerEngine.Said alone =
                docker.run(place, VARIABLES, "docker run --rm sluice-operator" + TAG);

        assertThat(alone.status()).isEqualTo(1);
        assertThat(alone.said())
                .endsWith("sluice-operator: the variable KUBIT_WATCHED_NAMESPACE is required\n");
    }
}
