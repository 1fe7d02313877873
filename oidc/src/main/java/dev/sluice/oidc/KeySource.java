// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Fetches a provider's keys from the one configured address, whichever kind of document is there
/// (admin.md 1.5): content decides, never the address.
///
/// Fetches nothing but that address, the `jwks_uri` that it names, and, for a tenant of Microsoft
/// Entra ID that is configured by its domain, that tenant's discovery document. Not safe for many
/// threads; [KeyCache] fetches one at a time.
final class KeySource {
    private static final Pattern MAX_AGE =
            Pattern.compile("(?:^|[,\\s])max-age\\s*=\\s*\"?(\\d{1,9})");

    private final ProviderHttp http;
    private final URI endpoint;
    private final boolean needsTenant;
    private final KeyCacheLimits limits;
    private final LongSupplier ticker;
    private @Nullable Discovered discovered;
    private @Nullable String tenantIssuer;

    KeySource(
            ProviderHttp http,
            ProviderSettings settings,
            KeyCacheLimits limits,
            LongSupplier ticker) {
        this.http = http;
        this.endpoint = settings.jwksEndpoint();
        this.needsTenant = EntraTenant.mustBeResolved(settings);
        this.limits = limits;
        this.ticker = ticker;
    }

    /// What came of a fetch.
    sealed interface Fetch {
        /// A document with a member `keys`, be it empty.
        ///
        /// @param keys what it says
        /// @param maxAge how long the provider wants it kept; null when it does not say
        record Fetched(KeySet keys, @Nullable Duration maxAge) implements Fetch {}

        /// No such document.
        ///
        /// @param message one sentence: what was asked, what happened, what to check
        record Failed(String message) implements Fetch {}
    }

    private record Discovered(URI keysUrl, @Nullable String issuer, long readNanos) {}

    /// A document that was fetched, or why not.
    private sealed interface Document {
        record Read(JsonObject members, @Nullable String cacheControl) implements Document {}

        record Unreadable(String message) implements Document {}
    }

    /// Fetches the keys, from where they were last time if that is not too long ago.
    Fetch fetch() throws InterruptedException {
        Discovered known = discovered;
        if (known != null
                && ticker.getAsLong() - known.readNanos() < limits.discoveryMax().toNanos()
                && fetchKeys(known) instanceof Fetch.Fetched fetched) {
            return fetched;
        }
        return switch (read(endpoint)) {
            case Document.Unreadable(String message) -> new Fetch.Failed(message);
            case Document.Read read -> judged(read);
        };
    }

    private Fetch judged(Document.Read read) throws InterruptedException {
        if (read.members().isArray(OAuthWords.KEYS)) {
            discovered = null;
            return keys(read, tenantIssuer);
        }
        String named = read.members().string(OAuthWords.JWKS_URI);
        if (named == null) {
            return new Fetch.Failed(
                    "jwksEndpoint returned neither a JWKS nor an OpenID discovery document: "
                            + WebAddress.shown(endpoint));
        }
        URI keysUrl = WebAddress.find(named);
        if (keysUrl == null || (WebAddress.isSecure(endpoint) && !WebAddress.isSecure(keysUrl))) {
            return new Fetch.Failed(
                    "jwks_uri \""
                            + PrintableText.sentence(named)
                            + "\" in "
                            + WebAddress.shown(endpoint)
                            + " is not an address as safe as the one that names it");
        }
        Discovered found =
                new Discovered(
                        keysUrl, read.members().string(OAuthWords.ISSUER), ticker.getAsLong());
        discovered = found;
        return fetchKeys(found);
    }

    private Fetch fetchKeys(Discovered from) throws InterruptedException {
        return switch (read(from.keysUrl())) {
            case Document.Unreadable(String message) -> new Fetch.Failed(message);
            case Document.Read read when read.members().isArray(OAuthWords.KEYS) ->
                    keys(read, from.issuer());
            case Document.Read _ ->
                    new Fetch.Failed(
                            "jwks_uri " + WebAddress.shown(from.keysUrl()) + " returned no JWKS");
        };
    }

    private Fetch keys(Document.Read read, @Nullable String issuer) throws InterruptedException {
        String knownIssuer = issuer;
        if (needsTenant && EntraTenant.ofIssuer(issuer) == null) {
            URI discovery = EntraTenant.discoveryUrl(endpoint);
            if (read(discovery) instanceof Document.Read(JsonObject members, _)) {
                knownIssuer = members.string(OAuthWords.ISSUER);
            }
            if (EntraTenant.ofIssuer(knownIssuer) == null) {
                return new Fetch.Failed(
                        "no tenant ID in "
                                + WebAddress.shown(discovery)
                                + "; put the tenant's ID into jwksEndpoint, or set admin.issuer");
            }
            tenantIssuer = knownIssuer;
        }
        return new Fetch.Fetched(
                KeySet.of(read.members(), knownIssuer, limits.keysMax()),
                maxAge(read.cacheControl()));
    }

    private Document read(URI url) throws InterruptedException {
        return switch (http.get(url)) {
            case HttpAnswer.Unreachable(ProviderUnreachable why) ->
                    new Document.Unreadable(why.sentence());
            case HttpAnswer.Answered answered when !answered.isSuccess() ->
                    new Document.Unreadable(
                            WebAddress.shown(url)
                                    + " answered "
                                    + answered.shownStatus(url)
                                    + hint(url, answered.status()));
            case HttpAnswer.Answered answered -> {
                JsonObject members = JsonObject.find(answered.body());
                yield members == null
                        ? new Document.Unreadable(
                                WebAddress.shown(url) + " answered with no JSON object")
                        : new Document.Read(members, answered.cacheControl());
            }
        };
    }

    /// Keycloak's addresses begin with `/auth` in some installations and not in others (admin.md
    /// 1.8.1).
    private static String hint(URI url, int status) {
        String path = url.getPath();
        if (status != 404 || !path.contains("/realms/")) {
            return "";
        }
        return path.contains("/auth/realms/")
                ? "; try the address without /auth"
                : "; try the address with /auth before /realms";
    }

    private static @Nullable Duration maxAge(@Nullable String cacheControl) {
        if (cacheControl == null) {
            return null;
        }
        Matcher matcher = MAX_AGE.matcher(cacheControl.toLowerCase(Locale.ROOT));
        return matcher.find() ? Duration.ofSeconds(Long.parseLong(matcher.group(1))) : null;
    }
}
