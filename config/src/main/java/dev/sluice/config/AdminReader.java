// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import dev.sluice.provider.KnownProvider;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// Reads and checks the section `admin` by the table of admin.md 1.4.
final class AdminReader {
    /// What the section may have.
    static final Set<String> KEYS =
            Set.of(
                    "identityProvider",
                    "jwksEndpoint",
                    "users",
                    "dsn",
                    "internalSigningKey",
                    "issuer",
                    "audiences",
                    "acceptIdTokens");

    private static final int PORT_MAX = 65_535;
    private static final Pattern TENANT =
            Pattern.compile(
                    "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
                            + "|[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*\\.[A-Za-z]+");
    private static final Set<String> MICROSOFT_LOGIN_HOSTS =
            Set.of(
                    "login.microsoftonline.com",
                    "login.microsoftonline.us",
                    "login.partner.microsoftonline.cn",
                    "sts.windows.net");

    private final Section section;
    private final Findings findings;

    private AdminReader(Section section, Findings findings) {
        this.section = section;
        this.findings = findings;
    }

    /// The section as settings; null when it names no identity provider, or when something is wrong
    /// and was told.
    static @Nullable AdminConfig read(Section section, Findings findings) {
        return new AdminReader(section, findings).read();
    }

    private @Nullable AdminConfig read() {
        section.rejectUnknown(KEYS);
        section.refuseBare("users", "a list of nobody is []");
        if (section.find("identityProvider") == null
                && section.find("jwksEndpoint") == null
                && section.find("users") == null) {
            return null;
        }
        List<AdminUser> users = List.of();
        List<Node> entries = section.findList("users");
        if (entries == null && !section.has("users")) {
            findings.refuse(
                    section.node(), "admin.users", "admin.users is required; it may be empty");
        } else if (entries != null) {
            users = new UserReader(isAzure(), findings).read(entries);
            if (entries.isEmpty()
                    && section.find("identityProvider") == null
                    && section.find("jwksEndpoint") == null) {
                return null;
            }
        }
        String provider = section.requireText("identityProvider");
        URI endpoint = readEndpoint();
        List<String> issuers = section.texts("issuer");
        List<String> audiences = section.texts("audiences");
        boolean acceptIdTokens =
                section.truth("acceptIdTokens", KnownProvider.AUTH0.isNamed(provider));
        if (provider == null || endpoint == null) {
            return null;
        }
        checkProvider(provider, endpoint, issuers);
        return new AdminConfig(provider, endpoint, users, issuers, audiences, acceptIdTokens);
    }

    private boolean isAzure() {
        return section.find("identityProvider") instanceof ScalarNode scalar
                && KnownProvider.ENTRA.isNamed(scalar.getValue().strip());
    }

    private @Nullable URI readEndpoint() {
        String text = section.requireText("jwksEndpoint");
        Node place = section.find("jwksEndpoint");
        if (text == null || place == null) {
            return null;
        }
        URI endpoint = Uris.parse(text);
        if (endpoint == null
                || endpoint.getHost() == null
                || endpoint.getRawUserInfo() != null
                || endpoint.getRawFragment() != null
                || !isWeb(endpoint)) {
            findings.refuse(
                    place,
                    "admin.jwksEndpoint",
                    "admin.jwksEndpoint "
                            + Uris.rule(
                                    text,
                                    "must be an absolute http or https URL without user and"
                                            + " fragment"));
            return null;
        }
        if (endpoint.getPort() > PORT_MAX) {
            findings.refuse(
                    place,
                    "admin.jwksEndpoint",
                    "admin.jwksEndpoint has port "
                            + endpoint.getPort()
                            + " (limit: "
                            + PORT_MAX
                            + ")");
            return null;
        }
        if ("http".equals(endpoint.getScheme().toLowerCase(Locale.ROOT))) {
            findings.warn(
                    place,
                    "admin.jwksEndpoint",
                    "admin.jwksEndpoint is http: whoever is on the way can replace the keys; use"
                            + " https unless the provider is on the same host or cluster");
        }
        return endpoint;
    }

    private static boolean isWeb(URI endpoint) {
        String scheme = endpoint.getScheme();
        return scheme != null && Set.of("http", "https").contains(scheme.toLowerCase(Locale.ROOT));
    }

    private void checkProvider(String provider, URI endpoint, List<String> issuers) {
        if (KnownProvider.ENTRA.isNamed(provider)) {
            if (issuers.isEmpty() && !namesTenant(endpoint)) {
                findings.refuse(
                        placeOf("jwksEndpoint"),
                        "admin.jwksEndpoint",
                        "admin.jwksEndpoint must name one tenant, or admin.issuer must be given:"
                                + " the keys of Microsoft Entra ID are shared by all tenants");
            }
        } else if (MICROSOFT_LOGIN_HOSTS.contains(endpoint.getHost().toLowerCase(Locale.ROOT))) {
            findings.warn(
                    placeOf("identityProvider"),
                    "admin.identityProvider",
                    "admin.identityProvider is \""
                            + provider
                            + "\" although the keys are Microsoft's; only exactly \""
                            + KnownProvider.ENTRA.settingName()
                            + "\""
                            + " selects the rules of Microsoft Entra ID");
        }
    }

    private Node placeOf(String key) {
        return Objects.requireNonNullElse(section.find(key), section.node());
    }

    /// Whether the first segment of the path is a tenant: a GUID or a domain name. The names that
    /// stand for many tenants (`common`, `organizations`, `consumers`) are neither.
    private static boolean namesTenant(URI endpoint) {
        String[] segments = endpoint.getPath().split("/", -1);
        return segments.length > 1 && TENANT.matcher(segments[1]).matches();
    }
}
