// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.oidc.VerifiedIdentity.TokenKind;
import dev.sluice.oidc.VerifiedTokens.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class VerifiedTokensTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final int TOKENS = VerifiedTokens.SIZE_MAX + 2_000;
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

    @Test
    void forgetsWhatIsOver() {
        tokens.store(Digest.of("a"), keys, ADA, NOW);
        tokens.store(Digest.of("b"), keys, ADA, NOW.plusSeconds(30));

        assertThat(tokens.find(Digest.of("a"), keys, NOW.plusSeconds(60))).isNull();

        assertThat(tokens.size()).isEqualTo(1);
        assertThat(tokens.find(Digest.of("b"), keys, NOW.plusSeconds(60))).isEqualTo(ADA);
    }

    @Test
    void remembersTokenOnceHoweverOftenItIsVerified() {
        for (int minute = 0; minute < 5; minute++) {
            tokens.store(Digest.of("a"), keys, ADA, NOW.plus(Duration.ofMinutes(minute)));
        }

        assertThat(tokens.size()).isEqualTo(1);
    }

    @Test
    void verifyingAgainMakesYoung() {
        tokens.store(Digest.of("a"), keys, ADA, NOW);
        tokens.store(Digest.of("b"), keys, ADA, NOW);
        tokens.store(Digest.of("a"), keys, ADA, NOW);
        for (int i = 0; i < VerifiedTokens.SIZE_MAX - 1; i++) {
            tokens.store(Digest.of("token-" + i), keys, ADA, NOW);
        }

        assertThat(tokens.find(Digest.of("b"), keys, NOW)).isNull();
        assertThat(tokens.find(Digest.of("a"), keys, NOW)).isEqualTo(ADA);
    }

    @Test
    void findsNothingBeforeThereAreKeys() {
        assertThat(tokens.find(Digest.of("a"), keys, NOW)).isNull();
        assertThat(tokens.size()).isZero();
    }

    /// Each token's identity is its own whatever the others do, and what can be found is what is
    /// counted.
    @Test
    void staysInOrderUnderManyThreads() throws InterruptedException, ExecutionException {
        long seed = Long.getLong("seed", 20260301);
        System.out.println("threads on one memory, seed " + seed);
        KeySet others = keySet();
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                SplittableRandom random = new SplittableRandom(seed + i);
                running.add(threads.submit(() -> storeAndFind(random, others)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
        tokens.store(Digest.of("last"), keys, ADA, NOW);
        int found = 1;
        for (int i = 0; i < TOKENS; i++) {
            found += tokens.find(Digest.of("token-" + i), keys, NOW) == null ? 0 : 1;
        }
        assertThat(found).isEqualTo(tokens.size()).isLessThanOrEqualTo(VerifiedTokens.SIZE_MAX);
    }

    private void storeAndFind(SplittableRandom random, KeySet others) {
        for (int i = 0; i < 20_000; i++) {
            int number = random.nextInt(TOKENS);
            Digest token = Digest.of("token-" + number);
            KeySet by = random.nextInt(5_000) == 0 ? others : keys;
            Instant now = random.nextInt(10) == 0 ? NOW.plusSeconds(60) : NOW;
            VerifiedIdentity found = tokens.find(token, by, now);
            if (found != null) {
                assertThat(found.subject()).isEqualTo("subject-" + number);
            } else {
                tokens.store(token, by, named("subject-" + number), NOW);
            }
        }
    }

    private static VerifiedIdentity named(String subject) {
        return new VerifiedIdentity(
                "i", subject, "Ada", NOW.plusSeconds(300), TokenKind.ACCESS_TOKEN);
    }

    private static KeySet keySet() {
        return KeySet.of(new JsonObject(Map.of("keys", List.of())), null, 100);
    }
}
