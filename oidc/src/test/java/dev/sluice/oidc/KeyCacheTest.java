// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static dev.sluice.oidc.VerifierRig.identity;
import static dev.sluice.oidc.VerifierRig.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.ScriptedAnswer;
import dev.sluice.testkit.SigningPair;
import dev.sluice.testkit.StubIdentityProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Admin.md 1.6, row by row.
final class KeyCacheTest {
    private static final SigningPair FOREIGN = SigningPair.generate("ES256", "foreign");

    private final VerifierRig rig = new VerifierRig();
    private final StubIdentityProvider provider = rig.provider;
    private final KeyCache keys = rig.keys(rig.settings("keycloak"));
    private final TokenVerifier verifier = verifierOf(keys);

    @BeforeEach
    void longLived() {
        provider.keysCacheControl("max-age=86400");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @CsvSource({
        "'', 15m",
        "no-cache, 15m",
        "max-age=600, 10m",
        "max-age=0, 1m",
        "max-age=999999999, 24h"
    })
    @Conforms("A-30")
    void refreshIsDueAtFourFifthsOfTheFreshLifetime(String header, String lifetime)
            throws InterruptedException {
        provider.keysCacheControl(header);

        keys.refreshIfDue();

        long fresh = Duration.parse("PT" + lifetime).toMillis();
        assertThat(keys.untilDue().toMillis())
                .isBetween(Math.round(fresh * 0.8 * 0.9), Math.round(fresh * 0.8 * 1.1));
    }

    @Test
    @Conforms("A-30")
    void nothingIsFetchedBeforeItIsDue() throws InterruptedException {
        keys.refreshIfDue();
        rig.clock.advance(keys.untilDue().minusNanos(1));
        keys.refreshIfDue();
        assertThat(rig.keyFetches()).isEqualTo(1);

        rig.clock.advance(Duration.ofNanos(1));
        keys.refreshIfDue();

        assertThat(rig.keyFetches()).isEqualTo(2);
    }

    @Test
    @Conforms("A-31")
    void aNewKeyIsPickedUpWhenATokenNamesIt() throws InterruptedException {
        keys.refreshIfDue();
        provider.rotate("ES256", "key-2");

        identity(verifier.verify(good()));

        assertThat(rig.keyFetches()).isEqualTo(2);
    }

    @Test
    @Conforms("A-31")
    void anUnknownKeyIsTakenOnceItAppears() throws InterruptedException {
        keys.refreshIfDue();
        assertThat(reason(verifier.verify(foreign("one")))).isEqualTo("unknown_key");
        provider.publish(FOREIGN);
        rig.clock.advance(Duration.ofSeconds(30));

        identity(verifier.verify(foreign("two")));
    }

    @Test
    void aKeyThatWasReplacedUnderItsIdIsPickedUp() throws InterruptedException {
        keys.refreshIfDue();
        provider.rotate("RS256", "key-1");

        identity(verifier.verify(good()));
    }

    @Test
    @Conforms("A-32")
    void aFloodOfUnknownKeysCausesTwoFetchesIn30Seconds() throws InterruptedException {
        keys.refreshIfDue();
        for (int i = 0; i < 1000; i++) {
            rig.clock.advance(Duration.ofMillis(29));
            String token = provider.accessToken().header("kid", "random-" + i).sign(FOREIGN);
            assertThat(reason(verifier.verify(token))).isEqualTo("unknown_key");
        }

        assertThat(rig.keyFetches()).isEqualTo(1 + 2);
        assertThat(rig.events).contains(new KeyEvent.DemandRefused());
    }

    @Test
    void theFloodGateOpensAgainOnceAWindow() throws InterruptedException {
        keys.refreshIfDue();
        for (int i = 0; i < 4; i++) {
            verifier.verify(provider.accessToken().header("kid", "a-" + i).sign(FOREIGN));
        }
        rig.clock.advance(Duration.ofSeconds(30));
        for (int i = 0; i < 4; i++) {
            verifier.verify(provider.accessToken().header("kid", "b-" + i).sign(FOREIGN));
        }

        assertThat(rig.keyFetches()).isEqualTo(1 + 2 + 1);
    }

    @Test
    void anUnknownKeyIsNotLookedForTwiceInItsMemory() throws InterruptedException {
        keys.refreshIfDue();
        verifier.verify(foreign("one"));
        verifier.verify(foreign("two"));
        verifier.verify(foreign("three"));
        assertThat(rig.keyFetches()).isEqualTo(2);

        rig.clock.advance(Duration.ofSeconds(30));
        verifier.verify(foreign("four"));

        assertThat(rig.keyFetches()).isEqualTo(3);
    }

    @Test
    void aKeyIdWithoutMeasureIsNeverLookedFor() throws InterruptedException {
        keys.refreshIfDue();
        String token = provider.accessToken().header("kid", "x".repeat(257)).sign(FOREIGN);

        assertThat(reason(verifier.verify(token))).isEqualTo("unknown_key");
        assertThat(rig.keyFetches()).isEqualTo(1);
    }

    @Test
    @Conforms("A-33")
    void aWithdrawnKeyStopsVerifyingAtTheNextFetch() throws InterruptedException {
        String token = good();
        identity(verifier.verify(token));
        provider.rotate("ES256", "key-2");
        provider.withdraw("key-1");

        refreshNow();

        assertThat(reason(verifier.verify(token))).isEqualTo("unknown_key");
    }

    @Test
    @Conforms("A-34")
    void anEmptySetNeverReplacesAGoodOne() throws InterruptedException {
        keys.refreshIfDue();
        provider.withdraw("key-1");

        refreshNow();

        identity(verifier.verify(good()));
        assertThat(rig.events)
                .last()
                .extracting(Object::toString)
                .asString()
                .contains("no key that may sign");
    }

    @Test
    @Conforms("A-34")
    void garbageNeverReplacesAGoodSet() throws InterruptedException {
        keys.refreshIfDue();
        provider.answer(StubIdentityProvider.KEYS_PATH, ScriptedAnswer.html());

        refreshNow();

        identity(verifier.verify(good()));
    }

    @Test
    void anEmptyFirstSetIsNoSet() {
        provider.answer(
                StubIdentityProvider.KEYS_PATH,
                ScriptedAnswer.json(200, Map.of("keys", List.of())));

        assertThat(verifier.verify(good())).isInstanceOf(Verification.KeysUnavailable.class);
    }

    @Test
    void failuresAreRetriedEverMoreSlowly() throws InterruptedException {
        provider.goDown();
        for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            keys.refreshIfDue();
            assertThat(keys.untilDue().toMillis()).isBetween(seconds * 900, seconds * 1100);
            rig.clock.advance(keys.untilDue());
        }
    }

    @Test
    void tokensDoNotHurryAFailingProvider() {
        provider.answer(StubIdentityProvider.KEYS_PATH, ScriptedAnswer.html());
        for (int i = 0; i < 10; i++) {
            verifier.verify(good());
        }

        assertThat(rig.keyFetches()).isEqualTo(1);
    }

    @Test
    void theFirstTokenAfterAnOutageFetchesTheKeys() {
        provider.goDown();
        assertThat(verifier.verify(good())).isInstanceOf(Verification.KeysUnavailable.class);
        provider.comeBack();
        rig.clock.advance(Duration.ofSeconds(2));

        identity(verifier.verify(good()));
    }

    @Test
    @Conforms("A-35")
    void keysServeThroughAnOutageUntilTheStaleLimit() throws InterruptedException {
        keys.refreshIfDue();
        provider.goDown();
        rig.clock.advance(Duration.ofDays(2).minusSeconds(1));
        keys.refreshIfDue();

        identity(verifier.verify(good()));

        rig.clock.advance(Duration.ofSeconds(1));
        assertThat(verifier.verify(good())).isInstanceOf(Verification.KeysUnavailable.class);
    }

    @Test
    void aKeyThatNobodyCanAskForIsNotUnknown() throws InterruptedException {
        keys.refreshIfDue();
        provider.publish(FOREIGN);
        provider.goDown();

        assertThat(verifier.verify(foreign("one")))
                .isInstanceOfSatisfying(
                        Verification.KeysUnavailable.class,
                        unavailable ->
                                assertThat(unavailable.message())
                                        .startsWith("the identity provider could not be asked"));

        provider.comeBack();
        rig.clock.advance(Duration.ofMinutes(2));
        identity(verifier.verify(foreign("two")));
    }

    @Test
    @Conforms("A-35")
    void theStaleLimitAlsoEndsTokensThatWereJustVerified() throws InterruptedException {
        keys.refreshIfDue();
        provider.goDown();
        rig.clock.advance(Duration.ofDays(2).minusSeconds(1));
        String token = good();
        identity(verifier.verify(token));

        rig.clock.advance(Duration.ofSeconds(1));

        assertThat(verifier.verify(token)).isInstanceOf(Verification.KeysUnavailable.class);
    }

    @Test
    void stalenessIsToldEveryFiveMinutes() throws InterruptedException {
        keys.refreshIfDue();
        provider.goDown();
        rig.clock.advance(Duration.ofHours(25));
        for (int minute = 0; minute < 11; minute++) {
            keys.refreshIfDue();
            rig.clock.advance(Duration.ofSeconds(66));
        }

        assertThat(rig.events.stream().filter(KeyEvent.Stale.class::isInstance)).hasSize(3);
    }

    @Test
    void aFetchIsToldWithWhatWasRefused() throws InterruptedException {
        provider.publish(SigningPair.rsa("RS256", "weak", 1024));

        keys.refreshIfDue();
        refreshNow();

        Map<String, String> refused = Map.of("weak", "its modulus has 1024 bits (at least: 2048)");
        assertThat(rig.events)
                .containsExactly(
                        new KeyEvent.Fetched(true, 1, 0, refused, Duration.ZERO),
                        new KeyEvent.Fetched(false, 1, 0, refused, Duration.ZERO));
    }

    @Test
    void aVerifiedTokenIsRememberedForAMinute() throws InterruptedException {
        String token = good();
        identity(verifier.verify(token));
        provider.withdraw("key-1");
        rig.clock.advance(Duration.ofSeconds(59));

        identity(verifier.verify(token));
        assertThat(rig.keyFetches()).isEqualTo(1);
    }

    @Test
    void aRememberedTokenEndsWithItsExpiry() {
        String token =
                provider.accessToken()
                        .claim("exp", rig.clock.instant().minusSeconds(59))
                        .sign(provider.signer());
        identity(verifier.verify(token));

        rig.clock.advance(Duration.ofSeconds(1));

        assertThat(reason(verifier.verify(token))).isEqualTo("expired");
    }

    @Test
    void manyTokensAtOnceCauseOneFetch() throws InterruptedException {
        String token = good();
        Queue<Verification> verifications = new ConcurrentLinkedQueue<>();
        List<Thread> callers =
                Stream.generate(() ->
                                Thread.ofVirtual()
                                        .start(() -> verifications.add(verifier.verify(token))))
                        .limit(50)
                        .toList();
        for (Thread caller : callers) {
            caller.join();
        }

        assertThat(verifications)
                .hasSize(50)
                .allSatisfy(verification ->
                        assertThat(verification).isInstanceOf(Verification.Verified.class));
        assertThat(rig.keyFetches()).isEqualTo(1);
    }

    @Test
    void interruptionOfAWaitingTokenIsNoFailureOfTheProvider() {
        Thread.currentThread().interrupt();

        assertThat(verifier.verify(good())).isInstanceOf(Verification.KeysUnavailable.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(rig.events).isEmpty();
    }

    private TokenVerifier verifierOf(KeyCache cache) {
        return new TokenVerifier(rig.settings("keycloak"), cache, rig.clock, null);
    }

    @Test
    void goesOnWhenMemoryRanOutWhileKeysWereRead() throws InterruptedException {
        ProviderSettings settings = rig.settings("keycloak", provider.discoveryUrl());
        KeyCacheLimits limits = KeyCacheLimits.standard();
        AtomicInteger looks = new AtomicInteger();
        KeySource source =
                new KeySource(
                        rig.http,
                        settings,
                        limits,
                        () -> {
                            if (looks.incrementAndGet() == 1) {
                                throw new OutOfMemoryError("of the test");
                            }
                            return rig.clock.nanos();
                        });
        KeyCache cache =
                new KeyCache(
                        source, limits, rig.clock::nanos, new SplittableRandom(1), rig.events::add);

        cache.refreshIfDue();
        assertThat(rig.events.getLast().toString()).contains("broke off: java.lang.OutOfMemory");
        rig.clock.advance(cache.untilDue());
        cache.refreshIfDue();

        assertThat(cache.present()).isNotNull();
    }

    private void refreshNow() throws InterruptedException {
        rig.clock.advance(keys.untilDue());
        keys.refreshIfDue();
    }

    private String good() {
        return provider.accessToken().sign(provider.signer());
    }

    private String foreign(String id) {
        return provider.accessToken().claim("jti", id).sign(FOREIGN);
    }
}
