// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.CreatedToken;
import dev.sluice.api.DatabaseBody;
import dev.sluice.api.Liveness;
import dev.sluice.api.NewDatabase;
import dev.sluice.api.NewToken;
import dev.sluice.api.TokenBody;
import dev.sluice.audit.AuditLog;
import dev.sluice.audit.RequestOrigin;
import dev.sluice.auth.TokenDigest;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.TokenEntry;
import dev.sluice.catalog.sql.SqlCatalog;
import dev.sluice.config.AuditConfig;
import dev.sluice.model.Action;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.Permission;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The administrative verbs over a real catalog and a real audit log.
final class ManagementTest {
    private static final Principal ADA =
            new Principal(CredentialKind.OIDC, "keycloak", "u-1", "ada");
    private static final RequestOrigin ORIGIN =
            new RequestOrigin("r-1", "192.0.2.7", "POST", "/api/v0/x");

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

    private DatabaseBody createDatabase(NewDatabase request) {
        return new CreateDatabase(catalog, audit)
                .run(grant(Operation.CREATE_DATABASE), request, ORIGIN);
    }

    private List<DatabaseBody> listDatabases() {
        return new ListDatabases(catalog).run(grant(Operation.LIST_DATABASES), Liveness.ACTIVE);
    }

    private CreatedToken createToken(NewToken request) {
        return new CreateToken(catalog, audit, clock)
                .run(grant(Operation.CREATE_TOKEN), request, ORIGIN);
    }

    private List<TokenBody> listTokens() {
        return new ListTokens(catalog).run(grant(Operation.LIST_TOKENS));
    }

    private TokenBody getToken(UUID id) {
        return new GetToken(catalog).run(grant(Operation.LIST_TOKENS), id);
    }

    private void revokeToken(UUID id) {
        new RevokeToken(catalog, audit, clock).run(grant(Operation.REVOKE_TOKEN), id, ORIGIN);
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
    void createsDatabaseAndListsIt() {
        DatabaseBody made = createDatabase(new NewDatabase("plant", 7, 8, 9));

        assertThat(made)
                .extracting(
                        DatabaseBody::name,
                        DatabaseBody::maxTables,
                        DatabaseBody::maxColumnsPerTable,
                        DatabaseBody::retentionPeriodNanos)
                .containsExactly("plant", 7, 8, 9L);
        assertThat(listDatabases()).containsExactly(made);
    }

    @Test
    @Conforms("A-151")
    void refusesSecondDatabaseOfTheSameName() {
        createDatabase(NewDatabase.of("plant"));

        assertProblem(
                () -> createDatabase(NewDatabase.of("plant")),
                Problem.Kind.CONFLICT,
                "database_exists",
                "database name already in use");
    }

    @Test
    void refusesBadName() {
        assertProblem(
                () -> createDatabase(NewDatabase.of("a b")),
                Problem.Kind.INVALID,
                "invalid_database_name",
                "database name \"a b\" contains invalid character at position 1");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 200, 0, maxTables: 0 (at least 1)",
        "-1, 200, 0, maxTables: -1 (at least 1)",
        "1, 0, 0, 'maxColumnsPerTable: 0 (at least 1, limit: 1000)'",
        "1, 1001, 0, 'maxColumnsPerTable: 1001 (at least 1, limit: 1000)'",
        "1, 1, -1, 'retentionPeriod: -1 (at least 0, in nanoseconds; 0 keeps points for ever)'"
    })
    @Conforms("A-149")
    void refusesLimitsOutOfBounds(int tables, int columns, long retention, String message) {
        assertProblem(
                () -> createDatabase(new NewDatabase("a", tables, columns, retention)),
                Problem.Kind.INVALID,
                "invalid_database",
                message);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 0", "2147483647, 1000, 9223372036854775807"})
    void acceptsLimitsAtTheirBounds(int tables, int columns, long retention) {
        assertThat(createDatabase(new NewDatabase("a", tables, columns, retention)).maxTables())
                .isEqualTo(tables);
    }

    @Test
    @Conforms({"A-161", "A-173"})
    void showsTokenTextOnceAndKeepsItsHash() {
        CreatedToken created = createToken(new NewToken("d", List.of(), null));

        assertThat(created.accessToken().reveal()).matches("apiv1_[A-Za-z0-9_-]{86}");
        assertThat(catalog.snapshot().tokens())
                .extracting(TokenEntry::sha512)
                .containsExactly(TokenDigest.sha512(created.accessToken()));
        assertThat(listTokens()).containsExactly(created.token());
    }

    @Test
    void neverMakesTheSameTextTwice() {
        assertThat(createToken(new NewToken("d", List.of(), null)).accessToken())
                .isNotEqualTo(createToken(new NewToken("d", List.of(), null)).accessToken());
    }

    @Test
    @Conforms("A-159")
    void keepsPermissionsAsTheyWereSent() {
        List<Permission> permissions =
                List.of(
                        new Permission(Action.WRITE, "b"),
                        new Permission(Action.READ, "*"),
                        new Permission(Action.WRITE, "b"));

        UUID id = createToken(new NewToken("d", permissions, null)).token().id();

        assertThat(getToken(id).permissions()).isEqualTo(permissions);
    }

    @Test
    void answersTheSameTokenLater() {
        clock.advance(Duration.ofNanos(123_456_789));
        CreatedToken created =
                createToken(new NewToken("d", List.of(), clock.instant().plus(Duration.ofDays(1))));

        assertThat(getToken(created.token().id())).isEqualTo(created.token());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void refusesBlankDescription(String description) {
        assertProblem(
                () -> createToken(new NewToken(description, List.of(), null)),
                Problem.Kind.INVALID,
                "invalid_token",
                "description must not be blank");
    }

    @Test
    void refusesDescriptionBeyondTheLimit() {
        assertThat(createToken(new NewToken("d".repeat(1_024), List.of(), null))).isNotNull();
        assertProblem(
                () -> createToken(new NewToken("d".repeat(1_025), List.of(), null)),
                Problem.Kind.INVALID,
                "invalid_token",
                "description must not be longer than 1024 characters, not 1025");
    }

    @Test
    @Conforms("A-162")
    void refusesExpiryThatIsNotAhead() {
        assertProblem(
                () -> createToken(new NewToken("d", List.of(), clock.instant())),
                Problem.Kind.INVALID,
                "invalid_token",
                "expiresAt 2026-03-01T12:00:00Z is in the past");
    }

    @Test
    @Conforms("A-160")
    void revokedTokenStaysListed() {
        UUID id = createToken(new NewToken("d", List.of(), null)).token().id();

        revokeToken(id);

        assertThat(getToken(id).revokedAt()).isEqualTo(clock.instant());
        assertThat(listTokens()).hasSize(1);
    }

    @Test
    void revokingTwiceSucceeds() {
        UUID id = createToken(new NewToken("d", List.of(), null)).token().id();
        revokeToken(id);
        clock.advance(Duration.ofSeconds(1));

        revokeToken(id);

        assertThat(getToken(id).revokedAt()).isEqualTo(MovingClock.START);
    }

    @Test
    void refusesUnknownToken() {
        UUID id = new UUID(1, 2);
        String message = "token " + id + " not found";

        assertProblem(() -> getToken(id), Problem.Kind.NOT_FOUND, "token_not_found", message);
        assertProblem(() -> revokeToken(id), Problem.Kind.NOT_FOUND, "token_not_found", message);
    }

    @Test
    void verbsTakeOnlyTheirOwnGrant() {
        Grant.ForAdministration other = grant(Operation.LIST_DATABASES);
        UUID id = new UUID(1, 2);

        assertThatThrownBy(() ->
                        new CreateDatabase(catalog, audit).run(other, NewDatabase.of("a"), ORIGIN))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() ->
                        new CreateToken(catalog, audit, clock)
                                .run(other, new NewToken("d", List.of(), null), ORIGIN))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new RevokeToken(catalog, audit, clock).run(other, id, ORIGIN))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new ListTokens(catalog).run(other))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new GetToken(catalog).run(other, id))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() ->
                        new ListDatabases(catalog)
                                .run(grant(Operation.LIST_TOKENS), Liveness.ACTIVE))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void auditsIntentAndOutcome() throws IOException {
        createDatabase(NewDatabase.of("plant"));

        assertThat(auditLines())
                .satisfiesExactly(
                        intent ->
                                assertThat(intent)
                                        .contains(
                                                "\"event\":\"change_intent\"",
                                                "\"subject\":\"u-1\"",
                                                "\"operation\":\"create_database\"",
                                                "\"object\":\"database plant\"}"),
                        outcome ->
                                assertThat(outcome)
                                        .contains(
                                                "\"event\":\"change_outcome\"",
                                                "\"object\":\"database plant\"",
                                                "\"outcome\":\"committed\"}"));
    }

    @Test
    void auditsRefusedChange() throws IOException {
        assertThatThrownBy(() -> revokeToken(new UUID(1, 2))).isInstanceOf(ProblemException.class);

        assertThat(auditLines().getLast())
                .contains("\"outcome\":\"refused\",\"reason\":\"token_not_found\"");
    }

    @Test
    @Conforms("A-64")
    void auditNamesTokenByItsIdAndNeverByItsText() throws IOException {
        CreatedToken created = createToken(new NewToken("d", List.of(), null));

        assertThat(auditLines())
                .hasSize(2)
                .allMatch(line -> line.contains("\"object\":\"token " + created.token().id()))
                .noneMatch(line -> line.contains(created.accessToken().reveal()));
    }

    @Test
    void changesNothingThatCannotBeAudited() {
        audit.close();

        assertThatThrownBy(() -> createDatabase(NewDatabase.of("plant")))
                .isInstanceOf(ProblemException.class);
        assertThat(listDatabases()).isEmpty();
    }
}
