// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.reconcile;

import dev.sluice.operator.appinstance.Sensitive;
import dev.sluice.operator.plan.StartValues;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import io.javaoperatorsdk.operator.health.Status;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Follows the Secrets and ConfigMaps that hold values of an AppInstance, each by its name, so that
/// nothing else that is secret in the namespace is ever sent here. What they hold is not kept. Safe
/// for many threads.
///
/// @param <P> what holds AppInstances
final class NamedObjects<P extends HasMetadata> extends AbstractEventSource<Void, P> {
    private final KubernetesClient client;
    private final Map<ResourceID, Map<Place, SharedIndexInformer<?>>> followed = new HashMap<>();

    /// @param client of the API server
    NamedObjects(KubernetesClient client) {
        super(Void.class, "named-objects");
        this.client = client;
    }

    private record Place(Class<? extends HasMetadata> kind, String name) {
        static Stream<Place> of(Sensitive value) {
            return switch (value) {
                case Sensitive.Given _ -> Stream.empty();
                case Sensitive.InSecret secret ->
                        Stream.of(new Place(Secret.class, secret.place().name()));
                case Sensitive.InConfigMap map ->
                        Stream.of(new Place(ConfigMap.class, map.place().name()));
            };
        }
    }

    /// From now on follows what holds these values, and nothing else for the same AppInstance.
    /// Without effect until it is started.
    ///
    /// @param primary what holds the AppInstance
    synchronized void follow(ResourceID primary, StartValues values) {
        if (!isRunning()) {
            return;
        }
        Set<Place> wanted =
                values.byVariable().values().stream()
                        .flatMap(value -> Place.of(value.sensitive()))
                        .collect(Collectors.toSet());
        Map<Place, SharedIndexInformer<?>> there =
                followed.computeIfAbsent(primary, _ -> new HashMap<>());
        there.entrySet()
                .removeIf(entry -> {
                    boolean gone = !wanted.contains(entry.getKey());
                    if (gone) {
                        entry.getValue().close();
                    }
                    return gone;
                });
        wanted.forEach(place ->
                there.computeIfAbsent(place, _ -> informer(primary, place.kind, place.name)));
    }

    /// Follows nothing any more for an AppInstance.
    synchronized void forget(ResourceID primary) {
        Map<Place, SharedIndexInformer<?>> there = followed.remove(primary);
        if (there != null) {
            there.values().forEach(SharedIndexInformer::close);
        }
    }

    /// Remembers versions and no contents. What it cannot be told at the start it is told later;
    /// until then it is not healthy.
    private <R extends HasMetadata> SharedIndexInformer<R> informer(
            ResourceID primary, Class<R> kind, String name) {
        SharedIndexInformer<R> informer =
                client.resources(kind)
                        .inNamespace(primary.getNamespace().orElseThrow())
                        .withName(name)
                        .runnableInformer(0)
                        .itemStore(
                                new ReducedStateItemStore<>(
                                        ReducedStateItemStore.NAME_KEY_STATE,
                                        kind,
                                        client.getKubernetesSerialization()))
                        .exceptionHandler((_, _) -> true)
                        .addEventHandler(new Telling<>(primary));
        var _ = informer.start();
        return informer;
    }

    /// Lets another pass look, which tells a change of a value from one of a label.
    private final class Telling<R extends HasMetadata> implements ResourceEventHandler<R> {
        private final ResourceID primary;

        Telling(ResourceID primary) {
            this.primary = primary;
        }

        @Override
        public void onAdd(R object) {
            getEventHandler().handleEvent(new Event(primary));
        }

        @Override
        public void onUpdate(R before, R now) {
            if (!Objects.equals(
                    before.getMetadata().getResourceVersion(),
                    now.getMetadata().getResourceVersion())) {
                getEventHandler().handleEvent(new Event(primary));
            }
        }

        /// A value that is gone is one that has not changed.
        @Override
        public void onDelete(R object, boolean deletedFinalStateUnknown) {}
    }

    @Override
    public synchronized void stop() {
        super.stop();
        followed.values().forEach(each -> each.values().forEach(SharedIndexInformer::close));
        followed.clear();
    }

    @Override
    public synchronized Status getStatus() {
        return followed.values().stream()
                        .flatMap(each -> each.values().stream())
                        .allMatch(SharedIndexInformer::isWatching)
                ? Status.HEALTHY
                : Status.UNHEALTHY;
    }

    @Override
    public Set<Void> getSecondaryResources(P primary) {
        return Set.of();
    }
}
