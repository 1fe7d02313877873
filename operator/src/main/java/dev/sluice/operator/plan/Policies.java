// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Who may reach the pods, and how many of them may be taken away at once.
final class Policies {
    private final Cluster cluster;
    private final Metadata metadata;

    Policies(Cluster cluster, Metadata metadata) {
        this.cluster = cluster;
        this.metadata = metadata;
    }

    List<HasMetadata> render() {
        List<HasMetadata> policies = new ArrayList<>();
        policies.add(closed());
        policies.add(doors());
        for (Role role : Workloads.roles(cluster)) {
            if (Workloads.replicas(cluster, role) > 1) {
                policies.add(budget(role));
            }
        }
        return policies;
    }

    /// Nobody reaches any pod of the cluster, but the cluster itself.
    private HasMetadata closed() {
        Map<String, String> all = metadata.wholeCluster();
        return new NetworkPolicyBuilder()
                .withMetadata(metadata.of("sluice-closed").build())
                .withNewSpec()
                .withNewPodSelector()
                .withMatchLabels(all)
                .endPodSelector()
                .withPolicyTypes("Ingress")
                .addNewIngress()
                .addNewFrom()
                .withNewPodSelector()
                .withMatchLabels(all)
                .endPodSelector()
                .endFrom()
                .endIngress()
                .endSpec()
                .build();
    }

    /// What asks for a credential is open to all; numbers for monitoring are, within Kubernetes.
    private HasMetadata doors() {
        return new NetworkPolicyBuilder()
                .withMetadata(metadata.of("sluice-doors").build())
                .withNewSpec()
                .withNewPodSelector()
                .withMatchLabels(metadata.wholeCluster())
                .addNewMatchExpression()
                .withKey(Metadata.COMPONENT)
                .withOperator("In")
                .withValues(Workloads.roles(cluster).stream().map(Role::component).toList())
                .endMatchExpression()
                .endPodSelector()
                .withPolicyTypes("Ingress")
                .addNewIngress()
                .addNewPort()
                .withPort(new IntOrString(Services.DATA_PORT))
                .endPort()
                .endIngress()
                .addNewIngress()
                .addNewFrom()
                .withNewNamespaceSelector()
                .endNamespaceSelector()
                .endFrom()
                .addNewPort()
                .withPort(new IntOrString(Services.METRICS_PORT))
                .endPort()
                .endIngress()
                .endSpec()
                .build();
    }

    private HasMetadata budget(Role role) {
        return new PodDisruptionBudgetBuilder()
                .withMetadata(metadata.of(role))
                .withNewSpec()
                .withMaxUnavailable(new IntOrString(1))
                .withNewSelector()
                .withMatchLabels(metadata.selector(role))
                .endSelector()
                .endSpec()
                .build();
    }
}
