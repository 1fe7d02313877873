// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the key that signed a token (admin.md 1.7, steps 10 to 12). Keys come from the configured
/// provider only, whatever the header offers (step 8).
final class SignatureCheck {
    private final KeyCache cache;

    SignatureCheck(KeyCache cache) {
        this.cache = cache;
    }

    /// What came of it.
    sealed interface Outcome {
        /// The signature is this key's.
        ///
        /// @param key the key
        /// @param set the set that it is from
        record Signed(SigningKey key, KeySet set) implements Outcome {}

        /// It is nobody's.
        ///
        /// @param reason a code of [RejectionReasons]
        record Refused(String reason) implements Outcome {}

        /// Nobody can say.
        ///
        /// @param message one sentence: why
        record NoKeys(String message) implements Outcome {}
    }

    /// Tries the keys at hand, and once more when asking the provider brought others.
    Outcome check(CompactToken token, SigningAlgorithm algorithm, @Nullable String keyId) {
        return switch (cache.keys()) {
            case KeyCache.Keys.Unavailable(String message) -> new Outcome.NoKeys(message);
            case KeyCache.Keys.Available(KeySet set) -> {
                Outcome first = tryOut(token, algorithm, keyId, set);
                if (first instanceof Outcome.Signed) {
                    yield first;
                }
                KeySet renewed = cache.renewed(set, keyId);
                yield withoutTrouble(
                        renewed == set ? first : tryOut(token, algorithm, keyId, renewed));
            }
        };
    }

    /// A key that the provider may have published since it answered last is not unknown: whoever is
    /// refused throws a good token away (admin.md 1.6).
    private Outcome withoutTrouble(Outcome outcome) {
        String trouble = cache.trouble();
        return trouble != null
                        && outcome instanceof Outcome.Refused(String reason)
                        && reason.equals(RejectionReasons.UNKNOWN_KEY)
                ? new Outcome.NoKeys(
                        "the identity provider could not be asked for the token's key: " + trouble)
                : outcome;
    }

    private static Outcome tryOut(
            CompactToken token, SigningAlgorithm algorithm, @Nullable String keyId, KeySet set) {
        List<SigningKey> candidates = set.candidates(keyId, algorithm);
        for (SigningKey key : candidates) {
            if (key.verifies(algorithm, token)) {
                return new Outcome.Signed(key, set);
            }
        }
        if (!candidates.isEmpty()) {
            return new Outcome.Refused(RejectionReasons.BAD_SIGNATURE);
        }
        return new Outcome.Refused(
                keyId != null && set.names(keyId)
                        ? RejectionReasons.UNSUITABLE_KEY
                        : RejectionReasons.UNKNOWN_KEY);
    }
}
