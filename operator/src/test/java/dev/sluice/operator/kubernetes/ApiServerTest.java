// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.operator.Resources;
import dev.sluice.testkit.KubernetesServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The API server that the other tests stand on does what a real one does, as far as they need it.
final class ApiServerTest {
    @TempDir private Path directory;
    private final ApiServer api = ApiServer.start();

    @AfterEach
    void stop() {
        api.close();
    }

    private ConfigMap apply(String manager, Map<String, String> data) {
        return api.client()
                .resource(
                        new ConfigMapBuilder()
                                .withNewMetadata()
                                .withNamespace(api.namespace())
                                .withName("map")
                                .endMetadata()
                                .withData(data)
                                .build())
                .fieldManager(manager)
                .forceConflicts()
                .serverSideApply();
    }

    @Test
    void whatDoesNotChangeKeepsItsVersion() {
        ConfigMap first = apply("one", Map.of("a", "1"));
        ConfigMap same = apply("one", Map.of("a", "1"));
        ConfigMap other = apply("one", Map.of("a", "2"));

        assertThat(same.getMetadata().getResourceVersion())
                .isEqualTo(first.getMetadata().getResourceVersion());
        assertThat(other.getMetadata().getResourceVersion())
                .isNotEqualTo(first.getMetadata().getResourceVersion());
    }

    @Test
    void whatIsNoLongerAppliedGoesAndWhatOthersSetStays() {
        apply("one", Map.of("a", "1", "b", "1"));
        api.client()
                .configMaps()
                .inNamespace(api.namespace())
                .withName("map")
                .edit(map -> {
                    map.getData().put("c", "1");
                    return map;
                });

        assertThat(apply("one", Map.of("a", "1")).getData()).containsOnlyKeys("a", "c");
    }

    @Test
    void aJobCannotChange() {
        applyJob("one");
        applyJob("one");

        assertThatThrownBy(() -> applyJob("two"))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("field is immutable");
    }

    private void applyJob(String image) {
        api.client()
                .resource(
                        new JobBuilder()
                                .withNewMetadata()
                                .withNamespace(api.namespace())
                                .withName("job")
                                .endMetadata()
                                .withNewSpec()
                                .withNewTemplate()
                                .withNewSpec()
                                .withRestartPolicy("Never")
                                .addNewContainer()
                                .withName("c")
                                .withImage(image)
                                .endContainer()
                                .endSpec()
                                .endTemplate()
                                .endSpec()
                                .build())
                .fieldManager("one")
                .forceConflicts()
                .serverSideApply();
    }

    @Test
    void connectsToWhatAKubeconfigNames() throws IOException {
        try (ApiServer other = ApiServer.start(kubeconfig())) {
            other.apply(Resources.with());

            assertThat(other.namespace()).startsWith("sluice-test-").isNotEqualTo(api.namespace());
            assertThat(other.get("influxdb").getMetadata().getNamespace())
                    .isEqualTo(other.namespace());
            assertThat(namespaces()).contains(other.namespace());
        }
        assertThat(namespaces())
                .filteredOn(name -> !name.equals(api.namespace()))
                .noneMatch(name -> name.startsWith("sluice-test-"));
    }

    /// Those that are not about to go.
    private List<String> namespaces() {
        return api.client().namespaces().list().getItems().stream()
                .filter(space -> !space.isMarkedForDeletion())
                .map(space -> space.getMetadata().getName())
                .toList();
    }

    private Path kubeconfig() throws IOException {
        KubernetesServer real =
                KubernetesServer.ofThisRun(System.getenv(KubernetesServer.DIRECTORY));
        return real != null
                ? real.kubeconfig()
                : Files.writeString(
                        directory.resolve("config"),
                        """
                        apiVersion: v1
                        kind: Config
                        clusters: [{name: c, cluster: {server: "%s"}}]
                        users: [{name: u, user: {}}]
                        contexts: [{name: x, context: {cluster: c, user: u}}]
                        current-context: x
                        """
                                .formatted(api.client().getMasterUrl()));
    }
}
