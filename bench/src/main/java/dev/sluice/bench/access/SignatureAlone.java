// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import dev.sluice.testkit.SigningPair;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.Base64;
import java.util.HexFormat;

/// The floor of a first verification: the JDK checks the signature, nobody looks at the token.
final class SignatureAlone {
    /// What an Ed25519 key has in front of its 32 bytes in X.509 form (RFC 8410).
    private static final String ED25519_PREFIX = "302a300506032b6570032100";

    private final PublicKey key;
    private final String name;

    SignatureAlone(SigningPair pair)
            throws ParseException, JOSEException, GeneralSecurityException {
        switch (pair.algorithm()) {
            case "RS256" -> {
                name = "SHA256withRSA";
                key = RSAKey.parse(pair.jwk()).toRSAPublicKey();
            }
            case "ES256" -> {
                name = "SHA256withECDSAinP1363Format";
                key = ECKey.parse(pair.jwk()).toECPublicKey();
            }
            case "EdDSA" -> {
                name = "Ed25519";
                key = edwards(OctetKeyPair.parse(pair.jwk()));
            }
            default -> throw new IllegalArgumentException(pair.algorithm());
        }
    }

    private static PublicKey edwards(OctetKeyPair pair) throws GeneralSecurityException {
        String point = HexFormat.of().formatHex(pair.getX().decode());
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(
                        new X509EncodedKeySpec(HexFormat.of().parseHex(ED25519_PREFIX + point)));
    }

    /// Whether the token's signature is the key's.
    boolean verifies(String token) throws GeneralSecurityException {
        int end = token.lastIndexOf('.');
        Signature signature = Signature.getInstance(name);
        signature.initVerify(key);
        signature.update(token.substring(0, end).getBytes(US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(token.substring(end + 1)));
    }
}
