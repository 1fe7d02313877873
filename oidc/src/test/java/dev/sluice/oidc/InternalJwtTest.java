// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.SigningPair;
import dev.sluice.testkit.TokenDraft;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The cluster's own tokens, and whatever else tries to pass for one.
final class InternalJwtTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final KeyPair PAIR = pair();
    private static final SigningPair OTHER_KEY = SigningPair.generate("RS256", "key-9");
    private static final InternalJwt JWT = jwt("key-1", PAIR, "cluster-1");

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InternalJwt jwt(String keyId, KeyPair pair, String audience) {
        return new InternalJwt(
                keyId,
                (RSAPublicKey) pair.getPublic(),
                (RSAPrivateKey) pair.getPrivate(),
                audience);
    }

    private static String issued(InternalJwt by) {
        return by.issue("admin-token", new UUID(1, 2), NOW, NOW.plus(Duration.ofDays(1))).reveal();
    }

    private static void assertRejected(String token, String reason) {
        assertThat(JWT.verify(token, NOW)).isEqualTo(new InternalJwt.Verdict.Rejected(reason));
    }

    @Test
    void verifiesItsOwnToken() {
        assertThat(JWT.verify(issued(JWT), NOW))
                .isEqualTo(
                        new InternalJwt.Verdict.Genuine(
                                "admin-token", NOW.plus(Duration.ofDays(1))));
    }

    @Test
    void endsExactlyAtExpiry() {
        Instant end = NOW.plus(Duration.ofDays(1));

        assertThat(JWT.verify(issued(JWT), end.minusMillis(1)))
                .isInstanceOf(InternalJwt.Verdict.Genuine.class);
        assertThat(JWT.verify(issued(JWT), end))
                .isEqualTo(new InternalJwt.Verdict.Rejected("expired"));
    }

    @Test
    void refusesKeyOfAnotherCluster() {
        assertRejected(issued(jwt("key-1", pair(), "cluster-1")), "bad_signature");
    }

    @Test
    void refusesAnotherKeyId() {
        assertRejected(issued(jwt("key-2", PAIR, "cluster-1")), "unknown_key");
    }

    @Test
    void refusesAnotherAudience() {
        assertRejected(issued(jwt("key-1", PAIR, "cluster-2")), "bad_audience");
    }

    @Test
    void refusesChangedPayload() {
        String[] parts = issued(JWT).split("\\.", -1);
        String[] other =
                JWT.issue("root", new UUID(1, 2), NOW, NOW.plus(Duration.ofDays(1)))
                        .reveal()
                        .split("\\.", -1);

        assertRejected(parts[0] + "." + other[1] + "." + parts[2], "bad_signature");
    }

    @Test
    @Conforms("A-40")
    void refusesSecretMadeOfThePublicKey() {
        String token =
                new TokenDraft()
                        .header("alg", "HS256")
                        .header("kid", "key-1")
                        .claim("iss", InternalJwt.ISSUER)
                        .signWithHmac(PAIR.getPublic().getEncoded());

        assertRejected(token, "algorithm_not_allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "apiv1_x", "a.b", "a.b.c", "a.b.c.d.e", "..", "ey.ey.x"})
    void refusesWhatIsNoToken(String text) {
        assertThat(JWT.verify(text, NOW)).isInstanceOf(InternalJwt.Verdict.Rejected.class);
        assertThat(JWT.claims(text)).isFalse();
    }

    @Test
    void refusesTokenThatIsTooLong() {
        String token = "x".repeat(TokenVerifier.TOKEN_LENGTH_MAX + 1);

        assertRejected(token, "too_long");
        assertThat(JWT.claims(token)).isFalse();
    }

    @Test
    void knowsItsTokensByKeyOrIssuer() {
        assertThat(JWT.claims(issued(JWT))).isTrue();
        assertThat(JWT.claims(issued(jwt("key-2", pair(), "x")))).isTrue();
        assertThat(
                        JWT.claims(
                                new TokenDraft()
                                        .claim("iss", "https://id.example")
                                        .sign(SigningPair.generate("RS256", "key-1"))))
                .isTrue();
    }

    @Test
    void leavesTokensOfProvidersAlone() {
        assertThat(
                        JWT.claims(
                                new TokenDraft()
                                        .claim("iss", "https://id.example")
                                        .sign(SigningPair.generate("RS256", "key-9"))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"iss\":\"influxdb-clustered\"}",
                "{\"sub\":\"é\",\"iss\":\"influxdb-clustered\"}",
                "{\"iss\":\"influxdb\\u002dclustered\"}",
                "{\"\\u0069ss\":\"influxdb-clustered\"}"
            })
    void knowsItsIssuerInEverySpelling(String payload) {
        String token = new TokenDraft().sign(OTHER_KEY, payload);

        assertThat(JWT.claims(token)).isTrue();
        assertThat(InternalJwt.namesOurIssuer(token)).isTrue();
    }

    @Test
    void knowsItsKeyInEverySpelling() {
        String header = "{\"alg\":\"RS256\",\"kid\":\"key\\u002d1\"}";

        assertThat(JWT.claims(withHeader(header))).isTrue();
        assertThat(InternalJwt.namesOurIssuer(withHeader(header))).isFalse();
    }

    @Test
    void knowsKeyWhoseNameIsNotAscii() {
        String token = withHeader("{\"alg\":\"RS256\",\"kid\":\"clé\"}");

        assertThat(jwt("clé", PAIR, "cluster-1").claims(token)).isTrue();
        assertThat(JWT.claims(token)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {" %s", "%s\n", "=%s"})
    void looksNoFurtherThanItsReader(String form) {
        String token = form.formatted(issued(JWT));

        assertThat(JWT.claims(token)).isEqualTo(JWT.claimsWhenRead(token));
    }

    /// The quick look must never differ from reading the token.
    @Test
    void looksAsItReads() {
        List<String> tokens =
                List.of(
                        issued(JWT),
                        issued(jwt("key-2", PAIR, "cluster-1")),
                        new TokenDraft().claim("iss", "https://id.example").sign(OTHER_KEY),
                        new TokenDraft().sign(OTHER_KEY, "{\"iss\":\"influxdb\\u002dclustered\"}"));
        FuzzBudget.spend(
                "bent tokens of the cluster's own",
                4_000,
                random -> {
                    String bent =
                            new TokenMutations(random)
                                    .mutate(
                                            tokens.get(random.nextInt(tokens.size())),
                                            tokens.get(random.nextInt(tokens.size())));
                    assertThat(JWT.claims(bent)).as(bent).isEqualTo(JWT.claimsWhenRead(bent));
                });
    }

    private static String withHeader(String header) {
        String token = new TokenDraft().claim("iss", "https://id.example").sign(OTHER_KEY);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(UTF_8))
                + token.substring(token.indexOf('.'));
    }
}
