// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static dev.sluice.oidc.VerifierRig.identity;
import static dev.sluice.oidc.VerifierRig.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.MovingClock;
import dev.sluice.testkit.SigningPair;
import dev.sluice.testkit.TokenDraft;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tokens that prove nothing, each refused for its own reason (admin.md 1.7).
final class TokenVerifierRefusalTest {
    private final VerifierRig rig = new VerifierRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void refusesATokenOver16Kibibytes() {
        String token = rig.provider.accessToken().claim("pad", "x".repeat(13_000)).sign(key());

        assertThat(token.length()).isBetween(16 * 1024 + 1, 18 * 1024);
        assertThat(reason(rig.verifier().verify(token))).isEqualTo("too_long");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "opaque",
                "a.b",
                "a.b.c.d.e",
                "e30.e30.c2l=",
                "e30.e30.c2l+",
                "e30.e30.a b",
                "e30 .e30.c2ln",
                "e30.e30.c2lnö",
                "e30.e30.c",
                "e30.e30.c2lnab.",
                ".e30.e30.c2ln"
            })
    @Conforms("A-50")
    void refusesWhatIsNotThreeSegmentsOfBase64Url(String token) {
        assertThat(reason(rig.verifier().verify(token))).isEqualTo("opaque_or_encrypted");
    }

    @Test
    void refusesStrayBitsAtTheEndOfASignature() {
        String token = rig.provider.accessToken().sign(key());
        char last = token.charAt(token.length() - 1);
        String bent = token.substring(0, token.length() - 1) + (char) (last + 1);

        assertThat(reason(rig.verifier().verify(bent))).isEqualTo("opaque_or_encrypted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[[\"exp\",1]]",
                "null",
                "\"text\"",
                "{\"exp\":1",
                "{} {}",
                "{\"a\":1,\"a\":1}"
            })
    void refusesAPayloadThatIsNoObject(String payload) {
        assertThat(reason(rig.verifier().verify(new TokenDraft().sign(key(), payload))))
                .isEqualTo("malformed_json");
    }

    @Test
    void refusesADuplicateExpiry() {
        String payload = rig.provider.accessToken().payloadJson();
        String doubled = payload.substring(0, payload.length() - 1) + ",\"exp\":99999999999}";

        assertThat(reason(rig.verifier().verify(rig.provider.accessToken().sign(key(), doubled))))
                .isEqualTo("malformed_json");
    }

    @Test
    void refusesADuplicateThatIsSpelledWithEscapes() {
        String payload = rig.provider.accessToken().payloadJson();
        String doubled = payload.substring(0, payload.length() - 1) + ",\"\\u0065xp\":1}";

        assertThat(reason(rig.verifier().verify(rig.provider.accessToken().sign(key(), doubled))))
                .isEqualTo("malformed_json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"crit", "b64"})
    void refusesAHeaderThatDemandsAnExtension(String member) {
        TokenDraft draft = rig.provider.accessToken().header(member, List.of("exp"));

        assertThat(reasonOf(draft)).isEqualTo("critical_header");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWE", "logout+jwt", "", "secevent+jwt"})
    void refusesTokensOfOtherTypes(String type) {
        assertThat(reasonOf(rig.provider.accessToken().header("typ", type))).isEqualTo("bad_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "HS256", "HS512", "RS1", "rs256", "ES256K"})
    @Conforms("A-39")
    void refusesAlgorithmsThatAreNotOnTheList(String algorithm) {
        TokenDraft draft = rig.provider.accessToken().header("alg", algorithm);

        assertThat(reason(rig.verifier().verify(draft.unsigned())))
                .isEqualTo("algorithm_not_allowed");
        assertThat(rig.keyFetches()).as("keys were looked at").isZero();
    }

    @Test
    void refusesAMissingAlgorithm() {
        assertThat(reason(rig.verifier().verify(rig.provider.accessToken().unsigned())))
                .isEqualTo("algorithm_not_allowed");
    }

    @Test
    @Conforms("A-40")
    void refusesHmacKeyedWithThePublicKey() {
        String token =
                rig.provider
                        .accessToken()
                        .header("alg", "HS256")
                        .header("kid", key().keyId())
                        .signWithHmac(key().publicKeyBytes());

        assertThat(reason(rig.verifier().verify(token))).isEqualTo("algorithm_not_allowed");
    }

    @Test
    @Conforms("A-48")
    void refusesARefreshTokenOfKeycloak() {
        String token =
                rig.provider
                        .accessToken()
                        .claim("typ", "Refresh")
                        .header("alg", "HS512")
                        .signWithHmac(new byte[64]);

        assertThat(reason(rig.verifier().verify(token))).isEqualTo("algorithm_not_allowed");
    }

    @Test
    void refusesAKeyThatTheProviderDoesNotPublish() {
        SigningPair foreign = SigningPair.generate("RS256", "foreign");

        assertThat(reason(rig.verifier().verify(rig.provider.accessToken().sign(foreign))))
                .isEqualTo("unknown_key");
    }

    @Test
    @Conforms("A-41")
    void refusesAnEncryptionKey() {
        SigningPair pair = SigningPair.generate("RS256", "encryption");
        Map<String, Object> jwk = pair.jwk();
        jwk.put("use", "enc");
        rig.provider.publish("encryption", jwk);

        assertThat(reason(rig.verifier().verify(rig.provider.accessToken().sign(pair))))
                .isEqualTo("unsuitable_key");
    }

    @Test
    @Conforms("A-41")
    void refusesAKeyThatMayOnlyWrapKeys() {
        SigningPair pair = SigningPair.generate("RS256", "wrapping");
        Map<String, Object> jwk = pair.jwk();
        jwk.remove("use");
        jwk.put("key_ops", List.of("wrapKey"));
        rig.provider.publish("wrapping", jwk);

        assertThat(reason(rig.verifier().verify(rig.provider.accessToken().sign(pair))))
                .isEqualTo("unsuitable_key");
    }

    @Test
    void refusesAWeakKey() {
        SigningPair pair = SigningPair.rsa("RS256", "weak", 1024);
        rig.provider.publish(pair);

        assertThat(reason(rig.verifier().verify(rig.provider.accessToken().sign(pair))))
                .isEqualTo("unsuitable_key");
    }

    @Test
    void refusesAnotherAlgorithmThanTheKeyDeclares() {
        Map<String, Object> jwk = key().jwk();
        jwk.put("alg", "RS512");
        rig.provider.publish(key().keyId(), jwk);

        assertThat(reasonOf(rig.provider.accessToken())).isEqualTo("unsuitable_key");
    }

    @Test
    void refusesAnAlgorithmOfAnotherKeyType() {
        TokenDraft draft = rig.provider.accessToken().header("alg", "ES256");

        assertThat(reasonOf(draft)).isEqualTo("unsuitable_key");
    }

    @Test
    void refusesASharedSecretThatIsPublishedAsAKey() {
        rig.provider.publish(
                "secret", new HashMap<>(Map.of("kty", "oct", "kid", "secret", "k", "AAAA")));
        TokenDraft draft = rig.provider.accessToken().header("kid", "secret");

        assertThat(reasonOf(draft)).isEqualTo("unsuitable_key");
    }

    @Test
    void refusesATruncatedSignature() {
        String token = rig.provider.accessToken().sign(key());

        assertThat(reason(rig.verifier().verify(token.substring(0, token.length() - 2))))
                .isEqualTo("bad_signature");
        assertThat(reason(rig.verifier().verify(token.substring(0, token.lastIndexOf('.') + 5))))
                .isEqualTo("bad_signature");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256", "ES256", "EdDSA"})
    void refusesAnAlteredPayload(String algorithm) {
        SigningPair pair = rig.provider.rotate(algorithm, "other");
        String mine = rig.provider.accessToken().sign(pair);
        String theirs = rig.provider.accessToken().claim("sub", "somebody-else").sign(pair);
        String mixed =
                theirs.substring(0, theirs.lastIndexOf('.'))
                        + mine.substring(mine.lastIndexOf('.'));

        assertThat(reason(rig.verifier().verify(mixed))).isEqualTo("bad_signature");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256", "ES256", "EdDSA"})
    void refusesAnEmptySignature(String algorithm) {
        SigningPair pair = rig.provider.rotate(algorithm, "other");
        String token = rig.provider.accessToken().sign(pair);

        assertThat(reason(rig.verifier().verify(token.substring(0, token.lastIndexOf('.') + 1))))
                .isEqualTo("bad_signature");
    }

    @Test
    @Conforms("A-42")
    void refusesTheKeyOfTheTokensOwnHeader() {
        SigningPair foreign = SigningPair.generate("RS256", key().keyId());
        String token = rig.provider.accessToken().header("jwk", foreign.jwk()).sign(foreign);

        assertThat(reason(rig.verifier().verify(token))).isEqualTo("bad_signature");
    }

    @Test
    void refusesTheWrongSignatureOfATokenThatNamesNoKey() {
        SigningPair foreign = SigningPair.generate("RS256", "foreign");
        String token = rig.provider.accessToken().signWithoutKeyId(foreign);

        assertThat(reason(rig.verifier().verify(token))).isEqualTo("bad_signature");
    }

    @Test
    @Conforms("A-43")
    void refusesAnExpiredToken() {
        String token = rig.provider.accessToken().sign(key());
        rig.clock.advance(Duration.ofMinutes(6));

        assertThat(reason(rig.verifier().verify(token))).isEqualTo("expired");
    }

    @Test
    @Conforms("A-45")
    void refusesAMissingExpiry() {
        assertThat(reasonOf(rig.provider.accessToken().without("exp"))).isEqualTo("missing_expiry");
    }

    @Test
    void refusesAnExpiryThatIsNoNumber() {
        assertThat(reasonOf(rig.provider.accessToken().claim("exp", "99999999999")))
                .isEqualTo("missing_expiry");
    }

    @Test
    @Conforms({"A-43", "A-44"})
    void refusesATokenThatBeginsLater() {
        TokenDraft draft =
                rig.provider.accessToken().claim("nbf", MovingClock.START.plusSeconds(61));

        assertThat(reasonOf(draft)).isEqualTo("not_yet_valid");
    }

    @Test
    void refusesATokenFromTheFuture() {
        TokenDraft draft =
                rig.provider.accessToken().claim("iat", MovingClock.START.plusSeconds(61));

        assertThat(reasonOf(draft)).isEqualTo("issued_in_future");
    }

    @Test
    void refusesTimesThatAreNoNumbers() {
        assertThat(reasonOf(rig.provider.accessToken().claim("nbf", "now")))
                .isEqualTo("not_yet_valid");
        assertThat(reasonOf(rig.provider.accessToken().claim("iat", "now")))
                .isEqualTo("issued_in_future");
    }

    @Test
    void refusesAMissingIssuerAlsoWhenNoneIsKnown() {
        assertThat(reasonOf(rig.provider.accessToken().without("iss"))).isEqualTo("bad_issuer");
    }

    @Test
    @Conforms("A-46")
    void refusesAnotherIssuerThanTheConfigured() {
        ProviderSettings settings =
                rig.settings(Set.of(rig.provider.issuer() + "/"), Set.of(), false);

        assertThat(reasonOf(settings, rig.provider.accessToken())).isEqualTo("bad_issuer");
    }

    @Test
    @Conforms("A-46")
    void refusesAnotherRealmThanTheDiscoveredOne() {
        ProviderSettings settings = rig.settings("keycloak", rig.provider.discoveryUrl());
        TokenDraft draft = rig.provider.accessToken().claim("iss", rig.provider.issuer() + "2");

        assertThat(reasonOf(settings, draft)).isEqualTo("bad_issuer");
    }

    @Test
    void aConfiguredIssuerOverridesTheDiscoveredOne() {
        ProviderSettings settings =
                new ProviderSettings(
                        "keycloak",
                        rig.provider.discoveryUrl(),
                        Set.of("https://public.example/realms/test"),
                        Set.of(),
                        false,
                        Duration.ZERO);

        assertThat(reasonOf(settings, rig.provider.accessToken())).isEqualTo("bad_issuer");
        identity(
                rig.verifier(settings)
                        .verify(
                                rig.provider
                                        .accessToken()
                                        .claim("iss", "https://public.example/realms/test")
                                        .sign(key())));
    }

    @Test
    @Conforms("A-47")
    void refusesATokenForSomebodyElse() {
        ProviderSettings settings = rig.settings(Set.of(), Set.of("api"), false);
        TokenDraft draft = rig.provider.accessToken().claim("aud", List.of("account", "other"));

        assertThat(reasonOf(settings, draft)).isEqualTo("bad_audience");
    }

    @Test
    @Conforms("A-47")
    void refusesATokenForNobodyWhenAudiencesAreConfigured() {
        ProviderSettings settings = rig.settings(Set.of(), Set.of("api"), false);

        assertThat(reasonOf(settings, rig.provider.accessToken())).isEqualTo("bad_audience");
    }

    @Test
    void theClientIsNoAudienceOfAnIdToken() {
        ProviderSettings settings = rig.settings(Set.of(), Set.of("influxctl"), true);

        assertThat(reasonOf(settings, rig.provider.idToken().claim("aud", "other")))
                .isEqualTo("bad_audience");
    }

    @ParameterizedTest
    @CsvSource({"typ,ID", "at_hash,x", "c_hash,x"})
    @Conforms("A-49")
    void refusesAnIdTokenByWhateverShowsIt(String claim, String value) {
        assertThat(reasonOf(rig.provider.accessToken().without("typ").claim(claim, value)))
                .isEqualTo("id_token_not_accepted");
    }

    @Test
    @Conforms("A-49")
    void anIdTokenOfAuth0IsRefusedWhereTheSettingsSaySo() {
        ProviderSettings settings =
                new ProviderSettings(
                        "auth0", rig.provider.keysUrl(), Set.of(), Set.of(), false, Duration.ZERO);

        assertThat(reasonOf(settings, rig.provider.idToken())).isEqualTo("id_token_not_accepted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Refresh", "Offline", "Logout", "bearer", "Other"})
    @Conforms("A-48")
    void refusesOtherKindsOfToken(String kind) {
        assertThat(reasonOf(rig.provider.accessToken().claim("typ", kind)))
                .isEqualTo("wrong_token_kind");
    }

    @Test
    @Conforms("A-51")
    void refusesATokenThatNamesNobody() {
        assertThat(reasonOf(rig.provider.accessToken().without("sub"))).isEqualTo("no_subject");
        assertThat(reasonOf(rig.provider.accessToken().claim("sub", ""))).isEqualTo("no_subject");
        assertThat(reasonOf(rig.provider.accessToken().claim("sub", 42))).isEqualTo("no_subject");
    }

    @Test
    void withoutKeysNobodyCanSay() {
        String token = rig.provider.accessToken().sign(key());
        rig.provider.goDown();

        Verification verification = rig.verifier().verify(token);

        assertThat(verification).isInstanceOf(Verification.KeysUnavailable.class);
        assertThat(verification.toString()).contains(rig.provider.keysUrl().toString());
    }

    @Test
    void nonsenseIsRefusedAlsoWithoutKeys() {
        rig.provider.goDown();

        assertThat(reason(rig.verifier().verify("nonsense"))).isEqualTo("opaque_or_encrypted");
    }

    @Test
    void hintsNameTheSettingToChange() {
        assertThat(RejectionReasons.hint("opaque_or_encrypted")).contains("parameters.audience");
        assertThat(RejectionReasons.hint("no_subject")).contains("client scope basic");
        assertThat(RejectionReasons.hint("expired")).isNull();
    }

    private SigningPair key() {
        return rig.provider.signer();
    }

    private String reasonOf(TokenDraft draft) {
        return reason(rig.verifier().verify(draft.sign(key())));
    }

    private String reasonOf(ProviderSettings settings, TokenDraft draft) {
        return reason(rig.verifier(settings).verify(draft.sign(key())));
    }
}
