// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/// A provider's key: signs with its private half, publishes its public half. Built on the JDK's
/// signatures, so that what it signs was not signed by the code that verifies.
public final class SigningPair {
    private final String keyId;
    private final String algorithm;
    private final PrivateKey privateKey;
    private final Map<String, Object> jwk;

    private SigningPair(
            String keyId, String algorithm, PrivateKey privateKey, Map<String, Object> jwk) {
        this.keyId = keyId;
        this.algorithm = algorithm;
        this.privateKey = privateKey;
        this.jwk = jwk;
    }

    /// Makes a key of 2048 bits, on the algorithm's curve, or Ed25519.
    ///
    /// @param algorithm a JWS algorithm of the families RS, PS and ES, or `EdDSA`
    public static SigningPair generate(String algorithm, String keyId) {
        return switch (algorithm) {
            case "ES256" -> elliptic(algorithm, keyId, Curve.P_256);
            case "ES384" -> elliptic(algorithm, keyId, Curve.P_384);
            case "ES512" -> elliptic(algorithm, keyId, Curve.P_521);
            case "EdDSA" -> edwards(keyId);
            default -> rsa(algorithm, keyId, 2048);
        };
    }

    /// Makes an RSA key of any size, also one that is too small.
    public static SigningPair rsa(String algorithm, String keyId, int bits) {
        KeyPair pair = RsaPairs.make(bits);
        JWK jwk =
                new RSAKey.Builder((RSAPublicKey) pair.getPublic())
                        .keyID(keyId)
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(new Algorithm(algorithm))
                        .build();
        return new SigningPair(keyId, algorithm, pair.getPrivate(), jwk.toJSONObject());
    }

    /// The ID under which it is published.
    public String keyId() {
        return keyId;
    }

    /// The algorithm that it signs with.
    public String algorithm() {
        return algorithm;
    }

    /// The public half as a JWK; a fresh map that the caller may change before publishing it.
    public Map<String, Object> jwk() {
        return new LinkedHashMap<>(jwk);
    }

    /// The public half as text of its DER form, which a confused verifier takes for an HMAC secret.
    public byte[] publicKeyBytes() {
        try {
            return RSAKey.parse(jwk).toRSAPublicKey().getEncoded();
        } catch (JOSEException | ParseException notRsa) {
            throw new IllegalStateException(notRsa);
        }
    }

    /// The private half as PKCS #8 in PEM.
    String privateKeyPem() {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(privateKey.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    byte[] sign(byte[] content) {
        try {
            Signature signature = signature();
            signature.initSign(privateKey);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Signature signature()
            throws NoSuchAlgorithmException, InvalidAlgorithmParameterException {
        String bits = algorithm.substring(2);
        return switch (algorithm.substring(0, 2)) {
            case "RS" -> Signature.getInstance("SHA" + bits + "withRSA");
            case "PS" -> pss(Integer.parseInt(bits));
            case "ES" -> Signature.getInstance("SHA" + bits + "withECDSAinP1363Format");
            default -> Signature.getInstance("Ed25519");
        };
    }

    private static Signature pss(int bits)
            throws NoSuchAlgorithmException, InvalidAlgorithmParameterException {
        String hash = "SHA-" + bits;
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(
                new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), bits / 8, 1));
        return signature;
    }

    private static SigningPair elliptic(String algorithm, String keyId, Curve curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve.getStdName()));
            KeyPair pair = generator.generateKeyPair();
            JWK jwk =
                    new ECKey.Builder(curve, (ECPublicKey) pair.getPublic())
                            .keyID(keyId)
                            .keyUse(KeyUse.SIGNATURE)
                            .algorithm(new Algorithm(algorithm))
                            .build();
            return new SigningPair(keyId, algorithm, pair.getPrivate(), jwk.toJSONObject());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static SigningPair edwards(String keyId) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] encoded = pair.getPublic().getEncoded();
            byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
            JWK jwk =
                    new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point))
                            .keyID(keyId)
                            .keyUse(KeyUse.SIGNATURE)
                            .algorithm(new Algorithm("EdDSA"))
                            .build();
            return new SigningPair(keyId, "EdDSA", pair.getPrivate(), jwk.toJSONObject());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
