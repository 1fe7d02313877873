// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SpecificationVersion;
import dev.sluice.config.ServerConfig;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.Golden;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The documented configurations of three providers, in both forms, letter for letter but for the
/// placeholders. They are excerpts, so what they leave out (`# ...`) is laid below them.
final class DocumentedExamplesTest {
    private static final String REST_OF_THE_VALUES =
            Chart.REQUIRED
                    + "admin: {dsn: {valueFrom: {secretKeyRef: {name: catalog, key: dsn}}}}\n";

    @TempDir private Path directory;

    private static String read(String name) {
        return Documented.text(Documented.EXCERPTS.resolve(name));
    }

    /// The documented AppInstance with the rest of one.
    private static Map<String, Object> resource(String provider) {
        return Trees.merged(
                Cases.whole(
                        Trees.map(
                                "admin: {dsn: {valueFrom: {secretKeyRef: {name: catalog, key: dsn}}}}")),
                Trees.map(read(provider + "-appinstance.yaml")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak", "auth0", "entra"})
    @Conforms({"A-1", "A-3", "A-4", "A-5"})
    void theAppInstancePassesBothSchemas(String provider) {
        assertThat(ResourceDefinition.load().problems(resource(provider))).isEmpty();
        assertThat(RealServer.problems(List.of(resource(provider)))).isEmpty();
        assertThat(
                        new JsonSchema(
                                        Trees.map(AppInstanceSchema.PUBLISHED),
                                        SpecificationVersion.DRAFT_2020_12)
                                .problems(resource(provider)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak", "auth0", "entra"})
    @Conforms({"A-2", "A-3", "A-4", "A-5"})
    void theHelmValuesRenderTheAppInstance(String provider) {
        Map<String, Object> rendered =
                new Chart(directory)
                        .object("AppInstance", REST_OF_THE_VALUES, read(provider + "-helm.yaml"));

        Golden.check(provider + ".yaml", Trees.yamlText(rendered));
        assertThat(ResourceDefinition.load().problems(rendered)).isEmpty();
        assertThat(RealServer.problems(List.of(rendered))).isEmpty();
        assertThat(Trees.value(rendered, "spec", "package"))
                .isEqualTo(Trees.value(resource(provider), "spec", "package"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak", "auth0", "entra"})
    @Conforms({"A-1", "A-2"})
    void theServerReadsTheSameInAllForms(String provider) {
        Chart chart = new Chart(directory);
        Loader loader = new Loader(directory);
        String values = read(provider + "-helm.yaml");

        ServerConfig documented = loader.config(Trees.yamlText(resource(provider)));
        ServerConfig excerpt = loader.config(read(provider + "-appinstance.yaml"));
        ServerConfig rendered =
                loader.config(
                        Trees.yamlText(chart.object("AppInstance", REST_OF_THE_VALUES, values)));
        ServerConfig inConfigMap =
                loader.config(
                        chart.appInstanceOfConfigMap(
                                REST_OF_THE_VALUES, values, "kubitSingleNamespace: true"));

        assertThat(documented.admin()).isNotNull().isEqualTo(excerpt.admin());
        assertThat(rendered).isEqualTo(documented);
        assertThat(inConfigMap).isEqualTo(documented);
    }
}
