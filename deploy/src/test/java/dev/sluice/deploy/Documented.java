// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.deploy;

import java.nio.file.Path;
import java.util.Map;

/// Documented files with values in the place of their placeholders.
final class Documented {
    /// The excerpts of the documentation, letter for letter.
    static final Path EXCERPTS =
            Path.of("..", "config", "src", "test", "resources", "dev", "sluice", "config");

    private static final Map<String, String> PLACEHOLDERS =
            Map.of(
                    "KEYCLOAK_HOST", "keycloak.example:8443",
                    "KEYCLOAK_REALM", "plant",
                    "KEYCLOAK_USER_ID", "8f14e45f-ceea-467f-a0e6-8d0c3f6a1b2c",
                    "AUTH0_HOST", "plant.eu.auth0.example",
                    "AUTH0_USER_ID", "auth0|65f1c0ffee",
                    "AZURE_TENANT_ID", "9188040d-6c67-4c5b-b112-36a304b66dad",
                    "AZURE_USER_ID", "3b9d5e3a-1111-2222-3333-444455556666");

    private Documented() {}

    static String text(Path file) {
        String text = Trees.read(file);
        for (Map.Entry<String, String> placeholder : PLACEHOLDERS.entrySet()) {
            text = text.replace(placeholder.getKey(), placeholder.getValue());
        }
        return text;
    }
}
