// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.audit.RequestOrigin;
import dev.sluice.config.UserGroup;
import dev.sluice.model.Action;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.Permission;
import dev.sluice.oidc.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the gatekeeper counts as a failed attempt, and what it does and writes then (admin.md 7,
/// checklist 200).
final class SlowedAddressTest {
    private static final String TOKEN = "apiv1_good";
    private static final RequestOrigin ELSEWHERE =
            new RequestOrigin("r-2", "192.0.2.8", "POST", "/api/v2/write");

    @TempDir private Path directory;
    private Gate gate;
    private Gatekeeper keeper;

    @BeforeEach
    void open() throws IOException {
        gate = Gate.in(directory);
        gate.token(TOKEN, null, new Permission(Action.WRITE, "plant"));
        gate.list(
                "keycloak",
                "ada",
                Set.of(UserGroup.ADMIN),
                new Verification.Rejected("bad_signature"));
        keeper = gate.keeper();
    }

    @AfterEach
    void close() {
        gate.close();
    }

    private Decision<Grant.ForAdministration> list(Credential credential) {
        return keeper.administration(credential, Operation.LIST_TOKENS, Gate.ORIGIN);
    }

    private Decision<Grant.ForDatabase> write(String token, RequestOrigin origin) {
        return keeper.database(Gate.bearer(token), Action.WRITE, new DatabaseName("plant"), origin);
    }

    private Decision<Grant.ForDatabase> write(String token) {
        return write(token, Gate.ORIGIN);
    }

    /// Another process has counted, slowed and audited already.
    @Test
    void whatIsHandedOnIsJudgedAndNothingElse() throws IOException {
        DatabaseName plant = new DatabaseName("plant");
        for (int i = 0; i < 2 * Gate.ATTEMPTS_MAX; i++) {
            assertThat(keeper.handedOn(Gate.bearer("nobody"), Action.WRITE, plant))
                    .isEqualTo(new Decision.Forbidden<>("unknown_token"));
        }
        assertThat(keeper.handedOn(Gate.bearer(TOKEN), Action.READ, plant))
                .isEqualTo(new Decision.Forbidden<>("no_permission"));
        assertThat(keeper.handedOn(Gate.bearer(TOKEN), Action.WRITE, plant))
                .isInstanceOf(Decision.Allowed.class);
        assertThat(keeper.handedOn(Gate.bearer(gate.adminToken()), Action.WRITE, plant))
                .isInstanceOf(Decision.Allowed.class);

        assertThat(gate.decisions).isEmpty();
        assertThat(gate.auditLines()).isEmpty();
        assertThat(write(TOKEN)).isInstanceOf(Decision.Allowed.class);
    }

    private void exhaust() {
        for (int i = 0; i < Gate.ATTEMPTS_MAX; i++) {
            assertThat(list(Gate.bearer("ey.forged." + i)))
                    .isInstanceOf(Decision.Unauthenticated.class);
        }
    }

    private void assertSlowed(boolean expected) {
        assertThat(write("apiv1_guess") instanceof Decision.Slowed).isEqualTo(expected);
    }

    @Test
    void forgedTokensSlowTheirAddressAtBothDoors() throws IOException {
        exhaust();

        Duration minute = Duration.ofMinutes(1);
        assertThat(list(Gate.bearer(gate.adminToken()))).isEqualTo(new Decision.Slowed<>(minute));
        for (String token : List.of("apiv1_guess", gate.adminToken(), "")) {
            assertThat(write(token)).isEqualTo(new Decision.Slowed<>(minute));
        }
    }

    /// One writer with a wrong token would cost the points of all others behind its address.
    @Test
    void databaseTokensThatAreKnownAreJudgedAsEver() {
        gate.token("apiv1_old", gate.clock.instant().plusSeconds(1));
        gate.clock.advance(Duration.ofSeconds(2));
        exhaust();

        assertThat(write(TOKEN)).isInstanceOf(Decision.Allowed.class);
        assertThat(keeper.listing(Gate.bearer(TOKEN), Gate.ORIGIN))
                .isInstanceOf(Decision.Allowed.class);
        assertThat(write("apiv1_old")).isEqualTo(new Decision.Forbidden<>("expired"));
        assertThat(keeper.listing(Gate.bearer("apiv1_guess"), Gate.ORIGIN))
                .isInstanceOf(Decision.Slowed.class);
    }

    @Test
    void otherAddressesGoOn() {
        exhaust();

        assertThat(write(TOKEN, ELSEWHERE)).isInstanceOf(Decision.Allowed.class);
    }

    @Test
    void theAddressIsLetInAgainAMinuteLater() {
        exhaust();
        gate.clock.advance(FailedAttempts.WINDOW);

        assertSlowed(false);
    }

    @Test
    void missingCredentialsCount() {
        for (int i = 0; i < Gate.ATTEMPTS_MAX; i++) {
            list(new Credential.Absent("missing"));
        }

        assertSlowed(true);
    }

    @Test
    void databaseTokensThatNobodyHasCount() {
        for (int i = 0; i < Gate.ATTEMPTS_MAX; i++) {
            assertThat(write("apiv1_guess" + i)).isInstanceOf(Decision.Forbidden.class);
        }

        assertSlowed(true);
    }

    @Test
    void wrongKindsOfCredentialCount() {
        write("M.V1.x");
        write("ey.other.jwt");
        list(Gate.bearer(TOKEN));

        assertSlowed(true);
    }

    @Test
    void anEndedDatabaseTokenDoesNotCount() {
        gate.token(
                "apiv1_old",
                gate.clock.instant().plusSeconds(1),
                new Permission(Action.WRITE, "plant"));
        gate.clock.advance(Duration.ofSeconds(2));
        for (int i = 0; i < Gate.ATTEMPTS_MAX; i++) {
            assertThat(write("apiv1_old")).isEqualTo(new Decision.Forbidden<>("expired"));
        }

        assertSlowed(false);
    }

    @Test
    void aMissingPermissionDoesNotCount() {
        for (int i = 0; i < Gate.ATTEMPTS_MAX; i++) {
            assertThat(
                            keeper.database(
                                    Gate.bearer(TOKEN),
                                    Action.READ,
                                    new DatabaseName("plant"),
                                    Gate.ORIGIN))
                    .isEqualTo(new Decision.Forbidden<>("no_permission"));
        }

        assertSlowed(false);
    }

    @Test
    void keysThatCannotBeHadDoNotCount() {
        gate.list(
                "keycloak",
                "ada",
                Set.of(UserGroup.ADMIN),
                new Verification.KeysUnavailable("no answer"));
        for (int i = 0; i < Gate.ATTEMPTS_MAX; i++) {
            assertThat(list(Gate.bearer("ey.a.b"))).isInstanceOf(Decision.Unavailable.class);
        }

        assertSlowed(false);
    }

    @Test
    void theAuditHasOneLineOfASlowedAddressWithACount() throws IOException {
        exhaust();
        for (int i = 0; i < 100; i++) {
            list(Gate.bearer("ey.forged.more"));
        }

        List<String> lines = gate.auditLines();
        assertThat(lines).hasSize(Gate.ATTEMPTS_MAX + 1);
        assertThat(lines.getLast())
                .contains(
                        "\"remoteAddress\":\"192.0.2.7\"",
                        "\"operation\":\"list_tokens\"",
                        "\"outcome\":\"slowed\",\"reason\":\"too_many_failed_attempts\","
                                + "\"count\":4}")
                .doesNotContain("forged");
    }

    @Test
    void theNextMinutesLineCountsWhatWasRefusedMeanwhile() throws IOException {
        exhaust();
        for (int i = 0; i < 1 + 100; i++) {
            write("apiv1_guess");
            write(TOKEN);
        }
        gate.clock.advance(FailedAttempts.WINDOW);
        exhaust();
        write("apiv1_guess");

        assertThat(gate.auditLines().getLast())
                .contains(
                        "\"operation\":\"write\",\"object\":\"database plant\"", "\"count\":104}");
    }

    @Test
    void anAuditThatCannotBeWrittenLetsNobodyIn() {
        exhaust();
        gate.audit.close();

        assertThat(write("apiv1_guess")).isInstanceOf(Decision.Slowed.class);
    }
}
