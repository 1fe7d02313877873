// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static dev.sluice.oidc.VerifierRig.identity;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.oidc.VerifiedIdentity.TokenKind;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.MovingClock;
import dev.sluice.testkit.SigningPair;
import dev.sluice.testkit.StubIdentityProvider;
import dev.sluice.testkit.TokenDraft;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tokens that are good.
final class TokenVerifierTest {
    private final VerifierRig rig = new VerifierRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void saysWhomAKeycloakTokenNames() {
        assertThat(identity(rig.verifier().verify(good())))
                .isEqualTo(
                        new VerifiedIdentity(
                                rig.provider.issuer(),
                                StubIdentityProvider.SUBJECT,
                                "ada",
                                MovingClock.START.plus(Duration.ofMinutes(5)),
                                TokenKind.ACCESS_TOKEN));
    }

    @Test
    void saysWhomAnAuth0TokenNames() {
        TokenDraft draft =
                rig.provider.accessToken().claim("sub", "auth0|65f1c0ffee").without("typ");

        assertThat(
                        identity(
                                        rig.verifier(rig.settings("auth0"))
                                                .verify(draft.sign(rig.provider.signer())))
                                .subject())
                .isEqualTo("auth0|65f1c0ffee");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"
            })
    void verifiesEveryAlgorithmOfTheList(String algorithm) {
        rig.provider.rotate(algorithm, "other");

        identity(rig.verifier().verify(good()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "jwt", "at+jwt", "application/at+JWT"})
    void takesTheTypesOfAccessTokens(String type) {
        identity(verify(rig.provider.accessToken().header("typ", type)));
    }

    @Test
    void takesAHeaderWithoutType() {
        identity(verify(rig.provider.accessToken().withoutHeader("typ")));
    }

    @Test
    void takesAKeyThatDeclaresNeitherUseNorAlgorithm() {
        SigningPair pair = SigningPair.generate("RS256", "bare");
        Map<String, Object> jwk = pair.jwk();
        jwk.remove("use");
        jwk.remove("alg");
        rig.provider.publish("bare", jwk);

        identity(rig.verifier().verify(rig.provider.accessToken().sign(pair)));
    }

    @Test
    void aTokenWithoutKeyIdIsTriedWithEveryFittingKey() {
        rig.provider.publish(SigningPair.generate("ES256", "elliptic"));
        rig.provider.publish(SigningPair.generate("RS256", "another"));
        SigningPair nameless = SigningPair.generate("RS256", "nameless");
        rig.provider.publish(nameless);
        TokenDraft draft = rig.provider.accessToken();

        identity(rig.verifier().verify(draft.signWithoutKeyId(nameless)));
    }

    @Test
    @Conforms("A-43")
    void toleratesTheSkewAfterTheEnd() {
        String token = good();
        rig.clock.advance(Duration.ofMinutes(5).plusSeconds(59));

        identity(rig.verifier().verify(token));
    }

    @Test
    @Conforms("A-43")
    void toleratesTheSkewBeforeTheBeginning() {
        TokenDraft draft =
                rig.provider
                        .accessToken()
                        .claim("nbf", MovingClock.START.plusSeconds(60))
                        .claim("iat", MovingClock.START.plusSeconds(60));

        identity(verify(draft));
    }

    @Test
    void takesTimesWithAFraction() {
        identity(
                verify(
                        rig.provider
                                .accessToken()
                                .claim("exp", MovingClock.START.getEpochSecond() + 1.5d)));
    }

    @Test
    void takesAnIssuerThatIsConfigured() {
        ProviderSettings settings =
                rig.settings(Set.of("https://a", rig.provider.issuer()), Set.of(), false);

        identity(rig.verifier(settings).verify(good()));
    }

    @Test
    void takesAnyIssuerWhenNoneIsKnown() {
        assertThat(identity(verify(rig.provider.accessToken().claim("iss", "https://x"))).issuer())
                .isEqualTo("https://x");
    }

    @Test
    @Conforms("A-46")
    void takesTheIssuerOfTheDiscoveryDocument() {
        ProviderSettings settings = rig.settings("keycloak", rig.provider.discoveryUrl());

        identity(rig.verifier(settings).verify(good()));
    }

    @Test
    @Conforms("A-47")
    void takesAnAudienceThatIsAString() {
        identity(verifyFor("api", rig.provider.accessToken().claim("aud", "api")));
    }

    @Test
    @Conforms("A-47")
    void takesAnAudienceInAnArray() {
        identity(
                verifyFor("api", rig.provider.accessToken().claim("aud", List.of("other", "api"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"azp", "appid", "client_id"})
    @Conforms("A-47")
    void takesTheClientForAnAudience(String claim) {
        identity(
                verifyFor(
                        "the-client",
                        rig.provider.accessToken().without("azp").claim(claim, "the-client")));
    }

    @Test
    @Conforms("A-49")
    void takesAnIdTokenWhereTheSettingsDo() {
        ProviderSettings settings = rig.settings(Set.of(), Set.of(), true);
        String token = rig.provider.idToken().sign(rig.provider.signer());

        assertThat(identity(rig.verifier(settings).verify(token)).kind())
                .isEqualTo(TokenKind.ID_TOKEN);
    }

    @Test
    @Conforms("A-49")
    void takesAnIdTokenOfAuth0ByDefault() {
        String token = rig.provider.idToken().without("typ").sign(rig.provider.signer());

        identity(rig.verifier(rig.settings("auth0")).verify(token));
    }

    @Test
    @Conforms("A-42")
    void namesOfKeysInTheHeaderAreIgnored() {
        SigningPair foreign = SigningPair.generate("RS256", "foreign");
        TokenDraft draft =
                rig.provider
                        .accessToken()
                        .header("jwk", foreign.jwk())
                        .header("jku", "https://evil.example/keys")
                        .header("x5u", "https://evil.example/cert");

        identity(verify(draft));
    }

    @Test
    void theDisplayNameFallsBackToTheSubjectAndIsPrintable() {
        assertThat(identity(verify(rig.provider.accessToken().without("preferred_username"))))
                .extracting(VerifiedIdentity::displayName)
                .isEqualTo(StubIdentityProvider.SUBJECT);
        assertThat(
                        identity(
                                verify(
                                        rig.provider
                                                .accessToken()
                                                .claim("preferred_username", "a\u001b[2Jb"))))
                .extracting(VerifiedIdentity::displayName)
                .isEqualTo("a [2Jb");
    }

    private String good() {
        return rig.provider.accessToken().sign(rig.provider.signer());
    }

    private Verification verify(TokenDraft draft) {
        return rig.verifier().verify(draft.sign(rig.provider.signer()));
    }

    private Verification verifyFor(String audience, TokenDraft draft) {
        return rig.verifier(rig.settings(Set.of(), Set.of(audience), false))
                .verify(draft.sign(rig.provider.signer()));
    }
}
