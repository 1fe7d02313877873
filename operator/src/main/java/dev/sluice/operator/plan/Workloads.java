// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import dev.sluice.operator.appinstance.FeatureFlag;
import dev.sluice.operator.appinstance.PackageSpec.Volume;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Deployments and StatefulSets: the ingester's alone where one process does everything, else one a
/// role.
final class Workloads {
    private static final int MIN_READY_SECONDS = 10;

    private final Cluster cluster;
    private final Metadata metadata;
    private final Pods pods;

    Workloads(Cluster cluster, Metadata metadata, Pods pods) {
        this.cluster = cluster;
        this.metadata = metadata;
        this.pods = pods;
    }

    /// The roles that have pods.
    static List<Role> roles(Cluster cluster) {
        return cluster.isSingleProcess() ? List.of(Role.INGESTER) : List.of(Role.values());
    }

    /// How many pods a role has.
    static int replicas(Cluster cluster, Role role) {
        return cluster.isSingleProcess()
                ? 1
                : Objects.requireNonNullElse(
                        Pods.resourcesOf(cluster, role).requests().replicas(),
                        role.size().replicas());
    }

    List<HasMetadata> render() {
        return roles(cluster).stream().map(this::workload).toList();
    }

    private HasMetadata workload(Role role) {
        return role.isStateful() ? statefulSet(role) : deployment(role);
    }

    private HasMetadata deployment(Role role) {
        return new DeploymentBuilder()
                .withMetadata(metadata.of(role))
                .withNewSpec()
                .withReplicas(replicas(cluster, role))
                .withMinReadySeconds(minReadySeconds())
                .withNewSelector()
                .withMatchLabels(metadata.selector(role))
                .endSelector()
                .withTemplate(pods.template(role))
                .endSpec()
                .build();
    }

    private HasMetadata statefulSet(Role role) {
        return new StatefulSetBuilder()
                .withMetadata(metadata.of(role))
                .withNewSpec()
                .withReplicas(replicas(cluster, role))
                .withMinReadySeconds(minReadySeconds())
                .withServiceName(role.objectName())
                .withNewSelector()
                .withMatchLabels(metadata.selector(role))
                .endSelector()
                .withTemplate(pods.template(role))
                .withVolumeClaimTemplates(role == Role.INGESTER ? List.of(claim()) : List.of())
                .endSpec()
                .build();
    }

    private @Nullable Integer minReadySeconds() {
        return cluster.settings().has(FeatureFlag.NO_MIN_READY_SECONDS) ? null : MIN_READY_SECONDS;
    }

    private PersistentVolumeClaim claim() {
        Volume volume = cluster.settings().ingesterStorage();
        String className = volume.storageClassName();
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(Pods.DATA)
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withStorageClassName(className == null || className.isBlank() ? null : className)
                .withNewResources()
                .addToRequests("storage", volume.storage())
                .endResources()
                .endSpec()
                .build();
    }
}
