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
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The names by which people address a cluster (admin.md 6.4): each is there, or the reference says
/// why not.
final class DocumentedNamesTest {
    private static final String HEADING = "## What the original has and this has not";
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private static final List<String> NAMES =
            List.of(
                    "Deployment/global-router",
                    "Deployment/global-gc",
                    "Deployment/iox-shared-querier",
                    "Deployment/license-controller",
                    "StatefulSet/iox-shared-ingester",
                    "StatefulSet/iox-shared-compactor",
                    "StatefulSet/iox-shared-catalog",
                    "StatefulSet/prometheus",
                    "Service/account",
                    "Service/token-management",
                    "Service/database-management",
                    "Service/core",
                    "Service/debug-service",
                    "Job/key-gen-",
                    "Job/create-admin-token-",
                    "Job/token-gen-",
                    "Secret/iox-license",
                    "ConfigMap/influxctl",
                    "ConfigMap/grafana-dashboard-sluice-storage");

    private final Rendered everything = Rendered.of(Resources.ROLES, "featureFlags: [grafana]");

    /// Names in the first column of the table.
    private static Set<String> absent() throws IOException {
        String text = Files.readString(Path.of("..", "docs", "reference", "operator.md"));
        String section = text.substring(text.indexOf(HEADING));
        return section.lines()
                .takeWhile(line -> !line.startsWith("## ") || line.equals(HEADING))
                .filter(line -> line.startsWith("| "))
                .map(line -> line.split(" \\| ", -1)[0])
                .flatMap(cell -> CODE.matcher(cell).results().map(match -> match.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void eachIsThereOrExplained() throws IOException {
        Set<String> absent = absent();

        for (String name : NAMES) {
            boolean made = everything.names().stream().anyMatch(each -> each.startsWith(name));
            String bare = name.substring(name.indexOf('/') + 1).replaceFirst("-$", "-…");
            assertThat(absent.contains(bare)).as(name).isEqualTo(!made);
        }
    }

    @Test
    void podsHaveTheLabelsThatStepsSelectBy() {
        assertThat(podsWith("iox"))
                .containsExactlyInAnyOrder(
                        "global-router", "global-gc", "iox-shared-querier", "iox-shared-compactor");
        assertThat(podsWith("token-management")).containsExactly("token-management");
        assertThat(podsWith("iox-shared-ingester"))
                .containsExactlyInAnyOrder("iox-shared-ingester", "iox-shared-ingester-standby-1");
    }

    private Set<String> podsWith(String app) {
        Set<String> names = new TreeSet<>();
        for (String name : everything.names()) {
            String[] parts = name.split("/", 2);
            if (parts[0].matches("Deployment|StatefulSet")) {
                JsonNode labels =
                        everything.tree(parts[0], parts[1]).at("/spec/template/metadata/labels");
                assertThat(labels.get("app.kubernetes.io/instance").asText()).isEqualTo("influxdb");
                if (labels.get("app").asText().equals(app)) {
                    names.add(parts[1]);
                }
            }
        }
        return names;
    }
}
