// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.appinstance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/// What becomes of the words on each component where one process does everything. Its pod is the
/// ingester's, so that it has its size, its volume and its nodes; variables, labels, annotations
/// and tolerations reach it from every component.
public final class OneProcess {
    /// Later ones win: the ingester's, whose pod it is, over all others.
    private static final List<ComponentName> ORDER =
            List.of(
                    ComponentName.COMMON,
                    ComponentName.GARBAGE_COLLECTOR,
                    ComponentName.COMPACTOR,
                    ComponentName.CATALOG,
                    ComponentName.ROUTER,
                    ComponentName.QUERIER,
                    ComponentName.INGESTER);

    private static final Map<String, Function<Component, Map<String, String>>> MERGED =
            Map.of(
                    "containers.iox.env",
                    Component::variables,
                    "metadata.annotations",
                    component -> component.template().metadata().annotations(),
                    "metadata.labels",
                    component -> component.template().metadata().labels());

    private OneProcess() {}

    /// How the one pod runs. Nodes that other components ask for are left out: together with the
    /// ingester's there may be none that is all of them.
    public static Component component(PackageSpec spec) {
        Component result = Component.DEFAULT;
        for (ComponentName name : ORDER) {
            Component own = spec.components().getOrDefault(name, Component.DEFAULT);
            result = (hasPlace(name) ? own : own.anywhere()).over(result);
        }
        return result;
    }

    private static boolean hasPlace(ComponentName name) {
        return name == ComponentName.COMMON || name == ComponentName.INGESTER;
    }

    /// The keys below `spec.package.spec` from which nothing follows, in no order.
    static List<String> unused(PackageSpec spec) {
        List<String> keys = new ArrayList<>();
        Admin admin = spec.admin();
        if (admin != null && admin.dsn() != null && !admin.dsn().equals(spec.catalog().dsn())) {
            keys.add("admin.dsn");
        }
        spec.resources().forEach((name, resources) -> addSizes(name, resources, keys));
        Component merged = component(spec);
        ORDER.forEach(name -> {
            Component own = spec.components().getOrDefault(name, Component.DEFAULT);
            String place = "components." + name.key() + ".template.";
            if (!hasPlace(name)) {
                addPlaces(place, own.template(), keys);
            }
            MERGED.forEach(
                    (key, map) -> addLosers(place + key, map.apply(own), map.apply(merged), keys));
        });
        return keys;
    }

    private static void addSizes(ComponentName name, Resources resources, List<String> keys) {
        Integer replicas = resources.requests().replicas();
        if (name == ComponentName.INGESTER) {
            if (replicas != null && replicas != 1) {
                keys.add("resources.ingester.requests.replicas");
            }
        } else if (ORDER.contains(name) && !resources.equals(Resources.DEFAULT)) {
            keys.add("resources." + name.key());
        }
    }

    private static void addPlaces(String place, Component.Template template, List<String> keys) {
        if (!template.affinity().equals(Component.DEFAULT.template().affinity())) {
            keys.add(place + "affinity");
        }
        if (!template.nodeSelector().isEmpty()) {
            keys.add(place + "nodeSelector");
        }
    }

    /// Entries in whose place another component's are taken.
    private static void addLosers(
            String place, Map<String, String> own, Map<String, String> merged, List<String> keys) {
        own.forEach((name, value) -> {
            if (!Objects.equals(merged.get(name), value)) {
                keys.add(place + "." + name);
            }
        });
    }
}
