// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import dev.sluice.operator.appinstance.FeatureFlag;
import dev.sluice.operator.appinstance.PackageSpec;
import dev.sluice.operator.appinstance.PackageSpec.Observability.ServiceMonitor;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What tells an operator of Prometheus to scrape the cluster, and the operator that keeps it.
final class Monitors {
    private static final String INTERVAL_DEFAULT = "30s";

    /// The component of the operator's own Service, which the chart makes.
    private static final String OPERATOR = "operator";

    private final Cluster cluster;
    private final Metadata metadata;

    Monitors(Cluster cluster, Metadata metadata) {
        this.cluster = cluster;
        this.metadata = metadata;
    }

    List<HasMetadata> render() {
        ServiceMonitor asked = asked(cluster.settings());
        return asked == null ? List.of() : List.of(monitor(asked));
    }

    private static @Nullable ServiceMonitor asked(PackageSpec settings) {
        ServiceMonitor given = settings.observability().serviceMonitor();
        return given == null && settings.has(FeatureFlag.SERVICE_MONITOR)
                ? ServiceMonitor.DEFAULT
                : given;
    }

    private HasMetadata monitor(ServiceMonitor asked) {
        Map<String, Object> endpoint = new LinkedHashMap<>();
        endpoint.put("port", Services.METRICS_PORT);
        endpoint.put("interval", asked.interval() == null ? INTERVAL_DEFAULT : asked.interval());
        if (asked.scrapeTimeout() != null) {
            endpoint.put("scrapeTimeout", asked.scrapeTimeout());
        }
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("selector", selector());
        spec.put("endpoints", List.of(endpoint));
        if (asked.fallbackScrapeProtocol() != null) {
            spec.put("fallbackScrapeProtocol", asked.fallbackScrapeProtocol());
        }
        GenericKubernetesResource monitor = new GenericKubernetesResource();
        monitor.setApiVersion("monitoring.coreos.com/v1");
        monitor.setKind("ServiceMonitor");
        monitor.setMetadata(metadata.of(Metadata.SLUICE).build());
        monitor.setAdditionalProperty("spec", spec);
        return monitor;
    }

    /// One Service is scraped a kind of pods, since several lead to the one process. That of the
    /// operator is none of the cluster's own, so that it has but the name in common with them.
    private Map<String, Object> selector() {
        List<String> components = new ArrayList<>();
        for (Role role : Workloads.roles(cluster)) {
            components.add(role.component());
        }
        components.add(OPERATOR);
        Map<String, Object> component = new LinkedHashMap<>();
        component.put("key", Metadata.COMPONENT);
        component.put("operator", "In");
        component.put("values", components);
        Map<String, Object> selector = new LinkedHashMap<>();
        selector.put("matchLabels", Map.of(Metadata.NAME, Metadata.SLUICE));
        selector.put("matchExpressions", List.of(component));
        return selector;
    }
}
