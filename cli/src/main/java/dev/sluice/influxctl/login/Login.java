// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.login;

import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.OAuthSettings;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.influxctl.profile.Surroundings;
import dev.sluice.influxctl.tokencache.CacheKey;
import dev.sluice.influxctl.tokencache.CacheLock;
import dev.sluice.influxctl.tokencache.TokenCache;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import dev.sluice.oidc.Bearer;
import dev.sluice.oidc.DeviceFlow;
import dev.sluice.oidc.OAuthClient;
import dev.sluice.oidc.Pacer;
import dev.sluice.oidc.ProviderHttp;
import dev.sluice.oidc.Refresh;
import dev.sluice.oidc.RefreshFlow;
import dev.sluice.oidc.TokenSet;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Gets the credential of an administrator: from the profile, from the cache, by a refresh, or from
/// a person at the identity provider, in this order (admin.md 3.3 to 3.5).
///
/// The cache entry stays locked from reading to writing, so that two commands at once ask a person
/// once and never spend one refresh token twice.
public final class Login {
    /// A token that ends sooner than this is not used any more (admin.md 3.4).
    static final Duration LIFE_MIN = Duration.ofSeconds(30);

    private final Surroundings around;
    private final Terminal terminal;
    private final TokenCache cache;
    private final DeviceLogin deviceLogin;
    private final InstantSource clock;
    private final Pacer pacer;
    private final Supplier<ProviderHttp> providers;

    /// @param around holds the variables that matter
    /// @param terminal where the person reads what to do
    /// @param browser opens the provider's page
    /// @param cache tokens of earlier sign-ins
    /// @param clock decides about expiry
    /// @param pacer waits between polls
    /// @param providers opens a way to the provider, only when one is needed
    public Login(
            Surroundings around,
            Terminal terminal,
            Browser browser,
            TokenCache cache,
            InstantSource clock,
            Pacer pacer,
            Supplier<ProviderHttp> providers) {
        this.around = around;
        this.terminal = terminal;
        this.cache = cache;
        this.deviceLogin = new DeviceLogin(terminal, browser, around);
        this.clock = clock;
        this.pacer = pacer;
        this.providers = providers;
    }

    /// The credential to show to the profile's cluster; asks a person only if nothing else serves.
    ///
    /// @throws ProblemException when there is none to be had
    public PresentedCredential credential(Profile profile) throws InterruptedException {
        return switch (CredentialChoice.of(profile, around)) {
            case CredentialChoice.ManagementToken(Secret token) -> fixed(token, "management token");
            case CredentialChoice.TokenFile(Path file) ->
                    fixed(AdminTokenFile.read(file), "admin token in " + file);
            case CredentialChoice.OAuth(OAuthSettings settings) ->
                    cachedOrIssued(profile, settings.client());
        };
    }

    private PresentedCredential.Fixed fixed(Secret token, String name) {
        terminal.debug("using the " + name);
        return new PresentedCredential.Fixed(token, name);
    }

    /// Forgets `rejected`, which the cluster did not take, and gets another one from a person; or
    /// from the cache, where another process was quicker.
    public PresentedCredential replace(Profile profile, PresentedCredential.Cached rejected)
            throws InterruptedException {
        OAuthClient client = requireOAuth(profile).client();
        CacheKey key = CacheKey.of(profile.name(), profile.address(), client);
        try (CacheLock _ = cache.lock(key)) {
            TokenSet stored = cache.find(key);
            Secret other = stored == null ? null : usable(stored);
            if (other != null && !other.equals(rejected.token())) {
                return new PresentedCredential.Issued(other);
            }
            cache.remove(key);
            return signIn(key, client);
        }
    }

    /// Forgets the token that the cluster did not take, although it was new.
    public void discard(Profile profile) throws InterruptedException {
        OAuthClient client = requireOAuth(profile).client();
        CacheKey key = CacheKey.of(profile.name(), profile.address(), client);
        try (CacheLock _ = cache.lock(key)) {
            cache.remove(key);
        }
    }

    /// Signs in whether a token is cached or not: `auth login`. The cached one stays until another
    /// is there, since whoever cannot sign in now, as in an outage, may go on with it.
    ///
    /// @throws ProblemException `not_oauth2` for a profile that does not sign in at a provider
    public void signInAgain(Profile profile) throws InterruptedException {
        OAuthClient client = requireOAuth(profile).client();
        CacheKey key = CacheKey.of(profile.name(), profile.address(), client);
        try (CacheLock _ = cache.lock(key)) {
            // Clears away what no token can be stored over.
            TokenSet _ = cache.find(key);
            PresentedCredential.Issued _ = signIn(key, client);
        }
    }

    /// The tokens of an earlier sign-in, refreshed where they are over and can be; asks no person.
    ///
    /// @throws ProblemException `not_oauth2` for a profile that does not sign in at a provider
    public KeptTokens withoutPerson(Profile profile) throws InterruptedException {
        OAuthClient client = requireOAuth(profile).client();
        CacheKey key = CacheKey.of(profile.name(), profile.address(), client);
        try (CacheLock _ = cache.lock(key)) {
            TokenSet stored = cache.find(key);
            if (stored == null || usable(stored) != null) {
                return new KeptTokens(stored, null);
            }
            if (stored.refreshToken() == null) {
                return new KeptTokens(stored, "the token is over, and there is none to refresh it");
            }
            try (ProviderHttp http = providers.get()) {
                return switch (new RefreshFlow(http, clock).refresh(client, stored)) {
                    case Refresh.Refreshed(TokenSet tokens) -> {
                        cache.store(key, tokens);
                        yield new KeptTokens(tokens, null);
                    }
                    case Refresh.SignInAgain _ ->
                            new KeptTokens(stored, "the token is over, and cannot be refreshed");
                    case Refresh.Failed(String message) -> new KeptTokens(stored, message);
                };
            }
        }
    }

    /// Forgets the cached tokens of the profile, and contacts nobody.
    public int forget(Profile profile) {
        return cache.removeAll(profile.name());
    }

    private OAuthSettings requireOAuth(Profile profile) {
        return switch (CredentialChoice.of(profile, around)) {
            case CredentialChoice.OAuth(OAuthSettings settings) -> settings;
            case CredentialChoice.ManagementToken _ ->
                    throw nothingToSignInTo(profile, "a token", "its token needs no login");
            case CredentialChoice.TokenFile _ ->
                    throw nothingToSignInTo(
                            profile,
                            "the admin token",
                            "that token is for development and tests, not for production");
        };
    }

    private static ProblemException nothingToSignInTo(Profile profile, String what, String why) {
        return Problem.invalid(
                        "not_oauth2",
                        "profile \"%s\" uses %s, so there is nothing to sign in to; %s"
                                .formatted(profile.name(), what, why))
                .asException();
    }

    private PresentedCredential cachedOrIssued(Profile profile, OAuthClient client)
            throws InterruptedException {
        CacheKey key = CacheKey.of(profile.name(), profile.address(), client);
        try (CacheLock _ = cache.lock(key)) {
            TokenSet stored = cache.find(key);
            Secret token = stored == null ? null : usable(stored);
            if (token != null) {
                terminal.debug("using the token of an earlier sign-in");
                return new PresentedCredential.Cached(token);
            }
            return stored == null || stored.refreshToken() == null
                    ? signIn(key, client)
                    : refreshOrSignIn(key, client, stored);
        }
    }

    private PresentedCredential refreshOrSignIn(CacheKey key, OAuthClient client, TokenSet stored)
            throws InterruptedException {
        EntraAddresses.require(client);
        terminal.debug("refreshing the token of an earlier sign-in");
        Refresh refresh;
        try (ProviderHttp http = providers.get()) {
            refresh = new RefreshFlow(http, clock).refresh(client, stored);
        }
        return switch (refresh) {
            case Refresh.Refreshed(TokenSet tokens) -> issued(key, tokens);
            case Refresh.SignInAgain _ -> {
                cache.remove(key);
                yield signIn(key, client);
            }
            case Refresh.Failed(String message) ->
                    throw Problem.unavailable("refresh_failed", message).asException();
        };
    }

    private PresentedCredential.Issued signIn(CacheKey key, OAuthClient client)
            throws InterruptedException {
        EntraAddresses.require(client);
        terminal.debug("signing in at the identity provider");
        try (ProviderHttp http = providers.get()) {
            DeviceFlow flow = new DeviceFlow(http, clock, pacer);
            return issued(key, deviceLogin.signIn(flow, client));
        }
    }

    private PresentedCredential.Issued issued(CacheKey key, TokenSet tokens) {
        Secret token =
                switch (tokens.bearer()) {
                    case Bearer.AccessToken(Secret access) -> access;
                    case Bearer.IdToken(Secret id) -> id;
                    case Bearer.None(String message) ->
                            throw new Problem(Problem.Kind.UNAUTHENTICATED, "opaque_token", message)
                                    .asException();
                };
        cache.store(key, tokens);
        return new PresentedCredential.Issued(token);
    }

    /// The bearer, null when it is over, about to be, or none that a cluster could verify. A token
    /// whose end the provider did not tell is tried; the cluster knows.
    private @Nullable Secret usable(TokenSet tokens) {
        Instant expiry = tokens.expiry();
        if (expiry != null && !expiry.isAfter(clock.instant().plus(LIFE_MIN))) {
            return null;
        }
        return switch (tokens.bearer()) {
            case Bearer.AccessToken(Secret access) -> access;
            case Bearer.IdToken(Secret id) -> id;
            case Bearer.None _ -> null;
        };
    }
}
