// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import dev.sluice.operator.appinstance.PackageSpec.HostingEnvironment;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.util.List;
import java.util.Map;

/// Whom pods act as: servers as nobody in the cluster (but as somebody at the cloud, where that is
/// asked for), jobs as one who may write the two Secrets of the admin token.
final class Accounts {
    static final String SERVERS = "sluice";
    static final String JOBS = "sluice-token-jobs";

    private final Cluster cluster;
    private final Metadata metadata;

    Accounts(Cluster cluster, Metadata metadata) {
        this.cluster = cluster;
        this.metadata = metadata;
    }

    List<HasMetadata> render() {
        return List.of(
                new ServiceAccountBuilder()
                        .withMetadata(
                                metadata.of(SERVERS)
                                        .withAnnotations(
                                                identity(cluster.settings().hostingEnvironment()))
                                        .build())
                        .withAutomountServiceAccountToken(false)
                        .build(),
                new ServiceAccountBuilder().withMetadata(metadata.of(JOBS).build()).build(),
                new RoleBuilder()
                        .withMetadata(metadata.of(JOBS).build())
                        .addNewRule()
                        .withApiGroups("")
                        .withResources("secrets")
                        .withResourceNames(TokenJobs.KEYS, TokenJobs.TOKEN)
                        .withVerbs("get", "update")
                        .endRule()
                        // Kubernetes cannot bind this right to names.
                        .addNewRule()
                        .withApiGroups("")
                        .withResources("secrets")
                        .withVerbs("create")
                        .endRule()
                        .build(),
                new RoleBindingBuilder()
                        .withMetadata(metadata.of(JOBS).build())
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", JOBS)
                        .addNewSubject()
                        .withKind("ServiceAccount")
                        .withName(JOBS)
                        .withNamespace(cluster.namespace())
                        .endSubject()
                        .build());
    }

    private static Map<String, String> identity(HostingEnvironment hosting) {
        if (hosting.aws() != null && hosting.aws().eksRoleArn() != null) {
            return Map.of("eks.amazonaws.com/role-arn", hosting.aws().eksRoleArn());
        }
        if (hosting.gke() != null && hosting.gke().workloadIdentity() != null) {
            return Map.of(
                    "iam.gke.io/gcp-service-account",
                    hosting.gke().workloadIdentity().serviceAccountEmail());
        }
        return Map.of();
    }
}
