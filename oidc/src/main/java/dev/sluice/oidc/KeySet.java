// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a provider published at one moment: the keys that may sign, and what it says its issuer is.
/// Immutable, and swapped whole.
final class KeySet {
    /// The most keys that are tried for a token that names none (admin.md 1.7, step 10).
    static final int CANDIDATES_MAX = 10;

    private final List<SigningKey> keys;
    private final Map<String, String> refused;
    private final int ignored;
    private final @Nullable String issuer;

    private KeySet(
            List<SigningKey> keys,
            Map<String, String> refused,
            int ignored,
            @Nullable String issuer) {
        this.keys = List.copyOf(keys);
        this.refused = Map.copyOf(refused);
        this.ignored = ignored;
        this.issuer = issuer;
    }

    /// Reads a key set document.
    ///
    /// @param document what has a member `keys`
    /// @param issuer the issuer of the discovery document that led here
    /// @param keysMax how many entries are looked at; the rest is left out
    static KeySet of(JsonObject document, @Nullable String issuer, int keysMax) {
        List<@Nullable JsonObject> entries = document.objects(OAuthWords.KEYS);
        List<SigningKey> keys = new ArrayList<>();
        Map<String, String> refused = new LinkedHashMap<>();
        for (JsonObject entry : entries.subList(0, Math.min(entries.size(), keysMax))) {
            if (entry == null) {
                refused.put("?", "it is no JSON object");
                continue;
            }
            switch (SigningKeyReader.read(entry)) {
                case SigningKeyReader.Reading.Usable(SigningKey key) -> keys.add(key);
                case SigningKeyReader.Reading.Refused(String keyId, String why) ->
                        refused.put(keyId == null ? "?" : keyId, why);
            }
        }
        return new KeySet(keys, refused, Math.max(0, entries.size() - keysMax), issuer);
    }

    /// The keys that may verify a token, best first, at most [#CANDIDATES_MAX].
    ///
    /// @param keyId the token's `kid`; without one every fitting key is a candidate
    List<SigningKey> candidates(@Nullable String keyId, SigningAlgorithm algorithm) {
        return keys.stream()
                .filter(key -> keyId == null || keyId.equals(key.keyId()))
                .filter(key -> key.fits(algorithm))
                .limit(CANDIDATES_MAX)
                .toList();
    }

    /// Whether the provider publishes something under this ID, fit or not.
    boolean names(String keyId) {
        return refused.containsKey(keyId)
                || keys.stream().anyMatch(key -> keyId.equals(key.keyId()));
    }

    /// Whether no key of it may sign.
    boolean isEmpty() {
        return keys.isEmpty();
    }

    /// How many keys of it may sign.
    int size() {
        return keys.size();
    }

    /// How many entries of the document were not looked at, because there were too many.
    int ignored() {
        return ignored;
    }

    /// The entries that may not sign, each with the reason.
    Map<String, String> refused() {
        return refused;
    }

    /// The issuer that the discovery document named; null when none led here.
    @Nullable String issuer() {
        return issuer;
    }

    /// Whether both hold the same keys and issuer, so that nothing verified by one is in doubt.
    boolean sameAs(KeySet other) {
        return sources().equals(other.sources()) && Objects.equals(issuer, other.issuer);
    }

    private List<Map<String, Object>> sources() {
        return keys.stream().map(SigningKey::source).toList();
    }
}
