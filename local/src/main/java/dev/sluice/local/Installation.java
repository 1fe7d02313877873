// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import dev.sluice.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What the last `up` in a directory was asked for and did, so that the next one can go on from
/// there without being asked again.
///
/// @param port where the server listens
/// @param keycloakPort where Keycloak listens, when there is one
/// @param identityProvider whether administrators sign in at Keycloak
/// @param sampleLoaded whether the sample data was written; it is written once
/// @param written digests of the files that `up` wrote, by their name; see [GeneratedFile]
record Installation(
        int port,
        int keycloakPort,
        boolean identityProvider,
        boolean sampleLoaded,
        Map<String, String> written) {
    static final int DEFAULT_PORT = 8086;
    static final int DEFAULT_KEYCLOAK_PORT = 8180;

    Installation {
        written = Map.copyOf(written);
    }

    /// What `up` does when nobody says otherwise.
    static Installation defaults() {
        return new Installation(DEFAULT_PORT, DEFAULT_KEYCLOAK_PORT, true, false, Map.of());
    }

    /// What was stored in `file`, or null when there was no `up` yet.
    static @Nullable Installation find(Path file) throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        JsonNode json = new JsonMapper().readTree(Files.readString(file));
        Map<String, String> written = new TreeMap<>();
        json.path("written").forEachEntry((name, digest) -> written.put(name, digest.asString()));
        return new Installation(
                json.path("port").asInt(),
                json.path("keycloakPort").asInt(),
                json.path("identityProvider").asBoolean(),
                json.path("sampleLoaded").asBoolean(),
                written);
    }

    void store(Path file) throws IOException {
        var mapper = new JsonMapper();
        ObjectNode json =
                mapper.createObjectNode()
                        .put("port", port)
                        .put("keycloakPort", keycloakPort)
                        .put("identityProvider", identityProvider)
                        .put("sampleLoaded", sampleLoaded);
        ObjectNode digests = json.putObject("written");
        new TreeMap<>(written).forEach(digests::put);
        PrivateFiles.write(
                file,
                mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json)
                        + System.lineSeparator());
    }

    /// Whether a server of `other` could be told from a server of this.
    boolean servesLike(Installation other) {
        return port == other.port
                && identityProvider == other.identityProvider
                && (!identityProvider || keycloakPort == other.keycloakPort);
    }

    Installation withSampleLoaded() {
        return new Installation(port, keycloakPort, identityProvider, true, written);
    }

    Installation withWritten(String name, String digest) {
        Map<String, String> digests = new TreeMap<>(written);
        digests.put(name, digest);
        return new Installation(port, keycloakPort, identityProvider, sampleLoaded, digests);
    }
}
