// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.reconcile;

import dev.sluice.operator.plan.Metadata;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The managed objects of one namespace, on the API server.
///
/// @param client asks it
/// @param namespace the only one that is touched
record NamespaceObjects(KubernetesClient client, String namespace) {
    /// Who is said to have set what the operator sets (admin.md 6.3).
    static final String FIELD_MANAGER = "kubit-applier";

    /// Every object that belongs to a set, whichever.
    ///
    /// @throws KubernetesClientException when the API server cannot be asked
    Inventory inventory() {
        Map<Inventory.Key, Inventory.Existing> found = new LinkedHashMap<>();
        for (ManagedKind kind : ManagedKind.values()) {
            for (GenericKubernetesResource object : list(kind)) {
                found.put(
                        new Inventory.Key(kind, object.getMetadata().getName()),
                        new Inventory.Existing(
                                object.getMetadata().getLabels().getOrDefault(Metadata.PART_OF, ""),
                                object.getMetadata().getResourceVersion()));
            }
        }
        return new Inventory(found);
    }

    /// Kinds of others' (Routes, Gateways, ServiceMonitors) may be unknown to the API server; then
    /// there are none.
    private List<GenericKubernetesResource> list(ManagedKind kind) {
        try {
            return client.genericKubernetesResources(kind.context())
                    .inNamespace(namespace)
                    .withLabel(Metadata.PART_OF)
                    .list()
                    .getItems();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    /// Applies one object: what it says holds afterwards, whoever said otherwise; what it does not
    /// say is left alone.
    ///
    /// @return the version afterwards; the one before, where nothing had to change
    /// @throws KubernetesClientException when it is refused
    String apply(HasMetadata object) {
        GenericKubernetesResource generic =
                client.getKubernetesSerialization()
                        .convertValue(object, GenericKubernetesResource.class);
        try {
            return resource(ManagedKind.of(object.getKind()), generic)
                    .fieldManager(FIELD_MANAGER)
                    .forceConflicts()
                    .serverSideApply()
                    .getMetadata()
                    .getResourceVersion();
        } catch (KubernetesClientException e) {
            throw e.getCode() == HttpURLConnection.HTTP_NOT_FOUND ? unknownKind(object) : e;
        }
    }

    /// An API server says no more than "404 page not found" of a kind that nobody has defined.
    private static KubernetesClientException unknownKind(HasMetadata object) {
        return new KubernetesClientException(
                new StatusBuilder()
                        .withCode(HttpURLConnection.HTTP_NOT_FOUND)
                        .withMessage(
                                "the API server knows no %s of %s: install what defines it, or do not ask for it"
                                        .formatted(object.getKind(), object.getApiVersion()))
                        .build());
    }

    private Resource<GenericKubernetesResource> resource(
            ManagedKind kind, GenericKubernetesResource object) {
        return client.genericKubernetesResources(kind.context())
                .inNamespace(namespace)
                .resource(object);
    }

    /// Deletes one object; that it is gone already is no error.
    void delete(Inventory.Key key) {
        var _ =
                client.genericKubernetesResources(key.kind().context())
                        .inNamespace(namespace)
                        .withName(key.name())
                        .delete();
    }
}
