// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The files of `deploy/examples` and the values of the how-to are whole and right, and the
/// examples hold the documented excerpts.
final class ShippedExamplesTest {
    private static final Path EXAMPLES = Path.of("examples");
    private static final Path HOW_TO = Path.of("..", "docs", "how-to", "install-on-kubernetes.md");

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"keycloak", "auth0", "entra"})
    void bothFormsAreWholeAndTheSame(String provider) {
        Map<String, Object> resource = example(provider + "-appinstance.yaml");
        String values = Documented.text(EXAMPLES.resolve(provider + "-values.yaml"));

        requireWhole(resource);
        Map<String, Object> rendered = new Chart(directory).object("AppInstance", values);
        assertThat(rendered.get("spec")).isEqualTo(resource.get("spec"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak", "auth0", "entra"})
    void theyHoldTheDocumentedExcerpts(String provider) {
        Map<String, Object> resource = example(provider + "-appinstance.yaml");
        Map<String, Object> values = example(provider + "-values.yaml");

        assertThat(Trees.merged(resource, excerpt(provider + "-appinstance.yaml")))
                .isEqualTo(resource);
        assertThat(Trees.merged(values, excerpt(provider + "-helm.yaml"))).isEqualTo(values);
    }

    /// Taken by the definition, by a server, and by the published schema.
    private static void requireWhole(Map<String, Object> resource) {
        assertThat(ResourceDefinition.load().problems(resource)).isEmpty();
        assertThat(RealServer.problems(List.of(resource))).isEmpty();
        assertThat(
                        new JsonSchema(
                                        Trees.map(AppInstanceSchema.PUBLISHED),
                                        SpecificationVersion.DRAFT_2020_12)
                                .problems(resource))
                .isEmpty();
    }

    private static Map<String, Object> example(String name) {
        return Trees.map(Documented.text(EXAMPLES.resolve(name)));
    }

    private static Map<String, Object> excerpt(String name) {
        return Trees.map(Documented.text(Documented.EXCERPTS.resolve(name)));
    }

    /// What its own tests hold `influxctl clustered generate` against.
    @Test
    void theStarterThatInfluxctlPrintsIsWhole() {
        Map<String, Object> resource =
                Trees.map(
                        Documented.text(
                                        Path.of(
                                                "..",
                                                "cli",
                                                "src",
                                                "test",
                                                "golden",
                                                "clustered-generate.txt"))
                                .replace("PROVIDER/", "https://provider.example/"));

        requireWhole(resource);
    }

    @Test
    void theValuesOfTheHowToRender() {
        Matcher block =
                Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                        .matcher(Documented.text(HOW_TO));

        assertThat(block.find()).isTrue();
        Map<String, Object> rendered = new Chart(directory).object("AppInstance", block.group(1));
        assertThat(ResourceDefinition.load().problems(rendered)).isEmpty();
        assertThat(RealServer.problems(List.of(rendered))).isEmpty();
        assertThat(new Loader(directory).problems(rendered)).isEmpty();
    }
}
