// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Says whom a bearer token of the identity provider names (admin.md 1.7, steps 3 to 18): the only
/// issuer of [VerifiedIdentity].
///
/// Starting needs no provider; keys are fetched behind the scenes, and a token waits for them only
/// while there are none at all. Who is listed and may do what is decided elsewhere, at each
/// request. Safe for many threads. Close it; the [ProviderHttp] stays the caller's.
public final class TokenVerifier implements AutoCloseable {
    /// The longest token, in characters.
    static final int TOKEN_LENGTH_MAX = 16 * 1024;

    private final KeyCache keys;
    private final SignatureCheck signatures;
    private final ClaimsCheck claims;
    private final InstantSource clock;
    private final VerifiedTokens verifiedTokens = new VerifiedTokens();
    private final @Nullable KeyRefresher refresher;

    TokenVerifier(
            ProviderSettings settings,
            KeyCache keys,
            InstantSource clock,
            @Nullable KeyRefresher refresher) {
        this.keys = keys;
        this.signatures = new SignatureCheck(keys);
        this.claims = new ClaimsCheck(settings);
        this.clock = clock;
        this.refresher = refresher;
    }

    /// Starts verifying for one provider, and fetching its keys.
    ///
    /// @param settings which provider
    /// @param http the way to it
    /// @param clock tells whether tokens are valid now
    /// @param events is told what happens to the keys
    public static TokenVerifier start(
            ProviderSettings settings,
            ProviderHttp http,
            InstantSource clock,
            Consumer<KeyEvent> events) {
        Pacer pacer = Pacer.system();
        KeyCacheLimits limits = KeyCacheLimits.standard();
        KeyCache keys =
                new KeyCache(
                        new KeySource(http, settings, limits, pacer.ticker()),
                        limits,
                        pacer.ticker(),
                        new SplittableRandom(),
                        events);
        return new TokenVerifier(settings, keys, clock, KeyRefresher.start(keys, pacer.sleeper()));
    }

    /// Judges what stood after `Bearer `.
    public Verification verify(String compactToken) {
        if (compactToken.length() > TOKEN_LENGTH_MAX) {
            return new Verification.Rejected(RejectionReasons.TOO_LONG);
        }
        VerifiedTokens.Digest digest = VerifiedTokens.Digest.of(compactToken);
        Instant now = clock.instant();
        KeySet present = keys.present();
        VerifiedIdentity known = present == null ? null : verifiedTokens.find(digest, present, now);
        return known == null
                ? verifyAnew(compactToken, digest, now)
                : new Verification.Verified(known);
    }

    @Override
    public void close() {
        if (refresher != null) {
            refresher.close();
        }
    }

    private Verification verifyAnew(String text, VerifiedTokens.Digest digest, Instant now) {
        CompactToken token = CompactToken.find(text);
        if (token == null) {
            return new Verification.Rejected(RejectionReasons.OPAQUE_OR_ENCRYPTED);
        }
        JsonObject header = token.header();
        JsonObject payload = token.payload();
        if (header == null || payload == null) {
            return new Verification.Rejected(RejectionReasons.MALFORMED_JSON);
        }
        String refusal = HeaderCheck.refusal(header);
        SigningAlgorithm algorithm = SigningAlgorithm.find(header.string("alg"));
        if (refusal != null || algorithm == null) {
            return new Verification.Rejected(
                    refusal == null ? RejectionReasons.ALGORITHM_NOT_ALLOWED : refusal);
        }
        return switch (signatures.check(token, algorithm, header.string("kid"))) {
            case SignatureCheck.Outcome.NoKeys(String message) ->
                    new Verification.KeysUnavailable(message);
            case SignatureCheck.Outcome.Refused(String reason) -> new Verification.Rejected(reason);
            case SignatureCheck.Outcome.Signed(SigningKey key, KeySet set) ->
                    switch (claims.check(payload, key, set, now)) {
                        case ClaimsCheck.Outcome.Refused(String reason) ->
                                new Verification.Rejected(reason);
                        case ClaimsCheck.Outcome.Accepted(VerifiedIdentity identity) -> {
                            verifiedTokens.store(digest, set, identity, now);
                            yield new Verification.Verified(identity);
                        }
                    };
        };
    }
}
