// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The compactor's variables: their names, defaults, bounds and sources (data.md 7.7, 7.13).
final class CompactionConfigTest {
    private static final String PREFIX = "INFLUXDB_IOX_COMPACTION_";
    private static final Map<String, String> ALL =
            Map.of(
                    PREFIX + "MAX_DESIRED_FILE_SIZE_BYTES", "1048576",
                    PREFIX + "PERCENTAGE_MAX_FILE_SIZE", "1",
                    PREFIX + "SPLIT_PERCENTAGE", "99",
                    PREFIX + "MAX_NUM_FILES_PER_PLAN", "2",
                    PREFIX + "MIN_NUM_L1_FILES_TO_COMPACT", "10000");
    private static final CompactionConfig ALL_READ =
            new CompactionConfig(1_048_576, 1, 99, 2, 10_000);

    @TempDir private Path directory;

    private static ConfigLoading load(@Nullable Path file, Map<String, String> environment) {
        return new ConfigSource(file, environment, Map.of()).load();
    }

    private static CompactionConfig read(@Nullable Path file, Map<String, String> environment) {
        ConfigLoading loading = load(file, environment);
        assertThat(loading).isInstanceOf(ConfigLoading.Loaded.class);
        return ((ConfigLoading.Loaded) loading).config().compaction();
    }

    private Path components(Map<String, String> variables) throws IOException {
        StringBuilder yaml =
                new StringBuilder(
                        "components: {compactor: {template: {containers: {iox: {env: {\n");
        variables.forEach((name, value) ->
                yaml.append("  ").append(name).append(": '").append(value).append("',\n"));
        return Files.writeString(directory.resolve("values.yaml"), yaml + "}}}}}}\n");
    }

    @Test
    @Conforms("D-240")
    void theDefaultsAreTheOriginals() {
        assertThat(read(null, Map.of()))
                .isEqualTo(new CompactionConfig(104_857_600, 20, 80, 20, 10));
    }

    @Test
    void eachVariableIsReadFromTheEnvironmentAndTheComponent() throws IOException {
        assertThat(read(null, ALL)).isEqualTo(ALL_READ);
        assertThat(read(components(ALL), Map.of())).isEqualTo(ALL_READ);
    }

    @Test
    void theEnvironmentWins() throws IOException {
        Path file = components(Map.of(PREFIX + "SPLIT_PERCENTAGE", "50"));

        assertThat(read(file, Map.of(PREFIX + "SPLIT_PERCENTAGE", "60")).splitPercent())
                .isEqualTo(60);
    }

    @ParameterizedTest
    @CsvSource({
        "MAX_DESIRED_FILE_SIZE_BYTES, 1048575, 1048576 to 1099511627776",
        "MAX_DESIRED_FILE_SIZE_BYTES, 1099511627777, 1048576 to 1099511627776",
        "MAX_DESIRED_FILE_SIZE_BYTES, 100MB, 1048576 to 1099511627776",
        "PERCENTAGE_MAX_FILE_SIZE, 0, 1 to 99",
        "PERCENTAGE_MAX_FILE_SIZE, 20%, 1 to 99",
        "SPLIT_PERCENTAGE, 100, 1 to 99",
        "MAX_NUM_FILES_PER_PLAN, 1, 2 to 10000",
        "MIN_NUM_L1_FILES_TO_COMPACT, 10001, 2 to 10000"
    })
    void whatCannotBeReadIsRefusedByName(String name, String text, String bounds)
            throws IOException {
        String message =
                PREFIX + name + " must be a whole number from " + bounds + ", not \"" + text + "\"";

        for (ConfigLoading loading :
                List.of(
                        load(null, Map.of(PREFIX + name, text)),
                        load(components(Map.of(PREFIX + name, text)), Map.of()))) {
            assertThat(loading).isInstanceOf(ConfigLoading.Refused.class);
            assertThat(((ConfigLoading.Refused) loading).problems())
                    .extracting(ConfigProblem::message)
                    .containsExactly(message);
        }
    }

    @Test
    void anUnknownVariableOfTheCompactorIsDoubtful() {
        ConfigLoading loading = load(null, Map.of(PREFIX + "SPLIT", "80"));

        assertThat(((ConfigLoading.Loaded) loading).warnings())
                .extracting(ConfigProblem::message)
                .containsExactly(PREFIX + "SPLIT is not a setting");
    }
}
