// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// Reads the discovery document of a provider for a person who is setting things up. What is wrong
/// is said in one sentence with what to do, the usual slips by name (admin.md 1.8.1).
///
/// Not used by the server, which reads one configured address only ([KeyCache]).
public final class ProviderDiscovery {
    private static final String WELL_KNOWN = ".well-known/openid-configuration";
    private static final String REALMS = "/realms/";
    private static final String AUTH = "/auth";
    private static final int NOT_FOUND = 404;
    private static final int KEYS_MAX = 100;

    private final ProviderHttp http;

    /// @param http the way to the provider; stays the caller's
    public ProviderDiscovery(ProviderHttp http) {
        this.http = http;
    }

    /// What came of it.
    public sealed interface Outcome {
        /// The provider said who it is.
        ///
        /// @param metadata what it said
        record Found(ProviderMetadata metadata) implements Outcome {}

        /// It did not.
        ///
        /// @param message one sentence, with what to change
        record Failed(String message) implements Outcome {}
    }

    /// What came of a look at the keys.
    public sealed interface Keys {
        /// There are keys that can sign.
        ///
        /// @param count how many
        /// @param holdsKey whether one of them has the identifier that was asked for
        record Read(int count, boolean holdsKey) implements Keys {}

        /// There are none.
        ///
        /// @param message one sentence, with what to check
        record Failed(String message) implements Keys {}
    }

    /// Reads what an issuer says of itself.
    ///
    /// @param issuer its address, or the address of the document itself
    public Outcome read(URI issuer) throws InterruptedException {
        URI document = document(issuer);
        return switch (http.get(document)) {
            case HttpAnswer.Unreachable(ProviderUnreachable why) ->
                    new Outcome.Failed(why.sentence());
            case HttpAnswer.Answered answered when answered.isSuccess() ->
                    found(document, answered);
            case HttpAnswer.Answered answered when answered.status() == NOT_FOUND ->
                    notFound(document);
            case HttpAnswer.Answered answered ->
                    new Outcome.Failed(
                            WebAddress.shown(document)
                                    + " answered "
                                    + answered.shownStatus(document)
                                    + "; check the issuer's address");
        };
    }

    /// Looks whether the provider's key set has a key for a token.
    ///
    /// @param keyId the token's `kid`; null asks only whether there are keys at all
    public Keys readKeys(ProviderMetadata metadata, @Nullable String keyId)
            throws InterruptedException {
        URI url = metadata.keysUrl();
        return switch (http.get(url)) {
            case HttpAnswer.Unreachable(ProviderUnreachable why) -> new Keys.Failed(why.sentence());
            case HttpAnswer.Answered answered -> {
                JsonObject document =
                        answered.isSuccess() ? JsonObject.find(answered.body()) : null;
                if (document == null || !document.isArray(OAuthWords.KEYS)) {
                    yield new Keys.Failed(
                            WebAddress.shown(url)
                                    + " answered "
                                    + answered.shownStatus(url)
                                    + " without a key set; check the provider's jwks_uri");
                }
                KeySet keys = KeySet.of(document, metadata.issuer(), KEYS_MAX);
                yield keys.isEmpty()
                        ? new Keys.Failed(
                                WebAddress.shown(url)
                                        + " holds no key that can sign tokens; make one at the"
                                        + " provider")
                        : new Keys.Read(keys.size(), keyId != null && keys.names(keyId));
            }
        };
    }

    private static Outcome found(URI url, HttpAnswer.Answered answered) {
        JsonObject document = JsonObject.find(answered.body());
        String issuer = document == null ? null : document.string(OAuthWords.ISSUER);
        URI keysUrl = document == null ? null : address(document, OAuthWords.JWKS_URI);
        URI tokenUrl = document == null ? null : address(document, "token_endpoint");
        if (document == null || issuer == null || keysUrl == null || tokenUrl == null) {
            return new Outcome.Failed(
                    WebAddress.shown(url)
                            + " is no discovery document with issuer, jwks_uri and token_endpoint;"
                            + " check the issuer's address");
        }
        return new Outcome.Found(
                new ProviderMetadata(
                        url,
                        PrintableText.sentence(issuer),
                        keysUrl,
                        address(document, "device_authorization_endpoint"),
                        tokenUrl,
                        date(answered.date())));
    }

    /// Keycloak had everything below `/auth` until version 17, and still has where it is told to.
    private Outcome notFound(URI document) throws InterruptedException {
        String shown = WebAddress.shown(document);
        URI other = otherPrefix(document);
        boolean isThere =
                other != null
                        && http.get(other) instanceof HttpAnswer.Answered answered
                        && answered.isSuccess()
                        && JsonObject.find(answered.body()) != null;
        if (other == null || !isThere) {
            return new Outcome.Failed(
                    shown
                            + " answered 404; Keycloak's issuers read https://HOST/realms/REALM,"
                            + " Auth0's https://TENANT/, Entra ID's"
                            + " https://login.microsoftonline.com/TENANT_ID/v2.0");
        }
        String path = other.getRawPath();
        String issuer = other.resolve(path.substring(0, path.indexOf(WELL_KNOWN) - 1)).toString();
        return new Outcome.Failed(
                shown
                        + " answered 404, but the realm is there "
                        + (path.startsWith(AUTH + "/") ? "with" : "without")
                        + " the prefix /auth; use "
                        + issuer);
    }

    private static @Nullable URI otherPrefix(URI document) {
        String path = document.getRawPath();
        if (path.startsWith(AUTH + REALMS)) {
            return document.resolve(path.substring(AUTH.length()));
        }
        return path.startsWith(REALMS) ? document.resolve(AUTH + path) : null;
    }

    private static URI document(URI issuer) {
        String text = issuer.toString();
        if (text.endsWith(WELL_KNOWN)) {
            return issuer;
        }
        return URI.create(text + (text.endsWith("/") ? "" : "/") + WELL_KNOWN);
    }

    private static @Nullable URI address(JsonObject document, String name) {
        return WebAddress.find(document.string(name));
    }

    private static @Nullable Instant date(@Nullable String header) {
        if (header == null) {
            return null;
        }
        try {
            return ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        } catch (DateTimeException _) {
            return null;
        }
    }
}
