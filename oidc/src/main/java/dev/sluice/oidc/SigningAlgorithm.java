// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.KeyType;
import org.jspecify.annotations.Nullable;

/// The signature algorithms that a token may use (admin.md 1.7, step 7). What is not here is
/// refused before any key is looked at: `none`, and everything that one shared secret both makes
/// and checks.
@SuppressWarnings("ImmutableEnumChecker") // the library's words are immutable and do not say so
enum SigningAlgorithm {
    RS256(JWSAlgorithm.RS256, KeyType.RSA, null),
    RS384(JWSAlgorithm.RS384, KeyType.RSA, null),
    RS512(JWSAlgorithm.RS512, KeyType.RSA, null),
    PS256(JWSAlgorithm.PS256, KeyType.RSA, null),
    PS384(JWSAlgorithm.PS384, KeyType.RSA, null),
    PS512(JWSAlgorithm.PS512, KeyType.RSA, null),
    ES256(JWSAlgorithm.ES256, KeyType.EC, Curve.P_256),
    ES384(JWSAlgorithm.ES384, KeyType.EC, Curve.P_384),
    ES512(JWSAlgorithm.ES512, KeyType.EC, Curve.P_521),
    EDDSA(JWSAlgorithm.EdDSA, KeyType.OKP, Curve.Ed25519);

    private final JWSAlgorithm jws;
    private final KeyType keyType;
    private final @Nullable Curve curve;

    SigningAlgorithm(JWSAlgorithm jws, KeyType keyType, @Nullable Curve curve) {
        this.jws = jws;
        this.keyType = keyType;
        this.curve = curve;
    }

    /// The algorithm of a header's `alg`, spelled exactly.
    static @Nullable SigningAlgorithm find(@Nullable String name) {
        for (SigningAlgorithm algorithm : values()) {
            if (algorithm.jws.getName().equals(name)) {
                return algorithm;
            }
        }
        return null;
    }

    /// The library's word for it.
    JWSAlgorithm jws() {
        return jws;
    }

    /// Whether a key of this type and curve can verify it; the curve is null for RSA.
    boolean takes(KeyType type, @Nullable Curve keyCurve) {
        return keyType.equals(type) && (curve == null || curve.equals(keyCurve));
    }
}
