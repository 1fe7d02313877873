// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import dev.sluice.operator.appinstance.FeatureFlag;
import dev.sluice.operator.appinstance.PackageSpec.Volume;
import dev.sluice.operator.appinstance.PodKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The StatefulSet of the one process, which is the ingester's, a Deployment for each server that
/// stands by for it, and the workloads of other roles, where they are asked for.
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
        return PodKind.of(cluster.settings()).stream().map(Role::of).toList();
    }

    /// The role whose pods do the work of another.
    static Role behind(Cluster cluster, Role role) {
        return roles(cluster).contains(role) ? role : Role.INGESTER;
    }

    /// How many pods a role has.
    static int replicas(Cluster cluster, Role role) {
        return role.pods().replicas(cluster.settings());
    }

    List<HasMetadata> render() {
        List<HasMetadata> workloads = new ArrayList<>();
        for (Role role : roles(cluster)) {
            workloads.add(role.isSet() ? statefulSet(role) : deployment(role));
        }
        for (int number = 1; number <= cluster.settings().standbys(); number++) {
            workloads.add(standby(number));
        }
        return workloads;
    }

    /// A server that stands by for the one process. These and the pod of its StatefulSet are
    /// equals: whoever has the catalog works, and the others are never ready. So each is ended
    /// before a new one comes, since a rollout that waits until it is ready would wait for ever;
    /// and no time is set for it, after which it would have failed. Each is a Deployment of its
    /// own, since pods of one have no names by which others could tell them apart.
    ///
    /// A StatefulSet does not replace a pod that is not ready either. Where its pod stands by, the
    /// end of these makes it work, and then it is replaced.
    private HasMetadata standby(int number) {
        return new DeploymentBuilder()
                .withMetadata(metadata.ofStandby(number))
                .withNewSpec()
                .withReplicas(1)
                .withMinReadySeconds(minReadySeconds())
                .withProgressDeadlineSeconds(Integer.MAX_VALUE)
                .withNewStrategy()
                .withType("Recreate")
                .endStrategy()
                .withNewSelector()
                .withMatchLabels(metadata.standbySelector(number))
                .endSelector()
                .withTemplate(pods.standby(number))
                .endSpec()
                .build();
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
                .withVolumeClaimTemplates(claims(role))
                .endSpec()
                .build();
    }

    private @Nullable Integer minReadySeconds() {
        return cluster.settings().has(FeatureFlag.NO_MIN_READY_SECONDS) ? null : MIN_READY_SECONDS;
    }

    /// What is in no file yet outlives a pod; the rest is copies and files in the making.
    private List<PersistentVolumeClaim> claims(Role role) {
        return role == Role.INGESTER ? List.of(claim()) : List.of();
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
