// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.AppInstanceText;
import dev.sluice.config.ConfigProblem;
import dev.sluice.operator.appinstance.AppInstanceStatus;
import dev.sluice.operator.plan.Cluster;
import dev.sluice.operator.reconcile.PassObserver.Result;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Follows the AppInstance in the ConfigMap of the mode for one namespace (admin.md 6.2): JSON
/// below the key `app-instance`; what became of it is told below the key `status`.
@ControllerConfiguration(
        name = "configmap",
        generationAwareEventProcessing = false,
        triggerReconcilerOnAllEvents = true)
public final class ConfigMapReconciler implements Reconciler<ConfigMap> {
    /// The ConfigMap's name, and the key in it.
    public static final String APP_INSTANCE = "app-instance";

    /// The other key.
    public static final String STATUS = "status";

    private final KubernetesClient client;
    private final KubernetesSerialization json;
    private final NamedObjects<ConfigMap> named;
    private final Reconciliation reconciliation;
    private final ObservedPasses passes;

    /// @param client of the API server
    /// @param operatorImage of the operator itself
    /// @param clock for conditions
    /// @param observer is told what became of each pass
    public ConfigMapReconciler(
            KubernetesClient client,
            String operatorImage,
            InstantSource clock,
            PassObserver observer) {
        this.client = client;
        this.json = client.getKubernetesSerialization();
        this.named = new NamedObjects<>(client);
        this.passes = new ObservedPasses(observer);
        this.reconciliation = new Reconciliation(client, operatorImage, clock, named);
    }

    /// Whether an event is about the one ConfigMap.
    public static boolean isTheOne(ConfigMap map) {
        return map.getMetadata().getName().equals(APP_INSTANCE);
    }

    /// Whether a change is one of the AppInstance, and not of its status.
    public static boolean isChange(ConfigMap now, ConfigMap before) {
        return !Objects.equals(text(now, APP_INSTANCE), text(before, APP_INSTANCE));
    }

    @Override
    public List<EventSource<?, ConfigMap>> prepareEventSources(
            EventSourceContext<ConfigMap> context) {
        return Stream.concat(
                        OwnedObjects.sources(context, ConfigMap.class).stream(), Stream.of(named))
                .toList();
    }

    /// As with [AppInstanceReconciler#reconcile], each pass asks again.
    @Override
    public UpdateControl<ConfigMap> reconcile(ConfigMap cached, Context<ConfigMap> context) {
        Duration again =
                passes.run(() -> {
                    ConfigMap map =
                            context.isPrimaryResourceDeleted() ? null : resource(cached).get();
                    if (map == null || map.isMarkedForDeletion()) {
                        named.forget(ResourceID.fromResource(cached));
                        return passes.gone();
                    }
                    return result(map);
                });
        UpdateControl<ConfigMap> control = UpdateControl.noUpdate();
        return again == null ? control : control.rescheduleAfter(again);
    }

    private Resource<ConfigMap> resource(ConfigMap map) {
        return client.configMaps()
                .inNamespace(map.getMetadata().getNamespace())
                .withName(APP_INSTANCE);
    }

    private @Nullable Result result(ConfigMap map) {
        String text = text(map, APP_INSTANCE);
        if (text == null || text.isBlank()) {
            return reconciliation.run(subject(map, null));
        }
        List<ConfigProblem> problems = AppInstanceText.problems(APP_INSTANCE, text);
        return problems.isEmpty()
                ? reconciliation.run(subject(map, json.unmarshal(text, JsonNode.class)))
                : reconciliation.refuse(
                        subject(map, null),
                        problems.stream()
                                .map(ConfigProblem::toString)
                                .collect(Collectors.joining("; ")));
    }

    private Subject subject(ConfigMap map, @Nullable JsonNode instance) {
        String name = instance == null ? "" : instance.at("/metadata/name").asText("");
        return new Subject(
                new Cluster.Owner("v1", "ConfigMap", APP_INSTANCE, map.getMetadata().getUid()),
                name.isEmpty() ? APP_INSTANCE : name,
                map.getMetadata().getNamespace(),
                instance == null ? null : instance.get("spec"),
                generation(text(map, APP_INSTANCE)),
                status(map),
                status -> tell(map, status));
    }

    private AppInstanceStatus status(ConfigMap map) {
        String text = text(map, STATUS);
        return text == null || text.isBlank()
                ? AppInstanceStatus.NONE
                : json.unmarshal(text, AppInstanceStatus.class);
    }

    /// A ConfigMap has no generation; this number changes with the text.
    private static long generation(@Nullable String text) {
        return Integer.toUnsignedLong(Objects.hashCode(text));
    }

    private static @Nullable String text(ConfigMap map, String key) {
        Map<String, String> data = map.getData();
        return data == null ? null : data.get(key);
    }

    private void tell(ConfigMap map, AppInstanceStatus status) {
        resource(map)
                .edit(there -> {
                    there.getData().put(STATUS, json.asJson(status));
                    return there;
                });
    }
}
