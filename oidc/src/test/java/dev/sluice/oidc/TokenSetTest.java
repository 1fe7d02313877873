// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Secret;
import dev.sluice.testkit.Conforms;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Admin.md 3.5, step 6.
final class TokenSetTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void presentsAnAccessTokenThatIsAJwt() {
        assertThat(tokens(Map.of("access_token", jwt(99), "id_token", jwt(98))).bearer())
                .isEqualTo(new Bearer.AccessToken(Secret.of(jwt(99))));
    }

    @Test
    @Conforms("A-107")
    void presentsTheIdTokenWhenTheAccessTokenIsOpaque() {
        assertThat(tokens(Map.of("access_token", "opaque", "id_token", jwt(98))).bearer())
                .isEqualTo(new Bearer.IdToken(Secret.of(jwt(98))));
    }

    @Test
    void fiveSegmentsAreOpaque() {
        assertThat(tokens(Map.of("access_token", "a.b.c.d.e", "id_token", jwt(98))).bearer())
                .isInstanceOf(Bearer.IdToken.class);
    }

    @Test
    void dotsAloneMakeNoJwt() {
        assertThat(tokens(Map.of("access_token", "ya29.a0Af.b1Bg", "id_token", jwt(98))).bearer())
                .isInstanceOf(Bearer.IdToken.class);
    }

    @Test
    void presentsNothingWithoutAJwtAndSaysWhatToSet() {
        Bearer bearer = tokens(Map.of("access_token", "opaque")).bearer();

        assertThat(bearer).isInstanceOf(Bearer.None.class);
        assertThat(bearer.toString()).contains("parameters.audience", "openid");
    }

    @Test
    void expiryOfAnAccessTokenCountsFromTheAnswer() {
        assertThat(tokens(Map.of("access_token", jwt(99), "expires_in", "300")).expiry())
                .isEqualTo(NOW.plusSeconds(300));
    }

    @Test
    void expiryWithoutExpiresInIsTheClaim() {
        assertThat(tokens(Map.of("access_token", jwt(99))).expiry())
                .isEqualTo(Instant.ofEpochSecond(99));
    }

    @Test
    void expiryOfAnIdTokenIsItsOwn() {
        Map<String, Object> answer =
                Map.of("access_token", "opaque", "id_token", jwt(98), "expires_in", 300);

        assertThat(tokens(answer).expiry()).isEqualTo(Instant.ofEpochSecond(98));
    }

    @Test
    void expiryIsUnknownWhenNobodySaysIt() {
        assertThat(tokens(Map.of("access_token", "opaque")).expiry()).isNull();
    }

    @Test
    void anEndlessLifetimeIsCut() {
        assertThat(tokens(Map.of("access_token", jwt(99), "expires_in", Long.MAX_VALUE)).expiry())
                .isBefore(NOW.plusSeconds(101L * 366 * 86_400));
    }

    @Test
    void theTokenTypeHasADefault() {
        assertThat(tokens(Map.of("access_token", "x")).tokenType()).isEqualTo("Bearer");
    }

    @Test
    void printingATokenSetShowsNoToken() {
        TokenSet tokens =
                tokens(
                        Map.of(
                                "access_token", "secret-a",
                                "refresh_token", "secret-b",
                                "id_token", "secret-c"));

        assertThat(tokens.toString()).doesNotContain("secret-");
    }

    private static TokenSet tokens(Map<String, Object> answer) {
        @Nullable TokenSet tokens = TokenAnswer.tokens(new JsonObject(answer), NOW);
        assertThat(tokens).isNotNull();
        return Objects.requireNonNull(tokens);
    }

    private static String jwt(long expiry) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String payload = "{\"exp\":" + expiry + "}";
        return "e30." + encoder.encodeToString(payload.getBytes(UTF_8)) + ".c2ln";
    }
}
