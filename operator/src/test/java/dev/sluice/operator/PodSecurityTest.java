// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.operator.kubernetes.ApiServer;
import dev.sluice.operator.plan.Rendered;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pods are made in a namespace that enforces Kubernetes' standard "restricted" (admin.md 7).
final class PodSecurityTest {
    /// A test that has to wait this long has failed.
    private static final long PATIENCE_SECONDS = 120;

    private static final PodTemplateSpec FREE =
            Serialization.unmarshal(
                    "spec: {containers: [{name: c, image: i}], serviceAccountName: sluice}",
                    PodTemplateSpec.class);

    @TempDir private Path directory;
    private final ApiServer api = ApiServer.start();

    @AfterEach
    void stop() {
        api.close();
    }

    /// A real server takes a moment until it enforces.
    private void restrict() {
        api.restrict();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (api.restricted(FREE).isEmpty()) {
            assertThat(System.nanoTime()).as("a pod without bounds").isLessThan(deadline);
        }
        assertThat(api.restricted(FREE))
                .contains("allowPrivilegeEscalation != false")
                .contains("unrestricted capabilities")
                .contains("runAsNonRoot != true")
                .contains("seccompProfile");
    }

    private void makeAccount(String name) {
        api.client()
                .resource(
                        new ServiceAccountBuilder()
                                .withNewMetadata()
                                .withNamespace(api.namespace())
                                .withName(name)
                                .endMetadata()
                                .build())
                .create();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", Resources.EVERYTHING, Resources.ROLES})
    void everyPodOfAClusterIsAdmitted(String settings) {
        makeAccount("sluice");
        makeAccount("sluice-token-jobs");
        restrict();
        Map<String, PodTemplateSpec> pods = new LinkedHashMap<>();
        Rendered.of(settings)
                .objects()
                .forEach(object -> {
                    JsonNode tree =
                            Serialization.unmarshal(Serialization.asJson(object), JsonNode.class);
                    if (tree.at("/spec/template/spec").isObject()) {
                        pods.put(
                                object.getFullResourceName() + object.getMetadata().getName(),
                                pod(tree));
                    }
                });

        assertThat(pods).hasSizeGreaterThan(1);
        pods.forEach((name, pod) -> assertThat(api.restricted(pod)).as(name).isEmpty());
    }

    @Test
    void theOperatorIsAdmitted() {
        makeAccount("sluice");
        makeAccount("influxdb-operator");
        restrict();
        JsonNode deployment =
                new Chart(directory, api.namespace())
                        .object(
                                "Deployment",
                                JsonNode.class,
                                """
                                catalog: {dsn: {SecretName: catalog, SecretKey: dsn}}
                                objectStore: {bucket: plant}
                                admin: {enabled: false}
                                """);

        assertThat(api.restricted(pod(deployment))).isEmpty();
    }

    /// What a controller makes of a workload: each claim becomes a volume.
    private static PodTemplateSpec pod(JsonNode workload) {
        PodTemplateSpec pod =
                Serialization.unmarshal(
                        workload.at("/spec/template").toString(), PodTemplateSpec.class);
        workload.at("/spec/volumeClaimTemplates")
                .forEach(claim -> {
                    String name = claim.at("/metadata/name").asText();
                    pod.getSpec()
                            .getVolumes()
                            .add(
                                    new VolumeBuilder()
                                            .withName(name)
                                            .withNewPersistentVolumeClaim(name, false)
                                            .build());
                });
        return pod;
    }
}
