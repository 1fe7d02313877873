// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.testkit.StubIdentityProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/// A section `admin` with one user.
record Administration(URI keys, String userId) {
    /// The user that the stub's tokens name.
    static Administration of(StubIdentityProvider provider) {
        return new Administration(provider.keysUrl(), StubIdentityProvider.SUBJECT);
    }

    /// Writes it beside the server's data.
    Path store(Path directory) throws IOException {
        Files.createDirectories(directory);
        return Files.writeString(
                directory.resolve("admin.yaml"),
                """
                admin:
                  identityProvider: keycloak
                  jwksEndpoint: %s
                  users:
                    - id: "%s"
                      firstName: Ada
                      lastName: Lovelace
                      email: ada
                """
                        .formatted(keys, userId));
    }
}
