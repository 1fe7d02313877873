// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.MovingClock;
import dev.sluice.testkit.SigningPair;
import dev.sluice.testkit.StubIdentityProvider;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// A verifier, its provider and their clock. Keys are fetched only when a token needs them or a
/// test says so, never behind its back.
final class VerifierRig implements AutoCloseable {
    /// Making an RSA key takes a tenth of a second; it never changes.
    static final SigningPair FIRST_KEY = SigningPair.generate("RS256", "key-1");

    final MovingClock clock = MovingClock.create();
    final StubIdentityProvider provider = StubIdentityProvider.start(clock, FIRST_KEY);
    final ProviderHttp http = ProviderHttp.open();
    final List<KeyEvent> events = new ArrayList<>();
    private long seed = 1;

    /// Settings of a provider by name, at the stub's key set.
    ProviderSettings settings(String name) {
        return ProviderSettings.of(name, provider.keysUrl());
    }

    /// Settings at another address.
    ProviderSettings settings(String name, URI jwksEndpoint) {
        return ProviderSettings.of(name, jwksEndpoint);
    }

    /// Settings with issuers and audiences.
    ProviderSettings settings(Set<String> issuers, Set<String> audiences, boolean acceptIdTokens) {
        return new ProviderSettings(
                "keycloak",
                provider.keysUrl(),
                issuers,
                audiences,
                acceptIdTokens,
                Duration.ofMinutes(1));
    }

    KeyCache keys(ProviderSettings settings) {
        KeyCacheLimits limits = KeyCacheLimits.standard();
        return new KeyCache(
                new KeySource(http, settings, limits, clock::nanos),
                limits,
                clock::nanos,
                new SplittableRandom(seed++),
                events::add);
    }

    TokenVerifier verifier(ProviderSettings settings) {
        return new TokenVerifier(settings, keys(settings), clock, null);
    }

    TokenVerifier verifier() {
        return verifier(settings("keycloak"));
    }

    int keyFetches() {
        return provider.requests(StubIdentityProvider.KEYS_PATH);
    }

    static VerifiedIdentity identity(Verification verification) {
        assertThat(verification).isInstanceOf(Verification.Verified.class);
        return ((Verification.Verified) verification).identity();
    }

    static String reason(Verification verification) {
        assertThat(verification).isInstanceOf(Verification.Rejected.class);
        return ((Verification.Rejected) verification).reason();
    }

    @Override
    public void close() {
        http.close();
        provider.close();
    }
}
