// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The collector's variables: their names, forms, bounds and sources (admin.md 5.2, 6.7, 6.8).
final class CollectorConfigTest {
    private static final String INTERVAL = "INFLUXDB_IOX_CREATE_CATALOG_BACKUP_INTERVAL";
    private static final String KEPT = "INFLUXDB_IOX_KEEP_HOURLY_CATALOG_BACKUP_FILE_LISTS";
    private static final String DAILY_KEPT = "INFLUXDB_IOX_KEEP_DAILY_CATALOG_BACKUP_FILE_LISTS";
    private static final Map<String, String> ALL =
            Map.ofEntries(
                    Map.entry("INFLUXDB_IOX_GC_OBJECTSTORE_CUTOFF", "3h"),
                    Map.entry("INFLUXDB_IOX_GC_OBJECTSTORE_SLEEP_INTERVAL_MINUTES", "1"),
                    Map.entry("INFLUXDB_IOX_GC_PARQUETFILE_CUTOFF", "100d"),
                    Map.entry("INFLUXDB_IOX_GC_PARQUETFILE_SLEEP_INTERVAL_MINUTES", "2"),
                    Map.entry("INFLUXDB_IOX_GC_RETENTION_SLEEP_INTERVAL_MINUTES", "3"),
                    Map.entry("INFLUXDB_IOX_ENABLE_NAMESPACE_ROW_DELETION", "true"),
                    Map.entry("INFLUXDB_IOX_GC_NAMESPACE_CUTOFF", "0h"),
                    Map.entry("INFLUXDB_IOX_GC_NAMESPACE_SLEEP_INTERVAL", "6h"),
                    Map.entry("INFLUXDB_IOX_GC_NAMESPACE_LIMIT", "7"),
                    Map.entry("INFLUXDB_IOX_ENABLE_TABLE_ROW_DELETION", "true"),
                    Map.entry("INFLUXDB_IOX_GC_TABLE_CUTOFF", "2d"),
                    Map.entry("INFLUXDB_IOX_GC_TABLE_SLEEP_INTERVAL", "90m"),
                    Map.entry("INFLUXDB_IOX_GC_TABLE_LIMIT", "8"),
                    Map.entry("INFLUXDB_IOX_CREATE_CATALOG_BACKUP_DATA_SNAPSHOT_FILES", "true"),
                    Map.entry(
                            "INFLUXDB_IOX_DELETE_USING_CATALOG_BACKUP_DATA_SNAPSHOT_FILES", "true"),
                    Map.entry(INTERVAL, "90m"),
                    Map.entry(KEPT, "36h"),
                    Map.entry(DAILY_KEPT, "3d"));
    private static final CollectorConfig ALL_READ =
            new CollectorConfig(
                    new CollectorConfig.Sweep(Duration.ofHours(3), Duration.ofMinutes(1)),
                    new CollectorConfig.Sweep(Duration.ofDays(100), Duration.ofMinutes(2)),
                    Duration.ofMinutes(3),
                    new CollectorConfig.Removal(true, Duration.ZERO, Duration.ofHours(6), 7),
                    new CollectorConfig.Removal(
                            true, Duration.ofDays(2), Duration.ofMinutes(90), 8),
                    new CollectorConfig.Backups(
                            true,
                            true,
                            Duration.ofMinutes(90),
                            Duration.ofHours(36),
                            Duration.ofDays(3)));

    @TempDir private Path directory;

    private static ConfigLoading load(@Nullable Path file, Map<String, String> environment) {
        return new ConfigSource(file, environment, Map.of()).load();
    }

    private static CollectorConfig read(@Nullable Path file, Map<String, String> environment) {
        ConfigLoading loading = load(file, environment);
        assertThat(loading).isInstanceOf(ConfigLoading.Loaded.class);
        return ((ConfigLoading.Loaded) loading).config().collector();
    }

    private static List<String> problems(@Nullable Path file, Map<String, String> environment) {
        ConfigLoading loading = load(file, environment);
        assertThat(loading).isInstanceOf(ConfigLoading.Refused.class);
        return ((ConfigLoading.Refused) loading)
                .problems().stream().map(ConfigProblem::toString).toList();
    }

    /// An AppInstance that gives the component variables.
    private Path appInstance(Map<String, String> variables) throws IOException {
        StringBuilder yaml =
                new StringBuilder(
                        """
                        apiVersion: kubecfg.dev/v1alpha1
                        kind: AppInstance
                        metadata: {name: influxdb, namespace: influxdb}
                        spec:
                          package:
                            spec:
                              components:
                                garbage-collector:
                                  template:
                                    containers:
                                      iox:
                                        env:
                        """);
        variables.forEach((name, value) ->
                yaml.append("                  ")
                        .append(name)
                        .append(": '")
                        .append(value)
                        .append("'\n"));
        return Files.writeString(directory.resolve("app.yaml"), yaml);
    }

    @Test
    @Conforms("A-175")
    void nothingIsRemovedForGoodUnlessItIsEnabled() {
        CollectorConfig config = read(null, Map.of());

        assertThat(config).isEqualTo(CollectorConfig.DEFAULT);
        assertThat(config.databases().enabled()).isFalse();
        assertThat(config.tables().enabled()).isFalse();
        assertThat(config.databases().cutoff()).isEqualTo(Duration.ofDays(14));
        assertThat(config.objects().cutoff()).isEqualTo(Duration.ofDays(30));
        assertThat(config.files().cutoff()).isEqualTo(Duration.ofDays(14));
        assertThat(config.retentionPause()).isEqualTo(Duration.ofMinutes(35));
    }

    @Test
    @Conforms("A-175")
    void eachVariableOfTheEnvironmentIsRead() {
        assertThat(read(null, ALL)).isEqualTo(ALL_READ);
    }

    @Test
    @Conforms("A-175")
    void eachVariableOfTheComponentIsRead() throws IOException {
        assertThat(read(appInstance(ALL), Map.of())).isEqualTo(ALL_READ);
    }

    @Test
    void theEnvironmentWins() throws IOException {
        Path file = appInstance(Map.of("INFLUXDB_IOX_GC_TABLE_LIMIT", "8"));

        assertThat(read(file, Map.of("INFLUXDB_IOX_GC_TABLE_LIMIT", "9")).tables().limit())
                .isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2h", "179m", "", "30", "30 d", "d", "-1d", "1w", "36501d", "9999999d"})
    void aCutoffIsThreeHoursOrMore(String text) {
        assertThat(problems(null, Map.of("INFLUXDB_IOX_GC_OBJECTSTORE_CUTOFF", text)))
                .containsExactly(
                        "environment: INFLUXDB_IOX_GC_OBJECTSTORE_CUTOFF must be a whole number of"
                                + " m, h or d, such as 6h or 14d, from 3h to 36500d, not \""
                                + text.strip()
                                + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "INFLUXDB_IOX_GC_PARQUETFILE_CUTOFF, 2h",
        "INFLUXDB_IOX_GC_PARQUETFILE_SLEEP_INTERVAL_MINUTES, 0",
        "INFLUXDB_IOX_GC_OBJECTSTORE_SLEEP_INTERVAL_MINUTES, 30m",
        "INFLUXDB_IOX_GC_RETENTION_SLEEP_INTERVAL_MINUTES, 1000001",
        "INFLUXDB_IOX_ENABLE_NAMESPACE_ROW_DELETION, yes",
        "INFLUXDB_IOX_ENABLE_TABLE_ROW_DELETION, 1",
        "INFLUXDB_IOX_GC_NAMESPACE_CUTOFF, never",
        "INFLUXDB_IOX_GC_NAMESPACE_SLEEP_INTERVAL, 0m",
        "INFLUXDB_IOX_GC_NAMESPACE_LIMIT, 0",
        "INFLUXDB_IOX_GC_TABLE_CUTOFF, 14",
        "INFLUXDB_IOX_GC_TABLE_SLEEP_INTERVAL, 1s",
        "INFLUXDB_IOX_GC_TABLE_LIMIT, many",
        "INFLUXDB_IOX_CREATE_CATALOG_BACKUP_DATA_SNAPSHOT_FILES, on",
        "INFLUXDB_IOX_DELETE_USING_CATALOG_BACKUP_DATA_SNAPSHOT_FILES, ''",
        "INFLUXDB_IOX_CREATE_CATALOG_BACKUP_INTERVAL, 59m",
        "INFLUXDB_IOX_CREATE_CATALOG_BACKUP_INTERVAL, 4",
        "INFLUXDB_IOX_KEEP_HOURLY_CATALOG_BACKUP_FILE_LISTS, 0d",
        "INFLUXDB_IOX_KEEP_DAILY_CATALOG_BACKUP_FILE_LISTS, 1y"
    })
    void whatCannotBeReadIsRefusedByName(String variable, String text) throws IOException {
        assertThat(problems(null, Map.of(variable, text)))
                .singleElement()
                .asString()
                .startsWith("environment: " + variable + " must be ")
                .endsWith("not \"" + text + "\"");
        assertThat(problems(appInstance(Map.of(variable, text)), Map.of()))
                .singleElement()
                .asString()
                .contains("app.yaml:13: ", variable + " must be ");
    }

    @Test
    void snapshotsOfTheCatalogAreOffAndKeptAsDocumented() {
        assertThat(read(null, Map.of()).backups())
                .isEqualTo(
                        new CollectorConfig.Backups(
                                false,
                                false,
                                Duration.ofHours(4),
                                Duration.ofDays(30),
                                Duration.ofDays(90)));
    }

    @ParameterizedTest
    @CsvSource({"30d, 30d", "30d, 29d", "48h, 2d", "49h, 2d", "61m, 1h"})
    void dailySnapshotsAreKeptLonger(String kept, String dailyKept) throws IOException {
        Map<String, String> variables = Map.of(KEPT, kept, DAILY_KEPT, dailyKept);
        for (List<String> problems :
                List.of(problems(null, variables), problems(appInstance(variables), Map.of()))) {
            assertThat(problems)
                    .singleElement()
                    .asString()
                    .contains(DAILY_KEPT + " must be longer than " + KEPT + " (");
        }
        assertThat(problems(appInstance(variables), Map.of()).getFirst()).contains("app.yaml:1");
    }

    @Test
    void oneOfTheTwoIsHeldAgainstTheOthersDefault() {
        assertThat(problems(null, Map.of(KEPT, "91d")))
                .containsExactly(
                        "environment: "
                                + DAILY_KEPT
                                + " must be longer than "
                                + KEPT
                                + " (91d), not \"90d\"");
        assertThat(problems(null, Map.of(DAILY_KEPT, "29d")))
                .containsExactly(
                        "environment: "
                                + DAILY_KEPT
                                + " must be longer than "
                                + KEPT
                                + " (30d), not \"29d\"");
        assertThat(read(null, Map.of(DAILY_KEPT, "721h")).backups().dailyKept())
                .isEqualTo(Duration.ofHours(721));
    }

    @Test
    void moreSnapshotsThanCanBeLookedAtAreRefused() {
        assertThat(problems(null, Map.of(INTERVAL, "1h", KEPT, "300d", DAILY_KEPT, "301d")))
                .containsExactly(
                        "environment: "
                                + KEPT
                                + " must, together with "
                                + INTERVAL
                                + " and "
                                + DAILY_KEPT
                                + ", keep no more than 5000 snapshots of the catalog, not \"300d\"");
        assertThat(problems(null, Map.of(DAILY_KEPT, "36500d"))).hasSize(1);
        assertThat(
                        read(null, Map.of(INTERVAL, "2h", KEPT, "300d", DAILY_KEPT, "1000d"))
                                .backups()
                                .copies())
                .isEqualTo(12 * 300 + 700 + 2);
    }

    @Test
    void allMistakesAreToldAtOnce() {
        assertThat(
                        problems(
                                null,
                                Map.of(
                                        "INFLUXDB_IOX_GC_TABLE_LIMIT", "0",
                                        "INFLUXDB_IOX_GC_TABLE_CUTOFF", "x",
                                        "SLUICE_HTTP_PORT", "-1")))
                .hasSize(3);
    }

    @Test
    void anUnknownVariableOfTheCollectorIsDoubtful() throws IOException {
        Map<String, String> variables = Map.of("INFLUXDB_IOX_GC_TABLE_CUTOF", "14d");

        for (ConfigLoading loading :
                List.of(load(null, variables), load(appInstance(variables), Map.of()))) {
            assertThat(((ConfigLoading.Loaded) loading).warnings())
                    .extracting(ConfigProblem::message)
                    .containsExactly("INFLUXDB_IOX_GC_TABLE_CUTOF is not a setting");
        }
    }

    /// It still keeps what earlier snapshots name, so it is no mistake.
    @Test
    void sparingWhatNoSnapshotWillNameIsDoubtful() throws IOException {
        String made = "INFLUXDB_IOX_CREATE_CATALOG_BACKUP_DATA_SNAPSHOT_FILES";
        String sparing = "INFLUXDB_IOX_DELETE_USING_CATALOG_BACKUP_DATA_SNAPSHOT_FILES";
        Map<String, String> variables = Map.of(sparing, "true");

        for (ConfigLoading loading :
                List.of(
                        load(null, variables),
                        load(null, Map.of(sparing, "true", made, "false")),
                        load(appInstance(variables), Map.of()))) {
            assertThat(((ConfigLoading.Loaded) loading).warnings())
                    .extracting(ConfigProblem::message)
                    .containsExactly(
                            sparing
                                    + " keeps what snapshots of the catalog name, but none is made: "
                                    + made
                                    + " is not true");
        }
        for (Map<String, String> right :
                List.of(
                        Map.of(sparing, "true", made, "true"),
                        Map.of(sparing, "false"),
                        Map.of(made, "true"))) {
            assertThat(((ConfigLoading.Loaded) load(null, right)).warnings()).isEmpty();
        }
    }

    @Test
    void otherShapesOfComponentsAreNotOurs() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("odd.yaml"),
                        "components: {garbage-collector: {template: [1]}}\n");

        assertThat(read(file, Map.of())).isEqualTo(CollectorConfig.DEFAULT);
    }
}
