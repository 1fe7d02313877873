// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.images;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/// What is in the images, as their own manifests and configurations say it.
final class ImagesTest {
    private static final String LABEL = "org.opencontainers.image.";
    private static final int GROUP_AND_OTHERS_WRITE = 022;

    @TempDir private static Path place;
    private static final Map<String, ImageBuild.Built> BUILT = new TreeMap<>();
    private static final Map<String, ImageArchive> ARCHIVES = new TreeMap<>();

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        for (ImageDefinition image : ImageDefinition.ALL) {
            ImageBuild.Built built = TestImages.once(image);
            BUILT.put(image.name(), built);
            ARCHIVES.put(
                    image.name(),
                    ImageArchive.unpack(
                            built.archive(), Files.createDirectory(place.resolve(image.name()))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sluice", "influxctl", "sluice-operator"})
    void theArchiveIsAnOciLayout(String name) throws IOException {
        ImageArchive archive = archive(name);

        assertThat(archive.json("oci-layout").get("imageLayoutVersion").asString())
                .isEqualTo("1.0.0");
        JsonNode descriptor = archive.manifestDescriptor();
        assertThat(descriptor.get("mediaType").asString())
                .isEqualTo("application/vnd.oci.image.manifest.v1+json");
        assertThat(descriptor.get("digest").asString()).isEqualTo(built(name).digest());
        assertThat(descriptor.get("annotations").get(LABEL + "ref.name").asString())
                .isEqualTo(name + ":9.8.7");
        for (JsonNode layer : archive.layers()) {
            assertThat(layer.get("mediaType").asString())
                    .isEqualTo("application/vnd.oci.image.layer.v1.tar+gzip");
            assertThat(archive.blob(layer)).isNotEmpty();
        }
        JsonNode config = archive.config();
        assertThat(config.get("os").asString()).isEqualTo("linux");
        assertThat(config.get("architecture").asString()).isEqualTo(TestImages.PLATFORM.debian());
        assertThat(config.get("rootfs").get("diff_ids").size()).isEqualTo(archive.layers().size());
    }

    /// The index of `docker save`, over the same blobs.
    @ParameterizedTest
    @ValueSource(strings = {"sluice", "influxctl", "sluice-operator"})
    void theArchiveHasTheIndexOfDockerToo(String name) throws IOException {
        ImageArchive archive = archive(name);

        JsonNode index = archive.json("manifest.json").get(0);

        assertThat(ImageArchive.texts(index.get("RepoTags"))).containsExactly(name + ":9.8.7");
        assertThat(index.get("Config").asString())
                .isEqualTo(blobPath(archive.manifest().get("config")));
        assertThat(ImageArchive.texts(index.get("Layers")))
                .isEqualTo(archive.layers().stream().map(ImagesTest::blobPath).toList());
    }

    private static String blobPath(JsonNode descriptor) {
        return "blobs/" + descriptor.get("digest").asString().replace(':', '/');
    }

    @Test
    void theServerIsRunAsTheConfigurationSays() throws IOException {
        JsonNode run = archive("sluice").config().get("config");

        assertThat(run.get("User").asString()).isEqualTo("65532:65532");
        assertThat(run.get("WorkingDir").asString()).isEqualTo("/var/lib/sluice");
        assertThat(ImageArchive.texts(run.get("Entrypoint")))
                .startsWith("/usr/lib/sluice/runtime/bin/java")
                .contains("-XX:InitialRAMPercentage=0.25", "-XX:G1PeriodicGCInterval=10000")
                .containsSubsequence("-jar")
                .last()
                .asString()
                .matches("/usr/lib/sluice/app/sluice-server-.+\\.jar");
        assertThat(ImageArchive.texts(run.get("Cmd")))
                .containsExactly("serve", "--data-dir", "/var/lib/sluice");
        assertThat(ImageArchive.texts(run.get("Env")))
                .containsExactlyInAnyOrder(
                        "HOME=/var/lib/sluice",
                        "LANG=C.UTF-8",
                        "PATH=/usr/lib/sluice/runtime/bin",
                        "SLUICE_HTTP_BIND_ADDRESS=0.0.0.0");
        assertThat(run.get("ExposedPorts").propertyNames()).containsExactly("8086/tcp");
        assertThat(run.get("Volumes").propertyNames()).containsExactly("/var/lib/sluice");
    }

    @Test
    void labelsSayWhatItIs() throws IOException {
        JsonNode labels = archive("influxctl").config().get("config").get("Labels");

        assertThat(labels.get(LABEL + "title").asString()).isEqualTo("influxctl of Sluice");
        assertThat(labels.get(LABEL + "version").asString()).isEqualTo("9.8.7");
        assertThat(labels.get(LABEL + "created").asString()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(labels.get(LABEL + "revision").asString()).isEqualTo(TestImages.REVISION);
        assertThat(labels.get(LABEL + "licenses").asString()).isEqualTo("Apache-2.0");
        assertThat(archive("influxctl").config().get("created").asString())
                .isEqualTo("2026-03-01T12:00:00Z");
    }

    /// Only the last layer has anything of ours in it, so a change of our code changes no other.
    @ParameterizedTest
    @ValueSource(strings = {"sluice", "influxctl", "sluice-operator"})
    void ourOwnJarsAreInTheLastLayerAlone(String name) throws IOException {
        String program = "usr/lib/" + name;
        List<List<String>> layers = files(name);

        assertThat(layers.getFirst())
                .contains("etc/passwd")
                .anyMatch(file -> file.endsWith("/libc.so.6"));
        assertThat(layers.get(1))
                .contains(
                        program + "/runtime/lib/modules",
                        program + "/runtime/lib/server/classes.jsa")
                .allMatch(file -> file.startsWith(program + "/runtime/"));
        assertThat(layers.get(layers.size() - 2))
                .contains(program + "/app/THIRD-PARTY-NOTICES")
                .anyMatch(file -> file.contains("/app/lib/picocli-"))
                .noneMatch(file -> file.endsWith(".so"));
        assertThat(layers.getLast())
                .contains(program + "/app/LICENSE")
                .anyMatch(file -> file.contains("/app/lib/sluice-core-"))
                .noneMatch(file -> file.endsWith(".so"));
        assertThat(layers.subList(0, layers.size() - 1))
                .allSatisfy(layer ->
                        assertThat(layer).noneMatch(file -> file.contains("/app/lib/sluice-")));
    }

    @Test
    void nativeLibrariesHaveALayerOfTheirOwn() throws IOException {
        assertThat(files("sluice")).hasSize(5);
        assertThat(files("sluice").get(2))
                .contains(
                        "usr/lib/sluice/app/lib/libduckdb_java.so",
                        "usr/lib/sluice/app/lib/libsqlitejdbc.so",
                        "usr/lib/sluice/app/lib/libarrow_cdata_jni.so")
                .allMatch(file -> file.endsWith(".so"));
        assertThat(files("influxctl")).as("it has none").hasSize(4);
    }

    private static List<List<String>> files(String name) throws IOException {
        ImageArchive archive = archive(name);
        List<List<String>> files = new ArrayList<>();
        for (JsonNode layer : archive.layers()) {
            files.add(
                    archive.entries(layer).stream()
                            .filter(entry -> !entry.directory())
                            .map(ImageArchive.Entry::name)
                            .toList());
        }
        return files;
    }

    /// Whoever runs in the image can change nothing of it.
    @ParameterizedTest
    @ValueSource(strings = {"sluice", "influxctl", "sluice-operator"})
    void everythingIsRootsButTheHome(String name) throws IOException {
        String home = name.equals("sluice") ? "var/lib/sluice" : "home/" + name;
        ImageArchive archive = archive(name);
        for (JsonNode layer : archive.layers()) {
            for (ImageArchive.Entry entry : archive.entries(layer)) {
                if (entry.name().equals(home)) {
                    assertThat(entry.user()).isEqualTo(65532);
                    assertThat(entry.mode()).isEqualTo(0700);
                } else {
                    assertThat(entry.user()).as(entry.name()).isZero();
                    if (!entry.name().equals("tmp")) {
                        assertThat(entry.mode() & GROUP_AND_OTHERS_WRITE).as(entry.name()).isZero();
                    }
                }
            }
        }
    }

    @Test
    void theCommandLineHasNoLibraryThatItDoesNotNeed() throws IOException {
        ImageArchive archive = archive("influxctl");

        assertThat(
                        archive.entries(archive.layers().getFirst()).stream()
                                .map(ImageArchive.Entry::name))
                .contains("var/lib/dpkg/status.d/libc6", "usr/share/doc/libc6/copyright")
                .noneMatch(file -> file.contains("libstdc++"));
    }

    @Test
    void theSameSourcesGiveTheSameBytesAndTheCommandSaysWhere() throws IOException {
        Path output = place.resolve("again");

        Said said = command(TestImages.CHECKOUT, false, "--output", output.toString());

        assertThat(said.status()).as(said.talk()).isZero();
        assertThat(said.talk()).as("quiet where nobody watches").isEmpty();
        List<String> expected = new ArrayList<>();
        for (ImageDefinition image : ImageDefinition.ALL) {
            ImageBuild.Built built = built(image.name());
            Path again = output.resolve(built.archive().getFileName());
            assertThat(again).hasSameBinaryContentAs(built.archive());
            expected.add("%s %d %s".formatted(again, Files.size(again), built.digest()));
        }
        assertThat(said.results().lines().toList()).isEqualTo(expected);
    }

    @Test
    void anImageThatThereIsNotIsRefused() {
        Said said = command(TestImages.CHECKOUT, false, "--output", "unused", "--image", "influxd");

        assertThat(said.status()).isEqualTo(1);
        assertThat(said.talk())
                .isEqualTo(
                        "sluice images: there is no image \"influxd\"; there are sluice,"
                                + " influxctl, sluice-operator\n");
    }

    @Test
    void aCheckoutThatIsNotBuiltIsRefusedAndAPersonSeesHowFarItCame() {
        Path nothing = place.resolve("nothing");

        Said said =
                command(
                        nothing,
                        true,
                        "--output",
                        place.resolve("unused").toString(),
                        "--image",
                        "influxctl");

        assertThat(said.status()).isEqualTo(1);
        assertThat(said.talk().lines())
                .containsExactly(
                        "linking the runtime of influxctl",
                        "sluice images: influxctl is not built: %s does not hold one jar"
                                .formatted(nothing.resolve("cli/target")));
        assertThat(place.resolve("unused")).isEmptyDirectory();
    }

    private record Said(int status, String results, String talk) {}

    private static Said command(Path checkout, boolean terminal, String... arguments) {
        ByteArrayOutputStream results = new ByteArrayOutputStream();
        ByteArrayOutputStream talk = new ByteArrayOutputStream();
        Main main =
                new Main(
                        checkout,
                        TestImages.SOURCE,
                        new PrintStream(results, true, UTF_8),
                        new PrintStream(talk, true, UTF_8),
                        terminal);
        int status = new CommandLine(main).execute(arguments);
        return new Said(status, results.toString(UTF_8), talk.toString(UTF_8));
    }

    private static ImageArchive archive(String name) {
        return Objects.requireNonNull(ARCHIVES.get(name));
    }

    private static ImageBuild.Built built(String name) {
        return Objects.requireNonNull(BUILT.get(name));
    }
}
