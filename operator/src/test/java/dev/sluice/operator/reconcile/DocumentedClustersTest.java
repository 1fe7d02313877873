// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.operator.Chart;
import dev.sluice.operator.Resources;
import dev.sluice.operator.appinstance.AppInstance;
import dev.sluice.operator.appinstance.Condition;
import dev.sluice.operator.kubernetes.ApiServer;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.Placeholders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the documentation says, letter for letter but for the placeholders, makes pods that run:
/// the only command is the one that the server is, in a test of its own, started with.
final class DocumentedClustersTest {
    /// The excerpts of the documentation, which the loader and the chart are tried with, too.
    private static final Path EXCERPTS =
            Path.of("..", "config", "src", "test", "resources", "dev", "sluice", "config");

    private static final String CUTOFF = "INFLUXDB_IOX_GC_OBJECTSTORE_CUTOFF";
    private static final String REST_OF_THE_VALUES =
            """
            catalog: {dsn: {SecretName: catalog, SecretKey: dsn}}
            objectStore: {bucket: plant, s3: {region: eu-central-1}}
            admin: {dsn: {valueFrom: {secretKeyRef: {name: catalog, key: dsn}}}}
            """;

    @TempDir private Path directory;
    private final Passes passes = new Passes();
    private final ApiServer api = passes.api();

    @AfterEach
    void stop() {
        passes.close();
    }

    private static String read(String name) throws IOException {
        return Placeholders.filled(Files.readString(EXCERPTS.resolve(name)));
    }

    /// Applies, and finds what has pods.
    private Set<String> workloads(AppInstance instance) {
        api.apply(instance);
        passes.run();
        assertThat(passes.condition(Condition.READY).message())
                .isEqualTo("the objects are applied");
        return api.objects().keySet().stream()
                .filter(name -> name.matches("(Deploy|StatefulS).*"))
                .collect(Collectors.toSet());
    }

    /// Applies, and finds one pod that everything leads to.
    private void onePod(AppInstance instance) {
        assertThat(workloads(instance)).containsExactly("StatefulSet/iox-shared-ingester");
        Map<String, JsonNode> made = api.objects();
        JsonNode set = api.object("StatefulSet/iox-shared-ingester");
        assertThat(set.at("/spec/replicas").asInt()).isEqualTo(1);
        JsonNode labels = set.at("/spec/template/metadata/labels");
        List<JsonNode> services =
                made.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith("Service/"))
                        .map(entry -> entry.getValue().at("/spec/selector"))
                        .toList();
        assertThat(services)
                .hasSize(7)
                .allSatisfy(selector ->
                        assertThat(labels.properties()).containsAll(selector.properties()));
        assertThat(command(set)).containsExactlyElementsOf(command("all"));
    }

    private static List<String> command(String role) {
        return List.of(
                "serve",
                "--role=" + role,
                "--config=/etc/sluice/settings/settings.yaml",
                "--admin-config=/etc/sluice/admin/admin.yaml");
    }

    private static List<String> command(JsonNode workload) {
        return workload.at("/spec/template/spec/containers/0/args")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    private static List<String> variables(JsonNode workload) {
        return workload.at("/spec/template/spec/containers/0/env")
                .valueStream()
                .map(variable -> variable.get("name").asText())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak", "auth0", "entra"})
    @Conforms({"A-1", "A-180"})
    void theDocumentedAppInstanceRuns(String provider) throws IOException {
        JsonNode excerpt = Resources.yaml(read(provider + "-appinstance.yaml"));

        onePod(Resources.with(excerpt.at("/spec/package/spec").toString()));

        assertThat(administrators()).contains("\"Marty\"");
        assertThat(passes.condition(Condition.WITHOUT_EFFECT).message())
                .isEqualTo("nothing follows from monitoringStorage");
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak", "auth0", "entra"})
    @Conforms({"A-2", "A-181"})
    void theDocumentedValuesRun(String provider) throws IOException {
        onePod(
                new Chart(directory, api.namespace())
                        .object(
                                AppInstance.KIND,
                                AppInstance.class,
                                REST_OF_THE_VALUES,
                                read(provider + "-helm.yaml")));

        assertThat(administrators()).contains("\"Marty\"");
        assertThat(passes.condition(Condition.WITHOUT_EFFECT).message())
                .isEqualTo("nothing follows from monitoringStorage");
    }

    private String administrators() {
        return api.object("ConfigMap/sluice-admin").at("/data/admin.yaml").asText();
    }

    /// Admin.md 6.1, 6.7 and 6.8: the documented sizes and the documented variables, each at its
    /// component.
    @Test
    @Conforms("A-192")
    void theDocumentedSizesAndVariablesRun() {
        Set<String> made =
                workloads(
                        Resources.with(
                                Passes.ADMIN,
                                """
                                resources:
                                  ingester: {requests: {cpu: 6, memory: 24Gi, replicas: 3}}
                                  querier: {requests: {cpu: 8, memory: 32Gi, replicas: 3}}
                                  compactor: {requests: {cpu: 8, memory: 32Gi, replicas: 1}}
                                  router: {requests: {cpu: 1, memory: 2Gi, replicas: 3}}
                                  catalog: {requests: {cpu: 4, memory: 16Gi, replicas: 3}}
                                  granite: {requests: {cpu: "0.5", memory: 500M, replicas: 3}}
                                  garbage-collector: {requests: {replicas: 1}}
                                """,
                                variables(
                                        "ingester", "INFLUXDB_IOX_PARTIAL_WRITES_ENABLED", "false"),
                                variables(
                                        "ingester", "INFLUXDB_IOX_RAM_SOFT_LIMIT_BYTES", "1000000"),
                                variables("querier", "INFLUXDB_IOX_EXEC_MEM_POOL_BYTES", "1000000"),
                                variables("router", "INFLUXDB_IOX_MAX_HTTP_REQUESTS", "100"),
                                variables("compactor", "INFLUXDB_IOX_EXEC_MEM_POOL_PERCENT", "80"),
                                variables("garbage-collector", CUTOFF, "6h")));

        assertThat(made)
                .containsExactlyInAnyOrder(
                        "StatefulSet/iox-shared-ingester",
                        "Deployment/iox-shared-ingester-standby-1",
                        "Deployment/iox-shared-ingester-standby-2",
                        "Deployment/iox-shared-querier",
                        "StatefulSet/iox-shared-compactor",
                        "Deployment/global-gc",
                        "Deployment/global-router",
                        "Deployment/token-management");
        JsonNode routers = api.object("Deployment/global-router");
        assertThat(command(routers)).isEqualTo(command("router"));
        assertThat(routers.at("/spec/replicas").asInt()).isEqualTo(3);
        assertThat(variables(routers)).contains("INFLUXDB_IOX_MAX_HTTP_REQUESTS");
        assertThat(command(api.object("Deployment/token-management"))).isEqualTo(command("admin"));
        assertThat(variables(api.object("Deployment/global-gc"))).contains(CUTOFF);
        JsonNode one = api.object("StatefulSet/iox-shared-ingester");
        JsonNode queriers = api.object("Deployment/iox-shared-querier");
        assertThat(command(one)).isEqualTo(command("all"));
        assertThat(command(queriers)).isEqualTo(command("querier"));
        assertThat(one.at("/spec/replicas").asInt()).isEqualTo(1);
        JsonNode standby = api.object("Deployment/iox-shared-ingester-standby-2");
        assertThat(standby.at("/spec/replicas").asInt()).isEqualTo(1);
        assertThat(variables(standby)).isEqualTo(variables(one));
        assertThat(queriers.at("/spec/replicas").asInt()).isEqualTo(3);
        assertThat(variables(one))
                .contains(
                        "INFLUXDB_IOX_PARTIAL_WRITES_ENABLED",
                        "INFLUXDB_IOX_RAM_SOFT_LIMIT_BYTES",
                        "INFLUXDB_IOX_MAX_HTTP_REQUESTS",
                        "INFLUXDB_IOX_EXEC_MEM_POOL_PERCENT",
                        CUTOFF);
        assertThat(variables(queriers))
                .contains("INFLUXDB_IOX_EXEC_MEM_POOL_BYTES")
                .doesNotContain(CUTOFF);
        assertThat(passes.condition(Condition.WITHOUT_EFFECT).message())
                .isEqualTo(
                        "nothing follows from"
                                + " components.compactor.template.containers.iox.env.INFLUXDB_IOX_EXEC_MEM_POOL_PERCENT,"
                                + " components.ingester.template.containers.iox.env.INFLUXDB_IOX_RAM_SOFT_LIMIT_BYTES,"
                                + " components.querier.template.containers.iox.env.INFLUXDB_IOX_EXEC_MEM_POOL_BYTES,"
                                + " monitoringStorage, resources.catalog");
    }

    private static String variables(String component, String name, String value) {
        return "components: {%s: {template: {containers: {iox: {env: {%s: '%s'}}}}}}"
                .formatted(component, name, value);
    }
}
