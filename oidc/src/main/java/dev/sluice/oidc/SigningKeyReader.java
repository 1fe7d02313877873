// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes a [SigningKey] of one entry of a key set (RFC 7517), or says why not. One bad entry never
/// spoils the others.
final class SigningKeyReader {
    /// The fewest bits of an RSA modulus (admin.md 1.7, step 11).
    static final int RSA_BITS_MIN = 2048;

    /// What an Ed25519 key has in front of its 32 bytes in X.509 form (RFC 8410).
    private static final byte[] ED25519_PREFIX =
            HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int ED25519_BYTES = 32;

    /// The members that decide; certificates, private parts and inventions are not looked at.
    private static final List<String> MEMBERS =
            List.of("kty", "use", "key_ops", "alg", "kid", "n", "e", "crv", "x", "y");

    private SigningKeyReader() {}

    /// What came of one entry.
    sealed interface Reading {
        /// A key for signatures.
        record Usable(SigningKey key) implements Reading {}

        /// Not for signatures, or not well-formed.
        ///
        /// @param keyId its `kid`, if that could be read
        /// @param why for the log
        record Refused(@Nullable String keyId, String why) implements Reading {}
    }

    /// Reads one entry.
    static Reading read(JsonObject entry) {
        String use = entry.string("use");
        if (use != null && !use.equals("sig")) {
            return refused(entry, "its use is " + PrintableText.word(use));
        }
        if (entry.has("key_ops") && !entry.strings("key_ops").contains("verify")) {
            return refused(entry, "its key_ops do not allow to verify");
        }
        Map<String, Object> members = new LinkedHashMap<>();
        for (String name : MEMBERS) {
            Object value = entry.members().get(name);
            if (value != null) {
                members.put(name, value);
            }
        }
        try {
            return switch (entry.string("kty")) {
                case "RSA" -> rsa(entry, members);
                case "EC" -> elliptic(entry, members);
                case "OKP" -> edwards(entry, members);
                case null -> refused(entry, "it has no kty");
                default -> refused(entry, "its kty is not for public signatures");
            };
        } catch (ParseException | JOSEException | GeneralSecurityException malformed) {
            return refused(entry, PrintableText.sentence(malformed.getMessage()));
        }
    }

    private static Reading rsa(JsonObject entry, Map<String, Object> members)
            throws ParseException, JOSEException {
        RSAPublicKey key = RSAKey.parse(members).toRSAPublicKey();
        if (key.getModulus().bitLength() < RSA_BITS_MIN) {
            return refused(
                    entry,
                    "its modulus has "
                            + key.getModulus().bitLength()
                            + " bits (at least: "
                            + RSA_BITS_MIN
                            + ")");
        }
        BigInteger exponent = key.getPublicExponent();
        if (!exponent.testBit(0) || exponent.compareTo(BigInteger.TWO) < 0) {
            return refused(entry, "its exponent is not an odd number above one");
        }
        return usable(
                entry,
                members,
                KeyType.RSA,
                null,
                new SigningKey.PublicHalf.ByLibrary(new RSASSAVerifier(key)));
    }

    private static Reading elliptic(JsonObject entry, Map<String, Object> members)
            throws ParseException, JOSEException {
        ECKey key = ECKey.parse(members);
        return usable(
                entry,
                members,
                KeyType.EC,
                key.getCurve(),
                new SigningKey.PublicHalf.ByLibrary(new ECDSAVerifier(key.toECPublicKey())));
    }

    private static Reading edwards(JsonObject entry, Map<String, Object> members)
            throws ParseException, GeneralSecurityException {
        OctetKeyPair key = OctetKeyPair.parse(members);
        byte[] point = key.getX().decode();
        if (!Objects.equals(key.getCurve(), Curve.Ed25519) || point.length != ED25519_BYTES) {
            return refused(entry, "it is not a key of Ed25519");
        }
        byte[] encoded = new byte[ED25519_PREFIX.length + ED25519_BYTES];
        System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
        System.arraycopy(point, 0, encoded, ED25519_PREFIX.length, ED25519_BYTES);
        PublicKey half =
                KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        return usable(
                entry, members, KeyType.OKP, Curve.Ed25519, new SigningKey.PublicHalf.ByJdk(half));
    }

    private static Reading usable(
            JsonObject entry,
            Map<String, Object> members,
            KeyType type,
            @Nullable Curve curve,
            SigningKey.PublicHalf half) {
        return new Reading.Usable(
                new SigningKey(
                        entry.string("kid"),
                        entry.string("alg"),
                        type,
                        curve,
                        entry.string(OAuthWords.ISSUER),
                        half,
                        Map.copyOf(members)));
    }

    private static Reading refused(JsonObject entry, String why) {
        return new Reading.Refused(entry.string("kid"), why);
    }
}
