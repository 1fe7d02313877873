// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Services: one a role, with the documented names. Those of roles without pods of their own lead
/// to the one process. Where others of the cluster ask it, it has one more that leads to its pod
/// and no other, and so has each server that stands by for it: who asks them tells by their answers
/// which one works, at once, and of a node that is gone nobody else says so for most of a minute.
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
        List<HasMetadata> services = new ArrayList<>();
        for (Role role : Role.values()) {
            services.add(service(role));
        }
        if (Workloads.roles(cluster).stream().anyMatch(Role::asksIngester)) {
            servers(cluster, metadata).forEach((name, pod) -> services.add(server(name, pod)));
        }
        return services;
    }

    /// Where the one process and those that stand by for it are found, as the setting
    /// `sluice.cluster.ingester` has it.
    static String addressesOfServers(Cluster cluster, Metadata metadata) {
        return servers(cluster, metadata).keySet().stream()
                .map(name -> "http://" + name + ":" + ServerFiles.PORT)
                .collect(Collectors.joining(", "));
    }

    /// The labels of the one pod behind each name.
    private static Map<String, Map<String, String>> servers(Cluster cluster, Metadata metadata) {
        Map<String, Map<String, String>> servers = new LinkedHashMap<>();
        String first = Role.INGESTER.objectName() + "-0";
        Map<String, String> pod = metadata.selector(Role.INGESTER);
        pod.put("statefulset.kubernetes.io/pod-name", first);
        servers.put(first, pod);
        for (int number = 1; number <= cluster.settings().standbys(); number++) {
            servers.put(Metadata.standbyName(number), metadata.standbySelector(number));
        }
        return servers;
    }

    /// It has an address of its own, which stays where that of its pod does not. It is no role's,
    /// so that nobody takes it for another place of the same metrics.
    private HasMetadata server(String name, Map<String, String> pod) {
        return new ServiceBuilder()
                .withMetadata(metadata.of(name).build())
                .withNewSpec()
                .withPublishNotReadyAddresses(true)
                .withSelector(pod)
                .withPorts(port(DATA_PORT, ServerFiles.PORT))
                .endSpec()
                .build();
    }

    private HasMetadata service(Role role) {
        return new ServiceBuilder()
                .withMetadata(metadata.of(role))
                .withNewSpec()
                .withClusterIP(role.isSet() ? "None" : null)
                .withSelector(metadata.selector(Workloads.behind(cluster, role)))
                .withPorts(
                        port(DATA_PORT, ServerFiles.PORT),
                        port(METRICS_PORT, ServerFiles.METRICS_PORT))
                .endSpec()
                .build();
    }

    /// Leads to the port of that name of a pod.
    private static ServicePort port(String name, int number) {
        return new ServicePortBuilder()
                .withName(name)
                .withPort(number)
                .withNewTargetPort(name)
                .build();
    }
}
