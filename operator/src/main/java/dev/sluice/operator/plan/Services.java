// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.Arrays;
import java.util.List;

/// Services: one a role, with the documented names. Those of roles without pods of their own lead
/// to the one process.
final class Services {
    static final String DATA_PORT = "data";
    static final String METRICS_PORT = "metrics";

    private final Cluster cluster;
    private final Metadata metadata;

    Services(Cluster cluster, Metadata metadata) {
        this.cluster = cluster;
        this.metadata = metadata;
    }

    List<HasMetadata> render() {
        return Arrays.stream(Role.values()).map(this::service).toList();
    }

    private HasMetadata service(Role role) {
        return new ServiceBuilder()
                .withMetadata(metadata.of(role))
                .withNewSpec()
                .withClusterIP(role.isSet() ? "None" : null)
                .withSelector(metadata.selector(Workloads.behind(cluster, role)))
                .addNewPort()
                .withName(DATA_PORT)
                .withPort(ServerFiles.PORT)
                .withNewTargetPort(DATA_PORT)
                .endPort()
                .addNewPort()
                .withName(METRICS_PORT)
                .withPort(ServerFiles.METRICS_PORT)
                .withNewTargetPort(METRICS_PORT)
                .endPort()
                .endSpec()
                .build();
    }
}
