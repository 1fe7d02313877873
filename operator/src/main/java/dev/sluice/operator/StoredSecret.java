// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/// A Secret that is made once, and that others may be about to make, too.
///
/// @param wanted with all its values
record StoredSecret(Secret wanted) {
    /// What a Secret may hold at most.
    static final int BYTES_MAX = 1 << 20;

    /// What became of it.
    enum Result {
        /// There was none.
        CREATED,
        /// Another key had signed the token.
        REPLACED,
        /// It was there.
        KEPT
    }

    /// Reads the files.
    ///
    /// @throws IOException when one cannot be read, or is too large
    static StoredSecret of(
            String namespace, String name, OwnerReference owner, Map<String, Path> files)
            throws IOException {
        Map<String, String> data = new LinkedHashMap<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            long bytes = Files.size(file.getValue());
            if (bytes > BYTES_MAX) {
                throw new IOException(
                        file.getValue() + " has " + bytes + " bytes (limit: " + BYTES_MAX + ")");
            }
            data.put(
                    file.getKey(),
                    Base64.getEncoder().encodeToString(Files.readAllBytes(file.getValue())));
        }
        return new StoredSecret(
                new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .addToLabels("app.kubernetes.io/name", "sluice")
                        .withOwnerReferences(owner)
                        .endMetadata()
                        .withType("Opaque")
                        .withData(data)
                        .build());
    }

    /// Makes it where it is not there.
    ///
    /// @param replaceToken whether one is replaced whose token another key signed (admin.md 2.2)
    Result store(KubernetesClient client, boolean replaceToken) {
        Resource<Secret> resource = client.resource(wanted);
        try {
            resource.create();
            return Result.CREATED;
        } catch (KubernetesClientException refused) {
            if (refused.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw refused;
            }
        }
        Secret there = resource.get();
        if (!replaceToken
                || there == null
                || TokenDocument.keyId(there).equals(TokenDocument.keyId(wanted))) {
            return Result.KEPT;
        }
        wanted.getMetadata().setResourceVersion(there.getMetadata().getResourceVersion());
        resource.update();
        return Result.REPLACED;
    }
}
