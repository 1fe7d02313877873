// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.kubernetes;

import dev.sluice.operator.reconcile.ManagedKind;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What an API server knows beside its own kinds.
///
/// @param client of one who may everything
record Definitions(KubernetesClient client) {
    /// A test that has to wait this long has failed.
    private static final long PATIENCE_SECONDS = 120;

    private static final List<ManagedKind> OTHERS =
            List.of(
                    ManagedKind.ROUTE,
                    ManagedKind.GATEWAY,
                    ManagedKind.VIRTUAL_SERVICE,
                    ManagedKind.SERVICE_MONITOR);

    /// Applies one, and waits until it is served.
    void apply(CustomResourceDefinition definition) {
        client.resource(definition).fieldManager("kubectl").forceConflicts().serverSideApply();
        var _ =
                client.apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName(definition.getMetadata().getName())
                        .waitUntilCondition(
                                Definitions::isEstablished, PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static boolean isEstablished(@Nullable CustomResourceDefinition definition) {
        return definition != null
                && definition.getStatus() != null
                && Objects.requireNonNullElse(
                                definition.getStatus().getConditions(),
                                List.<CustomResourceDefinitionCondition>of())
                        .stream()
                        .anyMatch(condition ->
                                condition.getType().equals("Established")
                                        && condition.getStatus().equals("True"));
    }

    /// Whether a kind of others' is defined.
    boolean has(ManagedKind kind) {
        return client.apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName(kind.plural() + "." + kind.group())
                        .get()
                != null;
    }

    /// Applies those of others' kinds, any content allowed, that are not there.
    void applyOthers() {
        for (ManagedKind kind : OTHERS) {
            if (!has(kind)) {
                apply(open(kind));
            }
        }
    }

    private static CustomResourceDefinition open(ManagedKind kind) {
        return Serialization.unmarshal(
                """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: %1$s.%2$s}
                spec:
                  group: %2$s
                  scope: Namespaced
                  names: {kind: %3$s, plural: %1$s}
                  versions:
                    - name: %4$s
                      served: true
                      storage: true
                      schema:
                        openAPIV3Schema:
                          type: object
                          x-kubernetes-preserve-unknown-fields: true
                """
                        .formatted(kind.plural(), kind.group(), kind.kind(), kind.version()),
                CustomResourceDefinition.class);
    }
}
