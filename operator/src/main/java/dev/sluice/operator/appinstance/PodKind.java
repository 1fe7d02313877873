// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.appinstance;

import dev.sluice.config.ReferenceVariables;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The kinds of pods of a cluster, and what reaches each of what is said of components.
public enum PodKind {
    /// The one process, which does everything. Its pod is the ingester's, so that it has its size,
    /// its volume and its nodes; variables, labels, annotations and tolerations reach it from every
    /// component whose work it does, also where it does it only while others are away. Servers that
    /// stand by for it are of the same kind, and it is whichever of them works.
    ONE_PROCESS(ComponentName.INGESTER, "6", "24Gi", null),
    /// Processes that take writes and hand them on to the one.
    ROUTERS(ComponentName.ROUTER, "1", "2Gi", null),
    /// Processes that answer queries alone, beside the one.
    QUERIERS(ComponentName.QUERIER, "8", "32Gi", null),
    /// Processes that merge files, one at a time.
    COMPACTORS(ComponentName.COMPACTOR, "8", "32Gi", null),
    /// The process that removes what has ended.
    COLLECTOR(ComponentName.GARBAGE_COLLECTOR, null, null, null),
    /// Processes that administer alone.
    ADMINISTRATION(ComponentName.GRANITE, "500m", "500M", "500M");

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

    private final ComponentName owner;
    private final @Nullable String cpu;
    private final @Nullable String memory;
    private final @Nullable String memoryLimit;

    PodKind(
            ComponentName owner,
            @Nullable String cpu,
            @Nullable String memory,
            @Nullable String memoryLimit) {
        this.owner = owner;
        this.cpu = cpu;
        this.memory = memory;
        this.memoryLimit = memoryLimit;
    }

    /// The kinds that a cluster has.
    public static List<PodKind> of(PackageSpec spec) {
        return Arrays.stream(values()).filter(kind -> kind.replicas(spec) > 0).toList();
    }

    /// How its pods run. Nodes that others than its own component ask for are left out: together
    /// there may be none that is all of them.
    public Component component(PackageSpec spec) {
        Component result = Component.DEFAULT;
        for (ComponentName name : components(spec)) {
            Component own = spec.component(name);
            result = (hasPlace(name) ? own : own.anywhere()).over(result);
        }
        return result;
    }

    /// How many pods it has that work.
    public int replicas(PackageSpec spec) {
        return this == ONE_PROCESS ? 1 : spec.replicas(owner);
    }

    /// What each of its pods gets: the documented size (admin.md 6.1) unless another is given.
    public Resources resources(PackageSpec spec) {
        Resources given = spec.resources().getOrDefault(owner, Resources.DEFAULT);
        return new Resources(
                new Resources.Requests(
                        first(given.requests().cpu(), cpu),
                        first(given.requests().memory(), memory),
                        given.requests().replicas()),
                new Resources.Limits(
                        given.limits().cpu(), first(given.limits().memory(), memoryLimit)));
    }

    private static @Nullable Quantity first(@Nullable Quantity given, @Nullable String documented) {
        return given == null && documented != null ? new Quantity(documented) : given;
    }

    /// Whose words reach its pods, later ones over earlier ones.
    private List<ComponentName> components(PackageSpec spec) {
        return this == ONE_PROCESS
                ? ORDER.stream()
                        .filter(name -> name != ComponentName.QUERIER || spec.replicas(name) == 0)
                        .toList()
                : List.of(ComponentName.COMMON, owner);
    }

    private boolean hasPlace(ComponentName name) {
        return name == ComponentName.COMMON || name == owner;
    }

    /// The keys below `spec.package.spec` from which nothing follows for any pod, in no order.
    static List<String> unused(PackageSpec spec) {
        List<String> keys = new ArrayList<>();
        spec.resources().forEach((name, resources) -> addSizes(spec, name, resources, keys));
        for (ComponentName name : known(spec)) {
            Component own = spec.component(name);
            String place = "components." + name.key() + ".template.";
            List<PodKind> reached =
                    of(spec).stream().filter(kind -> kind.components(spec).contains(name)).toList();
            if (reached.stream().noneMatch(kind -> kind.hasPlace(name))) {
                addPlaces(place, own.template(), keys);
            }
            addLosers(
                    place + "containers.iox.env",
                    own.variables(),
                    reached,
                    keys,
                    kind -> kind.read(spec));
            addLosers(
                    place + "metadata.annotations",
                    own.template().metadata().annotations(),
                    reached,
                    keys,
                    kind -> kind.component(spec).template().metadata().annotations());
            addLosers(
                    place + "metadata.labels",
                    own.template().metadata().labels(),
                    reached,
                    keys,
                    kind -> kind.component(spec).template().metadata().labels());
        }
        return keys;
    }

    /// Those that something follows from.
    private static List<ComponentName> known(PackageSpec spec) {
        return Stream.concat(
                        ORDER.stream(),
                        of(spec).stream()
                                .map(kind -> kind.owner)
                                .filter(name -> !ORDER.contains(name)))
                .toList();
    }

    private static void addSizes(
            PackageSpec spec, ComponentName name, Resources resources, List<String> keys) {
        Integer replicas = resources.requests().replicas();
        switch (name) {
            case INGESTER -> {
                if (replicas != null && replicas != 1 && spec.standbys() == 0) {
                    keys.add("resources.ingester.requests.replicas");
                }
            }
            case ROUTER, QUERIER, COMPACTOR, GARBAGE_COLLECTOR, GRANITE -> {
                if (spec.replicas(name) == 0 && resources.hasSize()) {
                    keys.add("resources." + name.key());
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

    /// The variables of its pods that have an effect: all but those of the reference product that
    /// servers do not read.
    private Map<String, String> read(PackageSpec spec) {
        Set<String> known =
                switch (this) {
                    case ONE_PROCESS -> ReferenceVariables.ofEverything();
                    case ROUTERS -> ReferenceVariables.ofHandingOn();
                    case QUERIERS, ADMINISTRATION -> ReferenceVariables.ofTheCatalog();
                    case COMPACTORS -> ReferenceVariables.ofMerging();
                    case COLLECTOR -> ReferenceVariables.ofCollecting();
                };
        Map<String, String> read = new TreeMap<>(component(spec).variables());
        read.keySet()
                .removeIf(name ->
                        name.startsWith(ReferenceVariables.PREFIX) && !known.contains(name));
        return read;
    }

    /// Entries that no pod has which they could reach: another component's are taken in their
    /// place, or nobody reads them.
    private static void addLosers(
            String place,
            Map<String, String> own,
            List<PodKind> reached,
            List<String> keys,
            Function<PodKind, Map<String, String>> entries) {
        List<Map<String, String>> taken = reached.stream().map(entries).toList();
        own.forEach((name, value) -> {
            if (taken.stream().noneMatch(pod -> value.equals(pod.get(name)))) {
                keys.add(place + "." + name);
            }
        });
    }
}
