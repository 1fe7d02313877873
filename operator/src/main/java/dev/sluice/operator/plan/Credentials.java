// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import dev.sluice.operator.appinstance.Admin;
import dev.sluice.operator.appinstance.KeyRef;
import dev.sluice.operator.appinstance.Sensitive;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How secrets reach the containers: as variables and files that name a Secret. Values that stand
/// in the AppInstance itself are put into a Secret of the cluster's own.
final class Credentials {
    /// Holds the values that the AppInstance itself has.
    static final String OWN = "sluice-credentials";

    private static final String SIGNING_KEY = "internalSigningKey.";

    private final Cluster cluster;
    private final Metadata metadata;
    private final StartValues values;
    private final Map<String, String> given = new LinkedHashMap<>();

    Credentials(Cluster cluster, Metadata metadata) {
        this.cluster = cluster;
        this.metadata = metadata;
        this.values = StartValues.of(cluster.settings());
        values.byVariable().forEach((name, value) -> collect(name, value.sensitive()));
        Admin.SigningKey key = signingKey();
        if (key != null) {
            key.parts().forEach((part, value) -> collect(keyOf(part), value));
        }
    }

    private void collect(String key, Sensitive value) {
        if (value instanceof Sensitive.Given stands) {
            given.put(
                    key,
                    Base64.getEncoder()
                            .encodeToString(
                                    stands.value().reveal().getBytes(StandardCharsets.UTF_8)));
        }
    }

    /// The values that stand in the AppInstance, and what is known of all values' changes; neither
    /// where there is nothing of it.
    List<Secret> render() {
        List<Secret> secrets = new ArrayList<>();
        if (!given.isEmpty()) {
            secrets.add(holding(OWN, given));
        }
        if (!cluster.changes().seen().isEmpty()) {
            secrets.add(holding(ValueChanges.SECRET, cluster.changes().data()));
        }
        return List.copyOf(secrets);
    }

    private Secret holding(String name, Map<String, String> data) {
        return new SecretBuilder()
                .withMetadata(metadata.of(name).build())
                .withType("Opaque")
                .withData(data)
                .build();
    }

    /// Of the servers of a role.
    List<EnvVar> environment(Role role) {
        return values.of(role).byVariable().entrySet().stream()
                .map(value -> variable(value.getKey(), value.getValue().sensitive()))
                .toList();
    }

    /// How often the values of a role's servers have changed, which a running container would not
    /// see; empty when none has.
    ///
    /// @param others variables that have a value of their own instead
    String changes(Role role, Set<String> others) {
        Set<String> variables = new TreeSet<>(values.of(role).byVariable().keySet());
        variables.removeAll(others);
        return cluster.changes().of(variables);
    }

    /// Changes with the configured key pair where that stands in the AppInstance; else empty.
    String signingKeyHash() {
        String key =
                given.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(SIGNING_KEY))
                        .map(Map.Entry::toString)
                        .collect(Collectors.joining());
        return key.isEmpty() ? "" : Metadata.shortHash(key);
    }

    /// Where each part of the configured key pair comes from; empty when the cluster makes its own.
    List<VolumeProjection> signingKeySources() {
        Admin.SigningKey key = signingKey();
        List<VolumeProjection> sources = new ArrayList<>();
        if (key != null) {
            key.parts().forEach((part, value) -> sources.add(source(part, value)));
        }
        return sources;
    }

    private Admin.@Nullable SigningKey signingKey() {
        Admin admin = cluster.settings().admin();
        return admin == null ? null : admin.internalSigningKey();
    }

    private static EnvVar variable(String name, Sensitive value) {
        EnvVarBuilder variable = new EnvVarBuilder().withName(name);
        return switch (value) {
            case Sensitive.Given _ ->
                    variable.withNewValueFrom()
                            .withNewSecretKeyRef(name, OWN, null)
                            .endValueFrom()
                            .build();
            case Sensitive.InSecret(KeyRef place) ->
                    variable.withNewValueFrom()
                            .withNewSecretKeyRef(place.key(), place.name(), place.optional())
                            .endValueFrom()
                            .build();
            case Sensitive.InConfigMap(KeyRef place) ->
                    variable.withNewValueFrom()
                            .withNewConfigMapKeyRef(place.key(), place.name(), place.optional())
                            .endValueFrom()
                            .build();
        };
    }

    private static VolumeProjection source(String part, Sensitive value) {
        VolumeProjectionBuilder source = new VolumeProjectionBuilder();
        return switch (value) {
            case Sensitive.Given _ -> secret(source, OWN, keyOf(part), null, part);
            case Sensitive.InSecret(KeyRef place) ->
                    secret(source, place.name(), place.key(), place.optional(), part);
            case Sensitive.InConfigMap(KeyRef place) ->
                    source.withNewConfigMap()
                            .withName(place.name())
                            .withOptional(place.optional())
                            .addNewItem()
                            .withKey(place.key())
                            .withPath(part)
                            .endItem()
                            .endConfigMap()
                            .build();
        };
    }

    private static VolumeProjection secret(
            VolumeProjectionBuilder source,
            String name,
            String key,
            @Nullable Boolean optional,
            String path) {
        return source.withNewSecret()
                .withName(name)
                .withOptional(optional)
                .addNewItem()
                .withKey(key)
                .withPath(path)
                .endItem()
                .endSecret()
                .build();
    }

    private static String keyOf(String part) {
        return SIGNING_KEY + part;
    }
}
