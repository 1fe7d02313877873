// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Secret;
import dev.sluice.oidc.InternalJwt;
import dev.sluice.testkit.MovingClock;
import dev.sluice.testkit.PreparedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PeerTokensTest {
    private static final UUID CLUSTER = new UUID(5, 6);

    @TempDir private Path parent;
    private final MovingClock clock = MovingClock.at(Instant.parse("2026-03-01T12:00:00.9Z"));
    private Path directory = Path.of("unset");

    @BeforeEach
    void usePreparedKeys() throws IOException {
        directory = parent.resolve("secrets");
        PreparedKeys.copyTo(directory);
    }

    private AdminTokens keys(Path secrets) {
        return AdminTokens.open(new AdminTokenFiles(secrets), CLUSTER, null, clock);
    }

    private PeerTokens peers(UUID cluster) {
        return new PeerTokens(keys(directory), cluster, clock);
    }

    private static Credential bearer(Secret token) {
        return new Credential.Bearer(token);
    }

    @Test
    void twoProcessesWithOneKeyPairKnowEachOther() {
        assertThat(peers(CLUSTER).admits(bearer(peers(CLUSTER).tokens().getFirst()))).isTrue();
    }

    @Test
    void neitherKindOfTokenOpensTheDoorOfTheOther() throws IOException {
        AdminTokens admin = keys(directory);
        PeerTokens peers = new PeerTokens(admin, CLUSTER, clock);
        Secret adminToken = Secret.of(AdminTokenText.in(directory));

        assertThat(admin.verify(adminToken.reveal()))
                .isInstanceOf(InternalJwt.Verdict.Genuine.class);
        assertThat(peers.admits(bearer(adminToken))).isFalse();
        assertThat(admin.verify(peers.tokens().getFirst().reveal()))
                .isInstanceOf(InternalJwt.Verdict.Rejected.class);
    }

    @Test
    void nothingElseIsAdmitted() throws IOException {
        PeerTokens peers = peers(CLUSTER);
        assertThat(peers.admits(new Credential.Absent("missing"))).isFalse();
        assertThat(peers.admits(bearer(Secret.of("apiv1_abc")))).isFalse();
        assertThat(peers.admits(bearer(Secret.of(peers.tokens().getFirst().reveal() + "x"))))
                .isFalse();
        assertThat(peers.admits(bearer(peers(new UUID(7, 8)).tokens().getFirst()))).isFalse();
        assertThat(peers.admits(bearer(other().tokens().getFirst()))).isFalse();
    }

    private PeerTokens other() throws IOException {
        Path other = parent.resolve("other");
        PreparedKeys.copyAnotherTo(other);
        return new PeerTokens(keys(other), CLUSTER, clock);
    }

    @Test
    void endsAfterMinutesAndIsMadeAgainBefore() {
        PeerTokens peers = peers(CLUSTER);
        Secret first = peers.tokens().getFirst();
        clock.advance(PeerTokens.USE_MAX.minus(Duration.ofSeconds(1)));
        assertThat(peers.tokens().getFirst().reveal()).isEqualTo(first.reveal());
        clock.advance(Duration.ofSeconds(1));
        Secret second = peers.tokens().getFirst();
        assertThat(second.reveal()).isNotEqualTo(first.reveal());
        assertThat(peers.admits(bearer(first))).isTrue();
        clock.advance(PeerTokens.LIFETIME);

        assertThat(peers.admits(bearer(first))).isFalse();
        assertThat(peers.admits(bearer(second))).isFalse();
    }

    /// A token is shown for two minutes, so it has three left at least by the clock that made it.
    @Test
    void aClockThatIsThreeMinutesBehindIsTaken() {
        MovingClock behind = MovingClock.at(clock.instant().minus(Duration.ofMinutes(3)));
        PeerTokens other = new PeerTokens(keys(directory), CLUSTER, behind);
        Secret token = other.tokens().getFirst();
        Duration use = PeerTokens.USE_MAX.minus(Duration.ofSeconds(1));
        clock.advance(use);
        behind.advance(use);

        assertThat(other.tokens().getFirst().reveal()).isEqualTo(token.reveal());
        assertThat(peers(CLUSTER).admits(bearer(token))).isTrue();
        clock.advance(Duration.ofSeconds(2));
        assertThat(peers(CLUSTER).admits(bearer(token))).isFalse();
    }

    @Test
    void theKeyPairBeforeServesForMinutes() throws IOException {
        AdminTokens admin = keys(directory);
        PeerTokens peers = new PeerTokens(admin, CLUSTER, clock);
        Secret before = peers.tokens().getFirst();
        removeKeys();
        assertThat(admin.reload()).isEqualTo(AdminTokens.KeyChange.GONE);
        assertThat(peers.tokens()).hasSize(1);
        assertThat(peers.admits(bearer(before))).isTrue();

        clock.advance(Duration.ofSeconds(30));
        PreparedKeys.copyAnotherTo(directory);
        assertThat(admin.reload()).isEqualTo(AdminTokens.KeyChange.REPLACED);
        assertThat(peers.tokens()).hasSize(2);
        assertThat(peers.tokens().getFirst().reveal()).isNotEqualTo(before.reveal());
        assertThat(peers.tokens().getLast().reveal()).isEqualTo(before.reveal());
        assertThat(peers.tokens()).allMatch(token -> peers.admits(bearer(token)));

        clock.advance(PeerTokens.FORMER_WHILE);
        assertThat(peers.tokens()).hasSize(1);
        assertThat(peers.admits(bearer(before))).isFalse();
        assertThat(peers.admits(bearer(peers.tokens().getFirst()))).isTrue();
    }

    @Test
    void withoutAKeyPairThereIsNoTokenAfterwards() throws IOException {
        AdminTokens admin = keys(directory);
        PeerTokens peers = new PeerTokens(admin, CLUSTER, clock);
        Secret before = peers.tokens().getFirst();
        removeKeys();
        assertThat(admin.reload()).isEqualTo(AdminTokens.KeyChange.GONE);
        clock.advance(PeerTokens.FORMER_WHILE.plusSeconds(1));

        assertThat(peers.admits(bearer(before))).isFalse();
        assertThatThrownBy(peers::tokens).hasMessageContaining("has no key pair");
    }

    private void removeKeys() throws IOException {
        for (Path file : new AdminTokenFiles(directory).keyFiles()) {
            Files.delete(file);
        }
        Files.delete(new AdminTokenFiles(directory).keyDirectory());
    }
}
