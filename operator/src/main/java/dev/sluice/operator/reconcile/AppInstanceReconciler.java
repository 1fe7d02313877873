// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.reconcile;

import dev.sluice.operator.appinstance.AppInstance;
import dev.sluice.operator.appinstance.AppInstanceStatus;
import dev.sluice.operator.plan.Cluster;
import dev.sluice.operator.reconcile.PassObserver.Result;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
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
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Follows AppInstances that are custom resources.
///
/// It adds no finalizer, since nothing of a cluster is outside of its namespace: every object is
/// owned by the AppInstance and goes with it. One that the original's operator has left is
/// honoured, and released (admin.md 6.3).
@ControllerConfiguration(name = "appinstances", triggerReconcilerOnAllEvents = true)
public final class AppInstanceReconciler implements Reconciler<AppInstance> {
    /// The original's finalizer.
    public static final String FINALIZER = "kubecfg.dev/appinstance-cleanup";

    private final KubernetesClient client;
    private final NamedObjects<AppInstance> named;
    private final Reconciliation reconciliation;
    private final ObservedPasses passes;

    /// @param client of the API server
    /// @param operatorImage of the operator itself
    /// @param clock for conditions
    /// @param observer is told what became of each pass
    public AppInstanceReconciler(
            KubernetesClient client,
            String operatorImage,
            InstantSource clock,
            PassObserver observer) {
        this.client = client;
        this.named = new NamedObjects<>(client);
        this.passes = new ObservedPasses(observer);
        this.reconciliation = new Reconciliation(client, operatorImage, clock, named);
    }

    @Override
    public List<EventSource<?, AppInstance>> prepareEventSources(
            EventSourceContext<AppInstance> context) {
        return Stream.concat(
                        OwnedObjects.sources(context, AppInstance.class).stream(), Stream.of(named))
                .toList();
    }

    /// What the informer holds may be older than the status that the last pass told, so each pass
    /// asks again.
    @Override
    public UpdateControl<AppInstance> reconcile(AppInstance cached, Context<AppInstance> context) {
        Duration again =
                passes.run(() -> {
                    AppInstance instance =
                            context.isPrimaryResourceDeleted() ? null : resource(cached).get();
                    if (instance == null) {
                        named.forget(ResourceID.fromResource(cached));
                        return passes.gone();
                    }
                    return result(instance);
                });
        UpdateControl<AppInstance> control = UpdateControl.noUpdate();
        return again == null ? control : control.rescheduleAfter(again);
    }

    private @Nullable Result result(AppInstance instance) {
        if (instance.isMarkedForDeletion()) {
            release(instance);
            return null;
        }
        return reconciliation.run(subject(instance));
    }

    private void release(AppInstance instance) {
        if (instance.hasFinalizer(FINALIZER)) {
            reconciliation.cleanUp(subject(instance));
            resource(instance)
                    .edit(last -> {
                        last.removeFinalizer(FINALIZER);
                        return last;
                    });
        }
    }

    private Resource<AppInstance> resource(AppInstance instance) {
        return client.resources(AppInstance.class)
                .inNamespace(instance.getMetadata().getNamespace())
                .withName(instance.getMetadata().getName());
    }

    private Subject subject(AppInstance instance) {
        ObjectMeta metadata = instance.getMetadata();
        return new Subject(
                new Cluster.Owner(
                        instance.getApiVersion(),
                        instance.getKind(),
                        metadata.getName(),
                        metadata.getUid()),
                metadata.getName(),
                metadata.getNamespace(),
                instance.getSpec(),
                metadata.getGeneration(),
                Objects.requireNonNullElse(instance.getStatus(), AppInstanceStatus.NONE),
                status -> tell(instance, status));
    }

    private void tell(AppInstance instance, AppInstanceStatus status) {
        resource(instance)
                .editStatus(there -> {
                    there.setStatus(status);
                    return there;
                });
    }
}
