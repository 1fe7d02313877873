// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.reconcile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is there, of all sets of objects in a namespace.
///
/// @param objects by what they are
record Inventory(Map<Key, Existing> objects) {
    /// Copies the map; keeps its order.
    Inventory(Map<Key, Existing> objects) {
        this.objects = new LinkedHashMap<>(objects);
    }

    /// Which object.
    ///
    /// @param kind of the object
    /// @param name of the object
    record Key(ManagedKind kind, String name) {
        @Override
        public String toString() {
            return kind.kind() + "/" + name;
        }
    }

    /// One that is there.
    ///
    /// @param setId which set it belongs to
    /// @param resourceVersion changes with every change
    record Existing(String setId, String resourceVersion) {}

    @Nullable Existing find(Key key) {
        return objects.get(key);
    }

    /// What belongs to a set and is not asked for.
    List<Key> obsolete(String setId, Set<Key> desired) {
        return objects.entrySet().stream()
                .filter(entry -> entry.getValue().setId.equals(setId))
                .map(Map.Entry::getKey)
                .filter(key -> !desired.contains(key))
                .toList();
    }

    /// What is asked for and belongs to another set.
    List<Key> foreign(String setId, Set<Key> desired) {
        return desired.stream()
                .filter(key -> {
                    Existing existing = objects.get(key);
                    return existing != null && !existing.setId.equals(setId);
                })
                .toList();
    }
}
