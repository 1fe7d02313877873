// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The dashboards for Grafana. That there are such metrics is seen by a test of the server.
final class DashboardsTest {
    private static final Path DASHBOARDS = Path.of("grafana");
    private static final String DATA_SOURCE = "${datasource}";
    private static final int COLUMNS = 24;

    static List<Path> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(DASHBOARDS)) {
            return files.sorted().toList();
        }
    }

    private static JsonNode read(Path file) {
        return new JsonMapper().readTree(Trees.read(file));
    }

    private static List<JsonNode> panels(JsonNode dashboard) {
        return dashboard
                .get("panels")
                .valueStream()
                .filter(panel -> !panel.get("type").asString().equals("row"))
                .toList();
    }

    @Test
    void thereAreTwo() throws IOException {
        assertThat(dashboards())
                .extracting(file -> String.valueOf(file.getFileName()))
                .containsExactly("sluice-access.json", "sluice-storage.json");
    }

    /// The operator names its ConfigMaps by them.
    @ParameterizedTest
    @MethodSource("dashboards")
    void aFileIsNamedByTheIdentifierInIt(Path file) {
        JsonNode dashboard = read(file);

        assertThat(file.getFileName()).hasToString(dashboard.get("uid").asString() + ".json");
        assertThat(dashboard.get("title").asString()).startsWith("Sluice: ");
        assertThat(dashboard.get("tags").valueStream().map(JsonNode::asString))
                .containsExactly("sluice");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void eachPanelSaysWhatItShowsAndInWhichUnit(Path file) {
        assertThat(panels(read(file)))
                .hasSizeGreaterThan(8)
                .allSatisfy(panel -> {
                    assertThat(panel.get("title").asString()).isNotBlank();
                    assertThat(panel.get("description").asString()).endsWith(".");
                    assertThat(panel.at("/fieldConfig/defaults/unit").asString()).isNotBlank();
                    assertThat(panel.get("targets").size()).isPositive();
                });
    }

    /// Whoever looks chooses where the numbers come from, and of which processes.
    @ParameterizedTest
    @MethodSource("dashboards")
    void everythingFollowsTheVariables(Path file) {
        JsonNode dashboard = read(file);

        assertThat(
                        dashboard
                                .at("/templating/list")
                                .valueStream()
                                .map(variable -> variable.get("name").asString()))
                .containsExactly("datasource", "namespace", "job");
        assertThat(dashboard.at("/templating/list/0/type").asString()).isEqualTo("datasource");
        for (JsonNode panel : panels(dashboard)) {
            assertThat(panel.at("/datasource/uid").asString()).isEqualTo(DATA_SOURCE);
            for (JsonNode target : panel.get("targets")) {
                String expression = target.get("expr").asString();
                assertThat(target.at("/datasource/uid").asString()).isEqualTo(DATA_SOURCE);
                assertThat(expression.split("\\{", -1))
                        .as(expression)
                        .hasSize(
                                expression.split(
                                                "\\{namespace=~\"\\$namespace\", job=~\"\\$job\"",
                                                -1)
                                        .length);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void noPanelHidesAnother(Path file) {
        Set<Integer> identifiers = new HashSet<>();
        Set<String> taken = new HashSet<>();
        for (JsonNode panel : read(file).get("panels")) {
            JsonNode place = panel.get("gridPos");
            int right = place.get("x").asInt() + place.get("w").asInt();
            int bottom = place.get("y").asInt() + place.get("h").asInt();
            assertThat(identifiers.add(panel.get("id").asInt())).isTrue();
            assertThat(right).isLessThanOrEqualTo(COLUMNS);
            for (int x = place.get("x").asInt(); x < right; x++) {
                for (int y = place.get("y").asInt(); y < bottom; y++) {
                    assertThat(taken.add(x + "," + y)).as(panel.get("title").asString()).isTrue();
                }
            }
        }
    }
}
