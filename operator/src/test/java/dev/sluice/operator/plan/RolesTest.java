// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.ServerConfig;
import dev.sluice.operator.Resources;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pods of their own for writes, for administration, for merging and for removing, each by its
/// documented number.
final class RolesTest {
    private static final String NUMBER = "resources: {%s: {requests: {replicas: %d}}}";
    private static final String ADMINISTRATION = NUMBER.formatted("granite", 3);
    private static final String TOKENS = "token-management";

    @TempDir private Path directory;

    private static JsonNode tree(Rendered rendered, String name) {
        String[] parts = name.split("/", 2);
        return rendered.tree(parts[0], parts[1]);
    }

    private static Set<String> workloads(Rendered rendered) {
        return rendered.names().stream()
                .filter(name -> name.matches("(Deployment|StatefulSet)/.*"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> arguments(Rendered rendered, String workload) {
        return tree(rendered, workload)
                .at("/spec/template/spec/containers/0/args")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    private static List<String> names(JsonNode list) {
        return list.valueStream().map(each -> each.get("name").asText()).toList();
    }

    /// The words that the server knows, by a file that its own tests write.
    @Test
    void serversAreToldToBeWhatTheyKnow() throws IOException {
        Rendered rendered = Rendered.of(Resources.ROLES);
        List<String> known =
                Files.readAllLines(Path.of("..", "server", "src", "test", "golden", "roles.txt"));

        assertThat(workloads(rendered))
                .containsExactly(
                        "Deployment/global-gc",
                        "Deployment/global-router",
                        "Deployment/iox-shared-ingester-standby-1",
                        "Deployment/iox-shared-querier",
                        "Deployment/token-management",
                        "StatefulSet/iox-shared-compactor",
                        "StatefulSet/iox-shared-ingester");
        assertThat(
                        workloads(rendered).stream()
                                .filter(workload -> !workload.contains("-standby-"))
                                .map(workload -> arguments(rendered, workload).get(1)))
                .allSatisfy(argument ->
                        assertThat(known).contains(argument.substring("--role=".length())))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    granite           | 3 | ConfigMap/sluice-token-management-settings, Deployment/token-management, PodDisruptionBudget/token-management | NetworkPolicy/sluice-doors, Service/token-management
                    granite           | 1 | ConfigMap/sluice-token-management-settings, Deployment/token-management | NetworkPolicy/sluice-doors, Service/token-management
                    router            | 3 | ConfigMap/sluice-router-settings, Deployment/global-router, PodDisruptionBudget/global-router, Service/iox-shared-ingester-0 | NetworkPolicy/sluice-doors, Service/global-router
                    router            | 1 | ConfigMap/sluice-router-settings, Deployment/global-router, Service/iox-shared-ingester-0 | NetworkPolicy/sluice-doors, Service/global-router
                    compactor         | 1 | NetworkPolicy/sluice-watched, StatefulSet/iox-shared-compactor | Service/iox-shared-compactor
                    compactor         | 2 | NetworkPolicy/sluice-watched, PodDisruptionBudget/iox-shared-compactor, StatefulSet/iox-shared-compactor | Service/iox-shared-compactor
                    garbage-collector | 1 | Deployment/global-gc, NetworkPolicy/sluice-watched | Service/global-gc
                    """)
    void nothingOfTheOneProcessChanges(String component, int replicas, String added, String also) {
        Rendered alone = Rendered.of(WORDS);
        Rendered beside = Rendered.of(WORDS, NUMBER.formatted(component, replicas));
        Set<String> more = new TreeSet<>(beside.names());
        more.removeAll(alone.names());

        assertThat(more).containsExactly(added.split(", ", -1));
        assertThat(
                        alone.names().stream()
                                .filter(name -> !tree(alone, name).equals(tree(beside, name)))
                                .sorted())
                .containsExactly(also.split(", ", -1));
        assertThat(Rendered.of(WORDS, NUMBER.formatted("granite", 0)).text())
                .isEqualTo(alone.text());
    }

    /// What is said of the components.
    private static final String WORDS =
            """
            components:
              common: {template: {containers: {iox: {env: {A: c}}}}}
              router:
                template:
                  containers: {iox: {env: {W: w}}}
                  metadata: {labels: {team: w}}
                  nodeSelector: {pool: w}
              granite:
                template:
                  containers: {iox: {env: {A: g}}}
                  metadata: {labels: {team: g}}
                  nodeSelector: {pool: g}
                  tolerations: [{key: g, operator: Exists}]
              compactor:
                template:
                  containers: {iox: {env: {A: m}}}
                  affinity: {nodeAffinity: {}}
              garbage-collector: {template: {containers: {iox: {env: {B: r}}}}}
            """;

    @Test
    void eachGetsWhatIsSaidOfItsComponentAndTheOneProcessGoesOnByIt() {
        Rendered rendered = Rendered.of(WORDS, Resources.ROLES);
        JsonNode tokens = rendered.tree("Deployment", TOKENS).at("/spec/template");

        assertThat(rendered.variables("Deployment", TOKENS)).containsEntry("A", "g");
        assertThat(tokens.at("/metadata/labels/team").asText()).isEqualTo("g");
        assertThat(tokens.at("/spec/nodeSelector/pool").asText()).isEqualTo("g");
        assertThat(tokens.at("/spec/tolerations/0/key").asText()).isEqualTo("g");
        JsonNode routers = rendered.tree("Deployment", "global-router").at("/spec/template");
        assertThat(rendered.variables("Deployment", "global-router"))
                .containsEntry("A", "c")
                .containsEntry("W", "w")
                .doesNotContainKey("B");
        assertThat(routers.at("/metadata/labels/team").asText()).isEqualTo("w");
        assertThat(routers.at("/spec/nodeSelector/pool").asText()).isEqualTo("w");
        assertThat(rendered.variables("StatefulSet", "iox-shared-compactor"))
                .containsEntry("A", "m")
                .doesNotContainKey("B");
        assertThat(rendered.pod("StatefulSet", "iox-shared-compactor").has("affinity")).isTrue();
        assertThat(rendered.variables("Deployment", "global-gc"))
                .containsEntry("A", "c")
                .containsEntry("B", "r");
        assertThat(rendered.variables("StatefulSet", "iox-shared-ingester"))
                .as("which merges and removes while those are away, and takes what is handed on")
                .containsEntry("W", "w")
                .containsEntry("A", "m")
                .containsEntry("B", "r");
        assertThat(rendered.variables("Deployment", "iox-shared-querier"))
                .containsEntry("A", "c")
                .doesNotContainKey("B");
    }

    @Test
    void administrationKnowsWhoAdministersAndNothingOfFiles() {
        Rendered rendered = Rendered.of(ADMINISTRATION, "objectStore: {s3: {region: eu-west-1}}");
        JsonNode deployment = rendered.tree("Deployment", TOKENS);
        JsonNode container = rendered.container("Deployment", TOKENS);

        assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(3);
        assertThat(deployment.at("/spec/template/metadata/labels/app").asText()).isEqualTo(TOKENS);
        assertThat(arguments(rendered, "Deployment/" + TOKENS))
                .containsExactly(
                        "serve",
                        "--role=admin",
                        "--config=/etc/sluice/settings/settings.yaml",
                        "--admin-config=/etc/sluice/admin/admin.yaml");
        assertThat(names(container.get("env"))).containsExactly("INFLUXDB_IOX_CATALOG_DSN");
        assertThat(names(rendered.pod("Deployment", TOKENS).get("volumes")))
                .containsExactly("data", "tmp", "settings", "admin", "keys");
        assertThat(container.at("/resources/requests/cpu").asText()).isEqualTo("500m");
        assertThat(container.at("/resources/limits/memory").asText()).isEqualTo("500M");
        for (String same :
                List.of("startupProbe", "readinessProbe", "livenessProbe", "securityContext")) {
            assertThat(container.get(same))
                    .as(same)
                    .isEqualTo(rendered.container("StatefulSet", "iox-shared-ingester").get(same));
        }

        ServerConfig config = rendered.loaded(directory, ServerFiles.ADMINISTRATION_SETTINGS_MAP);
        assertThat(config.bucket()).isNull();
        assertThat(config.sluice().access().keyDirectory()).isEqualTo(Path.of(Pods.KEY_DIRECTORY));
        assertThat(config.sluice().access().adminTokenAudience()).hasToString(Rendered.UID);
    }

    @Test
    void routersKnowTheTokensAndTheWayAndNothingOfFiles() {
        Rendered rendered =
                Rendered.of(
                        NUMBER.formatted("router", 3), "objectStore: {s3: {region: eu-west-1}}");
        JsonNode deployment = rendered.tree("Deployment", "global-router");
        JsonNode container = rendered.container("Deployment", "global-router");

        assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(3);
        assertThat(deployment.at("/spec/template/metadata/labels/app").asText()).isEqualTo("iox");
        assertThat(container.get("name").asText()).isEqualTo("iox");
        assertThat(arguments(rendered, "Deployment/global-router"))
                .containsExactly(
                        "serve",
                        "--role=router",
                        "--config=/etc/sluice/settings/settings.yaml",
                        "--admin-config=/etc/sluice/admin/admin.yaml");
        assertThat(names(container.get("env"))).containsExactly("INFLUXDB_IOX_CATALOG_DSN");
        assertThat(names(rendered.pod("Deployment", "global-router").get("volumes")))
                .containsExactly("data", "tmp", "settings", "admin", "keys");
        assertThat(container.at("/resources/requests/cpu").asText()).isEqualTo("1");
        assertThat(container.at("/resources/requests/memory").asText()).isEqualTo("2Gi");
        for (String same :
                List.of("startupProbe", "readinessProbe", "livenessProbe", "securityContext")) {
            assertThat(container.get(same))
                    .as(same)
                    .isEqualTo(rendered.container("StatefulSet", "iox-shared-ingester").get(same));
        }

        ServerConfig config = rendered.loaded(directory, ServerFiles.ROUTER_SETTINGS_MAP);
        assertThat(config.bucket()).isNull();
        assertThat(config.sluice().cluster().ingesters())
                .containsExactly(URI.create("http://iox-shared-ingester-0:8086"));
        assertThat(config.sluice().access().keyDirectory()).isEqualTo(Path.of(Pods.KEY_DIRECTORY));
    }

    /// Neither lets anybody in, so neither knows who might.
    @Test
    void whoMergesAndWhoRemovesKnowNobody() {
        Rendered rendered = Rendered.of(Resources.ROLES);
        for (String workload :
                List.of("StatefulSet/iox-shared-compactor", "Deployment/global-gc")) {
            JsonNode spec = tree(rendered, workload).get("spec");
            assertThat(arguments(rendered, workload)).hasSize(3);
            assertThat(spec.has("volumeClaimTemplates")).isFalse();
            assertThat(names(spec.at("/template/spec/volumes")))
                    .containsExactly("data", "tmp", "settings");
        }
        assertThat(rendered.tree("NetworkPolicy", "sluice-watched").at("/spec/ingress").toString())
                .contains("metrics")
                .doesNotContain("data");
        assertThat(
                        rendered.container("Deployment", "global-gc")
                                .at("/resources/requests")
                                .isEmpty())
                .as("no size is documented")
                .isTrue();
        assertThat(
                        rendered.container("StatefulSet", "iox-shared-compactor")
                                .at("/resources/requests/memory")
                                .asText())
                .isEqualTo("32Gi");
    }

    /// `kubectl delete pods --selector app=token-management`.
    @Test
    void theDocumentedLabelFindsAdministrationAlone() {
        Rendered rendered = Rendered.of(Resources.ROLES);

        assertThat(
                        workloads(rendered).stream()
                                .filter(workload ->
                                        tree(rendered, workload)
                                                .at("/spec/template/metadata/labels/app")
                                                .asText()
                                                .equals(TOKENS)))
                .containsExactly("Deployment/" + TOKENS);
    }

    @Test
    void servicesLeadToTheirPods() {
        Rendered rendered = Rendered.of(Resources.ROLES);
        Map<String, String> components =
                rendered.objects().stream()
                        .filter(object -> object.getKind().equals("Service"))
                        .map(HasMetadata::getMetadata)
                        .collect(
                                Collectors.toMap(
                                        metadata -> metadata.getName(),
                                        metadata ->
                                                rendered.tree("Service", metadata.getName())
                                                        .at(
                                                                "/spec/selector/app.kubernetes.io~1component")
                                                        .asText()));

        assertThat(components)
                .containsEntry(TOKENS, "admin")
                .containsEntry("iox-shared-compactor", "compactor")
                .containsEntry("global-gc", "garbage-collector")
                .containsEntry("iox-shared-querier", "querier")
                .containsEntry("global-router", "router")
                .containsEntry("iox-shared-catalog", "ingester");
    }
}
