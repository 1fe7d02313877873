// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.CreatedManagementToken;
import dev.sluice.api.ManagementTokenBody;
import dev.sluice.api.NewManagementToken;
import dev.sluice.audit.AuditLog;
import dev.sluice.audit.RequestOrigin;
import dev.sluice.auth.TokenDigest;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.ManagementTokenEntry;
import dev.sluice.catalog.sql.SqlCatalog;
import dev.sluice.config.AuditConfig;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.Principal;
import dev.sluice.model.Principal.CredentialKind;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.MovingClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The verbs about management tokens over a real catalog and a real audit log (admin.md 5.6).
final class ManagementTokenVerbsTest {
    private static final Principal ADA =
            new Principal(CredentialKind.OIDC, "keycloak", "u-1", "ada", new UUID(7, 1));
    private static final Principal ADMIN_TOKEN =
            new Principal(CredentialKind.ADMIN_TOKEN, "sluice", "admin-token", "admin token");
    private static final RequestOrigin ORIGIN =
            new RequestOrigin("r-1", "192.0.2.7", "POST", "/api/v0/management-tokens");

    @TempDir private Path directory;
    private final MovingClock clock = MovingClock.create();
    private Catalog catalog;
    private AuditLog audit;

    @BeforeEach
    void open() throws IOException {
        catalog = SqlCatalog.open(directory.resolve("catalog.db"));
        audit = AuditLog.open(directory.resolve("audit.log"), clock, AuditConfig.DEFAULT);
    }

    @AfterEach
    void close() {
        audit.close();
        catalog.close();
    }

    private static Grant.ForAdministration grant(Operation operation) {
        return new Grant.ForAdministration(ADA, operation);
    }

    private CreatedManagementToken create(NewManagementToken request) {
        return new CreateManagementToken(catalog, audit, clock)
                .run(grant(Operation.CREATE_MANAGEMENT_TOKEN), request, ORIGIN);
    }

    private CreatedManagementToken create() {
        return create(new NewManagementToken("ci", null));
    }

    private List<ManagementTokenBody> list() {
        return new ListManagementTokens(catalog).run(grant(Operation.LIST_MANAGEMENT_TOKENS));
    }

    private ManagementTokenBody get(UUID id) {
        return new GetManagementToken(catalog).run(grant(Operation.LIST_MANAGEMENT_TOKENS), id);
    }

    private void revoke(UUID id) {
        new RevokeManagementToken(catalog, audit, clock)
                .run(grant(Operation.REVOKE_MANAGEMENT_TOKEN), id, ORIGIN);
    }

    private static void assertProblem(
            ThrowingCallable call, Problem.Kind kind, String code, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(ProblemException.class)
                .hasMessage(message)
                .extracting("problem")
                .extracting("kind", "code")
                .containsExactly(kind, code);
    }

    private List<String> auditLines() throws IOException {
        return Files.readAllLines(directory.resolve("audit.log"));
    }

    @Test
    @Conforms("A-173")
    void showTheTextOnceAndKeepItsHash() {
        CreatedManagementToken created = create();

        assertThat(created.text().reveal()).matches("M\\.V1\\.[A-Za-z0-9+/]{86}==");
        assertThat(created.token().prefix())
                .hasSize(9)
                .isEqualTo(created.text().reveal().substring(0, 9));
        assertThat(catalog.snapshot().managementTokens())
                .extracting(ManagementTokenEntry::sha512)
                .containsExactly(TokenDigest.sha512(created.text()));
        assertThat(list()).containsExactly(created.token());
    }

    @Test
    void neverMakeTheSameTextTwice() {
        assertThat(create().text()).isNotEqualTo(create().text());
    }

    @Test
    void rememberWhoMadeIt() {
        assertThat(create().token().createdBy()).isEqualTo(new UUID(7, 1));
    }

    @Test
    void rememberNobodyForTheAdminToken() {
        CreatedManagementToken created =
                new CreateManagementToken(catalog, audit, clock)
                        .run(
                                new Grant.ForAdministration(
                                        ADMIN_TOKEN, Operation.CREATE_MANAGEMENT_TOKEN),
                                new NewManagementToken("ci", null),
                                ORIGIN);

        assertThat(created.token().createdBy()).isNull();
    }

    @Test
    void answerTheSameTokenLater() {
        clock.advance(Duration.ofNanos(123_456_789));
        CreatedManagementToken created =
                create(new NewManagementToken("ci", clock.instant().plus(Duration.ofDays(1))));

        assertThat(get(created.token().id())).isEqualTo(created.token());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \t "})
    void refuseBlankDescription(String description) {
        assertProblem(
                () -> create(new NewManagementToken(description, null)),
                Problem.Kind.INVALID,
                "invalid_token",
                "description must not be blank");
        assertThat(list()).isEmpty();
    }

    @Test
    void refuseExpiryThatIsNotAhead() {
        assertProblem(
                () -> create(new NewManagementToken("ci", clock.instant())),
                Problem.Kind.INVALID,
                "invalid_token",
                "expiresAt 2026-03-01T12:00:00Z is in the past");
        assertThat(list()).isEmpty();
    }

    @Test
    void keepRevokedTokenListed() {
        UUID id = create().token().id();

        revoke(id);
        clock.advance(Duration.ofSeconds(1));
        revoke(id);

        assertThat(get(id).revokedAt()).isEqualTo(MovingClock.START);
        assertThat(list()).hasSize(1);
    }

    @Test
    void refuseUnknownToken() {
        UUID id = new UUID(1, 2);
        String message = "management token " + id + " not found";
        String code = "management_token_not_found";

        assertProblem(() -> get(id), Problem.Kind.NOT_FOUND, code, message);
        assertProblem(() -> revoke(id), Problem.Kind.NOT_FOUND, code, message);
    }

    @Test
    void takeOnlyTheirOwnGrant() {
        Grant.ForAdministration other = grant(Operation.LIST_TOKENS);
        UUID id = new UUID(1, 2);

        assertThatThrownBy(() ->
                        new CreateManagementToken(catalog, audit, clock)
                                .run(other, new NewManagementToken("ci", null), ORIGIN))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() ->
                        new RevokeManagementToken(catalog, audit, clock).run(other, id, ORIGIN))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new ListManagementTokens(catalog).run(other))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new GetManagementToken(catalog).run(other, id))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Conforms("A-64")
    void areAuditedByIdAndMakerAndNeverByText() throws IOException {
        CreatedManagementToken created = create();
        revoke(created.token().id());

        assertThat(auditLines())
                .hasSize(4)
                .allMatch(line ->
                        line.contains("\"object\":\"management token " + created.token().id()))
                .allMatch(line -> line.contains("\"userId\":\"" + new UUID(7, 1) + "\""))
                .noneMatch(line -> line.contains(created.text().reveal().substring(9)));
    }

    @Test
    void changeNothingThatCannotBeAudited() {
        UUID id = create().token().id();
        audit.close();

        assertThatThrownBy(this::create).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> revoke(id)).isInstanceOf(ProblemException.class);
        assertThat(list()).singleElement().extracting(ManagementTokenBody::revokedAt).isNull();
    }
}
