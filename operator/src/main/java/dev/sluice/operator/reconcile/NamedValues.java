// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.reconcile;

import dev.sluice.operator.appinstance.KeyRef;
import dev.sluice.operator.appinstance.Sensitive;
import dev.sluice.operator.plan.StartValues;
import dev.sluice.operator.plan.ValueChanges;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looks at the values that servers are started with, wherever they stand, to see whether one has
/// changed. Of a value nothing is kept but its fingerprint.
///
/// @param client asks the API server
/// @param namespace the only one
record NamedValues(KubernetesClient client, String namespace) {
    /// What is known of them after this look.
    ///
    /// @param cluster whose they are
    /// @throws KubernetesClientException when the API server cannot be asked
    ValueChanges changes(StartValues values, String cluster) {
        Map<String, String> there = new HashMap<>();
        values.byVariable()
                .forEach((variable, value) -> {
                    String text = text(value.sensitive(), values.given(variable));
                    if (text != null) {
                        there.put(variable, text);
                    }
                });
        return ValueChanges.of(find(Secret.class, ValueChanges.SECRET))
                .after(values.byVariable().keySet(), there, cluster);
    }

    /// As its place has it, in Base64 or not; null where it has none.
    private @Nullable String text(Sensitive value, @Nullable String given) {
        return switch (value) {
            case Sensitive.Given _ -> given;
            case Sensitive.InSecret(KeyRef place) -> {
                Secret secret = find(Secret.class, place.name());
                yield secret == null ? null : find(secret.getData(), place.key());
            }
            case Sensitive.InConfigMap(KeyRef place) -> {
                ConfigMap map = find(ConfigMap.class, place.name());
                yield map == null ? null : find(map.getData(), place.key());
            }
        };
    }

    private static @Nullable String find(@Nullable Map<String, String> data, String key) {
        return data == null ? null : data.get(key);
    }

    private <R extends HasMetadata> @Nullable R find(Class<R> kind, String name) {
        return client.resources(kind).inNamespace(namespace).withName(name).get();
    }
}
