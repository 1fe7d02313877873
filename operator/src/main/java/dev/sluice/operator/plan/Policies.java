// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRuleBuilder;
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
        List<Role> roles = Workloads.roles(cluster);
        policies.add(doors(roles.stream().filter(Role::isAsked).toList()));
        List<Role> others = roles.stream().filter(role -> !role.isAsked()).toList();
        if (!others.isEmpty()) {
            policies.add(watched(others));
        }
        // Those who stand by are not counted: they are never ready, so that a budget of several
        // pods would hold the one that works where it is, for ever.
        for (Role role : roles) {
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
    private HasMetadata doors(List<Role> roles) {
        return new NetworkPolicyBuilder()
                .withMetadata(metadata.of("sluice-doors").build())
                .withNewSpec()
                .withPodSelector(podsOf(roles))
                .withPolicyTypes("Ingress")
                .addNewIngress()
                .addNewPort()
                .withPort(new IntOrString(Services.DATA_PORT))
                .endPort()
                .endIngress()
                .addToIngress(metrics())
                .endSpec()
                .build();
    }

    /// Of pods that nobody asks for anything else there are numbers alone.
    private HasMetadata watched(List<Role> roles) {
        return new NetworkPolicyBuilder()
                .withMetadata(metadata.of("sluice-watched").build())
                .withNewSpec()
                .withPodSelector(podsOf(roles))
                .withPolicyTypes("Ingress")
                .withIngress(metrics())
                .endSpec()
                .build();
    }

    private LabelSelector podsOf(List<Role> roles) {
        return new LabelSelectorBuilder()
                .withMatchLabels(metadata.wholeCluster())
                .addNewMatchExpression()
                .withKey(Metadata.COMPONENT)
                .withOperator("In")
                .withValues(roles.stream().map(Role::component).toList())
                .endMatchExpression()
                .build();
    }

    private static NetworkPolicyIngressRule metrics() {
        return new NetworkPolicyIngressRuleBuilder()
                .addNewFrom()
                .withNewNamespaceSelector()
                .endNamespaceSelector()
                .endFrom()
                .addNewPort()
                .withPort(new IntOrString(Services.METRICS_PORT))
                .endPort()
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
