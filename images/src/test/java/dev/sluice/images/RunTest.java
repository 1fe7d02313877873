// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.images;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.FilesBelow;
import dev.sluice.testkit.Placeholders;
import dev.sluice.testkit.S3Server;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The images are run from their layers, by the command, in the environment and as the user that
/// they name, with nothing around them but the kernel.
final class RunTest {
    private static final Path EXAMPLES = TestImages.CHECKOUT.resolve("deploy/examples");

    /// In the image; an engine would put a volume there.
    private static final String HOME = "var/lib/sluice";

    @TempDir private static Path place;
    private static Container server;

    @TempDir private Path scratch;

    @BeforeAll
    static void unpack() throws IOException, InterruptedException {
        server =
                Container.unpack(
                        ImageDefinition.SERVER, place.resolve("sluice"), Confinement.values());
    }

    @Test
    void theServerTakesPointsAndAnswersQueries() throws IOException, InterruptedException {
        try (RunningServer running =
                RunningServer.start(
                        server.builder(Map.of("SLUICE_HTTP_PORT", "0")),
                        server.root().resolve(HOME),
                        scratch.resolve("log"))) {
            assertThat(running.get("/health").statusCode()).isEqualTo(200);
            assertThat(running.post("/api/v0/databases", "{\"name\":\"home\"}")).isEqualTo(200);
            String point = "room,name=attic temp=21.5 1767225600000000000";
            assertThat(running.post("/api/v2/write?bucket=home", point)).isEqualTo(204);
            assertThat(running.get("/query?db=home&q=SELECT%20*%20FROM%20room").body())
                    .contains("[\"2026-01-01T00:00:00Z\",\"attic\",21.5]");
            assertThat(running.user()).isEqualTo(65532);
            running.stop();
        }
        assertThat(strangers()).as("what was written into the image").isEmpty();
    }

    /// The documented file of a cluster, taken by one server: the same key configures both. What
    /// names a Secret is given by variables, and one server has a catalog of its own.
    @ParameterizedTest
    @ValueSource(strings = {"keycloak", "auth0", "entra"})
    void theServerTakesTheFileOfACluster(String provider) throws Exception {
        String example = Files.readString(EXAMPLES.resolve(provider + "-appinstance.yaml"));
        Path data = server.root().resolve(HOME).resolve(provider);
        publish(
                server.root().resolve(HOME).resolve(provider + ".yaml"),
                Placeholders.filled(example).replace("BUCKET", "plant").replace("REGION", "local"));
        try (S3Server s3 = S3Server.start(scratch.resolve("s3"))) {
            Path bucket = s3.createBucket("plant");
            Map<String, String> environment =
                    Map.of(
                            "SLUICE_HTTP_PORT",
                            "0",
                            "AWS_ENDPOINT_URL_S3",
                            s3.endpoint().toString(),
                            "AWS_ACCESS_KEY_ID",
                            S3Server.ACCESS_KEY,
                            "AWS_SECRET_ACCESS_KEY",
                            S3Server.SECRET_KEY);
            ProcessBuilder builder =
                    server.builder(
                            environment,
                            "serve",
                            "--config",
                            "/" + HOME + "/" + provider + ".yaml",
                            "--data-dir",
                            "/" + HOME + "/" + provider);
            try (RunningServer running =
                    RunningServer.start(builder, data, scratch.resolve("log"))) {
                assertThat(running.get("/api/v0/users").body())
                        .contains("\"mcfly@influxdata.com\"");
                assertThat(running.post("/api/v0/databases", "{\"name\":\"home\"}")).isEqualTo(200);
                assertThat(running.post("/api/v2/write?bucket=home", "m f=1 1767225600000000000"))
                        .isEqualTo(204);
                running.stop();
            }
            assertThat(parquetFiles(bucket)).isEqualTo(1);
        }
    }

    /// Puts a file where the user of the image can read it.
    private static void publish(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private static long parquetFiles(Path bucket) throws IOException {
        return FilesBelow.ending(".parquet", bucket).size();
    }

    /// Files that are not the image's, outside of what stands for volumes.
    private static Set<String> strangers() throws IOException {
        Set<String> known = new TreeSet<>(Set.of("", "dev", "proc"));
        for (JsonNode layer : server.archive().layers()) {
            server.archive().entries(layer).forEach(entry -> known.add(entry.name()));
        }
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(server.root())) {
            files.map(file -> server.root().relativize(file).toString())
                    .filter(name -> !known.contains(name))
                    .filter(name -> !name.startsWith(HOME + "/"))
                    .forEach(found::add);
        }
        return found;
    }

    @Test
    void theCommandLineSaysItsVersion() throws IOException, InterruptedException {
        Container commandLine =
                Container.unpack(
                        ImageDefinition.COMMAND_LINE,
                        scratch.resolve("influxctl"),
                        Confinement.USER_NAMESPACE,
                        Confinement.MOUNTS);
        long began = System.nanoTime();
        Process process =
                commandLine.builder(Map.of(), "version").redirectErrorStream(true).start();

        String said = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        System.out.printf(
                "image influxctl: version after %d ms%n",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        assertThat(said).matches("influxctl .+ \\(linux/.+\\)\\s+");
    }

    @Test
    void theOperatorFollowsANamespace() throws IOException, InterruptedException {
        Container operator =
                Container.unpack(
                        ImageDefinition.OPERATOR,
                        scratch.resolve("operator"),
                        Confinement.values());
        Path log = scratch.resolve("operator.log");
        long began = System.nanoTime();
        try (EmptyCluster cluster = EmptyCluster.start()) {
            Process process =
                    operator.builder(
                                    Map.of(
                                            "KUBERNETES_MASTER",
                                            cluster.address().toString(),
                                            "KUBIT_WATCHED_NAMESPACE",
                                            "plant",
                                            "SLUICE_OPERATOR_IMAGE",
                                            "sluice-operator:1"),
                                    "run",
                                    "--health-port=0")
                            .redirectError(log.toFile())
                            .start();
            try {
                String said = process.inputReader(UTF_8).readLine();
                assertThat(said)
                        .as(Files.readString(log))
                        .matches("sluice-operator follows namespace plant, probes at port \\d+");
                String port = said.substring(said.lastIndexOf(' ') + 1);
                assertThat(metrics(port))
                        .contains("sluice_operator_applied NaN", "process_cpu_usage");
                System.out.printf(
                        "image sluice-operator: follows after %d ms%n",
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
            } finally {
                process.destroy();
                assertThat(process.waitFor()).as(Files.readString(log)).isNotEqualTo(1);
            }
        }
    }

    private static String metrics(String port) throws IOException {
        URI address = URI.create("http://127.0.0.1:" + port + "/metrics");
        try (InputStream text = address.toURL().openStream()) {
            return new String(text.readAllBytes(), UTF_8);
        }
    }

    /// Otherwise the other tests would prove less than they say.
    @Test
    void nothingButHomeAndTemporaryFilesCanBeWritten() throws IOException, InterruptedException {
        assertThat(write("/" + HOME + "/written")).isZero();
        assertThat(write("/tmp/written")).isZero();
        for (String file : new String[] {"/written", "/etc/passwd", "/usr/lib/sluice/app/x"}) {
            assertThat(write(file)).as(file).isNotZero();
        }
        assertThat(server.root().resolve("etc/passwd")).content().contains("nonroot");
    }

    @Test
    void aMachineThatAllowsNothingIsToldWhatItWouldHaveToAllow() {
        assertThatThrownBy(Confinement::find)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("run the tests as root, or allow user namespaces");
    }

    /// Lets the image's Java write a file.
    ///
    /// @return the status
    private int write(String file) throws IOException, InterruptedException {
        return server.way()
                .builder(
                        server.root(),
                        "/" + HOME,
                        Map.of(),
                        List.of(
                                "/usr/lib/sluice/runtime/bin/java",
                                "-Xlog:gc:file=" + file,
                                "-version"))
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve("said").toFile())
                .start()
                .waitFor();
    }
}
