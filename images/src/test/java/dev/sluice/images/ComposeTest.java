// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.sluice.config.ConfigLoading;
import dev.sluice.config.ConfigSource;
import dev.sluice.config.ServerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `deploy/compose`: right by the Compose Specification's own schema, and in agreement with the
/// images and with what the server takes.
final class ComposeTest {
    private static final Path DIRECTORY = TestImages.CHECKOUT.resolve("deploy/compose");
    private static final Path FILE = DIRECTORY.resolve("compose.yaml");
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir private Path scratch;

    @Test
    void theSpecificationsSchemaTakesIt() throws IOException {
        assertThat(problems(Files.readString(FILE))).isEmpty();
    }

    /// The schema does see mistakes.
    @Test
    void theSpecificationsSchemaRefusesAMistake() throws IOException {
        String text = Files.readString(FILE).replace("read_only: true", "read_only: 7");

        assertThat(problems(text)).isNotEmpty().allMatch(problem -> problem.contains("read_only"));
        assertThat(problems("services: {sluice: {imago: sluice}}")).hasSize(1);
    }

    private static List<String> problems(String text) throws IOException {
        try (InputStream input = ComposeTest.class.getResourceAsStream("compose-spec.json")) {
            ObjectNode json = (ObjectNode) JSON.readTree(Objects.requireNonNull(input));
            // Relative to nothing, which the validator does not take.
            json.remove("$id");
            Schema schema =
                    SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(json);
            return schema.validate(tree(text)).stream().map(Object::toString).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sluice", "influxctl"})
    void itRunsTheImagesOfThisVersionAsTheyAre(String name) throws IOException {
        JsonNode service = service(name);
        ImageDefinition image =
                ImageDefinition.ALL.stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst()
                        .orElseThrow();

        assertThat(service.get("image").asString())
                .isEqualTo(
                        "%s:${SLUICE_VERSION:-%s}"
                                .formatted(name, Main.imageTag(versionOfTheBuild())));
        assertThat(service.get("user").asString())
                .isEqualTo(SystemFiles.USER + ":" + SystemFiles.USER);
        assertThat(service.has("entrypoint")).isFalse();
        assertThat(service.get("read_only").asBoolean()).isTrue();
        assertThat(ImageArchive.texts(service.get("tmpfs")))
                .singleElement()
                .asString()
                .startsWith("/tmp:");
        assertThat(ImageArchive.texts(service.get("cap_drop"))).containsExactly("ALL");
        assertThat(ImageArchive.texts(service.get("volumes")))
                .as("the home is the one place to write to")
                .filteredOn(volume -> !volume.endsWith(":ro"))
                .singleElement()
                .asString()
                .endsWith(":" + image.home());
        assertThat(ImageArchive.texts(service.path("ports")))
                .hasSameSizeAs(image.ports())
                .allMatch(port -> port.endsWith(":" + image.ports().getFirst()));
    }

    /// The command reads the mounted file, keeps its data in the image's volume, and the loader
    /// takes the file with the variables that the server gets.
    @Test
    void theServerTakesTheMountedFile() throws IOException {
        JsonNode service = service("sluice");
        List<String> command = ImageArchive.texts(service.get("command"));

        assertThat(command)
                .containsExactly(
                        "serve",
                        "--config",
                        "/etc/sluice/appinstance.yaml",
                        "--data-dir",
                        ImageDefinition.SERVER.home());
        assertThat(ImageArchive.texts(service.get("volumes"))).contains("./config:/etc/sluice:ro");
        ServerConfig config =
                load(Files.readString(DIRECTORY.resolve("config/appinstance.yaml")), List.of());
        assertThat(config.sluice().http().bindAddress()).isEqualTo("0.0.0.0");
        assertThat(config.sluice().http().port())
                .isEqualTo(ImageDefinition.SERVER.ports().getFirst());
        assertThat(config.admin()).isNull();
    }

    /// What the file has as comments, for the profiles, is right as well.
    @Test
    void theServerTakesWhatTheFileSuggests() throws IOException {
        String text = Files.readString(DIRECTORY.resolve("config/appinstance.yaml"));
        String suggested =
                text.lines()
                        .map(line ->
                                line.replaceFirst("^      # ( *(?:- )?[a-zA-Z0-9]+:)", "      $1"))
                        .collect(Collectors.joining("\n"));

        ServerConfig config = load(suggested, List.of("admin.jwksEndpoint is http"));

        assertThat(Objects.requireNonNull(config.admin()).users()).hasSize(1);
        assertThat(config.admin().jwksEndpoint()).hasHost("keycloak").hasPort(8080);
        assertThat(Objects.requireNonNull(config.bucket()).bucket()).isEqualTo("sluice");
        assertThat(ImageArchive.texts(service("s3").get("volumes")))
                .containsExactly("bucket:/buckets/sluice");
    }

    /// @param warned beginnings of what the loader doubts
    private ServerConfig load(String text, List<String> warned) throws IOException {
        Map<String, String> environment =
                new HashMap<>(ImageBuild.environment(ImageDefinition.SERVER));
        service("sluice")
                .get("environment")
                .properties()
                .forEach(variable ->
                        environment.put(variable.getKey(), variable.getValue().asString()));
        Path file = Files.writeString(scratch.resolve("appinstance.yaml"), text);
        return switch (new ConfigSource(file, environment, Map.of()).load()) {
            case ConfigLoading.Loaded(ServerConfig config, var warnings) -> {
                assertThat(warnings).hasSameSizeAs(warned);
                for (int i = 0; i < warned.size(); i++) {
                    assertThat(warnings.get(i).message()).startsWith(warned.get(i));
                }
                yield config;
            }
            case ConfigLoading.Refused(var problems) -> throw new AssertionError(problems);
        };
    }

    private static JsonNode service(String name) throws IOException {
        return tree(Files.readString(FILE)).get("services").get(name);
    }

    private static JsonNode tree(String yaml) {
        return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }

    private static String versionOfTheBuild() throws IOException {
        String parent = Files.readString(TestImages.CHECKOUT.resolve("pom.xml"));
        int begin = parent.indexOf("<version>") + "<version>".length();
        return parent.substring(begin, parent.indexOf("</version>", begin));
    }
}
