// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.CatalogChange;
import dev.sluice.model.Action;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Grant;
import dev.sluice.model.Permission;
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
import org.junit.jupiter.params.provider.CsvSource;

/// Who may read and write: data.md 2.8.
final class DatabaseGateTest {
    @TempDir private Path directory;
    private Gate gate;

    @BeforeEach
    void open() throws IOException {
        gate = Gate.in(directory);
    }

    @AfterEach
    void close() {
        gate.close();
    }

    @Test
    @Conforms("A-166")
    void letsTokenWithPermissionIn() {
        UUID id = gate.token("apiv1_a", null, new Permission(Action.WRITE, "plant"));

        assertThat(gate.database("apiv1_a", Action.WRITE, "plant"))
                .isEqualTo(
                        new Decision.Allowed<>(
                                new Grant.ForDatabase(
                                        new Principal(
                                                CredentialKind.DATABASE_TOKEN,
                                                "sluice",
                                                id.toString(),
                                                "for tests"),
                                        Action.WRITE,
                                        new DatabaseName("plant"))));
    }

    @ParameterizedTest
    @CsvSource({
        "WRITE, plant, READ, plant",
        "READ, plant, WRITE, plant",
        "WRITE, plant, WRITE, Plant",
        "WRITE, plant, WRITE, plant2"
    })
    @Conforms("A-169")
    void forbidsWithoutPermission(Action granted, String resource, Action wanted, String database) {
        gate.token("apiv1_a", null, new Permission(granted, resource));

        assertThat(gate.database("apiv1_a", wanted, database))
                .isEqualTo(new Decision.Forbidden<>("no_permission"));
    }

    @Test
    @Conforms("A-168")
    void starCoversEveryDatabase() {
        gate.token("apiv1_a", null, new Permission(Action.READ, "*"));

        assertThat(gate.database("apiv1_a", Action.READ, "made/later"))
                .isInstanceOf(Decision.Allowed.class);
        assertThat(gate.database("apiv1_a", Action.WRITE, "made/later"))
                .isInstanceOf(Decision.Forbidden.class);
    }

    @Test
    void tokenWithoutPermissionsOpensNothing() {
        gate.token("apiv1_a", null);

        assertThat(gate.database("apiv1_a", Action.READ, "plant"))
                .isEqualTo(new Decision.Forbidden<>("no_permission"));
    }

    @Test
    void forbidsUnknownToken() {
        gate.token("apiv1_a", null, new Permission(Action.READ, "*"));

        assertThat(gate.database("apiv1_b", Action.READ, "plant"))
                .isEqualTo(new Decision.Forbidden<>("unknown_token"));
    }

    @Test
    @Conforms("A-173")
    void forbidsTheHashInPlaceOfTheToken() {
        gate.token("apiv1_a", null, new Permission(Action.READ, "*"));
        String hash = gate.catalog.snapshot().tokens().getFirst().sha512();

        assertThat(gate.database(hash, Action.READ, "plant"))
                .isEqualTo(new Decision.Forbidden<>("unknown_token"));
    }

    @Test
    void forbidsFromExpiryOn() {
        gate.token(
                "apiv1_a", gate.clock.instant().plusSeconds(1), new Permission(Action.READ, "*"));
        assertThat(gate.database("apiv1_a", Action.READ, "plant"))
                .isInstanceOf(Decision.Allowed.class);

        gate.clock.advance(Duration.ofSeconds(1));

        assertThat(gate.database("apiv1_a", Action.READ, "plant"))
                .isEqualTo(new Decision.Forbidden<>("expired"));
    }

    @Test
    void forbidsFromRevocationOn() {
        UUID id = gate.token("apiv1_a", null, new Permission(Action.READ, "*"));

        gate.catalog.commit(new CatalogChange.RevokeToken(id, gate.clock.instant())).require();

        assertThat(gate.database("apiv1_a", Action.READ, "plant"))
                .isEqualTo(new Decision.Forbidden<>("revoked"));
    }

    @Test
    void refusesMissingCredential() {
        assertThat(
                        gate.keeper()
                                .database(
                                        new Credential.Absent("missing"),
                                        Action.READ,
                                        new DatabaseName("plant"),
                                        Gate.ORIGIN))
                .isEqualTo(new Decision.Unauthenticated<>("missing", false));
    }

    @Test
    void refusesEmptyToken() {
        assertThat(gate.database("", Action.READ, "plant"))
                .isEqualTo(new Decision.Unauthenticated<>("empty", false));
    }

    @Test
    void adminTokenReadsAndWritesEverything() throws IOException {
        for (Action action : Action.values()) {
            assertThat(gate.database(gate.adminToken(), action, "plant"))
                    .isInstanceOf(Decision.Allowed.class);
        }
    }

    @Test
    void adminTokenCanBeKeptFromData() throws IOException {
        assertThat(
                        gate.keeper(false)
                                .database(
                                        Gate.bearer(gate.adminToken()),
                                        Action.READ,
                                        new DatabaseName("plant"),
                                        Gate.ORIGIN))
                .isEqualTo(new Decision.Forbidden<>("admin_token_data_access_off"));
    }

    @Test
    void forbidsForgedAdminToken() throws IOException {
        String token = gate.adminToken();

        assertThat(
                        gate.database(
                                token.substring(0, token.length() - 4) + "AAAA",
                                Action.READ,
                                "plant"))
                .isEqualTo(new Decision.Forbidden<>("bad_signature"));
    }

    @ParameterizedTest
    @CsvSource({"eyJ.eyJ.sig", "M.V1.x"})
    void forbidsAdministrativeCredentials(String token) {
        assertThat(gate.database(token, Action.READ, "plant"))
                .isEqualTo(new Decision.Forbidden<>("wrong_credential_kind"));
    }

    @Test
    void auditsTheAdminTokenOnData() throws IOException {
        gate.database(gate.adminToken(), Action.WRITE, "plant");

        gate.assertAudited(
                gate.adminToken(),
                "\"credentialKind\":\"admin_token\"",
                "\"operation\":\"write\",\"object\":\"database plant\",\"outcome\":\"allowed\"");
    }

    @Test
    void leavesDatabaseTokensOutOfTheAudit() throws IOException {
        gate.token("apiv1_a", null, new Permission(Action.READ, "*"));

        gate.database("apiv1_a", Action.READ, "plant");
        gate.database("apiv1_b", Action.READ, "plant");

        assertThat(gate.auditLines()).isEmpty();
    }
}
