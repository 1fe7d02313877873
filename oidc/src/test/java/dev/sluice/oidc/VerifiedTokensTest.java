// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.oidc.VerifiedIdentity.TokenKind;
import dev.sluice.oidc.VerifiedTokens.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class VerifiedTokensTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final VerifiedIdentity ADA =
            new VerifiedIdentity("i", "ada", "Ada", NOW.plusSeconds(300), TokenKind.ACCESS_TOKEN);

    private final VerifiedTokens tokens = new VerifiedTokens();
    private final KeySet keys = keySet();

    @Test
    void remembersForAMinute() {
        tokens.store(Digest.of("a"), keys, ADA, NOW);

        assertThat(tokens.find(Digest.of("a"), keys, NOW.plusSeconds(59))).isEqualTo(ADA);
        assertThat(tokens.find(Digest.of("a"), keys, NOW.plusSeconds(60))).isNull();
    }

    @Test
    void tellsTokensApart() {
        tokens.store(Digest.of("a"), keys, ADA, NOW);

        assertThat(tokens.find(Digest.of("b"), keys, NOW)).isNull();
    }

    @Test
    void endsWithTheTokenWhenThatIsSooner() {
        VerifiedIdentity brief =
                new VerifiedIdentity(
                        "i", "ada", "Ada", NOW.plusSeconds(10), TokenKind.ACCESS_TOKEN);
        tokens.store(Digest.of("a"), keys, brief, NOW);

        assertThat(tokens.find(Digest.of("a"), keys, NOW.plusSeconds(10))).isNull();
    }

    @Test
    void forgetsEverythingWhenTheKeysChange() {
        tokens.store(Digest.of("a"), keys, ADA, NOW);
        KeySet others = keySet();

        assertThat(tokens.find(Digest.of("a"), others, NOW)).isNull();

        tokens.store(Digest.of("b"), others, ADA, NOW);
        assertThat(tokens.size()).isEqualTo(1);
    }

    @Test
    void aClockThatIsSetBackLengthensNothing() {
        tokens.store(Digest.of("a"), keys, ADA, NOW);

        assertThat(tokens.find(Digest.of("a"), keys, NOW.minus(Duration.ofHours(1)))).isNull();
    }

    @Test
    void neverRemembersMoreThanTheLimit() {
        for (int i = 0; i < VerifiedTokens.SIZE_MAX + 5; i++) {
            tokens.store(Digest.of("token-" + i), keys, ADA, NOW);
        }

        assertThat(tokens.size()).isEqualTo(VerifiedTokens.SIZE_MAX);
        assertThat(tokens.find(Digest.of("token-4"), keys, NOW)).isNull();
        assertThat(tokens.find(Digest.of("token-5"), keys, NOW)).isEqualTo(ADA);
    }

    private static KeySet keySet() {
        return KeySet.of(new JsonObject(Map.of("keys", List.of())), null, 100);
    }
}
