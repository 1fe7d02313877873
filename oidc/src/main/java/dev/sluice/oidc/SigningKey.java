// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One public key of a provider that may sign tokens. Safe for many threads.
///
/// @param keyId its `kid`, if it has one
/// @param declaredAlgorithm its `alg`, if it has one; then it verifies no other
/// @param type its `kty`
/// @param curve its `crv`; null for RSA
/// @param issuer Microsoft Entra ID's issuer of the key, in which `{tenantid}` may stand
/// @param half what verifies
/// @param source the members that it was made from; two keys with the same are the same
record SigningKey(
        @Nullable String keyId,
        @Nullable String declaredAlgorithm,
        KeyType type,
        @Nullable Curve curve,
        @Nullable String issuer,
        PublicHalf half,
        Map<String, Object> source) {

    /// What verifies a signature.
    sealed interface PublicHalf {
        /// By the JOSE library.
        record ByLibrary(JWSVerifier verifier) implements PublicHalf {}

        /// By the JDK, for Ed25519, which the library leaves to others.
        record ByJdk(PublicKey key) implements PublicHalf {}
    }

    /// Whether this key may verify `algorithm` (admin.md 1.7, step 10).
    boolean fits(SigningAlgorithm algorithm) {
        return algorithm.takes(type, curve)
                && (declaredAlgorithm == null
                        || declaredAlgorithm.equals(algorithm.jws().getName()));
    }

    /// Whether the token's signature is this key's.
    boolean verifies(SigningAlgorithm algorithm, CompactToken token) {
        try {
            return switch (half) {
                case PublicHalf.ByLibrary(JWSVerifier verifier) ->
                        verifier.verify(
                                new JWSHeader(algorithm.jws()),
                                token.signedBytes(),
                                new Base64URL(token.signature()));
                case PublicHalf.ByJdk(PublicKey key) -> {
                    Signature signature = Signature.getInstance("Ed25519");
                    signature.initVerify(key);
                    signature.update(token.signedBytes());
                    yield signature.verify(Base64.getUrlDecoder().decode(token.signature()));
                }
            };
        } catch (JOSEException | GeneralSecurityException _) {
            // Both mean a signature of the wrong form or length; a usable key was made at loading.
            return false;
        }
    }
}
