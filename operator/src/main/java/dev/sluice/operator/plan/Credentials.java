// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import dev.sluice.config.AzureConfig;
import dev.sluice.config.GoogleConfig;
import dev.sluice.operator.appinstance.Admin;
import dev.sluice.operator.appinstance.KeyRef;
import dev.sluice.operator.appinstance.ObjectStore;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How secrets reach the containers: as variables and files that name a Secret. Values that stand
/// in the AppInstance itself are put into a Secret of the cluster's own.
final class Credentials {
    /// Holds the values that the AppInstance itself has.
    static final String OWN = "sluice-credentials";

    private static final String SIGNING_KEY = "internalSigningKey.";
    private static final String CATALOG_VARIABLE = "INFLUXDB_IOX_CATALOG_DSN";

    private final Cluster cluster;
    private final Metadata metadata;
    private final Map<String, String> given = new LinkedHashMap<>();

    Credentials(Cluster cluster, Metadata metadata) {
        this.cluster = cluster;
        this.metadata = metadata;
        variables().forEach((name, value) -> collect(name, value));
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

    /// None where every value is in a Secret of somebody else's.
    List<Secret> render() {
        return given.isEmpty()
                ? List.of()
                : List.of(
                        new SecretBuilder()
                                .withMetadata(metadata.of(OWN).build())
                                .withType("Opaque")
                                .withData(given)
                                .build());
    }

    /// Of the servers of a role. Those that have nothing to do with files get no key to them.
    List<EnvVar> environment(Role role) {
        List<EnvVar> environment = new ArrayList<>();
        variables()
                .forEach((name, value) -> {
                    if (role.hasFiles() || name.equals(CATALOG_VARIABLE)) {
                        environment.add(variable(name, value));
                    }
                });
        return environment;
    }

    /// Changes with the values that stand in the AppInstance, which a running container would not
    /// see.
    String hash() {
        return given.isEmpty() ? "" : Metadata.shortHash(given.toString());
    }

    /// As [#hash], of the configured key pair alone; empty where it stands somewhere else.
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

    private Map<String, Sensitive> variables() {
        Map<String, Sensitive> variables = new LinkedHashMap<>();
        switch (cluster.settings().objectStore().kind()) {
            case ObjectStore.S3 s3 -> {
                if (s3.accessKey() != null && s3.secretKey() != null) {
                    variables.put("AWS_ACCESS_KEY_ID", s3.accessKey());
                    variables.put("AWS_SECRET_ACCESS_KEY", s3.secretKey());
                }
            }
            case ObjectStore.Azure azure -> {
                variables.put(AzureConfig.ACCOUNT_VARIABLE, azure.account());
                variables.put(AzureConfig.KEY_VARIABLE, azure.accessKey());
            }
            case ObjectStore.Google google -> {
                if (google.serviceAccountSecret() != null) {
                    variables.put(
                            GoogleConfig.KEY_VARIABLE,
                            new Sensitive.InSecret(google.serviceAccountSecret()));
                }
            }
        }
        variables.put(CATALOG_VARIABLE, cluster.settings().catalog().dsn());
        return variables;
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
