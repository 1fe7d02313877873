// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import java.util.Map;

/// Values for the placeholders of the documented configurations of three providers.
public final class Placeholders {
    private static final Map<String, String> VALUES =
            Map.of(
                    "CATALOG_SECRET_NAME", "catalog",
                    "CATALOG_SECRET_KEY", "dsn",
                    "CLUSTER_HOST", "plant.example",
                    "KEYCLOAK_HOST", "keycloak.example:8443",
                    "KEYCLOAK_REALM", "plant",
                    "KEYCLOAK_USER_ID", "8f14e45f-ceea-467f-a0e6-8d0c3f6a1b2c",
                    "AUTH0_HOST", "plant.eu.auth0.example",
                    "AUTH0_USER_ID", "auth0|65f1c0ffee",
                    "AZURE_TENANT_ID", "9188040d-6c67-4c5b-b112-36a304b66dad",
                    "AZURE_USER_ID", "3b9d5e3a-1111-2222-3333-444455556666");

    private Placeholders() {}

    /// A documented text with values in the place of its placeholders.
    public static String filled(String text) {
        String filled = text;
        for (Map.Entry<String, String> value : VALUES.entrySet()) {
            filled = filled.replace(value.getKey(), value.getValue());
        }
        return filled;
    }
}
