// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.operator.appinstance.Admin;
import dev.sluice.operator.appinstance.Ingress;
import dev.sluice.provider.KnownProvider;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The configuration file of `influxctl` for this cluster, in a ConfigMap for people to copy
/// (admin.md 6.4 and 3.3). It says what follows from the AppInstance; for the rest, such as the
/// client ID, there stands a word in capitals and what to put there. No secret is in it.
final class ConnectionProfile {
    /// The ConfigMap.
    static final String MAP = "influxctl";

    /// The file.
    static final String FILE = "config.toml";

    private static final int TLS_PORT = 443;
    private static final int CLEAR_PORT = 80;

    private static final String HEAD =
            """
            # How influxctl reaches this cluster, as far as its AppInstance tells. Replace the words in capitals,
            # and keep it as config.toml below ~/.config/influxctl (Linux), ~/Library/Application Support/influxctl
            # (macOS) or %APPDATA%\\influxctl (Windows).
            [[profile]]
                name = "default"
                product = "clustered"
            """;

    private final Cluster cluster;
    private final Metadata metadata;

    ConnectionProfile(Cluster cluster, Metadata metadata) {
        this.cluster = cluster;
        this.metadata = metadata;
    }

    ConfigMap render() {
        return new ConfigMapBuilder()
                .withMetadata(metadata.of(MAP).build())
                .addToData(FILE, HEAD + connection() + '\n' + signIn())
                .build();
    }

    private String connection() {
        Ingress ingress = cluster.settings().ingress();
        if (ingress == null) {
            String service = Role.INGESTER.objectName();
            return "    # Nothing leads into the cluster from outside (ingress). As long as this runs:\n"
                    + "    # kubectl port-forward service/%s %d --namespace %s\n"
                            .formatted(service, ServerFiles.PORT, cluster.namespace())
                    + place("localhost", ServerFiles.PORT)
                    + inClear();
        }
        String host = host(ingress);
        return ingress.tlsSecretName() != null
                ? host + port(TLS_PORT)
                : "    # Where something before the cluster ends TLS: port \"%d\", and no [profile.tls].\n"
                                .formatted(TLS_PORT)
                        + host
                        + port(CLEAR_PORT)
                        + inClear();
    }

    /// The first that is the name of one host.
    private static String host(Ingress ingress) {
        return ingress.hosts().stream()
                .filter(host -> host.indexOf('*') < 0)
                .findFirst()
                .map(host -> line("host", quoted(host)))
                .orElse(
                        "    # CLUSTER_HOST: a name by which the cluster is reached.\n"
                                + line("host", quoted("CLUSTER_HOST")));
    }

    private static String place(String host, int port) {
        return line("host", quoted(host)) + port(port);
    }

    private static String port(int port) {
        return line("port", quoted(String.valueOf(port)));
    }

    private static String inClear() {
        return "\n    [profile.tls]\n    " + line("disable", "true");
    }

    private String signIn() {
        Admin admin = cluster.settings().admin();
        String provider = admin == null ? null : text(admin.identityProvider());
        return admin == null || provider == null ? adminToken() : signIn(admin, provider);
    }

    private String adminToken() {
        return """
            # No identity provider is configured (admin), so that only the admin token administers:
            # kubectl get secrets/admin-token --template={{.data.token}} --namespace %s | base64 -d > token.json
            [profile.auth.token]
                token_file = "token.json"
        """
                .formatted(cluster.namespace());
    }

    private static String signIn(Admin admin, String name) {
        KnownProvider provider = KnownProvider.named(name);
        String base = provider == null ? null : base(provider, admin);
        String word = (provider == null ? "provider" : name).toUpperCase(Locale.ROOT);
        String client = word + "_CLIENT_ID";
        StringBuilder text = new StringBuilder("    [profile.auth.oauth2]\n");
        append(text, "# " + client + ": the ID of the provider's client for the device flow.");
        append(text, "client_id = " + quoted(client));
        if (provider == KnownProvider.AUTH0) {
            append(text, "# Of a confidential client:");
            append(text, "# client_secret = \"AUTH0_CLIENT_SECRET\"");
            String audience = first(admin.audiences());
            append(text, "# For an access token that is not opaque:");
            append(
                    text,
                    audience == null
                            ? "# parameters = { audience = \"AUTH0_API_IDENTIFIER\" }"
                            : "parameters = { audience = " + quoted(audience) + " }");
        }
        if (provider == KnownProvider.ENTRA) {
            append(
                    text,
                    provider.scopes(client).stream()
                            .map(ConnectionProfile::quoted)
                            .collect(Collectors.joining(", ", "scopes = [", "]")));
        }
        if (provider == null || base == null) {
            append(
                    text,
                    "# In the provider's discovery document (" + KnownProvider.DOCUMENT + "):");
            append(text, "# device_authorization_endpoint, and token_endpoint.");
            append(text, "device_url = \"https://PROVIDER_DEVICE_AUTHORIZATION_ENDPOINT\"");
            append(text, "token_url = \"https://PROVIDER_TOKEN_ENDPOINT\"");
        } else {
            append(text, "device_url = " + quoted(provider.deviceUrl(base)));
            append(text, "token_url = " + quoted(provider.tokenUrl(base)));
        }
        return text.toString();
    }

    /// What the provider's addresses begin with. That of the issuer comes first, since people may
    /// reach the provider by another name than the cluster does.
    private static @Nullable String base(KnownProvider provider, Admin admin) {
        String keys = text(admin.jwksEndpoint());
        return Stream.concat(
                        texts(admin.issuer()).map(provider::baseOfIssuer),
                        Stream.ofNullable(keys).map(provider::baseOfKeys))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String first(@Nullable JsonNode list) {
        return texts(list).findFirst().orElse(null);
    }

    /// Of a text, or of a list of texts. Whatever else stands there is refused by the servers.
    private static Stream<String> texts(@Nullable JsonNode node) {
        List<JsonNode> nodes =
                node == null
                        ? List.of()
                        : node.isArray() ? node.valueStream().toList() : List.of(node);
        return nodes.stream().map(ConnectionProfile::text).filter(Objects::nonNull);
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null || !node.isTextual() || node.asText().isBlank()
                ? null
                : node.asText().strip();
    }

    private static void append(StringBuilder text, String line) {
        text.append("        ").append(line).append('\n');
    }

    private static String line(String key, String value) {
        return "    " + key + " = " + value + '\n';
    }

    /// A JSON string is a TOML basic string, too.
    private static String quoted(String text) {
        return JsonNodeFactory.instance.textNode(text).toString();
    }
}
