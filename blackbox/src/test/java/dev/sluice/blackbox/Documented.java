// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The configurations and profiles that people copy from the documentation (admin.md 1.4 and 3.3),
/// letter for letter, with an installation's values in place of the placeholders. Here the provider
/// and the cluster are on this machine and speak plain HTTP, which is all that is changed.
final class Documented {
    static final String KEYCLOAK_PROFILE =
            """
            [[profile]]
                name = "default"
                product = "clustered"
                host = "cluster-host.com" # InfluxDB cluster host
                port = "8086" # InfluxDB cluster port

                [profile.auth.oauth2]
                    client_id = "KEYCLOAK_CLIENT_ID"
                    device_url = "https://KEYCLOAK_HOST/realms/KEYCLOAK_REALM/protocol/openid-connect/auth/device"
                    token_url = "https://KEYCLOAK_HOST/realms/KEYCLOAK_REALM/protocol/openid-connect/token"
            """;

    static final String AUTH0_PROFILE =
            """
            [[profile]]
                name = "default"
                product = "clustered"
                host = "cluster-host.com" # InfluxDB cluster host
                port = "8086" # InfluxDB cluster port

                [profile.auth.oauth2]
                    client_id = "AUTH0_CLIENT_ID"
                    client_secret = "AUTH0_CLIENT_SECRET"
                    device_url = "https://AUTH0_HOST/oauth/device/code"
                    token_url = "https://AUTH0_HOST/oauth/token"
            """;

    static final String ENTRA_PROFILE =
            """
            [[profile]]
                name = "default"
                product = "clustered"
                host = "cluster-host.com" # InfluxDB cluster host
                port = "8086" # InfluxDB cluster port

                [profile.auth.oauth2]
                    client_id = "AZURE_CLIENT_ID"
                    scopes = ["AZURE_CLIENT_ID/.default"]
                    device_url = "https://login.microsoftonline.com/AZURE_TENANT_ID/oauth2/v2.0/devicecode"
                    token_url = "https://login.microsoftonline.com/AZURE_TENANT_ID/oauth2/v2.0/token"
            """;

    /// Where the three AppInstances are that the loader is tested with, below the checkout.
    private static final Path APP_INSTANCES =
            Path.of(
                    System.getProperty("sluice.checkout"),
                    "config/src/test/resources/dev/sluice/config");

    private Documented() {}

    /// The documented AppInstance of a provider.
    ///
    /// @param provider `keycloak`, `auth0` or `entra`
    /// @param values by placeholder, or by any other text in it
    static String appInstance(String provider, Map<String, String> values) throws IOException {
        return filled(
                Files.readString(APP_INSTANCES.resolve(provider + "-appinstance.yaml")), values);
    }

    /// A documented profile, for a cluster on this machine.
    ///
    /// @param profile one of the constants
    /// @param values by placeholder, or by any other text in it
    static String profile(String profile, Cluster cluster, Map<String, String> values) {
        return filled(profile, values)
                        .replace("cluster-host.com", "localhost")
                        .replace("8086", String.valueOf(cluster.port()))
                + """
                    [profile.tls]
                        disable = true
                """;
    }

    /// A text with these values, and plain HTTP.
    static String filled(String text, Map<String, String> values) {
        String filled = text;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace(value.getKey(), value.getValue());
        }
        return filled.replace("https://", "http://");
    }
}
