// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.operator.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The dashboards of a cluster (admin.md 6.4) are those of `deploy/grafana`, letter for letter.
final class DashboardsTest {
    private static final Path SHIPPED = Path.of("..", "deploy", "grafana");

    @Test
    void eachShippedOneIsThereForTheSidecar() throws IOException {
        Rendered rendered = Rendered.of("featureFlags: [grafana]");
        List<Path> files;
        try (Stream<Path> shipped = Files.list(SHIPPED)) {
            files = shipped.sorted().toList();
        }

        assertThat(files)
                .extracting(file -> String.valueOf(file.getFileName()))
                .containsExactlyElementsOf(
                        Dashboards.UIDS.stream().map(uid -> uid + ".json").toList());
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            JsonNode map =
                    rendered.tree(
                            "ConfigMap", "grafana-dashboard-" + name.replaceFirst("\\.json$", ""));
            assertThat(map.at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
            assertThat(map.at("/data").size()).isEqualTo(1);
            assertThat(map.at("/data").get(name).asText()).isEqualTo(Files.readString(file));
        }
    }

    @Test
    void nobodyGetsThemUnasked() {
        assertThat(Rendered.of(Resources.EVERYTHING).names())
                .noneMatch(name -> name.contains("grafana"));
    }
}
