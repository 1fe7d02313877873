// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.appinstance;

import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/// The kinds of pods of a cluster, and what reaches each of what is said of components.
public enum PodKind {
    /// The one process, which does everything. Its pod is the ingester's, so that it has its size,
    /// its volume and its nodes; variables, labels, annotations and tolerations reach it from every
    /// component that has no pods of its own.
    ONE_PROCESS(ComponentName.INGESTER, "6", "24Gi"),
    /// Processes that answer queries alone, beside the one.
    QUERIERS(ComponentName.QUERIER, "8", "32Gi");

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

    private final ComponentName owner;
    private final String cpu;
    private final String memory;

    PodKind(ComponentName owner, String cpu, String memory) {
        this.owner = owner;
        this.cpu = cpu;
        this.memory = memory;
    }

    /// The kinds that a cluster has.
    public static List<PodKind> of(PackageSpec spec) {
        return spec.queriers() > 0 ? List.of(ONE_PROCESS, QUERIERS) : List.of(ONE_PROCESS);
    }

    /// How its pods run. Nodes that others than its own component ask for are left out: together
    /// there may be none that is all of them.
    public Component component(PackageSpec spec) {
        Component result = Component.DEFAULT;
        for (ComponentName name : components(spec)) {
            Component own = spec.components().getOrDefault(name, Component.DEFAULT);
            result = (hasPlace(name) ? own : own.anywhere()).over(result);
        }
        return result;
    }

    /// How many pods it has.
    public int replicas(PackageSpec spec) {
        return this == QUERIERS ? spec.queriers() : 1;
    }

    /// What each of its pods gets: the documented size (admin.md 6.1) unless another is given.
    public Resources resources(PackageSpec spec) {
        Resources given = spec.resources().getOrDefault(owner, Resources.DEFAULT);
        return new Resources(
                new Resources.Requests(
                        Objects.requireNonNullElse(given.requests().cpu(), new Quantity(cpu)),
                        Objects.requireNonNullElse(given.requests().memory(), new Quantity(memory)),
                        given.requests().replicas()),
                given.limits());
    }

    /// Whose words reach its pods, later ones over earlier ones.
    private List<ComponentName> components(PackageSpec spec) {
        return switch (this) {
            case QUERIERS -> List.of(ComponentName.COMMON, ComponentName.QUERIER);
            case ONE_PROCESS ->
                    ORDER.stream()
                            .filter(name -> name != ComponentName.QUERIER || spec.queriers() == 0)
                            .toList();
        };
    }

    private boolean hasPlace(ComponentName name) {
        return name == ComponentName.COMMON || name == owner;
    }

    /// The keys below `spec.package.spec` from which nothing follows for any pod, in no order.
    static List<String> unused(PackageSpec spec) {
        List<String> keys = new ArrayList<>();
        spec.resources().forEach((name, resources) -> addSizes(spec, name, resources, keys));
        for (ComponentName name : ORDER) {
            Component own = spec.components().getOrDefault(name, Component.DEFAULT);
            String place = "components." + name.key() + ".template.";
            List<PodKind> reached =
                    of(spec).stream().filter(kind -> kind.components(spec).contains(name)).toList();
            if (reached.stream().noneMatch(kind -> kind.hasPlace(name))) {
                addPlaces(place, own.template(), keys);
            }
            List<Component> merged = reached.stream().map(kind -> kind.component(spec)).toList();
            MERGED.forEach((key, map) ->
                    addLosers(
                            place + key, map.apply(own), merged.stream().map(map).toList(), keys));
        }
        return keys;
    }

    private static void addSizes(
            PackageSpec spec, ComponentName name, Resources resources, List<String> keys) {
        Integer replicas = resources.requests().replicas();
        switch (name) {
            case INGESTER -> {
                if (replicas != null && replicas != 1) {
                    keys.add("resources.ingester.requests.replicas");
                }
            }
            case QUERIER -> {
                if (spec.queriers() == 0 && resources.hasSize()) {
                    keys.add("resources.querier");
                }
            }
            default -> {
                if (ORDER.contains(name) && !resources.equals(Resources.DEFAULT)) {
                    keys.add("resources." + name.key());
                }
            }
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

    /// Entries in whose place another component's are taken, in all pods that they could reach.
    private static void addLosers(
            String place,
            Map<String, String> own,
            List<Map<String, String>> merged,
            List<String> keys) {
        own.forEach((name, value) -> {
            if (merged.stream().noneMatch(pod -> value.equals(pod.get(name)))) {
                keys.add(place + "." + name);
            }
        });
    }
}
