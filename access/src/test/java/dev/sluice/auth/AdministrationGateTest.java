// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.UserGroup;
import dev.sluice.model.Action;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.Permission;
import dev.sluice.model.Principal;
import dev.sluice.model.Principal.CredentialKind;
import dev.sluice.oidc.Verification;
import dev.sluice.oidc.VerifiedIdentity;
import dev.sluice.oidc.VerifiedIdentity.TokenKind;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may administer: admin.md 1.7, 1.9 and 2.3.
final class AdministrationGateTest {
    private static final String JWT = "eyJ.eyJ.sig";
    private static final UUID U_1 = UUID.fromString("56d8a335-fe79-59c1-bd64-a2f5b4c34ecd");
    private static final Set<UserGroup> ADMIN = Set.of(UserGroup.ADMIN);
    private static final Set<UserGroup> EVERYBODY = Set.of(UserGroup.values());

    /// admin.md 1.9, row by row.
    private static final Map<Operation, Set<UserGroup>> TABLE =
            Map.ofEntries(
                    Map.entry(Operation.LIST_DATABASES, EVERYBODY),
                    Map.entry(Operation.LIST_TABLES, EVERYBODY),
                    Map.entry(Operation.UPDATE_DATABASE, ADMIN),
                    Map.entry(Operation.RENAME_DATABASE, ADMIN),
                    Map.entry(Operation.DELETE_DATABASE, ADMIN),
                    Map.entry(Operation.UNDELETE_DATABASE, ADMIN),
                    Map.entry(Operation.CREATE_TABLE, ADMIN),
                    Map.entry(Operation.RENAME_TABLE, ADMIN),
                    Map.entry(Operation.DELETE_TABLE, ADMIN),
                    Map.entry(Operation.UNDELETE_TABLE, ADMIN),
                    Map.entry(Operation.UPDATE_TOKEN, ADMIN),
                    Map.entry(Operation.LIST_TOKENS, EVERYBODY),
                    Map.entry(Operation.GET_CLUSTER, EVERYBODY),
                    Map.entry(Operation.WHO_AM_I, EVERYBODY),
                    Map.entry(Operation.CREATE_TOKEN, Set.of(UserGroup.ADMIN, UserGroup.MEMBER)),
                    Map.entry(Operation.REVOKE_TOKEN, ADMIN),
                    Map.entry(Operation.CREATE_DATABASE, ADMIN),
                    Map.entry(Operation.LIST_USERS, Set.of(UserGroup.ADMIN, UserGroup.AUDITOR)),
                    Map.entry(
                            Operation.LIST_MANAGEMENT_TOKENS,
                            Set.of(UserGroup.ADMIN, UserGroup.AUDITOR)),
                    Map.entry(Operation.CREATE_MANAGEMENT_TOKEN, ADMIN),
                    Map.entry(Operation.REVOKE_MANAGEMENT_TOKEN, ADMIN));

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

    private static Verification verified(String subject) {
        return verified(subject, TokenKind.ACCESS_TOKEN);
    }

    private static Verification verified(String subject, TokenKind kind) {
        return new Verification.Verified(
                new VerifiedIdentity("https://id.example", subject, "ada", Instant.MAX, kind));
    }

    private Decision<Grant.ForAdministration> list(String token) {
        return gate.administration(token, Operation.LIST_TOKENS);
    }

    @Test
    void letsListedUserIn() {
        gate.list("keycloak", "u-1", ADMIN, verified("u-1"));

        assertThat(list(JWT))
                .isEqualTo(
                        new Decision.Allowed<>(
                                new Grant.ForAdministration(
                                        new Principal(
                                                CredentialKind.OIDC, "keycloak", "u-1", "ada", U_1),
                                        Operation.LIST_TOKENS)));
    }

    @Test
    @Conforms("A-52")
    void forbidsUserWhoIsNotListed() {
        gate.list("keycloak", "u-1", ADMIN, verified("u-2"));

        assertThat(list(JWT)).isEqualTo(new Decision.Forbidden<>("user_not_listed"));
    }

    @ParameterizedTest
    @CsvSource({"keycloak, U-1, u-1", "auth0, 'auth0|1', 'AUTH0|1'", "other, a, 'a '"})
    void comparesIdentifiersExactly(String provider, String listed, String subject) {
        gate.list(provider, listed, ADMIN, verified(subject));

        assertThat(list(JWT)).isEqualTo(new Decision.Forbidden<>("user_not_listed"));
    }

    @Test
    @Conforms("A-23")
    void comparesIdentifiersOfEntraWithoutRegardToCase() {
        gate.list("azure", "3B9D5E3A-I", ADMIN, verified("3b9d5e3a-i"));

        assertThat(list(JWT)).isInstanceOf(Decision.Allowed.class);
    }

    @Test
    void removingUserEndsAccessAtOnce() {
        gate.list("keycloak", "u-1", ADMIN, verified("u-1"));
        assertThat(list(JWT)).isInstanceOf(Decision.Allowed.class);

        gate.list("keycloak", "u-9", ADMIN, verified("u-1"));

        assertThat(list(JWT)).isEqualTo(new Decision.Forbidden<>("user_not_listed"));
    }

    @ParameterizedTest
    @EnumSource
    @Conforms({"A-59", "A-60", "A-61"})
    void holdsGroupsToTheTable(Operation operation) {
        assertThat(TABLE).as("a row for each operation").containsKey(operation);
        for (UserGroup group : UserGroup.values()) {
            gate.list("keycloak", "u-1", Set.of(group), verified("u-1"));

            Decision<Grant.ForAdministration> decision = gate.administration(JWT, operation);

            if (TABLE.getOrDefault(operation, Set.of()).contains(group)) {
                assertThat(decision).as("%s", group).isInstanceOf(Decision.Allowed.class);
            } else {
                assertThat(decision)
                        .as("%s", group)
                        .isEqualTo(new Decision.Forbidden<>("insufficient_group"));
            }
        }
    }

    @Test
    @Conforms("A-62")
    void severalGroupsGiveTheRightsOfAll() {
        gate.list("keycloak", "u-1", Set.of(UserGroup.AUDITOR, UserGroup.MEMBER), verified("u-1"));

        assertThat(gate.administration(JWT, Operation.CREATE_TOKEN))
                .isInstanceOf(Decision.Allowed.class);
    }

    @Test
    void refusesWhatTheProviderDidNotMake() {
        gate.list("keycloak", "u-1", ADMIN, new Verification.Rejected("bad_signature"));

        assertThat(list(JWT)).isEqualTo(new Decision.Unauthenticated<>("bad_signature", true));
    }

    @Test
    @Conforms("A-36")
    void isUnavailableWithoutKeys() {
        gate.list("keycloak", "u-1", ADMIN, new Verification.KeysUnavailable("none yet"));

        assertThat(list(JWT))
                .isEqualTo(
                        new Decision.Unavailable<>(
                                "provider_keys_unavailable",
                                "identity provider keys unavailable",
                                Duration.ofSeconds(5)));
    }

    @Test
    @Conforms("A-74")
    void refusesEveryJwtWithoutProvider() {
        assertThat(list(JWT))
                .isEqualTo(new Decision.Unauthenticated<>("no_identity_provider", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "malformed_header"})
    void refusesMissingCredential(String reason) {
        assertThat(
                        gate.keeper()
                                .administration(
                                        new Credential.Absent(reason),
                                        Operation.LIST_TOKENS,
                                        Gate.ORIGIN))
                .isEqualTo(new Decision.Unauthenticated<>(reason, false));
    }

    @ParameterizedTest
    @CsvSource({"apiv1_x, wrong_credential_kind", "M.V1.x, unknown_token"})
    void refusesTokensOfOtherKinds(String token, String reason) {
        gate.list("keycloak", "u-1", ADMIN, verified("u-1"));

        assertThat(list(token)).isEqualTo(new Decision.Unauthenticated<>(reason, true));
    }

    @Test
    @Conforms("A-55")
    void liveDatabaseTokenAdministersNothing() {
        gate.token("apiv1_live", null, new Permission(Action.WRITE, "*"));

        assertThat(list("apiv1_live"))
                .isEqualTo(new Decision.Unauthenticated<>("wrong_credential_kind", true));
    }

    @Test
    @Conforms("A-74")
    void letsAdminTokenInWithoutProvider() throws IOException {
        assertThat(list(gate.adminToken()))
                .isEqualTo(
                        new Decision.Allowed<>(
                                new Grant.ForAdministration(
                                        new Principal(
                                                CredentialKind.ADMIN_TOKEN,
                                                "sluice",
                                                "admin-token",
                                                "admin token"),
                                        Operation.LIST_TOKENS)));
    }

    @Test
    void adminTokenHasEveryRight() throws IOException {
        for (Operation operation : Operation.values()) {
            assertThat(gate.administration(gate.adminToken(), operation))
                    .isInstanceOf(Decision.Allowed.class);
        }
    }

    @Test
    void neverAsksTheProviderAboutAdminTokens() throws IOException {
        gate.list("keycloak", "u-1", ADMIN, verified("u-1"));
        String token = gate.adminToken();
        String forged = token.substring(0, token.length() - 4) + "AAAA";

        assertThat(list(forged)).isEqualTo(new Decision.Unauthenticated<>("bad_signature", true));
    }

    @Test
    void refusesAdminTokenPastItsEnd() throws IOException {
        String token = gate.adminToken();
        gate.clock.advance(Duration.ofDays(3653));

        assertThat(list(token)).isEqualTo(new Decision.Unauthenticated<>("expired", true));
    }

    @Test
    @Conforms("A-64")
    void auditsWhoWasLetIn() throws IOException {
        gate.list("keycloak", "u-1", ADMIN, verified("u-1"));
        list(JWT);

        gate.assertAudited(
                JWT,
                "\"event\":\"authentication\"",
                "\"requestId\":\"r-1\"",
                "\"remoteAddress\":\"192.0.2.7\"",
                "\"credentialKind\":\"oidc\",\"provider\":\"keycloak\",\"subject\":\"u-1\","
                        + "\"userId\":\""
                        + U_1
                        + "\",\"operation\":\"list_tokens\"",
                "\"outcome\":\"allowed\"}");
    }

    @Test
    @Conforms("A-64")
    void auditsThatAnIdTokenWasTaken() throws IOException {
        gate.list("auth0", "u-1", ADMIN, verified("u-1", TokenKind.ID_TOKEN));
        list(JWT);

        gate.assertAudited(JWT, "\"outcome\":\"allowed\",\"reason\":\"id_token\"");
    }

    @Test
    @Conforms("A-64")
    void auditsWhoWasForbidden() throws IOException {
        gate.list("keycloak", "u-1", ADMIN, verified("u-2"));
        list(JWT);

        gate.assertAudited(
                JWT,
                "\"subject\":\"u-2\",\"operation\"",
                "\"outcome\":\"forbidden\",\"reason\":\"user_not_listed\"");
    }

    @Test
    @Conforms("A-64")
    void auditsRefusedTokenWithoutSubject() throws IOException {
        gate.list("keycloak", "u-1", ADMIN, new Verification.Rejected("expired"));
        list(JWT);

        gate.assertAudited(
                JWT,
                "\"provider\":\"keycloak\",\"operation\"",
                "\"outcome\":\"unauthenticated\",\"reason\":\"expired\"");
    }

    @Test
    void tellsTheObserverOfEachDecision() throws IOException {
        Gatekeeper keeper = gate.keeper();
        for (String token :
                List.of(gate.adminToken(), "apiv1_x", "apiv1_x", "apiv1_x", gate.adminToken())) {
            keeper.administration(Gate.bearer(token), Operation.LIST_DATABASES, Gate.ORIGIN);
        }

        assertThat(gate.decisions)
                .containsExactly(
                        "list_databases allowed null",
                        "list_databases unauthenticated wrong_credential_kind",
                        "list_databases unauthenticated wrong_credential_kind",
                        "list_databases unauthenticated wrong_credential_kind",
                        "list_databases slowed too_many_failed_attempts");
    }

    @Test
    void letsNobodyInWhoCannotBeAudited() throws IOException {
        gate.audit.close();

        assertThat(list(gate.adminToken()))
                .isEqualTo(
                        new Decision.Unavailable<>(
                                "audit_unavailable",
                                "the audit log cannot be written: the server ends",
                                Duration.ofSeconds(5)));
        assertThat(list("apiv1_x"))
                .isEqualTo(new Decision.Unauthenticated<>("wrong_credential_kind", true));
    }
}
