// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.setup;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

/// The profile that `auth setup` writes.
///
/// @param name of the profile
/// @param host of the cluster
/// @param port of the cluster
/// @param plainHttp whether the cluster speaks plain HTTP
/// @param clientId the client at the provider
/// @param scopes what a sign-in asks for
/// @param deviceUrl the provider's device authorization endpoint
/// @param tokenUrl the provider's token endpoint
public record ProfileDraft(
        String name,
        String host,
        int port,
        boolean plainHttp,
        String clientId,
        List<String> scopes,
        URI deviceUrl,
        URI tokenUrl) {

    /// Copies the scopes.
    public ProfileDraft {
        scopes = List.copyOf(scopes);
    }

    /// The whole profile in TOML.
    String toml() {
        String tls = plainHttp ? "\n  [profile.tls]\n    disable = true\n" : "";
        return """
        [[profile]]
          name = %s
          product = "clustered"
          host = %s
          port = "%d"
        %s
        %s\
        """
                .formatted(
                        ClusterSettings.quoted(name),
                        ClusterSettings.quoted(host),
                        port,
                        tls,
                        authToml())
                .replace("\n\n\n", "\n\n");
    }

    /// The part of it that is about signing in.
    String authToml() {
        return """
          [profile.auth.oauth2]
            client_id = %s
            scopes = [%s]
            device_url = %s
            token_url = %s
        """
                .formatted(
                        ClusterSettings.quoted(clientId),
                        scopes.stream()
                                .map(ClusterSettings::quoted)
                                .collect(Collectors.joining(", ")),
                        ClusterSettings.quoted(deviceUrl.toString()),
                        ClusterSettings.quoted(tokenUrl.toString()));
    }
}
