// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.reconcile;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Arrays;

/// Every kind of object that a cluster may consist of. The operator has rights for these and lists
/// each, to find what is no longer asked for; the chart's Role says the same.
public enum ManagedKind {
    /// Whom pods act as.
    SERVICE_ACCOUNT("", "v1", "ServiceAccount", "serviceaccounts"),
    /// What jobs may do.
    ROLE("rbac.authorization.k8s.io", "v1", "Role", "roles"),
    /// Which jobs may do it.
    ROLE_BINDING("rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings"),
    /// Values that stand in the AppInstance.
    SECRET("", "v1", "Secret", "secrets"),
    /// What servers read.
    CONFIG_MAP("", "v1", "ConfigMap", "configmaps"),
    /// How pods are found.
    SERVICE("", "v1", "Service", "services"),
    /// Who reaches them.
    NETWORK_POLICY("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies"),
    /// How many may be taken away.
    POD_DISRUPTION_BUDGET("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets"),
    /// What makes the admin token.
    JOB("batch", "v1", "Job", "jobs"),
    /// Servers without a volume.
    DEPLOYMENT("apps", "v1", "Deployment", "deployments"),
    /// Servers with a name.
    STATEFUL_SET("apps", "v1", "StatefulSet", "statefulsets"),
    /// The way in.
    INGRESS("networking.k8s.io", "v1", "Ingress", "ingresses"),
    /// The way in on OpenShift.
    ROUTE("route.openshift.io", "v1", "Route", "routes"),
    /// The way in by Istio.
    GATEWAY("networking.istio.io", "v1beta1", "Gateway", "gateways"),
    /// Where it leads.
    VIRTUAL_SERVICE("networking.istio.io", "v1beta1", "VirtualService", "virtualservices"),
    /// Monitoring by an operator of Prometheus.
    SERVICE_MONITOR("monitoring.coreos.com", "v1", "ServiceMonitor", "servicemonitors");

    private final String group;
    private final String version;
    private final String kind;
    private final String plural;

    ManagedKind(String group, String version, String kind, String plural) {
        this.group = group;
        this.version = version;
        this.kind = kind;
        this.plural = plural;
    }

    /// The kind of that name.
    ///
    /// @throws IllegalStateException when a cluster cannot have it
    static ManagedKind of(String kind) {
        return Arrays.stream(values())
                .filter(each -> each.kind.equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(kind + " is not a managed kind"));
    }

    /// As an API server calls it.
    public String kind() {
        return kind;
    }

    /// Empty for the core.
    public String group() {
        return group;
    }

    /// Of the group.
    public String version() {
        return version;
    }

    /// As it is written in paths.
    public String plural() {
        return plural;
    }

    ResourceDefinitionContext context() {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }
}
