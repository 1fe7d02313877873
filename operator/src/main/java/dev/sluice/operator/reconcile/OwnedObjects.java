// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.reconcile;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The objects whose loss or change is mended at once; all others are when everything is looked at
/// again. Jobs are among them because deleting one asks for it to be run again (admin.md 2.4).
final class OwnedObjects {
    private static final String OURS = "app.kubernetes.io/managed-by=sluice-operator";

    private OwnedObjects() {}

    static <P extends HasMetadata> List<EventSource<?, P>> sources(
            EventSourceContext<P> context, Class<P> primary) {
        return Stream.of(
                        Job.class,
                        Deployment.class,
                        StatefulSet.class,
                        Service.class,
                        ConfigMap.class)
                .<EventSource<?, P>>map(kind -> source(context, primary, kind))
                .toList();
    }

    private static <P extends HasMetadata, S extends HasMetadata> EventSource<S, P> source(
            EventSourceContext<P> context, Class<P> primary, Class<S> kind) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(kind, primary)
                        .withName("owned-" + HasMetadata.getPlural(kind))
                        .withLabelSelector(OURS)
                        .withSecondaryToPrimaryMapper(Mappers.fromOwnerReferences(primary))
                        .withOnUpdateFilter(OwnedObjects::isChange)
                        .build(),
                context);
    }

    /// Not what a controller writes into a status.
    private static boolean isChange(HasMetadata now, HasMetadata before) {
        ObjectMeta is = now.getMetadata();
        ObjectMeta was = before.getMetadata();
        return is.getGeneration() == null
                || !Objects.equals(is.getGeneration(), was.getGeneration())
                || !Objects.equals(is.getLabels(), was.getLabels())
                || !Objects.equals(is.getOwnerReferences(), was.getOwnerReferences());
    }
}
