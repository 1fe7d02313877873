// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the file says where a variable or a flag says something else.
final class OverriddenSettingsTest {
    @TempDir private Path directory;

    private ConfigLoading load(String yaml, Map<String, String> environment, String... flag)
            throws IOException {
        Path file = Files.writeString(directory.resolve("server.yaml"), yaml);
        return new ConfigSource(
                        file, environment, flag.length == 0 ? Map.of() : Map.of(flag[0], flag[1]))
                .load();
    }

    private static List<String> problems(ConfigLoading loading) {
        return ((ConfigLoading.Refused) loading)
                .problems().stream()
                        .map(problem -> problem.line() + ": " + problem.message())
                        .toList();
    }

    @Test
    void tellsAMistakeInTheFileBesideAFlag() throws IOException {
        assertThat(problems(load("sluice: {http: {port: abc}}", Map.of(), "http.port", "8086")))
                .containsExactly(
                        "1: sluice.http.port must be a whole number from 0 to 65535, not \"abc\"");
    }

    @Test
    void tellsMistakesOfBothSources() throws IOException {
        assertThat(problems(load("sluice: {http: {port: abc}}", Map.of(), "http.port", "x")))
                .containsExactly(
                        "0: http.port must be a whole number from 0 to 65535, not \"x\"",
                        "1: sluice.http.port must be a whole number from 0 to 65535, not \"abc\"");
    }

    @Test
    void tellsMistakesOfEveryKindBesideVariables() throws IOException {
        String yaml =
                """
                sluice:
                  http: {trustedProxies: [nobody]}
                  write: {partialWrites: perhaps}
                  access: {adminTokenAudience: me}
                  data: {directory: [a]}
                  catalog: {dsn: "nowhere:secret"}
                  objectStore: {prefix: /, azureEndpoint: none}
                  metrics: {bindAddress: []}
                """;
        Map<String, String> environment =
                Map.of(
                        "SLUICE_HTTP_TRUSTED_PROXIES", "10.0.0.1",
                        "SLUICE_WRITE_PARTIAL_WRITES", "true",
                        "SLUICE_ACCESS_ADMIN_TOKEN_AUDIENCE",
                                "11111111-2222-3333-4444-555555555555",
                        "SLUICE_DATA_DIRECTORY", "data",
                        "SLUICE_CATALOG_DSN", "postgres://db.example/catalog",
                        "SLUICE_OBJECT_STORE_PREFIX", "plant",
                        "SLUICE_OBJECT_STORE_AZURE_ENDPOINT", "https://blobs.example",
                        "SLUICE_METRICS_BIND_ADDRESS", "::1");

        List<String> problems = problems(load(yaml, environment));

        assertThat(problems)
                .extracting(
                        problem -> problem.replaceFirst("^([0-9]+: [^ ]+ [a-z]+ [a-z]+).*", "$1"))
                .containsExactly(
                        "2: sluice.http.trustedProxies[0] must be",
                        "3: sluice.write.partialWrites must be",
                        "4: sluice.access.adminTokenAudience must be",
                        "5: sluice.data.directory must be",
                        "6: sluice.catalog.dsn is no",
                        "7: sluice.objectStore.prefix must be",
                        "7: sluice.objectStore.azureEndpoint must be",
                        "8: sluice.metrics.bindAddress must be");
        assertThat(problems).noneMatch(problem -> problem.contains("secret"));
    }

    /// As where a secret is not to be in the file.
    @Test
    void letsAPlaceBeEmptyThatAnotherSourceFills() throws IOException {
        ConfigLoading loading =
                load(
                        "sluice: {catalog: {dsn: ''}, http: {port: }}",
                        Map.of("SLUICE_CATALOG_DSN", "postgres://two.example/catalog"),
                        "http.port",
                        "2");

        ServerConfig config = ((ConfigLoading.Loaded) loading).config();

        assertThat(config.sluice().http().port()).isEqualTo(2);
        assertThat(String.valueOf(config.catalog())).contains("two.example");
    }

    @Test
    void takesNothingOfTheFileBesideAnother() throws IOException {
        ConfigLoading loading =
                load(
                        """
                        sluice:
                          http: {port: 1, trustedProxies: [10.0.0.1]}
                          catalog: {dsn: "postgres://one.example/catalog"}
                        """,
                        Map.of(
                                "SLUICE_HTTP_TRUSTED_PROXIES", "",
                                "SLUICE_CATALOG_DSN", "postgres://two.example/catalog"),
                        "http.port",
                        "2");

        ServerConfig config = ((ConfigLoading.Loaded) loading).config();

        assertThat(config.sluice().http().port()).isEqualTo(2);
        assertThat(config.sluice().http().trustedProxies()).isEmpty();
        assertThat(config.catalog()).isNotNull();
        assertThat(String.valueOf(config.catalog())).contains("two.example");
    }
}
