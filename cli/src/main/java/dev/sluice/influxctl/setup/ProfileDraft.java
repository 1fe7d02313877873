// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.setup;

import dev.sluice.influxctl.profile.OAuthSettings;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The profile that `auth setup` writes.
///
/// @param name of the profile
/// @param host of the cluster
/// @param port of the cluster
/// @param plainHttp whether the cluster speaks plain HTTP
/// @param signIn how to sign in at the provider
public record ProfileDraft(
        String name, String host, int port, boolean plainHttp, OAuthSettings signIn) {
    private static final Pattern BARE_KEY = Pattern.compile("[A-Za-z0-9_-]+");

    /// Stands for a client's secret where people look at the profile.
    private static final String SECRET_PLACEHOLDER = "CLIENT_SECRET";

    /// The whole profile in TOML, for the file alone: the client's secret is in it.
    String toml() {
        return toml(authToml());
    }

    /// The whole profile in TOML for people, who put the client's secret in themselves.
    String shownToml() {
        return toml(authToml(SECRET_PLACEHOLDER));
    }

    /// The part of [#toml] that is about signing in.
    String authToml() {
        return authToml(signIn.clientSecret() == null ? "" : signIn.clientSecret().reveal());
    }

    private String toml(String auth) {
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
                        ClusterSettings.quoted(name), ClusterSettings.quoted(host), port, tls, auth)
                .replace("\n\n\n", "\n\n");
    }

    private String authToml(String secret) {
        StringBuilder text = new StringBuilder("  [profile.auth.oauth2]\n");
        line(text, "client_id", ClusterSettings.quoted(signIn.clientId()));
        if (signIn.clientSecret() != null) {
            line(text, "client_secret", ClusterSettings.quoted(secret));
        }
        line(
                text,
                "scopes",
                signIn.scopes().stream()
                        .map(ClusterSettings::quoted)
                        .collect(Collectors.joining(", ", "[", "]")));
        if (!signIn.parameters().isEmpty()) {
            line(text, "parameters", table(signIn.parameters()));
        }
        line(text, "device_url", ClusterSettings.quoted(signIn.deviceUrl().toString()));
        line(text, "token_url", ClusterSettings.quoted(signIn.tokenUrl().toString()));
        return text.toString();
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append("    ").append(key).append(" = ").append(value).append('\n');
    }

    private static String table(Map<String, String> values) {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(entry ->
                                key(entry.getKey())
                                        + " = "
                                        + ClusterSettings.quoted(entry.getValue()))
                        .collect(Collectors.joining(", ", "{ ", " }"));
    }

    private static String key(String name) {
        return BARE_KEY.matcher(name).matches() ? name : ClusterSettings.quoted(name);
    }
}
