// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// All objects of one AppInstance, found by the ID that each bears as a label.
///
/// @param objects of the namespace
/// @param id of the set
record ObjectSet(NamespaceObjects objects, String id) {
    /// Applies what is asked for, in its order, and then deletes what else is in the set.
    Outcome apply(List<HasMetadata> desired) {
        List<String> log = new ArrayList<>();
        try {
            Map<Inventory.Key, HasMetadata> byKey = byKey(desired);
            Inventory before = objects.inventory();
            List<Inventory.Key> foreign = before.foreign(id, byKey.keySet());
            if (!foreign.isEmpty()) {
                return new Outcome.Failed(
                        List.of(
                                foreign.getFirst()
                                        + " belongs to another AppInstance: a namespace has room"
                                        + " for one"));
            }
            for (Map.Entry<Inventory.Key, HasMetadata> entry : byKey.entrySet()) {
                apply(entry.getKey(), entry.getValue(), before, log);
            }
            delete(before.obsolete(id, byKey.keySet()), log);
            return new Outcome.Applied(log, desired.size());
        } catch (KubernetesClientException refused) {
            log.add(sentence(refused));
            return new Outcome.Failed(log);
        }
    }

    /// Deletes all.
    ///
    /// @throws KubernetesClientException when the API server does not let it
    List<String> deleteAll() {
        List<String> log = new ArrayList<>();
        delete(objects.inventory().obsolete(id, Set.of()), log);
        return log;
    }

    private void apply(Inventory.Key key, HasMetadata object, Inventory before, List<String> log) {
        Inventory.Existing existing = before.find(key);
        String version;
        try {
            version = objects.apply(object);
        } catch (KubernetesClientException refused) {
            log.add(key + " could not be applied");
            throw refused;
        }
        if (existing == null) {
            log.add(key + " created");
        } else if (!existing.resourceVersion().equals(version)) {
            log.add(key + " changed");
        }
    }

    private void delete(List<Inventory.Key> obsolete, List<String> log) {
        for (Inventory.Key key : obsolete) {
            objects.delete(key);
            log.add(key + " deleted");
        }
    }

    private static Map<Inventory.Key, HasMetadata> byKey(List<HasMetadata> desired) {
        Map<Inventory.Key, HasMetadata> byKey = new LinkedHashMap<>();
        for (HasMetadata object : desired) {
            Inventory.Key key =
                    new Inventory.Key(
                            ManagedKind.of(object.getKind()), object.getMetadata().getName());
            if (byKey.put(key, object) != null) {
                throw new IllegalStateException(key + " is rendered twice");
            }
        }
        return byKey;
    }

    /// What the API server says, which names the field and never a value of a Secret.
    private static String sentence(KubernetesClientException refused) {
        return refused.getStatus() != null && refused.getStatus().getMessage() != null
                ? refused.getStatus().getMessage()
                : "the API server cannot be asked: " + refused.getMessage();
    }
}
