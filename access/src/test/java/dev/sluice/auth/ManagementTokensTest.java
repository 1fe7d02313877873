// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.CatalogChange;
import dev.sluice.model.Action;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.Principal;
import dev.sluice.model.Principal.CredentialKind;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What management tokens open, and when they end (admin.md 1.9 and 5.6).
final class ManagementTokensTest {
    private static final String TOKEN = "M.V1.+5Jkgood";

    @TempDir private Path directory;
    private Gate gate;
    private UUID id = new UUID(0, 0);

    @BeforeEach
    void open() throws IOException {
        gate = Gate.in(directory);
        id = gate.managementToken(TOKEN, gate.clock.instant().plusSeconds(60));
    }

    @AfterEach
    void close() {
        gate.close();
    }

    private Decision<Grant.ForAdministration> list(String token) {
        return gate.administration(token, Operation.LIST_TOKENS);
    }

    @Test
    void standForThemselves() {
        assertThat(list(TOKEN))
                .isEqualTo(
                        new Decision.Allowed<>(
                                new Grant.ForAdministration(
                                        new Principal(
                                                CredentialKind.MANAGEMENT_TOKEN,
                                                "sluice",
                                                id.toString(),
                                                "for machines"),
                                        Operation.LIST_TOKENS)));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CREATE_MANAGEMENT_TOKEN")
    void haveEveryRightButOne(Operation operation) {
        assertThat(gate.administration(TOKEN, operation)).isInstanceOf(Decision.Allowed.class);
    }

    @Test
    @Conforms("A-172")
    void makeNoManagementTokens() throws IOException {
        assertThat(gate.administration(TOKEN, Operation.CREATE_MANAGEMENT_TOKEN))
                .isEqualTo(new Decision.Forbidden<>("management_token_cannot_make_another"));
        gate.assertAudited(
                TOKEN,
                "\"outcome\":\"forbidden\","
                        + "\"reason\":\"management_token_cannot_make_another\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"M.V1.", "M.V1.+5Jk", "M.V1.+5Jkgoo", "M.V1.+5Jkgood=", "M.V1.+5jkgood"})
    void areUnknownUnlessWhole(String token) throws IOException {
        assertThat(list(token)).isEqualTo(new Decision.Unauthenticated<>("unknown_token", true));
        gate.assertAudited(
                TOKEN,
                "\"credentialKind\":\"management_token\",\"provider\":\"sluice\",\"operation\"",
                "\"outcome\":\"unauthenticated\",\"reason\":\"unknown_token\"");
    }

    @Test
    void endWhenTheyExpire() throws IOException {
        gate.clock.advance(Duration.ofSeconds(59));
        assertThat(list(TOKEN)).isInstanceOf(Decision.Allowed.class);
        gate.clock.advance(Duration.ofSeconds(1));

        assertThat(list(TOKEN)).isEqualTo(new Decision.Unauthenticated<>("expired", true));
        assertThat(gate.auditLines().getLast())
                .contains("\"subject\":\"" + id + "\"", "\"reason\":\"expired\"");
    }

    @Test
    void endWhenTheyAreRevoked() throws IOException {
        gate.catalog
                .commit(new CatalogChange.RevokeManagementToken(id, gate.clock.instant()))
                .require();

        assertThat(list(TOKEN)).isEqualTo(new Decision.Unauthenticated<>("revoked", true));
        assertThat(gate.auditLines().getLast())
                .contains("\"subject\":\"" + id + "\"", "\"reason\":\"revoked\"");
    }

    @Test
    void neverEndWithoutExpiry() {
        gate.managementToken("M.V1.+5Jkever", null);
        gate.clock.advance(Duration.ofDays(36_500));

        assertThat(list("M.V1.+5Jkever")).isInstanceOf(Decision.Allowed.class);
    }

    @Test
    @Conforms("A-171")
    void neitherReadNorWrite() {
        for (Action action : Action.values()) {
            assertThat(gate.database(TOKEN, action, "plant"))
                    .isEqualTo(new Decision.Forbidden<>("wrong_credential_kind"));
        }
    }

    @Test
    void slowTheAddressThatGuessesThem() {
        Gatekeeper keeper = gate.keeper();
        for (int i = 0; i < Gate.ATTEMPTS_MAX; i++) {
            assertThat(
                            keeper.administration(
                                    Gate.bearer("M.V1.guess" + i),
                                    Operation.LIST_TOKENS,
                                    Gate.ORIGIN))
                    .isInstanceOf(Decision.Unauthenticated.class);
        }

        assertThat(keeper.administration(Gate.bearer(TOKEN), Operation.LIST_TOKENS, Gate.ORIGIN))
                .isInstanceOf(Decision.Slowed.class);
    }
}
