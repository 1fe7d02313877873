// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.SigningPair;
import dev.sluice.testkit.StubIdentityProvider;
import dev.sluice.testkit.TokenDraft;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The tokens that must not open the management door, each refused for its own reason and told
/// nothing of it (the list at the end of admin.md 1.7, and "Threats to test" of 7).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RefusedTokensTest {
    private static final String AUDIENCE = "influxctl";

    /// Elliptic, since it signs a thousand tokens: RSA takes ten times as long.
    private static final SigningPair FOREIGN = SigningPair.generate("ES256", "foreign");

    private final StubIdentityProvider provider = StubIdentityProvider.start();
    private final TriedDoor door;

    RefusedTokensTest(@TempDir Path directory) throws Exception {
        door =
                TriedDoor.open(
                        directory,
                        TriedDoor.administration(provider)
                                + "issuer: "
                                + provider.issuer()
                                + "\naudiences: ["
                                + AUDIENCE
                                + "]\n");
    }

    @AfterAll
    void close() {
        door.close();
        provider.close();
    }

    private TokenDraft draft() {
        return provider.accessToken().claim("aud", List.of("account", AUDIENCE));
    }

    private SigningPair key() {
        return provider.signer();
    }

    private void assertRefused(TokenDraft draft, String reason) throws Exception {
        door.present(draft.sign(key())).assertUnauthorized(reason);
    }

    @Test
    @Conforms("A-47")
    void takesTheTokenThatTheOthersAreBentFrom() throws Exception {
        door.present(draft().sign(key())).assertAllowed(StubIdentityProvider.SUBJECT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE"})
    @Conforms("A-39")
    void noneAsAlgorithm(String algorithm) throws Exception {
        door.present(draft().header("alg", algorithm).unsigned())
                .assertUnauthorized("algorithm_not_allowed");
    }

    @Test
    @Conforms("A-40")
    void hmacKeyedWithThePublicKeyInBothItsForms() throws Exception {
        byte[] der = key().publicKeyBytes();
        String pem =
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                        + "\n-----END PUBLIC KEY-----\n";
        for (byte[] secret : List.of(der, pem.getBytes(UTF_8))) {
            TokenDraft draft = draft().header("alg", "HS256").header("kid", key().keyId());

            door.present(draft.signWithHmac(secret)).assertUnauthorized("algorithm_not_allowed");
        }
    }

    @Test
    @Conforms("A-41")
    void aKeyForEncryption(@TempDir Path directory) throws Exception {
        SigningPair encryption = SigningPair.generate("RS256", "encryption");
        Map<String, Object> jwk = encryption.jwk();
        jwk.put("use", "enc");
        jwk.put("alg", "RSA-OAEP");
        // Of its own, since a server looks for keys again only so often.
        try (StubIdentityProvider other = StubIdentityProvider.start();
                TriedDoor another = TriedDoor.open(directory, TriedDoor.administration(other))) {
            other.publish("encryption", jwk);
            // A key that nobody knew makes it look again, and so it knows the other one too.
            SigningPair next = SigningPair.generate("RS256", "published-with-encryption");
            other.publish(next);
            another.present(other.accessToken().sign(next))
                    .assertAllowed(StubIdentityProvider.SUBJECT);

            another.present(other.accessToken().sign(encryption))
                    .assertUnauthorized("unsuitable_key");
        }
    }

    @Test
    @Conforms("A-42")
    void aKeyThatTheTokenBringsAlong() throws Exception {
        SigningPair own = SigningPair.generate("RS256", key().keyId());
        TokenDraft draft =
                draft().header("jwk", own.jwk())
                        .header("jku", "https://attacker.example/keys")
                        .header("x5u", "https://attacker.example/certificate");

        door.present(draft.sign(own)).assertUnauthorized("bad_signature");
    }

    @Test
    @Conforms("A-46")
    void theIssuerOfAnotherRealm() throws Exception {
        assertRefused(draft().claim("iss", provider.issuer() + "2"), "bad_issuer");
        assertRefused(draft().claim("iss", provider.issuer() + "/"), "bad_issuer");
    }

    @Test
    void aMissingIssuer() throws Exception {
        assertRefused(draft().without("iss"), "bad_issuer");
    }

    @Test
    @Conforms("A-43")
    void anExpiredToken() throws Exception {
        assertRefused(draft().claim("exp", Instant.now().minusSeconds(61)), "expired");
    }

    @Test
    @Conforms("A-44")
    void aTokenThatBeginsLater() throws Exception {
        assertRefused(draft().claim("nbf", Instant.now().plusSeconds(120)), "not_yet_valid");
    }

    @Test
    @Conforms("A-45")
    void aMissingExpiry() throws Exception {
        assertRefused(draft().without("exp"), "missing_expiry");
    }

    @Test
    void anExpiryThatStandsThereTwice() throws Exception {
        String payload = draft().payloadJson();
        String doubled = payload.substring(0, payload.length() - 1) + ",\"exp\":99999999999}";

        door.present(draft().sign(key(), doubled)).assertUnauthorized("malformed_json");
    }

    @Test
    void aTruncatedSignature() throws Exception {
        String token = draft().sign(key());

        door.present(token.substring(0, token.length() - 2)).assertUnauthorized("bad_signature");
    }

    @Test
    void anAlteredPayload() throws Exception {
        String mine = draft().claim("sub", "somebody-else").sign(key());
        String theirs = draft().sign(key());
        String mixed =
                theirs.substring(0, theirs.lastIndexOf('.'))
                        + mine.substring(mine.lastIndexOf('.'));

        door.present(mixed).assertUnauthorized("bad_signature");
    }

    @Test
    @Conforms("A-50")
    void anEncryptedToken() throws Exception {
        String header =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                "{\"alg\":\"RSA-OAEP\",\"enc\":\"A256GCM\"}".getBytes(UTF_8));

        door.present(header + ".a2V5.aXY.dGV4dA.dGFn").assertUnauthorized("opaque_or_encrypted");
    }

    @Test
    void aTokenOf17Kibibytes() throws Exception {
        String token = draft().claim("pad", "x".repeat(12_100)).sign(key());

        assertThat(token.length()).isBetween(16 * 1024 + 1, 17 * 1024);
        door.present(token).assertUnauthorized("too_long");
    }

    @Test
    @Conforms("A-47")
    void anArrayOfOtherAudiences() throws Exception {
        TokenDraft draft = draft().without("azp").claim("aud", List.of("account", "other"));

        assertRefused(draft, "bad_audience");
    }

    @ParameterizedTest
    @ValueSource(strings = {"crit", "b64"})
    void anExtensionThatItsHeaderDemands(String member) throws Exception {
        assertRefused(draft().header(member, List.of("exp")), "critical_header");
    }

    @Test
    @Conforms("A-48")
    void aRefreshToken() throws Exception {
        assertRefused(draft().claim("typ", "Refresh"), "wrong_token_kind");
        door.present(draft().header("alg", "HS512").signWithHmac(new byte[64]))
                .assertUnauthorized("algorithm_not_allowed");
    }

    @Test
    @Conforms("A-49")
    void anIdToken() throws Exception {
        assertRefused(draft().claim("typ", "ID"), "id_token_not_accepted");
    }

    @Test
    @Conforms("A-51")
    void aTokenOfNobody() throws Exception {
        assertRefused(draft().without("sub"), "no_subject");
        assertRefused(draft().claim("sub", ""), "no_subject");
        assertRefused(draft().claim("sub", 7), "no_subject");
    }

    @Test
    @Conforms("A-55")
    void tokensOfOtherKinds() throws Exception {
        door.present("apiv1_" + "t".repeat(86)).assertUnauthorized("wrong_credential_kind");
        door.present("an-opaque-text").assertUnauthorized("opaque_or_encrypted");
    }

    @Test
    @Conforms("A-31")
    void aKeyIsUnknownUntilItIsPublished(@TempDir Path directory) throws Exception {
        try (StubIdentityProvider other = StubIdentityProvider.start();
                TriedDoor another = TriedDoor.open(directory, TriedDoor.administration(other))) {
            another.present(other.accessToken().sign(other.signer()))
                    .assertAllowed(StubIdentityProvider.SUBJECT);
            SigningPair coming = SigningPair.generate("RS256", "coming");
            another.present(other.accessToken().header("kid", "gone").sign(FOREIGN))
                    .assertUnauthorized("unknown_key");

            other.publish(coming);

            another.present(other.accessToken().sign(coming))
                    .assertAllowed(StubIdentityProvider.SUBJECT);
        }
    }

    /// Counted at the provider, over real time: a slow machine gets the further windows that it
    /// took.
    @Test
    @Conforms("A-32")
    void aThousandKeysThatNobodyHasCauseTwoFetchesInThirtySeconds(@TempDir Path directory)
            throws Exception {
        try (StubIdentityProvider other = StubIdentityProvider.start();
                TriedDoor another = TriedDoor.open(directory, TriedDoor.administration(other))) {
            another.present(other.accessToken().sign(other.signer()))
                    .assertAllowed(StubIdentityProvider.SUBJECT);
            int before = other.requests(StubIdentityProvider.KEYS_PATH);
            long startNanos = System.nanoTime();
            for (int i = 0; i < 1000; i++) {
                String token = other.accessToken().header("kid", "random-" + i).sign(FOREIGN);
                another.present(token).assertUnauthorized("unknown_key");
            }
            long windows = Duration.ofNanos(System.nanoTime() - startNanos).toSeconds() / 30;

            assertThat((long) other.requests(StubIdentityProvider.KEYS_PATH) - before)
                    .isBetween(1L, 2 + windows);
        }
    }
}
