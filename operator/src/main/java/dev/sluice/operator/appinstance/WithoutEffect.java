// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.appinstance;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What an AppInstance may say and nothing follows from. It is taken, since documented files have
/// it, and told, so that nobody relies on it.
public final class WithoutEffect {
    /// Those without effect that do not ask for what is so anyway.
    private static final Set<FeatureFlag> FLAGS =
            Set.of(
                    FeatureFlag.CLUSTERED_AUTH,
                    FeatureFlag.LOCAL_TRACING,
                    FeatureFlag.USE_LICENSED_BINARIES);

    /// Settings below `sluice` that a cluster has its own of, whatever is said.
    private static final List<String> OF_THE_CLUSTER =
            List.of(
                    "access.adminTokenAudience",
                    "access.keyDirectory",
                    "catalog",
                    "cluster.ingester",
                    "data.directory",
                    "http.bindAddress",
                    "http.port",
                    "metrics.bindAddress",
                    "metrics.port");

    private WithoutEffect() {}

    /// The keys below `spec.package.spec`, in order.
    public static List<String> keys(AppInstanceSpec.Content content) {
        PackageSpec spec = content.spec();
        List<String> keys = new ArrayList<>();
        keys.add("monitoringStorage");
        if (spec.observability().retention() != null) {
            keys.add("observability.retention");
        }
        spec.components()
                .forEach((name, component) -> {
                    if (isAbsent(name, spec)) {
                        keys.add("components." + name.key());
                    } else {
                        addComponent("components." + name.key(), component, keys);
                    }
                });
        if (spec.resources().containsKey(ComponentName.PROMETHEUS)) {
            keys.add("resources." + ComponentName.PROMETHEUS.key());
        }
        spec.featureFlags().stream()
                .filter(FLAGS::contains)
                .forEach(flag -> keys.add("featureFlags: " + written(flag)));
        Admin admin = spec.admin();
        if (admin != null && admin.dsn() != null && !admin.dsn().equals(spec.catalog().dsn())) {
            keys.add("admin.dsn");
        }
        keys.addAll(PodKind.unused(spec));
        spec.images().unused(content.image()).forEach(key -> keys.add("images." + key));
        if (spec.ingress() != null) {
            spec.ingress().unused().forEach(key -> keys.add("ingress." + key));
        }
        KeyRef bundle = spec.egress() == null ? null : spec.egress().bundle();
        if (bundle != null && bundle.optional() != null) {
            keys.add("egress.customCertificates.valueFrom.configMapKeyRef.optional");
        }
        OF_THE_CLUSTER.stream().filter(spec::says).forEach(key -> keys.add("sluice." + key));
        if (bundle != null && spec.says(PackageSpec.AUTHORITIES)) {
            keys.add("sluice." + PackageSpec.AUTHORITIES);
        }
        return keys.stream().sorted().toList();
    }

    /// Whether there is nothing that the component's words could reach.
    private static boolean isAbsent(ComponentName name, PackageSpec spec) {
        return switch (name) {
            case PROMETHEUS -> true;
            case GRANITE -> spec.replicas(name) == 0;
            default -> false;
        };
    }

    /// Pods have one container, and servers do not read filters of what is logged.
    private static void addComponent(String place, Component component, List<String> keys) {
        if (!component.log().filters().isEmpty()) {
            keys.add(place + ".log.filters");
        }
        component.template().containers().keySet().stream()
                .filter(container -> !container.equals(Component.MAIN_CONTAINER))
                .forEach(container -> keys.add(place + ".template.containers." + container));
    }

    private static String written(FeatureFlag flag) {
        try {
            return FeatureFlag.class
                    .getField(flag.name())
                    .getAnnotation(JsonProperty.class)
                    .value();
        } catch (NoSuchFieldException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
