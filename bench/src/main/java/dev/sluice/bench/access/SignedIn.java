// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.oidc.ProviderHttp;
import dev.sluice.oidc.ProviderSettings;
import dev.sluice.oidc.TokenVerifier;
import dev.sluice.testkit.SigningPair;
import dev.sluice.testkit.StubIdentityProvider;
import dev.sluice.testkit.TokenDraft;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/// An identity provider with administrators who have signed in at it. Their tokens hold what
/// Keycloak's hold, which makes them about 1.3 KB long, and are good for an hour. Close it.
public final class SignedIn implements AutoCloseable {
    /// How many administrators there are: enough that nothing is measured of one token alone.
    static final int TOKENS = 16;

    private static final String KEY_ID = "Yx2vJ0Q1Yf3m5nT8bKc7wRzPqLh4sDg6uEoXaVi9WjM";
    static final String AUDIENCE = "influxdb";
    private static final int DEMAND_BURST = 2;
    private static final Duration DEMAND_WINDOW = Duration.ofSeconds(30);

    /// Four fifths of a quarter of an hour, and a tenth less by chance, is a little more.
    private static final Duration AHEAD_OF_NEED_MIN = Duration.ofMinutes(10);

    private static final Duration LIFETIME = Duration.ofHours(1);

    private final long startNanos = System.nanoTime();
    private final StubIdentityProvider provider;
    private final SigningPair pair;
    private final List<String> subjects =
            IntStream.range(0, TOKENS)
                    .mapToObj(i -> UUID.nameUUIDFromBytes(("ada-" + i).getBytes(UTF_8)).toString())
                    .toList();
    private final List<String> tokens;

    /// Starts the provider and signs the tokens.
    ///
    /// @param algorithm `RS256`, `ES256` or `EdDSA`
    public SignedIn(String algorithm) {
        this.pair = SigningPair.generate(algorithm, KEY_ID);
        this.provider = StubIdentityProvider.start(InstantSource.system(), pair);
        this.tokens = subjects.stream().map(subject -> draft(subject).sign(pair)).toList();
    }

    /// One token of each administrator.
    public List<String> tokens() {
        return tokens;
    }

    /// The administrators' user IDs.
    List<String> subjects() {
        return subjects;
    }

    /// The key that signs.
    SigningPair pair() {
        return pair;
    }

    /// The provider.
    StubIdentityProvider provider() {
        return provider;
    }

    /// How often the provider has been asked for its keys since it started.
    ///
    /// @return a sentence
    /// @throws IllegalStateException when that is more than unknown keys may cause
    String keyFetches() {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
        int asked = provider.requests(StubIdentityProvider.KEYS_PATH);
        String sentence =
                "In %d s the provider was asked for its keys %d times (allowed: %d)."
                        .formatted(elapsed.toSeconds(), asked, keyFetchesMax(elapsed));
        if (asked > keyFetchesMax(elapsed)) {
            throw Succeeded.other(sentence);
        }
        return sentence;
    }

    /// How often the provider may be asked (admin.md 1.6): at the start, for unknown keys twice at
    /// once and then once a window, and ahead of need.
    static long keyFetchesMax(Duration elapsed) {
        return 1
                + DEMAND_BURST
                + elapsed.dividedBy(DEMAND_WINDOW)
                + elapsed.dividedBy(AHEAD_OF_NEED_MIN);
    }

    /// What the server would know about the provider.
    ProviderSettings settings() {
        return new ProviderSettings(
                "keycloak",
                provider.keysUrl(),
                Set.of(provider.issuer()),
                Set.of(AUDIENCE),
                false,
                Duration.ofMinutes(1));
    }

    /// A verifier of the product as the server starts it; it and `http` stay the caller's to close.
    TokenVerifier verifier(ProviderHttp http, InstantSource clock) {
        return TokenVerifier.start(settings(), http, clock, _ -> {});
    }

    /// Tokens that each name another key that nobody has; otherwise they are good.
    List<String> unknownKeyTokens(int count) {
        String good = tokens.getFirst();
        String rest = good.substring(good.indexOf('.'));
        return IntStream.range(0, count).mapToObj(i -> header("unknown-" + i) + rest).toList();
    }

    private String header(String keyId) {
        String json =
                "{\"alg\":\"%s\",\"typ\":\"JWT\",\"kid\":\"%s\"}"
                        .formatted(pair.algorithm(), keyId);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
    }

    private TokenDraft draft(String subject) {
        Instant now = InstantSource.system().instant();
        return new TokenDraft()
                .header("typ", "JWT")
                .claim("exp", now.plus(LIFETIME))
                .claim("iat", now)
                .claim("auth_time", now)
                .claim("jti", "onrtdg:" + UUID.nameUUIDFromBytes(subject.getBytes(UTF_8)))
                .claim("iss", provider.issuer())
                .claim("aud", List.of(AUDIENCE, "account"))
                .claim("sub", subject)
                .claim("typ", "Bearer")
                .claim("azp", "influxctl")
                .claim("sid", "0f3a7c52-6f0e-4f57-9f5d-2f3a9f0b7c11")
                .claim("acr", "1")
                .claim(
                        "realm_access",
                        Map.of(
                                "roles",
                                List.of(
                                        "default-roles-main",
                                        "offline_access",
                                        "uma_authorization")))
                .claim(
                        "resource_access",
                        Map.of(
                                "account",
                                Map.of(
                                        "roles",
                                        List.of(
                                                "manage-account",
                                                "manage-account-links",
                                                "view-profile"))))
                .claim("scope", "openid profile email")
                .claim("email_verified", true)
                .claim("name", "Ada Lovelace")
                .claim("preferred_username", "ada")
                .claim("given_name", "Ada")
                .claim("family_name", "Lovelace")
                .claim("email", "ada@example.com");
    }

    @Override
    public void close() {
        provider.close();
    }
}
