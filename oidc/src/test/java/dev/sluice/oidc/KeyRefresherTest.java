// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.ScriptedAnswer;
import dev.sluice.testkit.StubIdentityProvider;
import java.time.Duration;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The thread that fetches ahead of need; each of its sleeps is a step that the test allows.
@Timeout(30)
final class KeyRefresherTest {
    private final VerifierRig rig = new VerifierRig();
    private final LinkedTransferQueue<Duration> sleeps = new LinkedTransferQueue<>();
    private final SynchronousQueue<String> wakings = new SynchronousQueue<>();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void fetchesAtOnceAndThenWhenDue() throws InterruptedException {
        try (KeyRefresher _ = KeyRefresher.start(rig.keys(rig.settings("keycloak")), this::sleep)) {
            rig.clock.advance(sleeps.take());
            assertThat(rig.keyFetches()).isEqualTo(1);
            wakings.put("due");
            sleeps.take();
        }

        assertThat(rig.keyFetches()).isEqualTo(2);
    }

    @Test
    void keepsTryingWhileTheProviderIsDown() throws InterruptedException {
        rig.provider.goDown();
        KeyCache keys = rig.keys(rig.settings("keycloak"));
        try (KeyRefresher _ = KeyRefresher.start(keys, this::sleep)) {
            rig.clock.advance(sleeps.take());
            rig.provider.comeBack();
            wakings.put("due");
            sleeps.take();
        }

        assertThat(keys.present()).isNotNull();
    }

    @Test
    void closingEndsTheThreadInTheMiddleOfAFetch() throws InterruptedException {
        rig.provider.answer(StubIdentityProvider.KEYS_PATH, new ScriptedAnswer.Silence());
        KeyCache keys = rig.keys(rig.settings("keycloak"));
        KeyRefresher refresher = KeyRefresher.start(keys, this::sleep);
        rig.provider.awaitRequest(StubIdentityProvider.KEYS_PATH);

        refresher.close();

        assertThat(refresher.isRunning()).isFalse();
        assertThat(rig.events).isEmpty();
    }

    @Test
    void startingNeedsNoProvider() {
        rig.provider.goDown();

        try (TokenVerifier verifier =
                TokenVerifier.start(
                        rig.settings("keycloak"), rig.http, rig.clock, rig.events::add)) {
            assertThat(verifier.verify("nonsense")).isInstanceOf(Verification.Rejected.class);
        }
    }

    private void sleep(Duration duration) throws InterruptedException {
        sleeps.put(duration);
        wakings.take();
    }
}
