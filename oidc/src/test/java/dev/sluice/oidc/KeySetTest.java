// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.SigningPair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeySetTest {
    private static final SigningPair RSA = SigningPair.generate("RS256", "rsa");
    private static final SigningPair ELLIPTIC = SigningPair.generate("ES256", "elliptic");

    @Test
    void oneMalformedKeyDoesNotSpoilTheOthers() {
        KeySet set =
                set(
                        List.of(
                                Map.of("kty", "RSA", "kid", "no-modulus", "e", "AQAB"),
                                Map.of(
                                        "kty", "EC", "kid", "bad", "crv", "P-256", "x", "!", "y",
                                        ""),
                                Map.of("kty", "OKP", "kid", "short", "crv", "Ed25519", "x", "AAAA"),
                                Map.of("kty", "OKP", "kid", "x25519", "crv", "X25519", "x", "AA"),
                                Map.of("kid", "no-type"),
                                Map.of("kty", "PQC", "kid", "new"),
                                "not an object",
                                7,
                                RSA.jwk()));

        assertThat(set.size()).isEqualTo(1);
        assertThat(set.candidates("rsa", SigningAlgorithm.RS256)).hasSize(1);
        assertThat(set.refused())
                .containsKeys("no-modulus", "bad", "short", "x25519", "no-type", "new", "?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AQ", "AA", "Ag"})
    void refusesAnExponentThatMakesForgingEasy(String exponent) {
        Map<String, Object> jwk = RSA.jwk();
        jwk.put("e", exponent);

        assertThat(set(List.of(jwk)).refused()).containsOnlyKeys("rsa");
    }

    @Test
    void refusesAPointThatIsNotOnTheCurve() {
        Map<String, Object> jwk = ELLIPTIC.jwk();
        jwk.put("y", jwk.get("x"));

        assertThat(set(List.of(jwk)).isEmpty()).isTrue();
    }

    @Test
    void refusesAKeyIdThatIsNoString() {
        Map<String, Object> jwk = RSA.jwk();
        jwk.put("kid", 7);

        assertThat(set(List.of(jwk)).isEmpty()).isTrue();
    }

    @Test
    void aBrokenCertificateDoesNotSpoilItsKey() {
        Map<String, Object> jwk = RSA.jwk();
        jwk.put("x5c", List.of("not a certificate"));

        assertThat(set(List.of(jwk)).size()).isEqualTo(1);
    }

    @Test
    void keysOverTheLimitAreLeftOutAndCounted() {
        List<Object> entries = new ArrayList<>();
        IntStream.range(0, 101).forEach(i -> entries.add(named("key-" + i)));

        KeySet set = set(entries);

        assertThat(set.size()).isEqualTo(100);
        assertThat(set.ignored()).isEqualTo(1);
        assertThat(set.names("key-99")).isTrue();
        assertThat(set.names("key-100")).isFalse();
    }

    @Test
    void atMostTenKeysAreTriedForATokenThatNamesNone() {
        List<Object> entries = new ArrayList<>();
        IntStream.range(0, 20).forEach(i -> entries.add(named("key-" + i)));

        assertThat(set(entries).candidates(null, SigningAlgorithm.RS256)).hasSize(10);
    }

    @Test
    void aKeyIsACandidateForItsOwnAlgorithmOnly() {
        KeySet set = set(List.of(RSA.jwk(), ELLIPTIC.jwk()));

        assertThat(set.candidates(null, SigningAlgorithm.RS256)).hasSize(1);
        assertThat(set.candidates(null, SigningAlgorithm.PS256)).isEmpty();
        assertThat(set.candidates(null, SigningAlgorithm.ES256)).hasSize(1);
        assertThat(set.candidates(null, SigningAlgorithm.ES384)).isEmpty();
        assertThat(set.candidates("rsa", SigningAlgorithm.ES256)).isEmpty();
    }

    @Test
    void setsOfTheSameKeysAndIssuerAreTheSame() {
        KeySet set = KeySet.of(document(List.of(RSA.jwk())), "https://a", 100);

        assertThat(set.sameAs(KeySet.of(document(List.of(RSA.jwk())), "https://a", 100))).isTrue();
        assertThat(set.sameAs(KeySet.of(document(List.of(RSA.jwk())), "https://b", 100))).isFalse();
        assertThat(set.sameAs(KeySet.of(document(List.of(named("x"))), "https://a", 100)))
                .isFalse();
    }

    private static Map<String, Object> named(String keyId) {
        Map<String, Object> jwk = RSA.jwk();
        jwk.put("kid", keyId);
        return jwk;
    }

    private static KeySet set(List<Object> entries) {
        return KeySet.of(document(entries), null, 100);
    }

    private static JsonObject document(List<?> entries) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("keys", entries);
        return new JsonObject(members);
    }
}
